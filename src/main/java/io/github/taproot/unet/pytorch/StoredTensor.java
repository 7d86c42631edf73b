// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor whose values are still in its file. It lies within its storage, or isn't made.
 *
 * @param offset of its first value in the storage
 * @param shape sizes of its axes; none for a single value
 * @param strides how many values lie between neighbours on each axis
 */
record StoredTensor(Storage storage, long offset, long[] shape, long[] strides) {

	static final int MOST_AXES = 8;
	private static final int BLOCK = 1 << 16;

	StoredTensor {
		if (shape.length != strides.length || offset < 0 || storage.size() < 0) {
			throw new IllegalArgumentException("a tensor's shape is not valid");
		}
		// Each product and sum below is of numbers up to the storage's size, or is refused before it overflows.
		long last = offset;
		boolean isEmpty = false;
		for (int axis = 0; axis < shape.length; axis++) {
			if (shape[axis] < 0 || strides[axis] < 0) {
				throw new IllegalArgumentException("a tensor's shape is not valid");
			}
			isEmpty |= shape[axis] == 0;
			last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[axis] - 1), strides[axis]));
		}
		if (isEmpty ? offset > storage.size() : last >= storage.size()) {
			throw new IllegalArgumentException("a tensor is larger than its stored values");
		}
	}

	/**
	 * How many values it has.
	 *
	 * @throws ArithmeticException where it claims more than there can be
	 */
	long size() {
		long size = 1;
		for (long extent : shape) size = Math.multiplyExact(size, extent);
		return size;
	}

	/** How many values of the storage it reaches over. */
	long span() {
		if (size() == 0) return 0;
		long span = 1;
		for (int axis = 0; axis < shape.length; axis++) span += (shape[axis] - 1) * strides[axis];
		return span;
	}

	/**
	 * Reads its values.
	 *
	 * @param in the storage from its first value on
	 * @return in C order
	 */
	float[] read(InputStream in) throws IOException {
		in.skipNBytes(offset * storage.type().bytes());
		float[] stored = floats(in, Math.toIntExact(span()));
		if (isInOrder()) return stored;
		float[] values = new float[Math.toIntExact(size())];
		for (int i = 0; i < values.length; i++) {
			int at = 0;
			int rest = i;
			for (int axis = shape.length - 1; axis >= 0; axis--) {
				at += rest % shape[axis] * strides[axis];
				rest /= shape[axis];
			}
			values[i] = stored[at];
		}
		return values;
	}

	private boolean isInOrder() {
		long stride = 1;
		for (int axis = shape.length - 1; axis >= 0; axis--) {
			if (shape[axis] != 1 && strides[axis] != stride) return false;
			stride *= shape[axis];
		}
		return true;
	}

	private float[] floats(InputStream in, int count) throws IOException {
		float[] values = new float[count];
		int bytes = storage.type().bytes();
		byte[] block = new byte[(int) Math.min(BLOCK, (long) count * bytes)];
		ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < count;) {
			int n = Math.min(count - i, block.length / bytes);
			if (in.readNBytes(block, 0, n * bytes) < n * bytes) {
				throw new DamagedWeightsException("it ends in the middle of its values");
			}
			for (int k = 0; k < n; k++) values[i++] = storage.type().value(buffer, k);
		}
		return values;
	}
}
