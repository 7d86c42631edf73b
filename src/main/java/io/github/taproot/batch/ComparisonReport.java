// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.taproot.batch.FolderComparison.Method;
import io.github.taproot.evaluation.EvaluationSummary;
import io.github.taproot.evaluation.EvaluationSummary.ScoreSummary;
import io.github.taproot.evaluation.ImageEvaluation;
import io.github.taproot.evaluation.Interval;
import io.github.taproot.evaluation.PairedDifference;
import io.github.taproot.evaluation.Score;
import io.github.taproot.evaluation.report.BarPlot;
import io.github.taproot.evaluation.report.Chart;
import io.github.taproot.evaluation.report.HtmlPage;
import io.github.taproot.files.SafeFile;
import io.github.taproot.table.Table;

/**
 * What is told of compared methods.
 *
 * @param images by name, with an evaluation for each method
 * @param summaries for each method
 */
record ComparisonReport(List<Method> methods, Map<String, List<ImageEvaluation>> images,
	List<EvaluationSummary> summaries,
	List<Difference> differences)
{

	/** Two methods' F1 per image, the first one's less the second one's. */
	record Difference(String first, String second, PairedDifference f1) {

		String sentence() {
			if (f1.images() == 0) return first + " and " + second + " have no image with roots to compare.";
			if (f1.tested() == 0) return "F1 of " + first + " and of " + second + " is the same in all images.";
			double low = f1.interval().low();
			double high = f1.interval().high();
			String interval = Double.isNaN(low) ? "no 95 % interval from one image with roots" :
				String.format(Locale.ROOT, "95 %% interval %+.3f to %+.3f", low, high);
			return String.format(Locale.ROOT, "F1 of %s is on average %.3f %s that of %s%s (%s; %s).", first,
				Math.abs(f1.mean()), f1.mean() < 0 ? "below" : "above", second,
				low > 0 || high < 0 ? "" : ", which is no certain difference", interval, test());
		}

		private String test() {
			if (Double.isNaN(f1.p())) return "too few images that differ for a test: " + f1.tested();
			String p = EvaluationReport.rounded(f1.p());
			return String.format(Locale.ROOT, "Wilcoxon signed rank test: p = %s, n = %d", p, f1.tested());
		}
	}

	/** F1 of a method by image, NaN for images without roots. */
	static double[] f1(Collection<List<ImageEvaluation>> images, int method) {
		return images.stream().mapToDouble(all -> Score.F1.of(all.get(method))).toArray();
	}

	/** A row for each method. */
	Table table() {
		Table table = new Table("method");
		for (int i = 0; i < methods.size(); i++) {
			EvaluationSummary summary = summaries.get(i);
			ScoreSummary f1 = summary.of(Score.F1);
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("method", methods.get(i).name());
			row.put("images", summary.images());
			row.put("images_without_roots", summary.bareImages());
			row.put("false_positives_in_images_without_roots", summary.bareFalsePositives());
			for (ScoreSummary score : summary.scores()) {
				EvaluationReport.putInterval(row, score.score().name(), score.pooled(), score.pooledInterval());
			}
			EvaluationReport.putInterval(row, "mean_f1", f1.mean(), f1.meanInterval());
			row.put("standard_deviation_f1", f1.standardDeviation());
			row.put("length_r_squared", summary.lengthRSquared());
			table.add(row);
		}
		return table;
	}

	/** A row for each two methods. */
	Table differenceTable() {
		Table table = new Table("first", "second", "images");
		for (Difference difference : differences) {
			PairedDifference f1 = difference.f1();
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("first", difference.first());
			row.put("second", difference.second());
			row.put("images", f1.images());
			EvaluationReport.putInterval(row, "f1_difference", f1.mean(), f1.interval());
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
		for (int i = 0; i < methods.size(); i++) {
			EvaluationSummary summary = summaries.get(i);
			ScoreSummary f1 = summary.of(Score.F1);
			String name = methods.get(i).name();
			images.put(name, summary.images() + " (" + summary.bareImages() + ")");
			bare.put(name, String.valueOf(summary.bareFalsePositives()));
			mean.put(name, withInterval(f1.mean(), f1.meanInterval()));
			deviation.put(name, EvaluationReport.rounded(f1.standardDeviation()));
			lengths.put(name, EvaluationReport.rounded(summary.lengthRSquared()));
		}
		table.add(images);
		table.add(bare);
		for (ScoreSummary score : summaries.get(0).scores()) {
			Map<String, String> row = new LinkedHashMap<>(Map.of("", score.score().name().replace('_', ' ')));
			for (int i = 0; i < methods.size(); i++) {
				ScoreSummary ofMethod = summaries.get(i).of(score.score());
				row.put(methods.get(i).name(), withInterval(ofMethod.pooled(), ofMethod.pooledInterval()));
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

	/**
	 * Draws F1 per image, and writes the chart and the page.
	 *
	 * @param readAs kinds of files of each method
	 * @param notes what was left out or may be wrong, each a sentence
	 */
	void write(Path annotations, List<String> readAs, String settings, FileBatch.Summary files, List<String> notes,
		Path output) throws IOException
	{
		HtmlPage page = new HtmlPage("Comparison of methods");
		page.paragraph("Annotations: " + annotations.toAbsolutePath() + ".");
		for (int i = 0; i < methods.size(); i++) {
			page.paragraph(methods.get(i).name() + ": " + methods.get(i).folder() + ", read as: " +
				readAs.get(i) + ".");
		}
		if (files.isIncomplete()) {
			page.warning("Some images could not be read and are left out for all methods: " + files.text());
		}
		if (!notes.isEmpty()) page.warning(String.join("\n", notes));
		page.heading("Result");
		for (Difference difference : differences) page.paragraph(difference.sentence());
		page.tableOfNames(sideBySide());
		page.paragraph("Pooled over all pixels where nothing else is said; in brackets 95 % intervals. " + settings);
		Comparator<List<ImageEvaluation>> byMean =
			Comparator.comparingDouble(all -> all.stream().mapToDouble(Score.F1::of).average().orElseThrow());
		List<Map.Entry<String, List<ImageEvaluation>>> withRoots =
			images.entrySet().stream().filter(image -> image.getValue().get(0).hasRoots())
				.sorted(Map.Entry.comparingByValue(byMean)).limit(EvaluationReport.BARS).toList();
		if (!withRoots.isEmpty()) {
			Map<String, double[]> series = new LinkedHashMap<>();
			for (int i = 0; i < methods.size(); i++) {
				series.put(methods.get(i).name(), f1(withRoots.stream().map(Map.Entry::getValue).toList(), i));
			}
			Chart chart = BarPlot.draw("F1 of each image", "F1", 1, withRoots.stream().map(Map.Entry::getKey)
				.toList(), series, "F1 of " + withRoots.size() + " images with roots for each method; the images " +
				"that are worst on average first.");
			SafeFile.write(output.resolve(FolderComparison.CHART), out -> out.write(chart.png()));
			page.heading("F1 of each image").chart(chart);
		}
		page.heading("Differences of F1 per image").table(EvaluationReport.rounded(differenceTable()));
		page.paragraph("""
			Mean of first less second over the images with roots. Wilcoxon's signed rank test, two-sided, on the \
			tested images, whose difference is not 0; p says how likely such one-sided differences are where neither \
			method is better. With fewer than %d tested images there is no test. Each p stands for itself: it is not \
			corrected for the number of comparisons.""".formatted(PairedDifference.FEWEST));
		EvaluationReport.explain(page);
		page.write(output.resolve(FolderComparison.REPORT));
	}
}
