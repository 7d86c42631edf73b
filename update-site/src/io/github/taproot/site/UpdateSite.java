// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

import org.scijava.util.FileUtils;

import io.github.taproot.files.SafeFile;

/**
 * Writes the static files of an update site for Fiji: its index, and each version of each file as
 * {@code path-timestamp}. Any web server can hold the folder.
 */
final class UpdateSite {

	private static final String AUTHOR = "Taproot developers";
	private static final String LINK = "https://github.com/taproot/taproot";

	private static final long LARGEST = 1L << 31;

	private final Path folder;
	private final Duration patience;
	private final long largest;

	/** @param folder where the site goes; made where it is missing */
	UpdateSite(Path folder) {
		this(folder, Duration.ofMinutes(1), LARGEST);
	}

	/**
	 * @param patience how long the older site may be silent
	 * @param largest most bytes of an older version, whose size the index does not tell
	 */
	UpdateSite(Path folder, Duration patience, long largest) {
		this.folder = folder;
		this.patience = patience;
		this.largest = largest;
	}

	/** A time in UTC as the updater writes it, yyyyMMddHHmmss. */
	static long timestamp(LocalDateTime time) {
		return Long.parseLong(time.format(DateTimeFormatter.ofPattern("yyyyMMddHHmmss")));
	}

	/**
	 * Builds the site, the index last. What an older site has is kept: all versions, and the times of unchanged files.
	 *
	 * @param staged the files that users get
	 * @param older the address of an older site, ending in /; null where there is none: then the folder's own, if any
	 * @param time of this build, for all that is new, as {@link #timestamp}
	 * @return the paths that are new, changed, or removed, in order; empty where the older site has all of it
	 * @throws IOException where a file can't be read or written, the older site is damaged, or newer than {@code time}
	 */
	List<String> build(List<Staged> staged, URI older, long time) throws IOException {
		Files.createDirectories(folder);
		URI base = older == null ? folder.toUri() : older;
		boolean first = older == null && !Files.exists(folder.resolve(SiteIndex.NAME));
		Map<String, SiteFile> files = new TreeMap<>();
		for (SiteFile file : first ? List.<SiteFile>of() : read(base)) files.put(file.key(), file);

		List<String> changed = new ArrayList<>();
		Map<String, SiteFile> merged = new TreeMap<>();
		Map<String, Path> sources = new TreeMap<>();
		for (Staged file : staged) {
			SiteFile now = merge(files.get(FileUtils.stripFilenameVersion(file.path())), file, time);
			if (merged.put(now.key(), now) != null) {
				throw new IOException(file.path() + " differs from another file in its version only: stage one " +
					"of them.");
			}
			if (now.current().timestamp() == time) changed.add(file.path());
			// Unchanged content that was packed anew has another size than the index says: the older site's bytes stay.
			if (Files.size(file.source()) == now.current().filesize()) {
				sources.put(SiteFile.stored(now.filename(), now.current().timestamp()), file.source());
			}
		}
		for (SiteFile gone : files.values()) {
			if (merged.containsKey(gone.key())) continue;
			if (gone.current() != null) changed.add(gone.filename());
			merged.put(gone.key(), removed(gone, time));
		}
		if (!changed.isEmpty()) checkTime(files.values(), time);

		Set<String> listed = new TreeSet<>();
		for (SiteFile file : merged.values()) {
			for (SiteFile.Previous version : file.previous()) listed.add(store(version, -1, sources, base));
			if (file.current() != null) listed.add(store(file.replaced(0), file.current().filesize(), sources, base));
		}
		write(SiteIndex.text(List.copyOf(merged.values())));
		removeUnlisted(listed);
		return changed;
	}

	/**
	 * Reads the site back, as an updater would: each version that the index lists must be there and whole.
	 *
	 * @param changed paths of which to tell what happened
	 * @return one line for each of them: new, changed or removed, and the path
	 * @throws IOException where a version is missing or damaged, naming all such
	 */
	List<String> check(List<String> changed) throws IOException {
		List<String> wrong = new ArrayList<>();
		Map<String, String> changes = new TreeMap<>();
		for (SiteFile file : read(folder.toUri())) {
			List<SiteFile.Previous> versions = new ArrayList<>(file.previous());
			if (file.current() != null) versions.add(file.replaced(0));
			for (SiteFile.Previous version : versions) {
				String stored = SiteFile.stored(version.filename(), version.timestamp());
				Path path = folder.resolve(stored);
				String damage = Files.isRegularFile(path) ? damage(path, version, -1) : "it is not there";
				if (damage != null) wrong.add(stored + " (" + damage + ")");
			}
			changes.put(file.filename(), file.current() == null ? "removed"
				: file.previous().isEmpty() ? "new" : "changed");
		}
		if (!wrong.isEmpty()) {
			throw new IOException(folder + " was written, but its index lists what cannot be read back: " +
				String.join(", ", wrong) + ".");
		}
		return changed.stream().map(path -> changes.get(path) + " " + path).toList();
	}

	private static SiteFile merge(SiteFile old, Staged file, long time) throws IOException {
		String checksum = Checksum.of(file.path(), file.source());
		SiteFile.check(file.path(), checksum, time);
		List<SiteFile.Previous> previous = new ArrayList<>(old == null ? List.of() : old.previous());
		long since = time;
		if (old != null && old.current() != null) {
			if (old.current().checksum().equals(checksum) && old.filename().equals(file.path())) {
				since = old.current().timestamp();
			}
			else previous.add(0, old.replaced(time));
		}
		long found = since;
		boolean ours = file.path().startsWith("jars/");
		return new SiteFile(file.path(), file.platforms(), new SiteFile.Current(checksum, since,
			old != null && since != time ? old.current().filesize() : Files.size(file.source()), file.description(),
			file.dependencies().stream().map(name -> new SiteFile.Dependency(name, found)).toList(),
			ours ? List.of(LINK) : List.of(), ours ? List.of(AUTHOR) : List.of()), previous);
	}

