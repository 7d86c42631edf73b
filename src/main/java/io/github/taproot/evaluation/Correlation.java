package io.github.taproot.evaluation;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * A coefficient of correlation.
 *
 * @param value -1 to 1
 * @param p probability of a value at least as far from 0, of either sign, where nothing is related: by Student's t with
 *          n - 2 degrees of freedom, which for ranks is an approximation; 0 below 1e-300
 * @param interval by Fisher's z; unknown where n is 3
 */
public record Correlation(double value, double p, Interval interval) {

	/** 97.5 % of a normal distribution lie below it. */
	static final double NORMAL_QUANTILE = new NormalDistribution().inverseCumulativeProbability(0.975);

	/** Pearson's r of pairs that are at least 3, and not all the same in x or in y. */
	static Correlation pearson(double[] x, double[] y) {
		double r = limited(new PearsonsCorrelation().correlation(x, y));
		return new Correlation(r, p(r, x.length), interval(r, x.length, 1));
	}

	/**
	 * Spearman's rho: Pearson's r of ranks, ties having the mean of their ranks. The interval is that of Bonett and
	 * Wright 2000 (doi:10.1007/BF02294183), with variance (1 + rho² / 2) / (n - 3) of z, which they advise for |rho|
	 * under 0.95.
	 */
	static Correlation spearman(double[] x, double[] y) {
		double rho = limited(new SpearmansCorrelation().correlation(x, y));
		return new Correlation(rho, p(rho, x.length), interval(rho, x.length, 1 + rho * rho / 2));
	}

	private static double limited(double value) {
		return Math.max(-1, Math.min(1, value));
	}

	/** Both tails of Student's t as one incomplete beta function, since 1 less a probability near 1 would be 0. */
	private static double p(double r, int n) {
		return Beta.regularizedBeta((1 - r) * (1 + r), (n - 2) / 2., 0.5);
	}

	private static Interval interval(double r, int n, double variance) {
		if (n < 4) return new Interval(Double.NaN, Double.NaN);
		double z = (Math.log1p(r) - Math.log1p(-r)) / 2;
		double halfWidth = NORMAL_QUANTILE * Math.sqrt(variance / (n - 3));
		return new Interval(Math.tanh(z - halfWidth), Math.tanh(z + halfWidth));
	}
}
