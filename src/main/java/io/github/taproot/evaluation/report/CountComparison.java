// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.taproot.evaluation.Agreement;
import io.github.taproot.evaluation.NamedNumbers;
import io.github.taproot.evaluation.report.CountAgreement.Combined;
import io.github.taproot.evaluation.report.CountAgreement.Pair;
import io.github.taproot.evaluation.report.CountAgreement.Side;
import io.github.taproot.files.FileSet;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.table.Quantity;
import io.github.taproot.table.Table;

/**
 * Compares a table of root lengths (x) with one of counts or of any other measure by hand (y). Rows belong together
 * where their names are the same without image extension and case, and without the folder where that leaves no doubt:
 * see {@link NamedNumbers#match}.
 *
 * @param lengthColumn column of the lengths; "" for the Kimura length in mm, or else in px, or else the only one of
 *          numbers
 * @param countColumn column of the counts; "" for the only one of numbers
 * @param nameColumn column of the names in those tables that have it; "" for a usual heading, or else the first
 * @param sameUnit whether both are the same quantity in the same unit; otherwise lengths become counts by the
 *          regression line before their differences are judged
 * @param repeated what becomes of several rows of one photograph
 * @param outlierLimit externally studentized residual beyond which a photograph is an outlier, above 0
 */
public record CountComparison(String lengthColumn, String countColumn, String nameColumn, boolean sameUnit,
	Repeated repeated, double outlierLimit)
{

	/** What becomes of several rows of one photograph. */
	public enum Repeated {
		/** The photograph is left out, as a mistake. */
		REFUSE,
		/** Such as counts of two people. */
		MEAN,
		/** Such as the parts of an image. */
		SUM
	}

	private static final List<String> LENGTHS = List.of("root_length_mm", "root_length_px",
		"kimura_length_mm", "kimura_length_px");
	private static final String AGREEMENT = "agreement.csv";
	private static final String MATCHED = "matched.csv";
	private static final int NAMES_IN_LOG = 20;
	private static final String OTHERWISE = ", or choose their mean or sum (repeated=mean or repeated=sum)";

	public CountComparison {
		if (!(outlierLimit > 0 && outlierLimit <= 1000)) {
			throw new IllegalArgumentException(
				"The outlier limit must be above 0 and at most 1000, but is " + outlierLimit + ".");
		}
	}

	/**
	 * What was found.
	 *
	 * @param text one sentence on it, and one for each row that was left out
	 * @param isIncomplete whether rows were left out because of mistakes
	 */
	public record Result(List<Quantity> quantities, String text, boolean isIncomplete) {}

	/**
	 * Compares, and writes {@code agreement.csv}, {@code matched.csv}, {@code scatter.png}, {@code bland-altman.png}
	 * and {@code report.html}.
	 *
	 * @param output folder, made where it is missing
	 * @throws IOException where a table can't be read, neither has the column of names, fewer than 3 names are in both,
	 *           all lengths or counts are the same, or the output can't be written
	 */
	public Result run(Path lengths, Path counts, Path output, Consumer<String> log) throws IOException {
		for (String name : List.of(MATCHED, AGREEMENT)) {
			OutputFiles.requireNoInput(output.resolve(name), List.of(lengths, counts));
		}
		CountAgreement found = compare(lengths, counts);
		tell(found.lengths().lonely(), lengths, "count", log);
		tell(found.counts().lonely(), counts, "length", log);
		SafeFile.makeFolder(output);
		List<Quantity> quantities = quantities(found);
		List<String> further = join(List.of(MATCHED), CountReport.files());
		try (FileSet files = new FileSet(output, AGREEMENT, further.toArray(String[]::new))) {
			files.writeText(AGREEMENT, agreement(found, quantities).csv());
			files.writeText(MATCHED, found.table(found.pairs()).csv());
			new CountReport(found).write(files);
			files.publish();
		}
		long combined = found.combined();
		String several = combined == 0 ? "" : String.format(Locale.ROOT,
			" %d %s several rows, whose %s was taken.", combined,
			combined == 1 ? "photograph has" : "photographs have", found.combination());
		String text = String.format(Locale.ROOT,
			"Compared %d photographs: Spearman's rho is %.3f, r² is %.3f; outliers: %d; see %s.%s",
			found.pairs().size(), found.agreement().spearman().value(), found.agreement().regression().rSquared(),
			found.outliers().size(),
			output.resolve(CountReport.REPORT), several);
		return new Result(quantities, String.join("\n", join(List.of(text), found.mistakes())),
			!found.mistakes().isEmpty());
	}

	private CountAgreement compare(Path lengthFile, Path countFile) throws IOException {
		Table first = Table.read(lengthFile);
		Table second = Table.read(countFile);
		String name = nameColumn.strip();
		if (!name.isEmpty() && NamedNumbers.column(first, name) == null && NamedNumbers.column(second, name) == null) {
			throw new IOException("Neither table has a column \"" + name + "\": choose one of " +
				NamedNumbers.listed(first.columns()) + " in " + lengthFile + ", or of " +
				NamedNumbers.listed(second.columns()) + " in " + countFile + " (name_column=...).");
		}
		NamedNumbers lengths = NamedNumbers.of(lengthFile, first, lengthColumn, "length_column", LENGTHS, nameColumn);
		NamedNumbers counts = NamedNumbers.of(countFile, second, countColumn, "count_column", List.of(), nameColumn);
		if (repeated == Repeated.REFUSE) {
			lengths.refuseRepeated(OTHERWISE);
			counts.refuseRepeated(OTHERWISE);
		}
		List<String> mistakes = join(lengths.mistakes(), counts.mistakes());
		Map<String, String> matched = NamedNumbers.match(lengths, counts, mistakes);
		List<String> keys = List.copyOf(matched.keySet());
		Agreement agreement;
		double[] x = matched.keySet().stream().mapToDouble(key -> combined(lengths.byKey().get(key))).toArray();
		double[] y = matched.values().stream().mapToDouble(key -> combined(counts.byKey().get(key))).toArray();
		try {
			agreement = Agreement.of(x, y);
		}
		catch (IllegalArgumentException e) {
			throw new IOException(String.join("\n", join(List.of(described(lengths, "x") + " and " +
				described(counts, "y") + " have " + keys.size() + " names in common: " + e.getMessage()), mistakes)),
				e);
		}
		List<Pair> pairs = new ArrayList<>();
		for (int i = 0; i < x.length; i++) {
			double fitted = agreement.regression().fitted(x[i]);
			double studentized = agreement.regression().studentizedResidual(x[i], y[i]);
			NamedNumbers.Entry length = lengths.byKey().get(keys.get(i));
			NamedNumbers.Entry count = counts.byKey().get(matched.get(keys.get(i)));
			pairs.add(new Pair(length.name(), new Combined(x[i], length.values().size()),
				new Combined(y[i], count.values().size()), fitted, studentized));
		}
		return new CountAgreement(new CountAgreement.Settings(sameUnit, repeated == Repeated.SUM, outlierLimit),
			new Side(lengths, lonely(lengths, matched.keySet())), new Side(counts, lonely(counts, matched.values())),
			pairs, agreement, mistakes);
	}

	private double combined(NamedNumbers.Entry entry) {
		return repeated == Repeated.SUM ? entry.sum() : entry.mean();
	}

	private static String described(NamedNumbers numbers, String axis) {
		String example = numbers.byKey().values().stream().findFirst().map(entry -> " such as " + entry.name())
			.orElse("");
		return numbers.file() + " (" + axis + ": " + numbers.column() + "; " + numbers.byKey().size() +
			" names" + example +
			")";
	}

	private static List<String> lonely(NamedNumbers numbers, Collection<String> matched) {
		Set<String> partners = Set.copyOf(matched);
		return numbers.byKey().entrySet().stream().filter(entry -> !partners.contains(entry.getKey()))
			.map(entry -> entry.getValue().name()).toList();
	}

	private static void tell(List<String> names, Path file, String what, Consumer<String> log) {
		if (names.isEmpty()) return;
		String more = names.size() > NAMES_IN_LOG ? " and " + (names.size() - NAMES_IN_LOG) + " more" : "";
		log.accept("Left out, since they have no " + what + " (" + names.size() + " in " + file + "): " +
			String.join(", ", names.subList(0, Math.min(NAMES_IN_LOG, names.size()))) + more + ".");
	}

	private static List<String> join(List<String> first, List<String> second) {
		List<String> both = new ArrayList<>(first);
		both.addAll(second);
		return both;
	}

	/** All numbers; the mean difference only where it is not 0 by construction. */
	private List<Quantity> quantities(CountAgreement found) {
		List<Quantity> quantities = new ArrayList<>(found.agreement().quantities());
		quantities.addAll(found.differences().quantities());
		if (!sameUnit) quantities.removeIf(quantity -> quantity.name().startsWith("mean_difference"));
		quantities.add(new Quantity("outliers", "", found.outliers().size()));
		return quantities;
	}

	private Table agreement(CountAgreement found, List<Quantity> quantities) {
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("length_column", found.lengths().numbers().column());
		row.put("count_column", found.counts().numbers().column());
		row.putAll(Quantity.cells(quantities));
		row.put("same_unit", sameUnit);
		row.put("outlier_limit", outlierLimit);
		row.put("lengths_without_count", found.lengths().lonely().size());
		row.put("counts_without_length", found.counts().lonely().size());
		row.put("mistakes", found.mistakes().size());
		Table table = new Table();
		table.add(row);
		return table;
	}
}
