// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.taproot.evaluation.EvaluationSummary;
import io.github.taproot.evaluation.EvaluationSummary.ScoreSummary;
import io.github.taproot.evaluation.ImageEvaluation;
import io.github.taproot.evaluation.Interval;
import io.github.taproot.evaluation.Score;
import io.github.taproot.evaluation.Tolerances;
import io.github.taproot.table.Table;

/**
 * What is told of an evaluated folder.
 *
 * @param images by name
 * @param summary of them
 * @param onBlack names of those whose picture shows no photograph
 */
public record EvaluationReport(Map<String, ImageEvaluation> images, EvaluationSummary summary, Set<String> onBlack) {

	/** Folder of the pictures of errors, beside the page. */
	public static final String PICTURES = "errors";
	/** More bars than this make a picture that nobody reads, and that may not fit into memory. */
	static final int BARS = 100;

	/** The result in words. */
	public String sentence() {
		String of = summary.images() == 1 ? "one image" : summary.images() + " images";
		if (!summary.pooled().hasRoots()) {
			return "Without an annotated root in " + of + ", there is no F1; " + summary.bareFalsePositives() +
				" px were predicted as root.";
		}
		ScoreSummary f1 = summary.of(Score.F1);
		Interval interval = f1.pooledInterval();
		Tolerances tolerances = summary.pooled().tolerances();
		return String.format(Locale.ROOT, "F1 is %.3f over all pixels of %s (%s): of what was predicted as root " +
			"%.1f %% is annotated as root (precision), and of what is annotated as root %.1f %% was found (recall). " +
			"F1 of the centre lines within %s px is %.3f.",
			f1.pooled(), of, Double.isNaN(interval.low()) ? "no 95 % interval from one image with roots" :
				String.format(Locale.ROOT, "95 %% interval %.3f to %.3f", interval.low(), interval.high()),
			100 * summary.of(Score.PRECISION).pooled(), 100 * summary.of(Score.RECALL).pooled(),
			rounded(tolerances.pixels().get(0)),
			summary.of(Score.centreLineF1(tolerances, 0)).pooled());
	}

	private String lengths() {
		return String.format(Locale.ROOT, "Predicted roots are %.0f px long, annotated ones %.0f px%s.",
			summary.pooled().predictedKimura(), summary.pooled().annotatedKimura(),
			summary.pooled().annotatedKimura() == 0 ? "" :
				String.format(Locale.ROOT, ": %.2f times as long", summary.pooled().lengthRatio()));
	}

	/**
	 * The page.
	 *
	 * @param settings in words
	 * @param missing what became of the annotations where some are no part of the results; empty otherwise
	 * @param extra names of predictions without an annotation
	 * @param doubts sentences on files in which something else may be meant
	 */
	public HtmlPage page(Path predictions, Path annotations, String settings, String missing, List<String> extra,
		List<String> doubts) throws IOException
	{
		HtmlPage page = new HtmlPage("Evaluation of segmentations");
		page.paragraph("Predictions: " + predictions.toAbsolutePath() + ".");
		page.paragraph("Annotations: " + annotations.toAbsolutePath() + ".");
		if (!missing.isEmpty()) page.warning("Not all annotated images are in these results: " + missing);
		if (!doubts.isEmpty()) page.warning(String.join("\n", doubts));
		page.paragraph(sentence()).paragraph(lengths());
		if (summary.bareImages() > 0) {
			page.paragraph("Images without an annotated root: " + summary.bareImages() + ", with " +
				summary.bareFalsePositives() + " px of false positives. They count in pooled numbers, and not " +
				"in means.");
		}
		page.heading("Summary").table(rounded(summary.table()));
		page.paragraph("Columns low and high are the ends of 95 % intervals. " + settings);
		if (!extra.isEmpty()) {
			page.paragraph("Files without an annotation, which were left out: " + String.join(", ", extra) + ".");
		}
		explain(page);
		List<String> worstFirst = worstFirst();
		List<String> bars = worstFirst.stream().filter(name -> images.get(name).hasRoots()).limit(BARS).toList();
		if (!bars.isEmpty()) {
			double[] f1 = bars.stream().mapToDouble(name -> Score.F1.of(images.get(name))).toArray();
			page.heading("F1 of each image");
			page.chart(BarPlot.draw("F1 of each image, worst first", "F1", 1, bars, Map.of("F1", f1),
				"F1 of " + bars.size() + " images with roots, worst first."));
		}
		double[] annotated = images.values().stream().mapToDouble(ImageEvaluation::annotatedKimura).toArray();
		double[] predicted = images.values().stream().mapToDouble(ImageEvaluation::predictedKimura).toArray();
		page.heading("Length of each image");
		page.chart(ScatterPlot.draw("Length of each image", "annotated (px)", "predicted (px)", annotated,
			predicted, null, new double[] { 0, 1 }, "A dot for each image; on the line, predicted and annotated " +
			"lengths are equal."));
		page.heading("Images, worst first");
		page.legend(errorColours());
		if (onBlack.size() < images.size()) page.paragraph("Roots in both are not coloured.");
		for (String name : worstFirst) {
			page.subheading(name);
			page.picture(Path.of(PICTURES, name + ".jpg"), caption(images.get(name)));
		}
		return page;
	}

