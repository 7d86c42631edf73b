// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip that a stranger may have made. Its entries' names cannot leave its folder, none comes twice, and all that is
 * read is bounded, whatever sizes the zip claims.
 */
public final class BoundedZip implements Closeable {

	private static final int MOST_ENTRIES = 10_000;
	/** Bytes that all entries may have together. */
	private static final long LARGEST = 4L << 30;
	/** How much larger than the zip its content may be. */
	private static final long MOST_RATIO = 200;

	private final Path file;
	private final ZipFile zip;
	private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
	/** Bytes that may still be read. */
	private long left;

	/** @throws IOException where it is no zip, or one that was made to do harm, in one sentence */
	public BoundedZip(Path file) throws IOException {
		this.file = file;
		left = Math.min(LARGEST, Math.max(1 << 20, Files.size(file) * MOST_RATIO));
		try {
			zip = new ZipFile(file.toFile());
		}
		catch (IOException e) {
			throw new FileException(file, "is not a zip, or it is damaged: copy it again from where it came.", e);
		}
		try {
			for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements();) {
				ZipEntry entry = all.nextElement();
				requireInside(entry.getName());
				if (entry.isDirectory()) continue;
				if (entries.put(entry.getName(), entry) != null || entries.size() > MOST_ENTRIES) {
					throw refused("has too many entries, or " + entry.getName() + " twice");
				}
			}
		}
		catch (IOException | RuntimeException e) {
			zip.close();
			throw e instanceof IOException known ? known : refused("has a damaged list of entries");
		}
	}

	private void requireInside(String name) throws IOException {
		boolean leaves = name.isEmpty() || name.startsWith("/") || name.contains("\\") || name.matches("[a-zA-Z]:.*") ||
			name.chars().anyMatch(c -> c < ' ');
		for (String part : name.split("/")) leaves |= part.equals("..") || part.equals(".") || part.isBlank();
		if (leaves) throw refused("has an entry that would leave its folder (" + name + ")");
	}

	private IOException refused(String what) {
		return new FileException(file, what + ", and was not opened: use a file from a source that you trust.");
	}

	/** All but folders, in the order of the zip's list. */
	public Set<String> names() {
		return Collections.unmodifiableSet(entries.keySet());
	}

	public boolean has(String name) {
		return entries.containsKey(name);
	}

	/** What the zip claims of an entry, which may be wrong; null where there is none. */
	public ZipEntry entry(String name) {
		return entries.get(name);
	}

	/**
	 * An entry's bytes.
	 *
	 * @param most how many it may have
	 * @param sha256 what its checksum must be; null for any
	 */
	public byte[] bytes(String name, long most, String sha256) throws IOException {
		try (InputStream in = open(name, most)) {
			byte[] bytes = in.readAllBytes();
			if (sha256 != null) check(name, sha256, Sha256.of(bytes));
			return bytes;
		}
	}

	/**
	 * Writes an entry to a file.
	 *
	 * @param sha256 what its checksum must be; null for any
	 */
	public void copy(String name, Path to, String sha256) throws IOException {
		MessageDigest digest = Sha256.digest();
		try (InputStream in = new DigestInputStream(open(name, LARGEST), digest)) {
			Files.copy(in, to);
		}
		if (sha256 != null) check(name, sha256, HexFormat.of().formatHex(digest.digest()));
	}

	/** Writes all entries into an empty folder. */
	public void unpack(Path folder) throws IOException {
		for (String name : entries.keySet()) {
			Path to = folder.resolve(name).normalize();
			if (!to.startsWith(folder)) throw refused("has an entry that would leave its folder (" + name + ")");
			Files.createDirectories(to.getParent());
			copy(name, to, null);
		}
	}

	/**
	 * An entry's content, which the caller closes.
	 *
	 * @param most bytes that it may have: reading more fails
	 */
	public InputStream open(String name, long most) throws IOException {
		ZipEntry entry = entries.get(name);
		if (entry == null) throw new FileException(file, "lacks " + name + ": copy it again from where it came.");
		return new FilterInputStream(zip.getInputStream(entry)) {

			private long read;

			@Override
			public int read() throws IOException {
				int value = super.read();
				if (value >= 0) count(1);
				return value;
			}

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				int n = super.read(bytes, offset, length);
				if (n > 0) count(n);
				return n;
			}

			private void count(int n) throws IOException {
				read += n;
				left -= n;
				if (read > most || left < 0) throw refused("unpacks to more than a model has (" + name + ")");
			}
		};
	}

	private void check(String name, String expected, String actual) throws IOException {
		if (actual.equalsIgnoreCase(expected)) return;
		throw new FileException(file, "is damaged: " + name +
			" is not what its description says (SHA-256). Copy it again.");
	}

	@Override
	public void close() throws IOException {
		zip.close();
	}
}
