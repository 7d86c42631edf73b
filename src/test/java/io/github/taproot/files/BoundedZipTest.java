// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedZipTest {

	@TempDir
	private Path temp;

	private Path zip(String name, byte[] content) throws IOException {
		Path file = temp.resolve("a.zip");
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
			out.putNextEntry(new ZipEntry("first.txt"));
			out.write(1);
			out.putNextEntry(new ZipEntry(name));
			out.write(content);
		}
		return file;
	}

	@ParameterizedTest
	@ValueSource(strings = { "../evil", "a/../../evil", "/etc/evil", "a\\..\\evil", "C:evil", "a//b", "./a",
		"a\u0000b" })
	void namesThatLeaveTheFolderAreRefused(String name) throws IOException {
		Path file = zip(name, new byte[1]);
		String message = assertThrows(IOException.class, () -> new BoundedZip(file).close()).getMessage();
		assertTrue(message.startsWith(file.toString()) && message.contains("was not opened"), message);
	}

	@Test
	void anEntryThatComesTwiceIsRefused() throws IOException {
		Path file = zip("other.txt", new byte[1]);
		byte[] bytes = Files.readAllBytes(file);
		byte[] name = "other.txt".getBytes(StandardCharsets.US_ASCII);
		for (int i = 0; i < bytes.length - name.length; i++) {
			if (Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) {
				System.arraycopy("first.txt".getBytes(StandardCharsets.US_ASCII), 0, bytes, i, name.length);
			}
		}
		Files.write(file, bytes);
		assertTrue(assertThrows(IOException.class, () -> new BoundedZip(file).close()).getMessage()
			.contains("first.txt twice"));
	}

	@Test
	void whatUnpacksToMuchMoreIsRefused() throws IOException {
		Path file = zip("zeros", new byte[50_000_000]);
		try (BoundedZip zip = new BoundedZip(file)) {
			assertTrue(assertThrows(IOException.class, () -> zip.bytes("zeros", 1 << 30, null)).getMessage()
				.contains("unpacks to more than a model has (zeros)"));
		}
		try (BoundedZip zip = new BoundedZip(file)) {
			Path folder = Files.createDirectory(temp.resolve("folder"));
			assertThrows(IOException.class, () -> zip.unpack(folder));
			assertTrue(!Files.exists(folder.resolve("zeros")) || Files.size(folder.resolve("zeros")) < 20_000_000);
		}
	}

	@Test
	void checksumsAreVerified() throws IOException {
		byte[] text = "roots".getBytes(StandardCharsets.UTF_8);
		try (BoundedZip zip = new BoundedZip(zip("a", text))) {
			String right = "1d6ec51c4a6f3b4e2f0e5aa3f47e4ac0b7ab1fd1ea0dcb5fd5cbba6ea2e5b1c1";
			assertArrayEquals(text, zip.bytes("a", 10, Sha256.of(text)));
			assertTrue(assertThrows(IOException.class, () -> zip.bytes("a", 10, right)).getMessage()
				.contains("SHA-256"));
			assertTrue(assertThrows(IOException.class, () -> zip.bytes("missing", 10, null)).getMessage()
				.contains("lacks missing"));
		}
		// That of the empty text, as everybody knows it.
		assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Sha256.of(new byte[0]));
	}

	/** A zip whose list's end claims so many entries, in the older or the newer form. */
	private Path claiming(long entries, boolean isNew, byte[] comment) throws IOException {
		byte[] bytes = Files.readAllBytes(zip("a", new byte[1]));
		int end = bytes.length - 22;
		ByteBuffer all = ByteBuffer.allocate(bytes.length + (isNew ? 76 : 0) + comment.length)
			.order(ByteOrder.LITTLE_ENDIAN).put(bytes, 0, end);
		int size = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(end + 12);
		int from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(end + 16);
		if (isNew) {
			all.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45).putInt(0).putInt(0)
				.putLong(entries).putLong(entries).putLong(size).putLong(from);
			all.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
		}
		int place = all.position();
		short count = (short) (isNew ? 0xffff : entries);
		all.put(bytes, end, 22).putShort(place + 8, count).putShort(place + 10, count)
			.putShort(place + 20, (short) comment.length).put(comment);
		return Files.write(temp.resolve("claiming.zip"), all.array());
	}

	@Test
	void entriesThatAreOnlyClaimedTakeNoMemory() throws IOException {
		for (int comment : new int[] { 0, 3, 65_535 }) {
			for (long entries : new long[] { 1_000_000_000L, Long.MAX_VALUE, -1, 10_001 }) {
				Path file = claiming(entries, true, new byte[comment]);
				String message = assertThrows(IOException.class, () -> new BoundedZip(file).close()).getMessage();
				assertTrue(message.startsWith(file + " claims to have " + Long.toUnsignedString(entries) + " entries"),
					message);
			}
			Path older = claiming(50_000, false, new byte[comment]);
			assertTrue(assertThrows(IOException.class, () -> new BoundedZip(older).close()).getMessage()
				.contains("claims to have 50000 entries"));
			for (boolean isNew : new boolean[] { false, true }) {
				try (BoundedZip zip = new BoundedZip(claiming(2, isNew, new byte[comment]))) {
					assertEquals(2, zip.names().size());
				}
			}
		}
		Path none = Files.write(temp.resolve("none.zip"), new byte[5]);
		assertTrue(assertThrows(IOException.class, () -> new BoundedZip(none).close()).getMessage()
			.contains("is not a zip"));
	}
}
