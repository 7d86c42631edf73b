// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

import org.jfree.chart.encoders.EncoderUtil;
import org.jfree.chart.encoders.ImageFormat;

import io.github.taproot.files.Thumbnail;
import io.github.taproot.table.Table;

/**
 * What is told of a folder of analysed photographs: one page to show others, with all pictures inside.
 *
 * @param photographs their folder
 * @param measured those with lengths, in their order
 * @param methods how
 * @param doubts sentences on what may be wrong
 * @param notes sentences on what else to know
 * @param pictures of some of them
 * @param groups statistics of groups, a row for each group and trait; without rows for none
 * @param figures of groups and depths
 */
public record AnalysisReport(Path photographs, List<Measured> measured, AnalysisMethods methods, List<String> doubts,
	List<String> notes, List<Picture> pictures, Table groups, List<Chart> figures)
{

	/** Columns or rows of a picture, whichever are more: 200 kB or so. */
	private static final int SIDE = 1000;
	private static final float QUALITY = 0.85f;
	/** Traits whose statistics are shown. */
	private static final Map<String, String> TRAITS = Map.of("root_length_mm", "Root length (mm)", "root_length_px",
		"Root length (px)", "root_length_per_area_cm_per_cm2", "Root length per image area (cm/cm²)",
		"root_length_density_cm_per_cm3", "Root length density (cm/cm³)", "mean_diameter_mm", "Mean diameter (mm)",
		"mean_diameter_px", "Mean diameter (px)");
	private static final double[] ROUND = { 1, 1.5, 2, 3, 4, 5, 6, 8, 10 };

	/**
	 * A photograph with its lengths; numbers that are not known are NaN.
	 *
	 * @param told by its name, by column
	 * @param unit mm or px
	 * @param length of its roots
	 * @param area of the image that was measured, in the unit's square
	 * @param diameter mean
	 * @param confidence 0 to 1
	 * @param expected length, with the ends of the interval that holds it in 90 of 100 photographs
	 */
	public record Measured(String file, Map<String, Object> told, String unit, double length, double area,
		double diameter, double confidence, double expectedF1, double expected, double low, double high)
	{

		/** In cm/cm2; NaN without a scale. */
		public double lengthPerArea() {
			return unit.equals("mm") ? 10 * length / area : Double.NaN;
		}
	}

	/**
	 * A picture.
	 *
	 * @param heading such as "Worst"
	 * @param photograph its file
	 * @param overlay JPEG of the photograph with the roots drawn on
	 */
	public record Picture(String heading, Measured of, Path photograph, Path overlay) {}

	/**
	 * The page.
	 *
	 * @throws IOException where a picture can't be read or a plot not be drawn, in one sentence
	 */
	public HtmlPage page() throws IOException {
		HtmlPage page = new HtmlPage("Roots in " + photographs.toAbsolutePath().normalize().getFileName());
		page.paragraph("Photographs: " + photographs.toAbsolutePath().normalize() + ".");
		page.paragraph(sentence());
		page.heading("Doubts");
		if (doubts.isEmpty()) page.paragraph("None found automatically. Check the pictures below anyway.");
		else page.warning(String.join("\n", doubts));
		notes.forEach(page::paragraph);
		page.heading("Photographs").tableOfNames(table());
		page.paragraph(columns());
		page.heading("Root length of each photograph");
		for (String unit : units()) page.chart(plot(unit));
		if (!groups.rows().isEmpty()) {
			page.heading("Groups").tableOfNames(statistics());
			page.paragraph("n: replicates with a number, each of which counts once, by the mean of its photographs. " +
				"SD: standard deviation. SE: standard error of the mean. traits/groups.csv has all traits.");
		}
		figures.forEach(page::chart);
		if (!pictures.isEmpty()) {
			page.heading("Pictures");
			page.paragraph("Left: the photograph. Right: the same with all roots that were found, coloured by " +
				"diameter. Roots without a line were missed. Lines without a root are false, and count as root " +
				"length. The folder overlays has all pictures at full size.");
		}
		for (Picture picture : pictures) {
			page.subheading(picture.heading + ": " + picture.of.file);
			String caption = caption(picture.of);
			if (Files.exists(picture.overlay)) {
				page.jpegs(List.of(jpeg(picture.photograph), jpeg(picture.overlay)), caption);
			}
			else page.paragraph(caption + " It has no picture, since it is too large.");
		}
		page.heading("Methods").paragraph("To be pasted into a paper:");
		page.paragraph(methods.text(measured.size())).subheading("References");
		AnalysisMethods.references().forEach(page::paragraph);
		page.subheading("Settings").tableOfNames(settings());
		page.heading("Files");
		page.paragraph("traits/traits.csv has all traits of each photograph, traits/branches.csv those of each " +
			"branch; summary.csv has the confidence of each mask. The folder masks has the masks, with roots in " +
			"white. To look through all masks, run Review Segmentation on the folder of this report.");
		return page;
	}

	private Set<String> units() {
		Set<String> units = new LinkedHashSet<>();
		for (Measured each : measured) units.add(each.unit);
		return units;
	}

	private String sentence() {
		StringBuilder text = new StringBuilder();
		for (String unit : units()) {
			double[] lengths =
				measured.stream().filter(each -> each.unit.equals(unit)).mapToDouble(Measured::length)
				.sorted().toArray();
			int n = lengths.length;
			double median = (lengths[(n - 1) / 2] + lengths[n / 2]) / 2;
			text.append(n).append(n == 1 ? " photograph was" : " photographs were").append(" measured");
			text.append(n == 1 ? ": root length " + length(median, unit) + " " + unit + ". "
				: ". Root length per photograph: " + length(lengths[0], unit) + " to " + length(lengths[n - 1], unit) +
				" " + unit +
				", median " + length(median, unit) + " " + unit + ". ");
		}
		return text.toString().strip();
	}

	/** Of the traits that the table of photographs has. */
	private Table statistics() {
		Table table = new Table();
		for (Map<String, ?> row : groups.rows()) {
			String trait = Table.text(row.get("trait"));
			String told = TRAITS.getOrDefault(trait, "");
			if (told.isEmpty()) continue;
			Map<String, Object> cells = new LinkedHashMap<>();
			row.forEach((column, cell) -> {
				String text = Table.text(cell);
				switch (column) {
					case "trait" -> cells.put("Trait", told);
					case "n" -> cells.put("n", text);
					case "mean", "sd", "se" ->
						cells.put(column.equals("mean") ? "Mean" : column.toUpperCase(Locale.ROOT),
						text.isEmpty() ? "" : String.format(Locale.ROOT, "%.4g", Double.parseDouble(text)));
					case "median", "min", "max" -> {
						// In the file.
					}
					default -> cells.put(column, text);
				}
			});
			table.add(cells);
		}
		return table;
	}

	/** The table of photographs, rounded; columns that would be empty are left out. */
	Table table() {
		Table table = new Table("Photograph");
		for (Measured each : measured) {
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("Photograph", each.file);
			each.told.forEach((column, cell) -> {
				if (measured.stream().anyMatch(other -> !Table.text(other.told.get(column)).isEmpty())) {
					row.put(column, cell);
				}
			});
			row.put("Root length (" + each.unit + ")", length(each.length, each.unit));
			if (each.unit.equals("mm")) row.put("Root length per image area (cm/cm²)", rounded(each.lengthPerArea(),
				decimals("mm", Measured::lengthPerArea)));
			row.put("Mean diameter (" + each.unit + ")",
				rounded(each.diameter, decimals(each.unit, Measured::diameter)));
			if (!Double.isNaN(each.confidence)) row.put("Confidence", rounded(each.confidence, 3));
			if (!Double.isNaN(each.expectedF1)) row.put("Expected F1", rounded(each.expectedF1, 3));
			if (!Double.isNaN(each.expected)) {
				row.put("Expected length (" + each.unit + ")", length(each.expected, each.unit));
				row.put("90 % interval", length(each.low, each.unit) + " to " + length(each.high, each.unit));
			}
			table.add(row);
		}
		return table;
	}

	/** A length of the table, in the same decimals as all others of its unit. */
	private String length(double value, String unit) {
		return rounded(value, decimals(unit, Measured::length));
	}

	/** So many that the largest number of a column has four digits. */
	private int decimals(String unit, ToDoubleFunction<Measured> column) {
		double largest = measured.stream().filter(each -> each.unit.equals(unit)).mapToDouble(column)
			.filter(Double::isFinite).max().orElse(0);
		return largest >= 1000 ? 0 : largest >= 100 ? 1 : largest >= 10 ? 2 : 3;
	}

	private static String rounded(double value, int decimals) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + decimals + "f", value);
	}

	private String columns() {
		StringBuilder text = new StringBuilder();
		if (measured.stream().anyMatch(each -> !Double.isNaN(each.confidence))) {
			text.append("Confidence: how certain the model is of the roots it marked, 0 to 1. It does not say " +
				"whether the model is right. ");
		}
		if (measured.stream().anyMatch(each -> !Double.isNaN(each.expected))) {
			text.append("Expected F1 and length: estimates from photographs that people annotated; the true length " +
				"of 90 of 100 photographs like those is within the interval. ");
		}
		else {
			text.append("Expected errors are not known: to get them, annotate some of these photographs and run " +
				"Calibrate Model. ");
		}
		if (!methods.isExcluded()) {
			text.append("The whole image was measured. False roots on tape, frames or borders count, too: to " +
				"leave such areas out, tick More settings. ");
		}
		return text.append("Root length is that of the mask. Numbers are rounded; traits/traits.csv has all digits.")
			.toString();
	}

	private Chart plot(String unit) throws IOException {
		List<Measured> all = measured.stream().filter(each -> each.unit.equals(unit)).toList();
		List<Measured> bars = all.subList(0, Math.min(all.size(), EvaluationReport.BARS));
		double[] lengths = bars.stream().mapToDouble(Measured::length).toArray();
		String label = "Root length (" + unit + ")";
		return BarPlot.draw("Root length of each photograph", label, roundedUp(Arrays.stream(lengths).max().orElse(1)),
			bars.stream().map(Measured::file).toList(), Map.of(label, lengths), "Root length of " +
			(bars.size() < all.size() ? "the first " + bars.size() + " of " + all.size() : "" + all.size()) +
			(all.size() == 1 ? " photograph." : " photographs."));
	}

	/** A round number that is at least a value above 0. */
	static double roundedUp(double value) {
		if (!(value > 0)) return 1;
		double power = Math.pow(10, Math.floor(Math.log10(value)));
		for (double step : ROUND) if (step * power >= value) return step * power;
		return 10 * power;
	}

	private String caption(Measured each) {
		List<String> parts = new ArrayList<>();
		parts.add("Root length " + length(each.length, each.unit) + " " + each.unit);
		if (!Double.isNaN(each.confidence)) parts.add("confidence " + rounded(each.confidence, 3));
		if (!Double.isNaN(each.expectedF1)) parts.add("expected F1 " + rounded(each.expectedF1, 3));
		return String.join(", ", parts) + ".";
	}

	private static byte[] jpeg(Path file) throws IOException {
		return EncoderUtil.encode(Thumbnail.of(file, null, SIDE), ImageFormat.JPEG, QUALITY);
	}

	private Table settings() {
		Map<String, String> values = new LinkedHashMap<>();
		values.put("Taproot", methods.version());
		values.put("Model", methods.model());
		values.put("SHA-256 of the model", methods.checksum());
		values.put("Threshold", String.valueOf(methods.threshold()));
		values.put("Remove pieces smaller than (px)", String.valueOf(methods.minComponent()));
		values.put("Computed on", methods.device());
		values.put("Largest tile (px)", String.valueOf(methods.tileSide()));
		values.put("Pixel size (mm)", methods.pixelSize() > 0 ? String.valueOf(methods.pixelSize()) :
			"of the files");
		Table table = new Table("Setting", "Value");
		values.forEach((name, value) -> table.add(Map.of("Setting", name, "Value", value)));
		return table;
	}
}
