// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.taproot.evaluation.Agreement;
import io.github.taproot.evaluation.BlandAltman;
import io.github.taproot.evaluation.Correlation;
import io.github.taproot.evaluation.Interval;
import io.github.taproot.evaluation.Regression;
import io.github.taproot.evaluation.report.CountAgreement.Pair;
import io.github.taproot.files.FileSet;
import io.github.taproot.table.Quantity;
import io.github.taproot.table.Table;

/** The charts and the page of a {@link CountComparison}. */
record CountReport(CountAgreement found) {

	static final String SCATTER = "scatter";
	static final String DIFFERENCES = "bland-altman";
	static final String REPORT = "report.html";

	/** More names would hide the dots. */
	private static final int NAMES_IN_CHART = 12;
	/** For fewer a coefficient of correlation may be anything. */
	private static final int FEW = 10;
	/** Of Spearman's rho: above the first most photographs follow, below the second hardly more than half. */
	private static final double STRONG = 0.7;
	private static final double WEAK = 0.4;
	/** Steps in which the band of a line is drawn. */
	private static final int STEPS = 100;

	/** The names of all files, but their main one. */
	static List<String> files() {
		return Stream.of(Chart.files(SCATTER), Chart.files(DIFFERENCES), List.of(REPORT)).flatMap(List::stream)
			.toList();
	}

	/** Adds {@link #files}. */
	void write(FileSet files) throws IOException {
		Agreement agreement = found.agreement();
		List<String> names = namesInChart();
		Chart scatter = scatter(names);
		Chart differences = differences(names);
		scatter.write(SCATTER, files);
		differences.write(DIFFERENCES, files);

		HtmlPage page = new HtmlPage("Root lengths compared with counts").paragraph(summary()).paragraph(line())
			.chart(scatter).table(statistics(agreement))
				.paragraph("All intervals are of 95 %. p is the probability of so strong a relation if there is none " +
				"(two-sided; by Student's t, which for ranks is an approximation; Spearman's of up to 9 photographs " +
				"by all orders of the ranks, exactly). Intervals of slope and intercept assume that the dots scatter " +
				"about the line as much on the left of the chart as on the right. Pearson's interval is by Fisher's " +
				"z, Spearman's by Bonett and Wright (2000). There is no interval if r or rho is 1 or -1.");
		page.heading(found.settings().sameUnit() ? "Differences" : "Differences after calibration")
			.paragraph(difference()).chart(differences)
				.paragraph("Whether such limits are narrow enough depends on the use of the lengths. No test can " +
				"decide this.");
		page.heading("Outliers").paragraph(outliers());
		if (!found.outliers().isEmpty()) page.table(found.table(farthestOutliers()));
		page.heading("What was compared").paragraph(compared());
		lonely(page, found.lengths().lonely(), "count");
		lonely(page, found.counts().lonely(), "length");
		if (!found.mistakes().isEmpty()) {
			page.heading("Mistakes in the tables").paragraph("These rows were left out.");
			Table table = new Table("mistake");
			for (String mistake : found.mistakes()) table.add(Map.of("mistake", mistake));
			page.table(table);
		}
		files.writeText(REPORT, page.html());
	}

	private String x() {
		return found.lengths().numbers().column();
	}

	private String y() {
		return found.counts().numbers().column();
	}

	private String summary() {
		Correlation spearman = found.agreement().spearman();
		int n = found.pairs().size();
		String numbers = "Spearman's rank correlation is " + format("%.3f", spearman.value()) +
			(Double.isNaN(spearman.interval().low()) ? "" : format(" (95 %% interval %.3f to %.3f)",
				spearman.interval().low(), spearman.interval().high())) + ", and a straight line explains " +
			format("%.1f %%", 100 * found.agreement().regression().rSquared()) + " of the variance of " +
			y() + " (r² " +
			format("%.3f", found.agreement().regression().rSquared()) + ").";
		if (n < FEW) {
			return "Only " + n + " photographs could be compared, too few for a relation to be certain: " + numbers;
		}
		if (spearman.p() >= 0.05) {
			return "In these " + n + " photographs no relation between " + x() + " and " + y() +
				" can be distinguished from chance (p " + format("%.2g", spearman.p()) + "): " + numbers;
		}
		String other = spearman.value() > 0 ? "greater " : "smaller ";
		if (Math.abs(spearman.value()) < WEAK) {
			return "The relation between " + x() + " and " + y() + " is weak, " +
				(spearman.p() < 0.01 ? "but hardly due to chance" : "and may be due to chance") + " (p " +
				format("%.2g", spearman.p()) + "): a photograph with a greater " + x() + " has a " + other + y() +
				" only a little more often than not. In these " + n + " photographs " + numbers;
		}
		boolean strong = Math.abs(spearman.value()) >= STRONG;
		return "Photographs with a greater " + x() + (strong ? " usually have a " : " tend to have a ") + other + y() +
			(strong ? "" : ", with many exceptions") + ": in these " + n + " photographs " + numbers;
	}

