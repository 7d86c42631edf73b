// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import java.util.List;

import io.github.taproot.table.Quantity;

/**
 * How well one measurement y follows another one x, which may be in another unit. All intervals are of 95 %.
 *
 * @param regression the line of y on x
 * @param pearson how well a line describes the pairs; its p is that of the slope, too
 * @param spearman how well the ranks agree
 */
public record Agreement(Regression regression, Correlation pearson, Correlation spearman) {

	/**
	 * Compares pairs.
	 *
	 * @param x values, finite
	 * @param y as many values, finite
	 * @throws IllegalArgumentException where there are fewer than 3 pairs, not as many y as x, a value that is no
	 *            finite number, or all x or all y are the same, in one sentence
	 */
	public static Agreement of(double[] x, double[] y) {
		if (x.length != y.length) {
			throw new IllegalArgumentException("There are " + x.length + " x, but " + y.length +
				" y: each x needs its y.");
		}
		if (x.length < 3) {
			throw new IllegalArgumentException("A comparison needs at least 3 pairs, but there are " + x.length + ".");
		}
		check("x", x);
		check("y", y);
		Agreement agreement =
			new Agreement(Regression.of(x, y), Correlation.pearson(x, y), Correlation.spearman(x, y));
		if (!Double.isFinite(agreement.regression.slope() + agreement.regression.deviation() +
			agreement.pearson.value())) {
			throw new IllegalArgumentException("The values are too large or too small for a calculation: use " +
				"another unit.");
		}
		return agreement;
	}

	private static void check(String name, double[] values) {
		boolean constant = true;
		for (double value : values) {
			if (!Double.isFinite(value)) {
				throw new IllegalArgumentException("A value of " + name + " is " + value + ": remove values that are " +
					"not numbers.");
			}
			constant &= value == values[0];
		}
		if (constant) {
			throw new IllegalArgumentException("All " + values.length + " values of " + name + " are " + values[0] +
				": a comparison needs values that differ.");
		}
	}

	/** All of it. */
	public List<Quantity> quantities() {
		Interval slope = regression.slopeInterval();
		Interval intercept = regression.interceptInterval();
		return List.of(new Quantity("n", "", regression.n()), new Quantity("slope", "", regression.slope()),
			new Quantity("slope_standard_error", "", regression.slopeError()),
			new Quantity("slope_low", "", slope.low()), new Quantity("slope_high", "", slope.high()),
			new Quantity("intercept", "", regression.intercept()),
			new Quantity("intercept_standard_error", "", regression.interceptError()),
			new Quantity("intercept_low", "", intercept.low()), new Quantity("intercept_high", "", intercept.high()),
			new Quantity("r_squared", "", regression.rSquared()), new Quantity("p_value", "", pearson.p()),
			new Quantity("residual_standard_deviation", "", regression.deviation()),
			new Quantity("pearson", "", pearson.value()), new Quantity("pearson_low", "", pearson.interval().low()),
			new Quantity("pearson_high", "", pearson.interval().high()), new Quantity("spearman", "", spearman.value()),
			new Quantity("spearman_low", "", spearman.interval().low()),
			new Quantity("spearman_high", "", spearman.interval().high()),
			new Quantity("spearman_p_value", "", spearman.p()));
	}
}
