// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

/**
 * Eigenvalues of an image at one scale in 4 bytes a pixel, in the form in which beta, c and threshold ask for them. The
 * squares of the ratio and of the norm are rounded to 10 binary digits, 0.05 % at most, which is what tuning is off by.
 */
final class CodedEigenvalues implements Eigenvalues.Rows {

	/** Bytes a pixel. */
	static final int BYTES = 4;

	/** Codes are the upper bits of a float32: 6 of the exponent, 10 of the fraction. */
	private static final int DROPPED = 13;
	private static final int CODES = 1 << 16;
	/** What lies below 2^-44 (for norms) or 2^-32 (for ratios) becomes 0. */
	private static final int LEAST_NORM = 127 - 44 << 23 - DROPPED;
	private static final int LEAST_RATIO = 127 - 32 << 23 - DROPPED;

	private final char[] ratios;
	/** 0 where the larger eigenvalue is not above 0, which makes no root. */
	private final char[] norms;

	CodedEigenvalues(int pixels) {
		ratios = new char[pixels];
		norms = new char[pixels];
	}

	@Override
	public void accept(int from, int begin, int end, double[] larger, double[] smaller) {
		for (int i = begin; i < end; i++) {
			double l1 = larger[i];
			double l2 = smaller[i];
			if (l1 <= 0) continue;
			ratios[from + i] = code(l2 * l2 / (l1 * l1), LEAST_RATIO);
			norms[from + i] = code(l1 * l1 + l2 * l2, LEAST_NORM);
		}
	}

	private static char code(double value, int least) {
		int rounded = Float.floatToIntBits((float) value) + (1 << DROPPED - 1) >> DROPPED;
		return (char) Math.max(0, Math.min(CODES - 1, rounded - least));
	}

	private static double value(int code, int least) {
		return Float.intBitsToFloat(code + least << DROPPED);
	}

	/** For each code of a ratio, the greatest code of a norm whose vesselness is not above the threshold. */
	static char[] table(FrangiSettings settings) {
		double threshold = settings.threshold().value();
		char[] table = new char[CODES];
		for (int ratio = 0; ratio < CODES; ratio++) {
			double bend = value(ratio, LEAST_RATIO) / (2 * settings.beta() * settings.beta());
			double needed = threshold * Math.exp(bend);
			double norm = needed < 1 ? -2 * settings.c() * settings.c() * Math.log1p(-needed) :
				Double.POSITIVE_INFINITY;
			int code = Math.max(0, Math.min(CODES - 1, (Float.floatToIntBits((float) norm) >> DROPPED) - LEAST_NORM));
			table[ratio] = (char) code;
		}
		return table;
	}

	/** Makes root what is above the threshold at this scale. */
	void addRoots(byte[] mask, char[] table) {
		for (int i = 0; i < mask.length; i++) mask[i] |= table[ratios[i]] - norms[i] >> 31;
	}
}
