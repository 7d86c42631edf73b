// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.taproot.progress.Progress;

/** Against polynomials, whose second derivatives smoothing leaves as they are. */
class EigenvaluesTest {

	private static final int SIDE = 90;

	private static double[][] at(double[] image, int x, int y, boolean exact, double... sigmas) {
		double[][] found = new double[sigmas.length][2];
		Eigenvalues.Rows[] rows = new Eigenvalues.Rows[sigmas.length];
		for (int s = 0; s < sigmas.length; s++) {
			double[] pair = found[s];
			rows[s] = (from, begin, end, larger, smaller) -> {
				int i = y * SIDE + x - from;
				if (i < begin || i >= end) return;
				pair[0] = larger[i];
				pair[1] = smaller[i];
			};
		}
		new Eigenvalues(image, SIDE, SIDE, exact).compute(sigmas, rows, Progress.NONE);
		return found;
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void areThoseOfAPolynomial(boolean exact) {
		// 3 x² + 4 x y: Hessian (6 4; 4 0), eigenvalues 8 and -2; times sigma².
		double[] image = new double[SIDE * SIDE];
		for (int y = 0; y < SIDE; y++) for (int x = 0; x < SIDE; x++) image[y * SIDE + x] = 3 * x * x + 4 * x * y;
		// 64 is the first row of the second strip.
		for (int y : new int[] { 45, 63, 64 }) {
			double[][] found = at(image, 44, y, exact, 1, 2, 4);
			for (int s = 0; s < 3; s++) {
				assertEquals(8 * Math.pow(4, s), found[s][0], 1e-7, "sigma " + (1 << s));
				assertEquals(-2 * Math.pow(4, s), found[s][1], 1e-7, "sigma " + (1 << s));
			}
		}
	}

	@Test
	void zerosAreOutsideInTheExactFormAndAMirrorInTheOther() {
		double[] ones = new double[SIDE * SIDE];
		Arrays.fill(ones, 1);
		assertEquals(0, at(ones, 0, 0, false, 2)[0][1], 1e-12);
		// The kernel of sigma 1 is 0.3989, 0.2420, 0.0540 and so on, so the smoothed step is 0.6995, 0.9415, 0.9955;
		// its differences at the border are one-sided.
		double[] edge = at(ones, 0, 45, true, 1)[0];
		assertEquals(0, edge[0], 1e-12);
		assertEquals((0.9955 - 0.6995) / 2 - (0.9415 - 0.6995), edge[1], 1e-4);
	}

	@Test
	void derivativesOfLinesAndParabolasAreExact() {
		for (double sigma : new double[] { 0.5, 1, 2, 32 }) {
			Kernel first = Kernel.firstDerivative(sigma);
			Kernel second = Kernel.secondDerivative(sigma);
			double slope = 0;
			double curvature = 0;
			double flat = second.half()[0];
			for (int i = 1; i <= first.radius(); i++) {
				slope += 2 * i * first.half()[i];
				curvature += 2 * i * i * second.half()[i];
				flat += 2 * second.half()[i];
			}
			assertEquals(1, slope, 1e-12);
			assertEquals(2, curvature, 1e-12);
			assertEquals(0, flat, 1e-12);
		}
	}
}
