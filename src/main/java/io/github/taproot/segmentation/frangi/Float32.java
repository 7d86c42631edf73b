// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import java.lang.management.ManagementFactory;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * The exponential function in float32 as NumPy computes it, to the last bit: a rational function that is up to 2.5
 * units in the last place off. Where contrast is far below c, the code of the paper subtracts it from a number close to
 * it, and masks at low thresholds depend on these bits.
 */
final class Float32 {

	private static final float LOG2_E = 1.442695041f;
	/** Two parts of ln 2. */
	private static final float HIGH = -6.93145752e-1f;
	private static final float LOW = -1.42860677e-6f;
	/** Added to a small number, it rounds it to a whole one, which is then in the lower bits. */
	private static final float ROUNDING = 0x1.8p23f;
	private static final boolean FUSES = fuses();

	private Float32() {}

	/**
	 * Replaces numbers by their exponentials, several at a time, which Java does only where loops have no branches and
	 * no conversions.
	 *
	 * @param x from -87, below which results would be denormal, to 0
	 * @param quotients memory for as many
	 */
	static void exp(float[] x, float[] quotients) {
		for (int i = 0; i < x.length; i++) {
			float power = x[i] * LOG2_E + ROUNDING - ROUNDING;
			float rest = fma(power, LOW, fma(power, HIGH, x[i]));
			float above = fma(rest, 5.082762527590693718096e-04f, 6.757896990527504603057e-03f);
			above = fma(above, rest, 5.114512081637298353406e-02f);
			above = fma(above, rest, 2.473615434895520810817e-01f);
			above = fma(above, rest, 7.257664613233124478488e-01f);
			above = fma(above, rest, 9.999999999980870924916e-01f);
			quotients[i] = above / fma(fma(rest, 2.159509375685829852307e-02f, -2.742335390411667452936e-01f), rest, 1);
		}
		for (int i = 0; i < x.length; i++) {
			float shifted = x[i] * LOG2_E + ROUNDING;
			x[i] = quotients[i] * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) + 127 << 23);
		}
	}

	private static float fma(float a, float b, float c) {
		return FUSES ? Math.fma(a, b, c) : (float) ((double) a * b + c);
	}

	/**
	 * {@link Math#fma} takes a thousand times as long on processors that lack it; conversions take five times as long.
	 */
	private static boolean fuses() {
		try {
			return Boolean.parseBoolean(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
				.getVMOption("UseFMA").getValue());
		}
		catch (RuntimeException | LinkageError e) {
			return false;
		}
	}
}
