// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
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
import java.util.zip.ZipException;
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

	/** The end of a zip's list of entries, as PKWARE's APPNOTE has it: length, signature, and where the count is. */
	private static final int END = 22;
	private static final int END_SIGNATURE = 0x06054b50;
	private static final int END_COUNT = 10;
	/** How far it may be from the file's end: behind it is a comment. */
	private static final int LONGEST_END = END + 0xffff + 64;
	/** Just before it, where the other one of large zips is. */
	private static final int LOCATOR = 20;
	private static final int LOCATOR_SIGNATURE = 0x07064b50;
	private static final int LOCATOR_PLACE = 8;
	private static final int END64 = 56;
	private static final int END64_COUNT = 32;

	private final Path file;
	private final ZipFile zip;
	private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
	/** Bytes that may still be read. */
	private long left;

	/** @throws IOException where it is no zip, or one that was made to do harm, in one sentence */
	public BoundedZip(Path file) throws IOException {
		this.file = file;
		left = Math.min(LARGEST, Math.max(1 << 20, Files.size(file) * MOST_RATIO));
		long claimed = claimedEntries(file);
		if (claimed < 0 || claimed > MOST_ENTRIES) {
			throw refused("claims to have " + Long.toUnsignedString(claimed) + " entries");
		}
		try {
			zip = new ZipFile(file.toFile());
		}
		catch (IOException | RuntimeException e) {
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

	/** The most entries that a list's end claims, for which Java would take memory before it looks for them. */
	private static long claimedEntries(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file)) {
			long from = Math.max(0, channel.size() - LONGEST_END);
			ByteBuffer end = read(channel, from, LONGEST_END);
			long most = 0;
			// Which of several counts, depends on who reads.
			for (int i = end.limit() - END; i >= 0; i--) {
				if (end.getInt(i) != END_SIGNATURE) continue;
				most = larger(most, end.getShort(i + END_COUNT) & 0xffff);
				if (i < LOCATOR || end.getInt(i - LOCATOR) != LOCATOR_SIGNATURE) continue;
				long place = end.getLong(i - LOCATOR + LOCATOR_PLACE);
				if (place < 0 || place > channel.size() - END64) continue;
				ByteBuffer end64 = read(channel, place, END64);
				most = larger(most == 0xffff ? 0 : most, end64.getLong(END64_COUNT));
			}
			return most;
		}
	}

	private static long larger(long a, long b) {
		return Long.compareUnsigned(a, b) > 0 ? a : b;
	}

	private static ByteBuffer read(FileChannel channel, long from, int most) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(most).order(ByteOrder.LITTLE_ENDIAN);
		while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
			// until it is full, or the file ends
		}
		return bytes.flip();
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
		InputStream content;
		try {
			content = zip.getInputStream(entry);
		}
		catch (ZipException e) {
			throw damaged(name, e);
		}
		return new FilterInputStream(content) {

			private long read;

			@Override
			public int read() throws IOException {
				byte[] one = new byte[1];
				return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
			}

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				int n;
				try {
					n = super.read(bytes, offset, length);
				}
				catch (ZipException | EOFException e) {
					throw damaged(name, e);
				}
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

	private IOException damaged(String name, IOException e) {
		return new FileException(file, "is damaged: " + name + " cannot be unpacked. Copy it again from where it came.",
			e);
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
