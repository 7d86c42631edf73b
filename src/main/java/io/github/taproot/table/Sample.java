// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.table;

import java.util.Arrays;

/**
 * Numbers of one group, described.
 *
 * @param n how many there are
 * @param mean NaN without numbers
 * @param sd standard deviation of a sample, by n - 1; NaN for fewer than two
 * @param se standard error of the mean, sd by the root of n
 * @param quartiles minimum, lower quartile, median, upper quartile and maximum; quartiles lie between neighbours in
 *          proportion, as R's and Excel's default
 */
public record Sample(int n, double mean, double sd, double se, double[] quartiles) {

	/** Describes numbers; those that are NaN or infinite are left out. */
	public static Sample of(double... values) {
		double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
		int n = sorted.length;
		double mean = Arrays.stream(sorted).average().orElse(Double.NaN);
		double squares = 0;
		for (double value : sorted) squares += (value - mean) * (value - mean);
		double sd = n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1));
		double[] quartiles = new double[5];
		for (int i = 0; i < quartiles.length; i++) quartiles[i] = quantile(sorted, i / 4.0);
		return new Sample(n, mean, sd, sd / Math.sqrt(n), quartiles);
	}

	private static double quantile(double[] sorted, double share) {
		if (sorted.length == 0) return Double.NaN;
		double place = share * (sorted.length - 1);
		int below = (int) place;
		int above = Math.min(sorted.length - 1, below + 1);
		return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
	}

	public double median() {
		return quartiles[2];
	}
}
