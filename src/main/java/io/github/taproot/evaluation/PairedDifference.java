// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import java.util.Arrays;

import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

import io.github.taproot.progress.Progress;

/**
 * How a number of the same images differs between two methods.
 * <p>
 * The test is Wilcoxon's signed rank test (1945, doi:10.2307/3001968), two-sided. Differences of 0 are dropped before
 * ranking, equal ones share their mean rank. Up to 500 differences p is exact, ties included; above, it is that of the
 * normal approximation.
 * </p>
 *
 * @param images how many have the number for both methods
 * @param mean mean of first less second; NaN without images
 * @param interval its interval by the bootstrap over images
 * @param tested differences that are not 0, those that the test ranks
 * @param statistic the smaller of the sums of ranks of positive and of negative differences
 * @param p how likely differences as one-sided as these are where neither method is better; NaN where fewer than
 *          {@link #FEWEST} differences are tested
 */
public record PairedDifference(int images, double mean, Interval interval, int tested, double statistic, double p) {

	/** With 5 differences even the most one-sided ones have a p of 0.06. */
	public static final int FEWEST = 6;
	private static final int EXACT = 500;

	/**
	 * Compares.
	 *
	 * @param first by image; NaN where it has no number
	 * @param second by image, in the same order; NaN where it has no number
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public static PairedDifference of(double[] first, double[] second, Bootstrap bootstrap, Progress progress) {
		double[] differences = new double[first.length];
		Arrays.setAll(differences, i -> first[i] - second[i]);
		double[] known = Arrays.stream(differences).filter(value -> !Double.isNaN(value)).toArray();
		Interval interval = bootstrap.intervals(known.length,
			drawn -> new double[] { StatUtils.mean(Arrays.stream(drawn).mapToDouble(i -> known[i]).toArray()) },
			progress)[0];
		double[] tested = Arrays.stream(known).filter(value -> value != 0).toArray();
		double[] ranks =
			tested.length == 0 ? tested : new NaturalRanking().rank(Arrays.stream(tested).map(Math::abs).toArray());
		double positive = 0;
		for (int i = 0; i < tested.length; i++) if (tested[i] > 0) positive += ranks[i];
		double statistic = Math.min(positive, StatUtils.sum(ranks) - positive);
		double p = tested.length < FEWEST ? Double.NaN : tested.length <= EXACT ? exact(ranks, statistic) :
			new WilcoxonSignedRankTest().wilcoxonSignedRankTest(tested, new double[tested.length], false);
		return new PairedDifference(known.length, StatUtils.mean(known), interval, tested.length, statistic, p);
	}

	/**
	 * The share of all ways to give ranks a sign whose smaller sum is at most the statistic. The library's exact test
	 * tries every way, which takes minutes from 30 differences on, and takes ranks for whole numbers.
	 */
	private static double exact(double[] ranks, double statistic) {
		// Shared ranks are multiples of a half.
		int total = (int) Math.round(2 * StatUtils.sum(ranks));
		double[] probability = new double[total + 1];
		probability[0] = 1;
		for (double rank : ranks) {
			int step = (int) Math.round(2 * rank);
			for (int sum = total; sum >= 0; sum--) {
				probability[sum] = (probability[sum] + (sum < step ? 0 : probability[sum - step])) / 2;
			}
		}
		double tail = 0;
		for (int sum = 0; sum <= Math.round(2 * statistic); sum++) tail += probability[sum];
		return Math.min(1, 2 * tail);
	}
}