	private static SiteFile removed(SiteFile file, long time) {
		if (file.current() == null) return file;
		List<SiteFile.Previous> previous = new ArrayList<>(file.previous());
		previous.add(0, file.replaced(time));
		return new SiteFile(file.filename(), file.platforms(), null, previous);
	}

	/** Users who have seen a time are shown nothing that is older, so what is new must be newer than all else. */
	private static void checkTime(Iterable<SiteFile> files, long time) throws IOException {
		for (SiteFile file : files) {
			long last = file.current() == null ? 0 : file.current().timestamp();
			for (SiteFile.Previous old : file.previous()) {
				last = Math.max(last, Math.max(old.timestamp(), old.obsolete()));
			}
			if (last >= time) {
				throw new IOException("The older site has " + file.filename() + " of " + last + " (UTC), and this " +
					"build would be of " +
					time + ": set the clock right, or wait.");
			}
		}
	}

	private List<SiteFile> read(URI base) throws IOException {
		URI index = base.resolve(SiteIndex.NAME);
		try (InputStream in = new GZIPInputStream(open(index))) {
			return SiteIndex.read(in, index.toString());
		}
		catch (ZipException e) {
			throw new IOException(index + " is not packed by gzip (" + e.getMessage() + "): give the folder or " +
				"address that holds the older site's index.", e);
		}
	}

	private InputStream open(URI file) throws IOException {
		try {
			URLConnection connection = file.toURL().openConnection();
			connection.setConnectTimeout((int) patience.toMillis());
			connection.setReadTimeout((int) patience.toMillis());
			return new BufferedInputStream(connection.getInputStream());
		}
		catch (FileNotFoundException | NoSuchFileException e) {
			throw new IOException("The older site has no " + file + ": give the folder or address of a whole site.", e);
		}
		catch (ConnectException | SocketTimeoutException | UnknownHostException e) {
			throw new IOException("Nothing answers at " + file + " (" + e.getMessage() + "): check the older site's " +
				"address.", e);
		}
	}

	/**
	 * Stores a version from this build or else from the older site, if it is not there yet, or damaged.
	 *
	 * @param size in bytes, -1 where the index does not say
	 * @param sources the files of this build with the listed sizes, by where they are stored
	 * @return where it is stored
	 */
	private String store(SiteFile.Previous version, long size, Map<String, Path> sources, URI base) throws IOException {
		String stored = SiteFile.stored(version.filename(), version.timestamp());
		Path target = folder.resolve(stored);
		requireNoLink(target);
		if (Files.isRegularFile(target) && damage(target, version, size) == null) return stored;
		Path source = sources.get(stored);
		Files.createDirectories(target.getParent());
		try (InputStream in = source == null ? open(base.resolve(stored)) : Files.newInputStream(source)) {
			long most = size < 0 ? largest : size;
			SafeFile.write(target, out -> copy(in, out, most));
		}
		String damage = damage(target, version, size);
		if (damage != null) {
			Files.delete(target);
			throw new IOException("The older site's " + stored + " was damaged and has been left out (" + damage +
				"): get it from a copy of that site.");
		}
		return stored;
	}

	/** One byte too many is enough to tell that a file is not the listed one. */
	private static void copy(InputStream in, OutputStream out, long most) throws IOException {
		byte[] block = new byte[1 << 16];
		long left = most + 1;
		while (left > 0) {
			int n = in.read(block, 0, (int) Math.min(block.length, left));
			if (n < 0) return;
			out.write(block, 0, n);
			left -= n;
		}
	}

	/** Whatever lies behind a link is not the site's. */
	private void requireNoLink(Path target) throws IOException {
		Path inside = folder;
		for (Path part : folder.relativize(target)) {
			inside = inside.resolve(part);
			if (!Files.isSymbolicLink(inside)) continue;
			throw new IOException(inside + " is a symbolic link, through which nothing is written: remove it, or " +
				"choose another folder for the site.");
		}
	}

	/** What tells a stored file from the listed one; null where it is that. */
	private static String damage(Path file, SiteFile.Previous version, long size) throws IOException {
		if (size >= 0 && Files.size(file) != size) return Files.size(file) + " bytes instead of " + size;
		try {
			String found = Checksum.of(version.filename(), file);
			return found.equals(version.checksum()) ? null : "its checksum is " + found + " instead of " +
				version.checksum();
		}
		catch (IOException e) {
			return e.getMessage();
		}
	}

	/** Leaves an unchanged index alone: the updater goes by the time of that file. */
	private void write(String text) throws IOException {
		Path index = folder.resolve(SiteIndex.NAME);
		if (Files.exists(index)) {
			try (InputStream in = new GZIPInputStream(Files.newInputStream(index))) {
				if (new String(in.readAllBytes(), StandardCharsets.UTF_8).equals(text)) return;
			}
		}
		SafeFile.write(index, out -> {
			GZIPOutputStream packed = new GZIPOutputStream(out);
			packed.write(text.getBytes(StandardCharsets.UTF_8));
			packed.finish();
		});
	}

	/** Removes versions that an earlier build left and this one's index does not list. */
	private void removeUnlisted(Set<String> listed) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				String path = folder.relativize(file).toString().replace('\\', '/');
				if (path.matches(".+-\\d{14}") && !listed.contains(path)) Files.delete(file);
			}
		}
	}
}
