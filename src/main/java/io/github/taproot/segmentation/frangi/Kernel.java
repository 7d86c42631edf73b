// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

/**
 * A Gaussian or one of its derivatives, sampled at whole pixels up to 4 sigma as in SciPy.
 *
 * @param half weights at 0 and to its right
 * @param odd whether those to the left have the opposite sign
 */
record Kernel(double[] half, boolean odd) {

	int radius() {
		return half.length - 1;
	}

	/** Weights with sum 1. */
	static Kernel gaussian(double sigma) {
		double[] half = sampled(sigma);
		double sum = half[0];
		for (int i = 1; i < half.length; i++) sum += 2 * half[i];
		return scaled(half, 1 / sum, false);
	}

	/** First derivative, as a correlation; exact for a straight slope. */
	static Kernel firstDerivative(double sigma) {
		double[] half = sampled(sigma);
		double slope = 0;
		for (int i = 0; i < half.length; i++) {
			half[i] *= i;
			slope += 2 * i * half[i];
		}
		return scaled(half, 1 / slope, true);
	}

	/** Second derivative; exact for a parabola. */
	static Kernel secondDerivative(double sigma) {
		double[] half = sampled(sigma);
		double sum = 0;
		for (int i = 0; i < half.length; i++) {
			half[i] *= i * i / (sigma * sigma) - 1;
			sum += i == 0 ? half[0] : 2 * half[i];
		}
		double mean = sum / (2 * half.length - 1);
		double curvature = 0;
		for (int i = 0; i < half.length; i++) {
			half[i] -= mean;
			curvature += i * i * half[i];
		}
		return scaled(half, 1 / curvature, false);
	}

	private static double[] sampled(double sigma) {
		double[] half = new double[(int) (4 * sigma + 0.5) + 1];
		for (int i = 0; i < half.length; i++) half[i] = Math.exp(-i * i / (2 * sigma * sigma));
		return half;
	}

	private static Kernel scaled(double[] half, double factor, boolean odd) {
		for (int i = 0; i < half.length; i++) half[i] *= factor;
		return new Kernel(half, odd);
	}
}
