// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Fiji's updater's checksum of a file: two jars of the same content have the same one, whenever they were packed. */
final class Checksum {

	private Checksum() {}

	/**
	 * SHA-1 in 40 hexadecimal digits. Of a jar, over its entries in the order of their names, each its name followed by
	 * its unpacked bytes, without the comments of properties, and without what the manifest says; of any other file,
	 * over its path and its bytes.
	 *
	 * @param path where the file lies in Fiji's folder, divided by /
	 * @throws IOException where the file can't be read or a jar is damaged, naming it
	 */
	static String of(String path, Path file) throws IOException {
		MessageDigest digest = sha1();
		if (!path.endsWith(".jar")) {
			digest.update(path.getBytes(StandardCharsets.US_ASCII));
			try (InputStream in = Files.newInputStream(file)) {
				add(in, digest);
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		try (ZipFile jar = new ZipFile(file.toFile())) {
			List<? extends ZipEntry> entries = Collections.list(jar.entries());
			entries.sort(Comparator.comparing(ZipEntry::getName));
			for (ZipEntry entry : entries) {
				digest.update(entry.getName().getBytes(StandardCharsets.US_ASCII));
				if (entry.getName().equals("META-INF/MANIFEST.MF")) continue;
				boolean properties = entry.getName().endsWith(".properties");
				try (InputStream in = jar.getInputStream(entry)) {
					add(properties ? new WithoutComments(in) : in, digest);
				}
			}
		}
		catch (ZipException e) {
			throw new IOException("Cannot read the jar " + file + " (" + e.getMessage() + "): build or download " +
				"it anew.", e);
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private static void add(InputStream in, MessageDigest digest) throws IOException {
		byte[] buffer = new byte[1 << 16];
		for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) digest.update(buffer, 0, count);
	}

	private static MessageDigest sha1() {
		try {
			return MessageDigest.getInstance("SHA-1");
		}
		catch (NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}

	/**
	 * Leaves out lines that start with #, as the packer writes the date into one, exactly as the updater does: their
	 * line feeds stay, and after an empty line, or one of nothing but #, the next line stays whatever it starts with.
	 */
	private static final class WithoutComments extends FilterInputStream {

		private boolean mayLeaveOut = true;

		WithoutComments(InputStream in) {
			super(new BufferedInputStream(in));
		}

		@Override
		public int read() throws IOException {
			int read = super.read();
			if (mayLeaveOut && read == '#') {
				boolean bare = true;
				for (; read != '\n' && read >= 0; read = super.read()) bare &= read == '#';
				mayLeaveOut = !bare;
			}
			else mayLeaveOut = !mayLeaveOut && read == '\n';
			return read;
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			int count = 0;
			for (int read; count < length && (read = read()) >= 0; count++) target[offset + count] = (byte) read;
			return count == 0 ? -1 : count;
		}
	}
}
