// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.util.Arrays;

/** Points of a curve that grows without end; where there are too many, two neighbours become their mean. */
final class Curve {

	private static final int MOST = 1024;

	private final double[] x = new double[MOST];
	private final double[] y = new double[MOST];
	private int points;
	/** How many values a point is the mean of. */
	private int each = 1;
	private double sumX;
	private double sumY;
	private int waiting;

	/** Adds a value; x does not fall. */
	void add(double atX, double value) {
		sumX += atX;
		sumY += value;
		if (++waiting < each) return;
		if (points == MOST) {
			halve();
			if (waiting < each) return;
		}
		x[points] = sumX / waiting;
		y[points++] = sumY / waiting;
		sumX = 0;
		sumY = 0;
		waiting = 0;
	}

	private void halve() {
		points /= 2;
		for (int i = 0; i < points; i++) {
			x[i] = (x[2 * i] + x[2 * i + 1]) / 2;
			y[i] = (y[2 * i] + y[2 * i + 1]) / 2;
		}
		each *= 2;
	}

	double[] x() {
		return Arrays.copyOf(x, points);
	}

	double[] y() {
		return Arrays.copyOf(y, points);
	}
}