	private String line() {
		Regression line = found.agreement().regression();
		return "On average " + y() + " changes by " + plain(line.slope(), 3) +
			interval(line.slopeInterval()) + " with each unit of " + x() +
			", and is " + plain(line.intercept(), 3) +
			interval(line.interceptInterval()) + " where " + x() + " is 0.";
	}

	private String difference() {
		BlandAltman differences = found.differences();
		Interval limits = differences.limits();
		if (found.settings().sameUnit()) {
			return x() + " and " + y() + " are taken for the same quantity in the same unit. " + x() + " less " + y() +
				" is " +
				plain(differences.meanDifference(), 3) + " on average" + interval(differences.meanInterval()) +
				"; for 95 % of such photographs it is between " + plain(limits.low(), 3) + " and " +
				plain(limits.high(), 3) +
				" (limits of agreement of Bland and Altman, each ±" + plain(differences.limitHalfWidth(), 2) +
				"), if the differences are normally distributed.";
		}
		return x() + " and " + y() + " are not taken to be in the same unit, so that their difference would mean " +
			"nothing. Each length is therefore turned into " + y() + " by the line above first. The mean difference " +
			"is then 0 by construction, and says nothing of a bias; but the limits of agreement of Bland and Altman " +
			"say how far a single photograph is off: for 95 % of them, if differences are normally distributed, by " +
			"no more than ±" +
			plain(limits.high(), 3) + " in " + y() + " (this limit itself ±" +
			plain(differences.limitHalfWidth(), 2) + "). The line was fitted to these photographs, so that " +
			"others will be off a little more. Where both are in the same unit, compare them directly: same_unit=true.";
	}

	private String outliers() {
		double expected = found.agreement().regression().expectedBeyond(found.settings().outlierLimit());
		String limit = Table.text(found.settings().outlierLimit());
		String by = "An outlier's residual, studentized externally (by the scatter about a line fitted without it), " +
			"is beyond ±" + limit + ".";
		if (Double.isNaN(expected)) return by + " Three photographs are too few to find outliers.";
		int count = found.outliers().size();
		String chance = " in " + found.pairs().size() + " photographs; by chance there would be " +
			plain(expected, 2) + ", if the scatter is normal.";
		if (count == 0) return by + " There are none" + chance;
		return by + " There " + (count == 1 ? "is 1" : "are " + count) + chance + " Look at the masks and the " +
			"counts of outliers before anything else is done with them: none was left out of the numbers above.";
	}

	private String compared() {
		long combined = found.combined();
		return "x: " + x() + " of " + found.lengths().numbers().file() + " (" +
			found.lengths().numbers().byKey().size() + " photographs). y: " +
			y() + " of " + found.counts().numbers().file() + " (" + found.counts().numbers().byKey().size() +
				" photographs). " +
			found.pairs().size() + " names are in both, compared without image extension and case, and without " +
			"the folder where that leaves no doubt. " + (combined == 0 ? "Each has one count." : combined +
				(combined == 1 ? " has" : " have") + " several rows, whose " +
				found.combination() + " is taken.");
	}

	private static void lonely(HtmlPage page, List<String> names, String what) {
		if (names.isEmpty()) return;
		page.paragraph("Left out, since they have no " + what + " (" + names.size() + "): " +
			String.join(", ", names) + ".");
	}

	private static Table statistics(Agreement agreement) {
		Regression line = agreement.regression();
		Table table = new Table("statistic", "value", "standard error", "from", "to", "p");
		add(table, "slope", line.slope(), line.slopeError(), line.slopeInterval(), agreement.pearson().p());
		add(table, "intercept", line.intercept(), line.interceptError(), line.interceptInterval(), Double.NaN);
		add(table, "Pearson's r", agreement.pearson());
		add(table, "Spearman's rho", agreement.spearman());
		table.add(Map.of("statistic", "r²", "value", line.rSquared()));
		table.add(Map.of("statistic", "residual standard deviation", "value", line.deviation()));
		table.add(Map.of("statistic", "photographs", "value", line.n()));
		return table;
	}

	private static void add(Table table, String name, Correlation correlation) {
		add(table, name, correlation.value(), Double.NaN, correlation.interval(), correlation.p());
	}

