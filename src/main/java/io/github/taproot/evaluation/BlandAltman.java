// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import java.util.List;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

import io.github.taproot.table.Quantity;

/**
 * How far two measurements of the same quantity, in the same unit, differ (Bland and Altman 1986,
 * doi:10.1016/S0140-6736(86)90837-8; intervals of the limits by their approximation of 1999,
 * doi:10.1177/096228029900800204).
 *
 * @param n number of pairs, at least 2
 * @param meanDifference mean of the first less the second
 * @param deviation standard deviation of the differences, by n - 1
 */
public record BlandAltman(int n, double meanDifference, double deviation) {

	/**
	 * Compares pairs.
	 *
	 * @throws IllegalArgumentException where there are fewer than 2, or not as many of the one as of the other
	 */
	public static BlandAltman of(double[] first, double[] second) {
		if (first.length != second.length || first.length < 2) {
			throw new IllegalArgumentException("Differences need at least 2 pairs, but there are " +
				first.length + " and " +
				second.length + " values.");
		}
		SummaryStatistics differences = new SummaryStatistics();
		for (int i = 0; i < first.length; i++) differences.addValue(first[i] - second[i]);
		return new BlandAltman(first.length, differences.getMean(), differences.getStandardDeviation());
	}

	public Interval meanInterval() {
		return Interval.around(meanDifference, quantile() * deviation / Math.sqrt(n));
	}

	/** The limits of agreement, between which 95 % of the differences lie where they are normal. */
	public Interval limits() {
		return Interval.around(meanDifference, Correlation.NORMAL_QUANTILE * deviation);
	}

	/** Half the width of the interval of either limit. */
	public double limitHalfWidth() {
		double z = Correlation.NORMAL_QUANTILE;
		return quantile() * deviation * Math.sqrt(1. / n + z * z / (2 * (n - 1)));
	}

	/** All of it, in the unit of both measurements. */
	public List<Quantity> quantities() {
		Interval limits = limits();
		return List.of(new Quantity("mean_difference", "", meanDifference),
			new Quantity("mean_difference_low", "", meanInterval().low()),
			new Quantity("mean_difference_high", "", meanInterval().high()),
			new Quantity("difference_standard_deviation", "", deviation), new Quantity("lower_limit", "", limits.low()),
			new Quantity("lower_limit_low", "", limits.low() - limitHalfWidth()),
			new Quantity("lower_limit_high", "", limits.low() + limitHalfWidth()),
			new Quantity("upper_limit", "", limits.high()),
			new Quantity("upper_limit_low", "", limits.high() - limitHalfWidth()),
			new Quantity("upper_limit_high", "", limits.high() + limitHalfWidth()));
	}

	private double quantile() {
		return new TDistribution(n - 1).inverseCumulativeProbability(0.975);
	}
}
