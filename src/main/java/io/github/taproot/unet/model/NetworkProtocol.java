// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.taproot.unet.SavedNetwork.Values;

/**
 * What goes between Fiji and the process that runs a network: arrays there, and answers back, of which each begins with
 * a byte that tells its kind. Neither side believes a size of the other's before it has looked at it.
 */
final class NetworkProtocol {

	/** The network is loaded; a text with its device follows. */
	static final int READY = 'r';
	/** An array follows. */
	static final int VALUES = 'v';
	/** It can't be loaded, or not compute this array; a sentence follows. */
	static final int REFUSED = 'x';
	/** The engine has too little memory; nothing follows. */
	static final int MEMORY = 'm';

	private static final int MAGIC = 0x54504e31;
	private static final int MOST_AXES = 16;
	private static final int LONGEST_TEXT = 1 << 13;
	private static final int BLOCK = 1 << 16;

	private NetworkProtocol() {}

	/** The most values that an output may have, as a multiple of its input's. */
	static long mostOutputs(Values input) {
		return Math.max(1 << 20, 64L * input.values().length);
	}

	static void write(Values values, DataOutputStream out) throws IOException {
		out.writeInt(MAGIC);
		out.writeInt(values.shape().length);
		for (long size : values.shape()) out.writeLong(size);
		ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.nativeOrder());
		for (int from = 0; from < values.values().length; from += BLOCK / Float.BYTES) {
			int count = Math.min(BLOCK / Float.BYTES, values.values().length - from);
			block.asFloatBuffer().put(values.values(), from, count);
			out.write(block.array(), 0, count * Float.BYTES);
		}
	}

	/**
	 * @param most values that it may have
	 * @throws StreamCorruptedException where it makes no sense
	 * @throws IOException where it ends early
	 */
	static Values read(DataInputStream in, long most) throws IOException {
		if (in.readInt() != MAGIC) throw new StreamCorruptedException("no array");
		int axes = in.readInt();
		if (axes < 0 || axes > MOST_AXES) throw new StreamCorruptedException(axes + " axes");
		long[] shape = new long[axes];
		long count = 1;
		for (int i = 0; i < axes; i++) {
			shape[i] = in.readLong();
			if (shape[i] < 0 || shape[i] > Integer.MAX_VALUE || (count *= shape[i]) > most) {
				throw new StreamCorruptedException("an array of " + Arrays.toString(shape));
			}
		}
		float[] values = new float[(int) count];
		ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.nativeOrder());
		for (int from = 0; from < values.length; from += BLOCK / Float.BYTES) {
			int n = Math.min(BLOCK / Float.BYTES, values.length - from);
			in.readFully(block.array(), 0, n * Float.BYTES);
			block.asFloatBuffer().get(values, from, n);
		}
		return new Values(values, shape);
	}

	static void write(int kind, String text, DataOutputStream out) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		int length = Math.min(LONGEST_TEXT, bytes.length);
		out.writeByte(kind);
		out.writeInt(length);
		out.write(bytes, 0, length);
		out.flush();
	}

	/**
	 * @throws StreamCorruptedException where it makes no sense
	 * @throws IOException where it ends early
	 */
	static String readText(DataInputStream in) throws IOException {
		int length = in.readInt();
		if (length < 0 || length > LONGEST_TEXT) throw new StreamCorruptedException("a text of " + length + " bytes");
		byte[] bytes = new byte[length];
		in.readFully(bytes);
		return new String(bytes, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
	}
}
