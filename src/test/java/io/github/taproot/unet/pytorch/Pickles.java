// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of PyTorch's formats, made by hand; pickles are texts with a character for each byte. */
final class Pickles {

	private Pickles() {}

	static String text(String text) {
		return "X" + little(text.length()) + text;
	}

	static String little(int number) {
		return latin(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
	}

	static String latin(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	static byte[] bytes(String latin) {
		return latin.getBytes(StandardCharsets.ISO_8859_1);
	}

	static String whole(int number) {
		return "J" + little(number);
	}

	static String tuple(int... numbers) {
		StringBuilder tuple = new StringBuilder("(");
		for (int number : numbers) tuple.append(whole(number));
		return tuple + "t";
	}

	/** A tensor of a storage named by its key. */
	static String tensor(String type, String key, String size, int offset, String shape, String strides) {
		return "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\n" + type + "Storage\n" + text(key) +
			text("cpu") + size + "tQ" + whole(offset) + shape + strides + "\u0089ccollections\nOrderedDict\n)RtR";
	}

	/** A vector that is all of its storage. */
	static String vector(String type, String key, int size) {
		return tensor(type, key, whole(size), 0, tuple(size), tuple(1));
	}

	/** A dictionary of this content: names, each with its value. */
	static String dictionary(String content) {
		return "}(" + content + "u";
	}

	static Path zip(Path file, String pickle, Map<String, byte[]> storages) throws IOException {
		return zip(file, ZipEntry.STORED, pickle, storages);
	}

	/** The zip format, compressed or not. */
	static Path zip(Path file, int method, String pickle, Map<String, byte[]> storages) throws IOException {
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
			add(zip, ZipEntry.STORED, "x/byteorder", bytes("little"));
			add(zip, method, "x/data.pkl", bytes("\u0080\u0002" + pickle + "."));
			for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
				add(zip, method, "x/data/" + storage.getKey(), storage.getValue());
			}
		}
		return file;
	}

	private static void add(ZipOutputStream zip, int method, String name, byte[] bytes) throws IOException {
		ZipEntry entry = new ZipEntry(name);
		CRC32 sum = new CRC32();
		sum.update(bytes);
		entry.setMethod(method);
		entry.setSize(bytes.length);
		entry.setCrc(sum.getValue());
		zip.putNextEntry(entry);
		zip.write(bytes);
	}

	/** The older format, of one storage with this key. */
	static Path legacy(Path file, String pickle, String key, String count, byte[] values) throws IOException {
		String proto = "\u0080\u0002";
		String start = proto + "\u008a\n\u006c\u00fc\u009c\u0046\u00f9\u0020\u006a\u00a8\u0050\u0019." + proto +
			"M\u00e9\u0003." + proto + dictionary(text("little_endian") + "\u0088") + "." + proto + pickle + "." +
			proto + "](" +
			text(key) + "e.";
		return Files.write(file, bytes(start + count + latin(values)));
	}

	static byte[] floats(float... values) {
		ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(values);
		return bytes.array();
	}
}
