// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.taproot.evaluation.EvaluationSummary;
import io.github.taproot.evaluation.EvaluationSummary.ScoreSummary;
import io.github.taproot.evaluation.ImageEvaluation;
import io.github.taproot.evaluation.Interval;
import io.github.taproot.evaluation.PairedDifference;
import io.github.taproot.evaluation.Score;
import io.github.taproot.table.Table;

/**
 * What is told of compared methods.
 *
 * @param images by name, with an evaluation for each method
 * @param differences of each method and each one after it
 */
public record ComparisonReport(List<Compared> methods, Map<String, List<ImageEvaluation>> images,
	List<Difference> differences)
{

	/**
	 * A method and how good it is.
	 *
	 * @param folder of its predictions
	 * @param readAs kinds of its files
	 */
	public record Compared(String name, Path folder, String readAs, EvaluationSummary summary) {}

	/** Two methods' F1 per image, the first one's less the second one's. */
	public record Difference(String first, String second, PairedDifference f1) {

		public String sentence() {
			if (f1.images() == 0) return first + " and " + second + " have no image with roots to compare.";
			if (f1.tested() == 0) return "F1 of " + first + " and of " + second + " is the same in all images.";
			double low = f1.interval().low();
			double high = f1.interval().high();
			String interval = Double.isNaN(low) ? "no 95 % interval from one image with roots" :
				String.format(Locale.ROOT, "95 %% interval %+.3f to %+.3f", low, high);
			return String.format(Locale.ROOT, "F1 of %s is on average %.3f %s that of %s%s (%s; %s).", first,
				Math.abs(f1.mean()), f1.mean() < 0 ? "below" : "above", second,
				low > 0 || high < 0 ? "" : ", which is not a statistically significant difference", interval, test());
		}

		private String test() {
			if (Double.isNaN(f1.p())) return "too few images that differ for a test: " + f1.tested();
			String p = EvaluationReport.rounded(f1.p());
			return String.format(Locale.ROOT, "Wilcoxon signed rank test: p = %s, n = %d", p, f1.tested());
		}
	}

	/** F1 of a method by image, NaN for images without roots. */
	public static double[] f1(Collection<List<ImageEvaluation>> images, int method) {
		return images.stream().mapToDouble(all -> Score.F1.of(all.get(method))).toArray();
	}

	/** A row for each method. */
	public Table table() {
		Table table = new Table("method");
		for (Compared method : methods) {
			EvaluationSummary summary = method.summary;
			ScoreSummary f1 = summary.of(Score.F1);
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("method", method.name);
			row.put("images", summary.images());
			row.put("images_without_roots", summary.bareImages());
			row.put("false_positives_in_images_without_roots", summary.bareFalsePositives());
			for (ScoreSummary score : summary.scores()) {
				score.pooledInterval().put(row, score.score().name(), score.pooled());
			}
			f1.meanInterval().put(row, "mean_f1", f1.mean());
			row.put("standard_deviation_f1", f1.standardDeviation());
			row.put("length_r_squared", summary.lengthRSquared());
			table.add(row);
		}
		return table;
	}

	/** A row for each two methods. */
	public Table differenceTable() {
		Table table = new Table("first", "second", "images");
		for (Difference difference : differences) {
			PairedDifference f1 = difference.f1();
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("first", difference.first());
			row.put("second", difference.second());
			row.put("images", f1.images());
			f1.interval().put(row, "f1_difference", f1.mean());
			row.put("tested", f1.tested());
			row.put("wilcoxon_w", f1.statistic());
			row.put("wilcoxon_p", Double.isNaN(f1.p()) ? "too few" : (Object) f1.p());
			table.add(row);
		}
		return table;
	}

	/** For people: methods side by side. */
	private Table sideBySide() {
		Table table = new Table("");
		Map<String, String> images = new LinkedHashMap<>(Map.of("", "images (without roots)"));
		Map<String, String> bare = new LinkedHashMap<>(Map.of("", "false positives in images without roots, px"));
		Map<String, String> mean = new LinkedHashMap<>(Map.of("", "mean F1 of images with roots"));
		Map<String, String> deviation = new LinkedHashMap<>(Map.of("", "its standard deviation (n - 1)"));
		Map<String, String> lengths = new LinkedHashMap<>(Map.of("", "length r squared"));
		for (Compared method : methods) {
			EvaluationSummary summary = method.summary;
			ScoreSummary f1 = summary.of(Score.F1);
			String name = method.name;
			images.put(name, summary.images() + " (" + summary.bareImages() + ")");
			bare.put(name, String.valueOf(summary.bareFalsePositives()));
			mean.put(name, withInterval(f1.mean(), f1.meanInterval()));
			deviation.put(name, EvaluationReport.rounded(f1.standardDeviation()));
			lengths.put(name, EvaluationReport.rounded(summary.lengthRSquared()));
		}
		table.add(images);
		table.add(bare);
		for (ScoreSummary score : methods.get(0).summary.scores()) {
			Map<String, String> row = new LinkedHashMap<>(Map.of("", score.score().name().replace('_', ' ')));
			for (Compared method : methods) {
				ScoreSummary ofMethod = method.summary.of(score.score());
				row.put(method.name, withInterval(ofMethod.pooled(), ofMethod.pooledInterval()));
			}
			table.add(row);
		}
		table.add(mean);
		table.add(deviation);
		table.add(lengths);
		return table;
	}

	private static String withInterval(double value, Interval interval) {
		return EvaluationReport.rounded(value) + (Double.isNaN(interval.low()) ? "" :
			" (" + EvaluationReport.rounded(interval.low()) + " to " + EvaluationReport.rounded(interval.high()) + ")");
	}

	/** F1 per image; null where no image has roots. */
	public Chart chart() throws IOException {
		Comparator<List<ImageEvaluation>> byMean =
			Comparator.comparingDouble(all -> all.stream().mapToDouble(Score.F1::of).average().orElseThrow());
		List<Map.Entry<String, List<ImageEvaluation>>> withRoots =
			images.entrySet().stream().filter(image -> image.getValue().get(0).hasRoots())
				.sorted(Map.Entry.comparingByValue(byMean)).limit(EvaluationReport.BARS).toList();
		if (withRoots.isEmpty()) return null;
		Map<String, double[]> series = new LinkedHashMap<>();
		for (int i = 0; i < methods.size(); i++) {
			series.put(methods.get(i).name, f1(withRoots.stream().map(Map.Entry::getValue).toList(), i));
		}
		return BarPlot.draw("F1 of each image", "F1", 1, withRoots.stream().map(Map.Entry::getKey).toList(), series,
			"F1 of " + withRoots.size() + " images with roots for each method; the images that are worst on average " +
				"first.");
	}

	/**
	 * The page.
	 *
	 * @param chart as {@link #chart}; null for none
	 * @param settings in words
	 * @param missing what became of the images where some could not be read; empty otherwise
	 * @param notes what was left out or may be wrong, each a sentence
	 */
	public HtmlPage page(Chart chart, Path annotations, String settings, String missing, List<String> notes) {
		HtmlPage page = new HtmlPage("Comparison of methods");
		page.paragraph("Annotations: " + annotations.toAbsolutePath() + ".");
		for (Compared method : methods) {
			page.paragraph(method.name + ": " + method.folder + ", read as: " + method.readAs + ".");
		}
		if (!missing.isEmpty()) {
			page.warning("Some images could not be read and are left out for all methods: " + missing);
		}
		if (!notes.isEmpty()) page.warning(String.join("\n", notes));
		page.heading("Result");
		for (Difference difference : differences) page.paragraph(difference.sentence());
		page.tableOfNames(sideBySide());
		page.paragraph("Pooled over all pixels unless noted. 95 % intervals are in brackets. " + settings);
		if (chart != null) page.heading("F1 of each image").chart(chart);
		page.heading("Differences of F1 per image").table(EvaluationReport.rounded(differenceTable()));
		page.paragraph("""
			Mean of first less second over the images with roots. Wilcoxon's signed rank test, two-sided, on the \
			tested images, whose difference is not 0; p says how likely such one-sided differences are where neither \
			method is better. With fewer than %d tested images there is no test. Each p stands for itself: it is not \
			corrected for the number of comparisons.""".formatted(PairedDifference.FEWEST));
		EvaluationReport.explain(page);
		return page;
	}
}
