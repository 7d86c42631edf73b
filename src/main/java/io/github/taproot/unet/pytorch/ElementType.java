// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import java.nio.ByteBuffer;

/** What the values of a storage are; little-endian in the file. */
enum ElementType {

	FLOAT("Float", 4), HALF("Half", 2), BFLOAT16("BFloat16", 2), DOUBLE("Double", 8), LONG("Long", 8), INT("Int", 4),
	SHORT("Short", 2), CHAR("Char", 1), BYTE("Byte", 1), BOOL("Bool", 1);

	private final String name;
	private final int bytes;

	ElementType(String name, int bytes) {
		this.name = name;
		this.bytes = bytes;
	}

	/** Its class in PyTorch. */
	String storage() {
		return "torch." + name + "Storage";
	}

	/** Size of a value. */
	int bytes() {
		return bytes;
	}

	/** Whether its values are real numbers, as weights are, and no counts. */
	boolean isReal() {
		return compareTo(LONG) < 0;
	}

	/**
	 * The value at an index of a file's bytes, rounded to float where it is more exact; of types that are real only.
	 */
	float value(ByteBuffer values, int index) {
		return switch (this) {
			case FLOAT -> values.getFloat(index * bytes);
			case DOUBLE -> (float) values.getDouble(index * bytes);
			case BFLOAT16 -> Float.intBitsToFloat(values.getShort(index * bytes) << 16);
			case HALF -> half(values.getShort(index * bytes));
			default -> throw new IllegalStateException(name);
		};
	}

	/** IEEE 754 binary16. */
	static float half(short bits) {
		int exponent = bits >> 10 & 31;
		int fraction = bits & 1023;
		float size = exponent == 0 ? fraction * 0x1p-24f :
			exponent < 31 ? Math.scalb((float) (1024 + fraction), exponent - 25) :
			fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
		return bits < 0 ? -size : size;
	}
}
