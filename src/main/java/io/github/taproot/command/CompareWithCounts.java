// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.choice;
import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.measure.ResultsTable;

import io.github.taproot.annotation.HandCounts;
import io.github.taproot.evaluation.report.CountComparison;
import io.github.taproot.table.Quantity;

/** Compares measured lengths with counts by hand. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Evaluate", weight = 50), @Menu(label = "Compare With Counts", weight = 53) },
	description = "Compares a table of root lengths with one of line-intersect counts, or of any measure by hand: " +
		"regression, correlations, limits of agreement, outliers. Adds a row to ImageJ's Results.")
public class CompareWithCounts extends TaprootCommand {

	@Parameter(label = "Root lengths (file or folder)", style = "open,both",
		description = "CSV table with a row for each photograph, such as the one of Measure Roots Folder. To compare " +
		"two people: the folder of one from Count Intersections By Hand, and the folder of the other below.")
	private File lengths;

	@Parameter(label = "Counts (file or folder)", style = "open,both", description = "CSV table of counts, or of any " +
		"measure by hand, in any unit. Its rows are matched by name; image extension and case do not matter, nor " +
		"does the folder if names are unique. Or a folder of Count Intersections By Hand.")
	private File counts;

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for report.html, agreement.csv, matched.csv, scatter.png and bland-altman.png.")
	private File output;

	@Parameter(label = "Column of the lengths", persist = false, required = false,
		description = "Default: root_length_mm, or else root_length_px, or else the only column of numbers.")
	private String length_column = "";

	@Parameter(label = "Column of the counts", persist = false, required = false,
		description = "Default: the only column of numbers.")
	private String count_column = "";

	@Parameter(label = "Column of the names", persist = false, required = false,
		description = "In both tables, or in the one that has it. Default: file, name, image, label, photograph or " +
		"filename, or else the first column.")
	private String name_column = "";

	@Parameter(label = "Same unit", persist = false, description = "Tick if lengths and counts are the same quantity " +
		"in the same unit. Otherwise lengths are converted to counts by the regression line before differences are " +
		"judged. Default: no.")
	private boolean same_unit;

	@Parameter(label = "Several rows for a photograph", choices = { "refuse", "mean", "sum" }, persist = false,
		description = "refuse: the photograph is left out and named. mean: for example counts of several people. " +
		"sum: for example parts of an image. Default refuse.")
	private String repeated = "refuse";

	@Parameter(label = "Outlier limit (studentized residual)", min = "0", stepSize = "0.5", persist = false,
		description = "A photograph is an outlier if its residual, in standard deviations of a line fitted without " +
		"it, is beyond this limit. Lower values name more outliers. Above 0 and at most 1000. Default 3.")
	private double outlier_limit = 3;

	@Parameter(type = ItemIO.OUTPUT, label = "Agreement")
	private ResultsTable table;

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		Path lengthTable = HandCounts.table(path(lengths, "lengths", "a table of root lengths"));
		Path countTable = HandCounts.table(path(counts, "counts", "a table of counts"));
		HandCounts.requireSameGrid(lengthTable, countTable);
		Path folder = path(output, "output", "an output folder");
		CountComparison.Result result = new CountComparison(length_column, count_column, name_column, same_unit,
			choice(CountComparison.Repeated.class, repeated, "repeated"), outlier_limit)
			.run(lengthTable, countTable, folder, this::say);
		table = addToResults(lengthTable.getFileName() + ", " + countTable.getFileName(),
			Quantity.cells(result.quantities()));
		ResultsTable results = ResultsTable.getResultsTable();
		for (Quantity quantity : result.quantities()) {
			String heading = quantity.heading();
			double size = Math.abs(quantity.value());
			// Three decimals, ImageJ's default, would leave little of a slope.
			if (size > 0 && size < 0.1) results.setDecimalPlaces(results.getColumnIndex(heading), -5);
		}
		results.show("Results");
		if (result.isIncomplete()) throw new IOException(result.text());
		say(result.text());
	}
}