	private static void add(Table table, String name, double value, double error, Interval interval, double p) {
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("statistic", name);
		row.put("value", value);
		if (!Double.isNaN(error)) row.put("standard error", error);
		if (!Double.isNaN(interval.low())) {
			row.put("from", interval.low());
			row.put("to", interval.high());
		}
		if (!Double.isNaN(p)) row.put("p", p == 0 ? "under 1e-300" : p);
		table.add(row);
	}

	/** The farthest first. */
	private List<Pair> farthestOutliers() {
		return found.outliers().stream().sorted(Comparator.comparingDouble(pair -> -Math.abs(pair.studentized())))
			.toList();
	}

	private List<String> namesInChart() {
		Set<Pair> named = farthestOutliers().stream().limit(NAMES_IN_CHART).collect(Collectors.toSet());
		return found.pairs().stream().map(pair -> named.contains(pair) ? pair.name() : "").toList();
	}

	private Chart scatter(List<String> names) throws IOException {
		double[] x = found.pairs().stream().mapToDouble(Pair::x).toArray();
		double[] y = found.pairs().stream().mapToDouble(Pair::y).toArray();
		double from = Arrays.stream(x).min().getAsDouble();
		double to = Arrays.stream(x).max().getAsDouble();
		double[][] line = new double[4][STEPS + 1];
		for (int i = 0; i <= STEPS; i++) {
			line[0][i] = from + (to - from) * i / STEPS;
			Interval band = found.agreement().regression().meanInterval(line[0][i]);
			line[1][i] = found.agreement().regression().fitted(line[0][i]);
			line[2][i] = band.low();
			line[3][i] = band.high();
		}
		return ScatterPlot.drawWithLines(words(y()) + " against " + words(x()), numbers(), words(x()), words(y()), x, y,
			names, List.of(new ScatterPlot.Line(line[0], line[1], line[2], line[3])), "Each dot is a photograph. " +
			"The line is that of least squares; the grey band is where the true line lies with 95 % " +
			"confidence." + orange());
	}

	private Chart differences(List<String> names) throws IOException {
		double[] y = found.pairs().stream().mapToDouble(Pair::y).toArray();
		double[] first = found.compared();
		double[] means = new double[y.length];
		double[] less = new double[y.length];
		for (int i = 0; i < y.length; i++) {
			means[i] = (first[i] + y[i]) / 2;
			less[i] = first[i] - y[i];
		}
		BlandAltman differences = found.differences();
		double[] ends = { Arrays.stream(means).min().getAsDouble(), Arrays.stream(means).max().getAsDouble() };
		double half = differences.limitHalfWidth();
		Interval mean = differences.meanInterval();
		String name = found.settings().sameUnit() ? words(x()) : "calibrated " + words(x());
		return ScatterPlot.drawWithLines("Differences (Bland and Altman)", "n = " + y.length, "Mean of " + name +
			" and " + words(y()), name + " less " + words(y()), means, less, names,
			List.of(level(ends, differences.limits().low(), half), level(ends, differences.limits().high(), half),
				level(ends, differences.meanDifference(),
					found.settings().sameUnit() ? mean.high() - differences.meanDifference() : 0)),
			"Each dot is a photograph. The lines are the mean difference and the two limits of agreement; the grey " +
				"bands are where these lie with 95 % confidence." + orange());
	}

	private static String words(String heading) {
		return Quantity.words(heading);
	}

	/** As papers print them. */
	private String numbers() {
		double p = found.agreement().pearson().p();
		return "n = " + found.pairs().size() + ", r² = " + format("%.2f", found.agreement().regression().rSquared()) +
			(Double.isNaN(p) ? "" : p < 0.001 ? ", p < 0.001" : ", p = " + format(p < 0.01 ? "%.3f" : "%.2f", p));
	}

	private static ScatterPlot.Line level(double[] ends, double value, double halfWidth) {
		double[] low = { value - halfWidth, value - halfWidth };
		return new ScatterPlot.Line(ends, new double[] { value, value }, low,
			new double[] { value + halfWidth, value + halfWidth });
	}

	private String orange() {
		int count = found.outliers().size();
		if (count == 0) return "";
		return count > NAMES_IN_CHART ?
			" The " + NAMES_IN_CHART + " farthest of " + count + " outliers are orange and named." :
			" Outliers are orange and named.";
	}

	private static String interval(Interval interval) {
		return " (95 % interval " + plain(interval.low(), 3) + " to " + plain(interval.high(), 3) + ")";
	}

	/** Significant digits, but all of the whole numbers below a million, for which %g would write an exponent. */
	static String plain(double value, int digits) {
		double size = Math.abs(value);
		return format(size >= Math.pow(10, digits) - 0.5 && size < 1e6 ? "%.0f" : "%." + digits + "g", value);
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}
}