	static void explain(HtmlPage page) {
		page.heading("What the measures mean");
		page.paragraph("""
			Precision: the part of the predicted root pixels that is annotated as root. Recall: the part of the \
			annotated root pixels that was found. F1 (also called Dice): their harmonic mean, 0 where no pixel was \
			hit. IoU: the pixels that are root in both, by those that are root in either. Accuracy: the part of all \
			pixels that was judged rightly; it is close to 1 wherever roots are few, and so says little. Unknown \
			pixels are left out of everything.""");
		page.paragraph("""
			Centre-line precision within 2 px: the part of the predicted centre lines that has an annotated centre \
			line within 2 px; recall: the part of the annotated ones that has a predicted one; F1: their harmonic \
			mean. They forgive a root that is drawn a little too thick, too thin or beside its place. clDice (Shit et \
			al. 2021): the harmonic mean of how much of the predicted centre lines lies in annotated roots, and of \
			the annotated ones in predicted roots.""");
		page.paragraph("""
			Lengths are those of the centre lines after Kimura et al. (1999), in pixels. Length ratio: predicted by \
			annotated, above 1 where too much was found. Length error: predicted less annotated, pooled the sum over \
			all images. Length r squared: how well the predicted lengths of images follow the annotated ones.""");
		page.paragraph("""
			Pooled: from the pixels of all images together, so that images with many roots count more. Mean and \
			standard deviation (of a sample, n - 1): of the images with roots, each counting the same.""");
	}

	private Map<String, String> errorColours() {
		Map<String, String> colours = new LinkedHashMap<>();
		colours.put("#ff0000", "false positive: predicted, not annotated");
		colours.put("#00ff00", "false negative: annotated, not predicted");
		if (!onBlack.isEmpty()) {
			colours.put("#c8c8c8", "root in both" +
				(onBlack.size() < images.size() ? ", where there is no photograph" : ""));
		}
		return colours;
	}

	private String caption(ImageEvaluation image) {
		if (!image.hasRoots()) return "No annotated root; false positives: " + image.pixels().falsePositives() + " px.";
		return String.format(Locale.ROOT, "F1 %.3f, precision %.3f, recall %.3f, clDice %.3f; length predicted " +
			"%.0f px, annotated %.0f px.", Score.F1.of(image), Score.PRECISION.of(image), Score.RECALL.of(image),
			Score.CL_DICE.of(image), image.predictedKimura(), image.annotatedKimura());
	}

	/** By F1, then images without roots by their false positives. */
	private List<String> worstFirst() {
		return images.keySet().stream()
			.sorted(Comparator.<String>comparingInt(name -> images.get(name).hasRoots() ? 0 : 1)
			.thenComparingDouble(name -> images.get(name).pixels().f1())
			.thenComparingLong(name -> -images.get(name).pixels().falsePositives())).toList();
	}

	/** The same for people: three decimals, none of lengths of thousands of pixels. */
	static Table rounded(Table table) {
		Table rounded = new Table(table.columns().toArray(String[]::new));
		for (Map<String, ?> row : table.rows()) {
			Map<String, Object> cells = new LinkedHashMap<>(row);
			cells.replaceAll((column, cell) -> cell instanceof Double value ? rounded(value) :
				column.equals("measure") ? cell.toString().replace('_', ' ') : cell);
			rounded.add(cells);
		}
		return rounded;
	}

	static String rounded(double value) {
		if (Double.isNaN(value) || value == Math.rint(value)) return Table.text(value);
		double size = Math.abs(value);
		return String.format(Locale.ROOT, size < 0.001 ? "%.1e" : size < 1000 ? "%.3f" : "%.0f", value);
	}
}
