// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.regression.SimpleRegression;

import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.table.Table;

/**
 * What a set of images says together.
 *
 * @param images how many
 * @param bareImages those of them without an annotated root
 * @param bareFalsePositives pixels predicted as root in these
 * @param pooled all images as if they were one
 * @param scores each score
 * @param lengthRSquared square of Pearson's correlation of predicted and annotated Kimura lengths over all images; NaN
 *          with fewer than three images, or where all lengths of a kind are equal
 */
public record EvaluationSummary(int images, int bareImages, long bareFalsePositives, ImageEvaluation pooled,
	List<ScoreSummary> scores, double lengthRSquared)
{

	/**
	 * A score over the images. All numbers are NaN where there is nothing to compute them from.
	 *
	 * @param pooled from the pixels of all images together
	 * @param pooledInterval its interval by the bootstrap over all images; none where fewer than two of them have the
	 *          score
	 * @param mean of the images with roots
	 * @param standardDeviation of the images with roots, that of a sample (n - 1)
	 * @param meanInterval the mean's interval by the same draws
	 */
	public record ScoreSummary(Score score, double pooled, Interval pooledInterval, double mean,
		double standardDeviation, Interval meanInterval) {}

	/**
	 * Sums up.
	 *
	 * @param images at least one, all with the same tolerances
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public static EvaluationSummary of(List<ImageEvaluation> images, Bootstrap bootstrap, Progress progress) {
		List<Score> scores = Score.all(images.get(0).tolerances());
		double[][] values = new double[scores.size()][images.size()];
		for (int s = 0; s < values.length; s++) {
			for (int i = 0; i < images.size(); i++) {
				ImageEvaluation image = images.get(i);
				values[s][i] = image.hasRoots() ? scores.get(s).of(image) : Double.NaN;
			}
		}
		Interval[] intervals = bootstrap.intervals(images.size(), drawn -> {
			ImageEvaluation pooled = pooled(Arrays.stream(drawn).mapToObj(images::get).toList());
			double[] numbers = new double[2 * values.length];
			for (int s = 0; s < values.length; s++) {
				double[] ofScore = values[s];
				numbers[2 * s] = scores.get(s).of(pooled);
				numbers[2 * s + 1] = statistics(Arrays.stream(drawn).mapToDouble(i -> ofScore[i]).toArray()).getMean();
			}
			return numbers;
		}, progress);
		ImageEvaluation pooled = pooled(images);
		List<ScoreSummary> summaries = new ArrayList<>();
		for (int s = 0; s < values.length; s++) {
			SummaryStatistics statistics = statistics(values[s]);
			// With one value library and bootstrap find no spread, as if other images could not differ.
			boolean spreads = statistics.getN() > 1;
			boolean pooledSpreads = images.stream().mapToDouble(scores.get(s)::of).filter(Double::isFinite).count() > 1;
			summaries.add(new ScoreSummary(scores.get(s), scores.get(s).of(pooled),
				pooledSpreads ? intervals[2 * s] : Interval.UNKNOWN, statistics.getMean(),
				spreads ? statistics.getStandardDeviation() : Double.NaN, spreads ? intervals[2 * s + 1] :
				Interval.UNKNOWN));
		}
		List<ImageEvaluation> bare = images.stream().filter(image -> !image.hasRoots()).toList();
		long falsePositives = bare.stream().mapToLong(image -> image.pixels().falsePositives()).sum();
		return new EvaluationSummary(images.size(), bare.size(), falsePositives, pooled, List.copyOf(summaries),
			lengthRSquared(images));
	}

	/** The summary of one of {@link Score#all the scores}. */
	public ScoreSummary of(Score score) {
		return scores.stream().filter(summary -> summary.score().name().equals(score.name())).findFirst().orElseThrow();
	}

	/** The summary as a table: counts and scores, pooled and as means of the images with roots. */
	public Table table() {
		Table table =
			new Table("measure", "pooled", "pooled_low", "pooled_high", "mean", "standard_deviation", "mean_low",
				"mean_high");
		PixelCounts pixels = pooled.pixels();
		count(table, "images", images);
		count(table, "images_with_roots", images - bareImages);
		count(table, "images_without_roots", bareImages);
		count(table, "false_positives_in_images_without_roots", bareFalsePositives);
		count(table, "true_positives", pixels.truePositives());
		count(table, "false_positives", pixels.falsePositives());
		count(table, "false_negatives", pixels.falseNegatives());
		count(table, "true_negatives", pixels.trueNegatives());
		count(table, "annotated_root_fraction", pixels.trueFraction());
		count(table, "predicted_root_fraction", pixels.predictedFraction());
		for (ScoreSummary score : scores) {
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("measure", score.score().name());
			score.pooledInterval().put(row, "pooled", score.pooled());
			row.put("standard_deviation", score.standardDeviation());
			score.meanInterval().put(row, "mean", score.mean());
			table.add(row);
		}
		count(table, "annotated_kimura_length_px", pooled.annotatedKimura());
		count(table, "predicted_kimura_length_px", pooled.predictedKimura());
		count(table, "length_r_squared", lengthRSquared);
		return table;
	}

	private static void count(Table table, String measure, double value) {
		table.add(Map.of("measure", measure, "pooled", value));
	}

	private static ImageEvaluation pooled(List<ImageEvaluation> images) {
		return images.stream().reduce(ImageEvaluation::plus).orElseThrow();
	}

	/** Of those values that are numbers; their mean is NaN without any. */
	private static SummaryStatistics statistics(double[] values) {
		SummaryStatistics statistics = new SummaryStatistics();
		for (double value : values) if (!Double.isNaN(value)) statistics.addValue(value);
		return statistics;
	}

	private static double lengthRSquared(List<ImageEvaluation> images) {
		SimpleRegression regression = new SimpleRegression();
		for (ImageEvaluation image : images) regression.addData(image.annotatedKimura(), image.predictedKimura());
		return images.size() < 3 ? Double.NaN : regression.getRSquare();
	}
}
