// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import java.util.Arrays;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;
import org.apache.commons.math3.util.CombinatoricsUtils;

/**
 * A coefficient of correlation.
 *
 * @param value -1 to 1
 * @param p probability of a value at least as far from 0, of either sign, where nothing is related; 0 below 1e-300
 * @param interval by Fisher's z; unknown where n is 3 or the value is 1 or -1
 */
public record Correlation(double value, double p, Interval interval) {

	/** 97.5 % of a normal distribution lie below it. */
	static final double NORMAL_QUANTILE = new NormalDistribution().inverseCumulativeProbability(0.975);

	/** Up to 9! permutations are quick, and all of them are tried. */
	private static final int FEW = 9;
	/** What 1 - |r| is by rounding alone. */
	private static final double ROUNDING = 5e-15;

	/**
	 * Pearson's r of pairs that are at least 3, and not all the same in x or in y. p is by Student's t with n - 2
	 * degrees of freedom; unknown where r is 1 or -1, and t infinite.
	 */
	static Correlation pearson(double[] x, double[] y) {
		double r = limited(new PearsonsCorrelation().correlation(x, y));
		return new Correlation(r, Math.abs(r) == 1 ? Double.NaN : p(r, x.length), interval(r, x.length, 1));
	}

	/**
	 * Spearman's rho: Pearson's r of ranks, ties having the mean of their ranks. The interval is that of Bonett and
	 * Wright 2000 (doi:10.1007/BF02294183), with variance (1 + rho² / 2) / (n - 3) of z, which they advise for |rho|
	 * under 0.95. p is exact for up to 9 pairs: the share of all orders of y that give a rho at least as far from 0.
	 * For more it is by Student's t, an approximation, but no less than any order of ranks with these ties can have.
	 */
	static Correlation spearman(double[] x, double[] y) {
		NaturalRanking ranking = new NaturalRanking(TiesStrategy.AVERAGE);
		double[] first = ranking.rank(x);
		double[] second = ranking.rank(y);
		double rho = limited(new PearsonsCorrelation().correlation(first, second));
		double p = x.length <= FEW ? exact(first, second) : Math.max(p(rho, x.length), least(first, second));
		return new Correlation(rho, p, interval(rho, x.length, 1 + rho * rho / 2));
	}

	private static double limited(double value) {
		return Math.abs(value) > 1 - ROUNDING ? Math.signum(value) : value;
	}

	/** Twice the ranks, since these are whole numbers, which compare without rounding. */
	private static double exact(double[] first, double[] second) {
		int[] x = Arrays.stream(first).mapToInt(rank -> (int) (2 * rank)).toArray();
		int[] y = Arrays.stream(second).mapToInt(rank -> (int) (2 * rank)).toArray();
		int n = x.length;
		int expected = n * (n + 1) * (n + 1);
		int found = -expected;
		for (int i = 0; i < n; i++) found += x[i] * y[i];
		return asFar(x, y, 0, -expected, Math.abs(found)) / CombinatoricsUtils.factorialDouble(n);
	}

	/** How many orders of y from {@code at} on make the sum of products at least as far from what is expected. */
	private static int asFar(int[] x, int[] y, int at, int sum, int distance) {
		if (at == x.length) return Math.abs(sum) >= distance ? 1 : 0;
		int count = 0;
		for (int i = at; i < x.length; i++) {
			swap(y, at, i);
			count += asFar(x, y, at + 1, sum + x[at] * y[at], distance);
			swap(y, at, i);
		}
		return count;
	}

	private static void swap(int[] values, int i, int j) {
		int value = values[i];
		values[i] = values[j];
		values[j] = value;
	}

	/** Of n! orders at least 2, and all those in which tied ranks change places, are as far from 0 as any. */
	private static double least(double[] first, double[] second) {
		double same = Math.max(Math.log(2), Math.max(ties(first), ties(second)));
		return Math.exp(same - CombinatoricsUtils.factorialLog(first.length));
	}

	/** Logarithm of the number of ways in which tied ranks can change places. */
	private static double ties(double[] ranks) {
		double[] sorted = ranks.clone();
		Arrays.sort(sorted);
		double sum = 0;
		for (int i = 1, tied = 1; i < sorted.length; i++) {
			tied = sorted[i] == sorted[i - 1] ? tied + 1 : 1;
			sum += Math.log(tied);
		}
		return sum;
	}

	/** Both tails of Student's t as one incomplete beta function, since 1 less a probability near 1 would be 0. */
	private static double p(double r, int n) {
		return Beta.regularizedBeta((1 - r) * (1 + r), (n - 2) / 2., 0.5);
	}

	private static Interval interval(double r, int n, double variance) {
		if (n < 4 || Math.abs(r) == 1) return Interval.UNKNOWN;
		double z = (Math.log1p(r) - Math.log1p(-r)) / 2;
		double halfWidth = NORMAL_QUANTILE * Math.sqrt(variance / (n - 3));
		return new Interval(Math.tanh(z - halfWidth), Math.tanh(z + halfWidth));
	}
}
