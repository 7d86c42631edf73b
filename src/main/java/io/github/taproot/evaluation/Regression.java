// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * The straight line of least squares of y on x.
 *
 * @param n number of pairs, at least 3
 * @param slope y per x
 * @param intercept y where x is 0
 * @param rSquared share of the variance of y that the line explains, 0 to 1
 * @param deviation residual standard deviation, by n - 2, in units of y; 0 where the line is exact but for rounding
 * @param meanX mean of x
 * @param squaresX sum of the squared distances of x from its mean
 */
public record Regression(int n, double slope, double intercept, double rSquared, double deviation, double meanX,
	double squaresX)
{

	/** What a line leaves of y's variance by rounding alone. */
	private static final double ROUNDING = 1e-14;

	/** The line of pairs that are at least 3, and not all the same in x. */
	static Regression of(double[] x, double[] y) {
		SimpleRegression fit = new SimpleRegression();
		double sum = 0;
		for (int i = 0; i < x.length; i++) {
			fit.addData(x[i], y[i]);
			sum += x[i];
		}
		boolean exact = fit.getSumSquaredErrors() <= ROUNDING * fit.getTotalSumSquares();
		return new Regression(x.length, fit.getSlope(), fit.getIntercept(), exact ? 1 : fit.getRSquare(),
			exact ? 0 : Math.sqrt(fit.getMeanSquareError()), sum / x.length, fit.getXSumSquares());
	}

	/** Standard error of the slope. */
	public double slopeError() {
		return deviation / Math.sqrt(squaresX);
	}

	/** Standard error of the intercept. */
	public double interceptError() {
		return deviation * Math.sqrt(leverage(0));
	}

	public Interval slopeInterval() {
		return Interval.around(slope, quantile() * slopeError());
	}

	public Interval interceptInterval() {
		return meanInterval(0);
	}

	/** The line's y at x. */
	public double fitted(double x) {
		return intercept + slope * x;
	}

	/** Where the line itself, the mean of y, may lie at x: Student's t, the same scatter assumed for all x. */
	public Interval meanInterval(double x) {
		return Interval.around(fitted(x), quantile() * deviation * Math.sqrt(leverage(x)));
	}

	/**
	 * The residual of a pair of those that the line was fitted to, externally studentized: divided by the standard
	 * deviation that it has about a line fitted without it. Where the scatter is normal this is Student's t with n - 3
	 * degrees of freedom.
	 *
	 * @return infinite where the other pairs lie on a line exactly; 0 where all do; NaN where it is undefined: of 3
	 *         pairs, or where x is that of no other pair and the others share one, so that the line must pass through
	 */
	public double studentizedResidual(double x, double y) {
		double free = 1 - leverage(x);
		if (n == 3 || free < 1e-12) return Double.NaN;
		if (deviation == 0) return 0;
		double internal = (y - fitted(x)) / (deviation * Math.sqrt(free));
		double left = n - 2 - internal * internal;
		return left < 1e-9 * n ? Math.copySign(Double.POSITIVE_INFINITY, internal) :
			internal * Math.sqrt((n - 3) / left);
	}

	/** How many of n pairs have a studentized residual beyond a limit by chance alone, on average; NaN where n is 3. */
	public double expectedBeyond(double limit) {
		return n == 3 ? Double.NaN : n * 2 * new TDistribution(n - 3).cumulativeProbability(-limit);
	}

	private double leverage(double x) {
		return 1. / n + (x - meanX) * (x - meanX) / squaresX;
	}

	private double quantile() {
		return new TDistribution(n - 2).inverseCumulativeProbability(0.975);
	}
}
