package io.github.taproot.vesselness;

/**
 * The exponential function in float32 as NumPy computes it, to the last bit: a rational function that is up to 2.5 units in
 * the last place off. Where contrast is far below c, the code of the paper subtracts it from a number close to it, and
 * masks at low thresholds depend on these bits.
 */
final class Float32 {

	private static final float LOG2_E = 1.442695041f;
	/** Two parts of ln 2. */
	private static final float HIGH = -6.93145752e-1f;
	private static final float LOW = -1.42860677e-6f;

	private Float32() {}

	/** @param x at most 0; below -87, where the result would be denormal, it is 0 */
	static float exp(float x) {
		if (x < -87) return 0;
		float power = (float) Math.rint(x * LOG2_E);
		float rest = fma(power, LOW, fma(power, HIGH, x));
		float above = fma(rest, 5.082762527590693718096e-04f, 6.757896990527504603057e-03f);
		above = fma(above, rest, 5.114512081637298353406e-02f);
		above = fma(above, rest, 2.473615434895520810817e-01f);
		above = fma(above, rest, 7.257664613233124478488e-01f);
		above = fma(above, rest, 9.999999999980870924916e-01f);
		float below = fma(fma(rest, 2.159509375685829852307e-02f, -2.742335390411667452936e-01f), rest, 1);
		return above / below * Float.intBitsToFloat((int) power + 127 << 23);
	}

	/** {@link Math#fma} takes a thousand times as long on processors that lack it. */
	private static float fma(float a, float b, float c) {
		return (float) ((double) a * b + c);
	}
}
