// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

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

import io.github.taproot.batch.FolderComparison;
import io.github.taproot.batch.FolderResult;

/** Compares several methods on the same annotations. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Evaluate", weight = 50), @Menu(label = "Compare Methods", weight = 52) },
	description = "Compares folders of predictions by several methods or people with one of annotations, and " +
	"with each other.")
public class CompareMethods extends EvaluationCommand {

	@Parameter(label = "Annotations (folder)", style = "directory",
		description = "Folder of annotations: white roots on black, or RootPainter's colours.")
	private File annotations;

	@Parameter(label = "Predictions (folders)", persist = false,
		description = "Two or more folders separated by semicolons, each with masks, probabilities, or RootPainter's " +
		"images with the names of the annotations. NAME=folder gives one a name for tables and plots.")
	private String predictions = "";

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for tables, a plot, and comparison.html.")
	private File output;

	@Parameter(type = ItemIO.OUTPUT, label = "Comparison")
	private ResultsTable table;

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		Path annotated = path(annotations, "annotations", "a folder of annotations");
		Path results = path(output, "output", "an output folder");
		FolderComparison comparison =
			new FolderComparison(FolderComparison.Method.list(predictions), evaluation(null));
		FolderResult result = comparison.run(annotated, results, progress(), this::say);
		table = shown("Comparison", result.table());
		conclude("Compared " + comparison.methods().size() + " methods into " + results, result.summary());
	}
}
