package io.github.taproot.unet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Native libraries unpacked from a jar, once for all processes of a user.
 * <p>
 * A folder under its final name is complete: it is filled under another name and then renamed. Processes that start at
 * the same time wait for each other by a lock on a file, which the system releases when a process dies; what a dead
 * one left is deleted by the next.
 * </p>
 *
 * @param root the cache's folder, made where it is missing
 */
record NativeCache(Path root) {

	private static final String PARTIAL = ".partial-";

	/** The user's cache: {@code TAPROOT_CACHE}, or the place that the system has for caches. */
	static NativeCache ofUser() {
		String chosen = System.getProperty("taproot.cache", System.getenv("TAPROOT_CACHE"));
		if (chosen != null && !chosen.isBlank()) return new NativeCache(Path.of(chosen));
		Path home = Path.of(System.getProperty("user.home"));
		String os = System.getProperty("os.name");
		if (os.startsWith("Windows")) {
			String local = System.getenv("LOCALAPPDATA");
			return new NativeCache((local == null ? home : Path.of(local)).resolve("Taproot"));
		}
		if (os.startsWith("Mac")) return new NativeCache(home.resolve("Library/Caches/Taproot"));
		String xdg = System.getenv("XDG_CACHE_HOME");
		return new NativeCache((xdg == null || xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg)).resolve("taproot"));
	}

	/**
	 * The folder with the files that a jar holds in one of its folders, unpacked now if no process has done so before.
	 *
	 * @param jar the jar
	 * @param folder folder in the jar, ending with "/"; its own files are taken, not those of folders in it
	 * @return a folder with these files
	 * @throws IOException in one sentence, where the jar is unreadable or the cache can't be written
	 */
	Path unpack(Path jar, String folder) throws IOException {
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			List<? extends ZipEntry> entries = zip.stream()
				.filter(entry -> entry.getName().startsWith(folder) && !entry.isDirectory() &&
					entry.getName().indexOf('/', folder.length()) < 0)
				.toList();
			if (entries.isEmpty()) throw new IOException("holds nothing in " + folder);
			Path unpacked = root.resolve(name(jar, entries));
			if (isComplete(unpacked, entries)) return unpacked;
			// One lock in the process too, since a second one on the same file fails within a process.
			synchronized (NativeCache.class) {
				Files.createDirectories(root);
				try (FileChannel channel = FileChannel.open(root.resolve(unpacked.getFileName() + ".lock"),
					StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock lock = channel.lock())
				{
					if (!isComplete(unpacked, entries)) fill(zip, entries, unpacked);
				}
			}
			return unpacked;
		}
		catch (IOException e) {
			throw new IOException("The engine's libraries in " + jar.getFileName() + " could not be unpacked into " + root +
				": " + e.getMessage() + ". They need 700 MB there; set TAPROOT_CACHE to a folder that has the room.", e);
		}
	}

	/** Tells one build of a jar from another. */
	private static String name(Path jar, List<? extends ZipEntry> entries) {
		long check = 0;
		for (ZipEntry entry : entries) check = 31 * check + entry.getCrc();
		return jar.getFileName().toString().replaceFirst("\\.jar$", "") + "-" + Long.toHexString(check);
	}

	private static boolean isComplete(Path folder, List<? extends ZipEntry> entries) throws IOException {
		for (ZipEntry entry : entries) {
			Path file = folder.resolve(fileName(entry));
			if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) return false;
		}
		return true;
	}

	private static String fileName(ZipEntry entry) {
		return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
	}

	private void fill(ZipFile zip, List<? extends ZipEntry> entries, Path folder) throws IOException {
		String prefix = folder.getFileName() + PARTIAL;
		try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(root, prefix + "*")) {
			for (Path leftover : leftovers) delete(leftover);
		}
		Path partial = Files.createTempDirectory(root, prefix);
		try {
			for (ZipEntry entry : entries) {
				try (InputStream in = zip.getInputStream(entry)) {
					Files.copy(in, partial.resolve(fileName(entry)));
				}
			}
			// Files of a damaged folder may be in use by another process, so it is moved away, not emptied.
			if (Files.exists(folder)) Files.move(folder, Files.createTempDirectory(root, prefix).resolve("damaged"));
			Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException e) {
			delete(partial);
			throw e;
		}
	}

	private static void delete(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
		}
	}
}
