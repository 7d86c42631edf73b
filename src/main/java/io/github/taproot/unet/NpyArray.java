// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.taproot.unet.SavedNetwork.Values;

/** NumPy's file format, of versions 1 to 3, for numbers in C order (numpy.org/neps/nep-0001-npy-format). */
public final class NpyArray {

	private static final Pattern HEADER =
		Pattern.compile("\\{.*'descr'\\s*:\\s*'([<>|=]?[a-zA-Z]\\d)'.*\\}", Pattern.DOTALL);
	private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,]*)\\)");
	/** What comes before the values in every file that this class writes, in bytes. */
	private static final int START = 128;

	private static final int LONGEST_HEADER = 1 << 16;

	private NpyArray() {}

	/** Bytes of a file of this many values. */
	static long length(int size) {
		return START + 4L * size;
	}

	/** A file of these values, as float32. */
	public static byte[] write(Values array) {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		try {
			write(array, file);
		}
		catch (IOException e) {
			throw new IllegalStateException(e);
		}
		return file.toByteArray();
	}

	/** Writes a file of these values, as float32, to a stream that stays open. */
	static void write(Values array, OutputStream out) throws IOException {
		String shape = Arrays.stream(array.shape()).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
		String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
		ByteBuffer block = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
		block.put(new byte[] { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0 }).putShort((short) (START - 10));
		block.put(header.getBytes(StandardCharsets.US_ASCII));
		while (block.position() < START - 1) block.put((byte) ' ');
		block.put((byte) '\n');
		for (float value : array.values()) {
			if (!block.hasRemaining()) {
				out.write(block.array());
				block.clear();
			}
			block.putFloat(value);
		}
		out.write(block.array(), 0, block.position());
	}

	/** @throws IOException where the file is none, damaged, or of a type that is no number */
	public static Values read(byte[] file) throws IOException {
		try {
			ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
			if (bytes.get() != (byte) 0x93 || !text(bytes, 5).equals("NUMPY")) throw new IOException("no NumPy array");
			int version = bytes.getShort() & 0xff;
			int length = version == 1 ? bytes.getShort() & 0xffff : bytes.getInt();
			if (length < 0 || length > LONGEST_HEADER) throw new IOException("a NumPy array of a rare kind");
			String header = text(bytes, length);
			Matcher type = HEADER.matcher(header.strip());
			Matcher sizes = SHAPE.matcher(header);
			if (!type.matches() || !sizes.find() || header.matches("(?s).*'fortran_order'\\s*:\\s*True.*")) {
				throw new IOException("a NumPy array of a rare kind");
			}
			long[] shape = Arrays.stream(sizes.group(1).split(",")).map(String::strip).filter(size -> !size.isEmpty())
				.mapToLong(Long::parseLong).toArray();
			long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
			if (size == 0) throw new IOException("a NumPy array without values");
			if (size > bytes.remaining()) throw new IOException("a NumPy array that is cut short");
			if (type.group(1).startsWith(">")) bytes.order(ByteOrder.BIG_ENDIAN);
			float[] values = new float[(int) size];
			String kind = type.group(1).replaceAll("[<>|=]", "");
			for (int i = 0; i < values.length; i++) values[i] = value(bytes, kind);
			return new Values(values, shape);
		}
		catch (RuntimeException e) {
			throw new IOException("a damaged NumPy array", e);
		}
	}

	private static String text(ByteBuffer bytes, int length) {
		byte[] text = new byte[Math.min(length, bytes.remaining())];
		bytes.get(text);
		return new String(text, StandardCharsets.US_ASCII);
	}

	private static float value(ByteBuffer bytes, String type) throws IOException {
		return switch (type) {
			case "f4" -> bytes.getFloat();
			case "f8" -> (float) bytes.getDouble();
			case "u1", "b1" -> bytes.get() & 0xff;
			case "i1" -> bytes.get();
			case "u2" -> bytes.getShort() & 0xffff;
			case "i2" -> bytes.getShort();
			case "i4" -> bytes.getInt();
			case "u4" -> bytes.getInt() & 0xffffffffL;
			case "i8" -> bytes.getLong();
			default -> throw new IOException("a NumPy array of type " + type);
		};
	}
}
