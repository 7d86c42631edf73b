// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;

import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

import io.github.taproot.progress.Progress;

/**
 * How much a number depends on which images happened to be annotated (Efron 1979, doi:10.1214/aos/1176344552): it is
 * computed anew from as many images drawn with replacement, again and again, and 95 % of these numbers lie in the
 * interval (percentiles 2.5 and 97.5). The same seed gives the same draws.
 *
 * @param resamples how often, 100 to 100,000
 * @param seed of the draws
 */
public record Bootstrap(int resamples, long seed) {

	public Bootstrap {
		if (resamples < 100 || resamples > 100_000) {
			throw new IllegalArgumentException("The resamples must be 100 to 100000, but are " + resamples + ".");
		}
	}

	/**
	 * The intervals of several numbers, from the same draws.
	 *
	 * @param images how many images there are; with fewer than two there are no intervals
	 * @param statistics the numbers for images given by their indices, each as often as it was drawn; NaN where a draw
	 *          has no such number, which is then left out
	 * @return an interval for each number
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public Interval[] intervals(int images, Function<int[], double[]> statistics, Progress progress) {
		int[] drawn = new int[images];
		int numbers = statistics.apply(drawn).length;
		Interval[] intervals = new Interval[numbers];
		Arrays.fill(intervals, Interval.UNKNOWN);
		if (images < 2) return intervals;
		double[][] values = new double[numbers][resamples];
		SplittableRandom random = new SplittableRandom(seed);
		for (int i = 0; i < resamples; i++) {
			progress.report(i, resamples, "Computing intervals");
			progress.throwIfCancelled();
			for (int j = 0; j < images; j++) drawn[j] = random.nextInt(images);
			double[] draw = statistics.apply(drawn);
			for (int k = 0; k < numbers; k++) values[k][i] = draw[k];
		}
		for (int k = 0; k < numbers; k++) {
			double[] known = Arrays.stream(values[k]).filter(value -> !Double.isNaN(value)).toArray();
			if (known.length == 0) continue;
			Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
			percentile.setData(known);
			intervals[k] = new Interval(percentile.evaluate(2.5), percentile.evaluate(97.5));
		}
		return intervals;
	}
}
