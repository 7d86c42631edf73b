// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;
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

import io.github.taproot.batch.FolderEvaluation;

/** Compares predictions with annotations. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Evaluate", weight = 50), @Menu(label = "Evaluate Segmentation", weight = 51) },
	description = "Compares a folder of predictions with one of annotations: tables, error pictures, and a report.")
public class EvaluateSegmentation extends EvaluationCommand {

	@Parameter(label = "Predictions (folder)", style = "directory",
		description = "Folder of masks (white roots, black soil), probabilities, or RootPainter segmentations or " +
			"annotations.")
	private File predictions;

	@Parameter(label = "Annotations (folder)", style = "directory",
		description = "Folder of annotations with the names of the predictions: white roots on black, or " +
		"RootPainter's colours.")
	private File annotations;

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for evaluation.csv, evaluation-summary.csv, evaluation.html, and a folder of error " +
		"pictures.")
	private File output;

	@Parameter(label = "Photographs (folder)", style = "directory", required = false, persist = false,
		description = "Folder of photographs with the names of the annotations, on which errors are drawn. Default: " +
		"none, errors on black.")
	private File photographs;

	@Parameter(type = ItemIO.OUTPUT, label = "Evaluation")
	private ResultsTable table;

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		Path predicted = path(predictions, "predictions", "a folder of predictions");
		Path annotated = path(annotations, "annotations", "a folder of annotations");
		Path results = path(output, "output", "an output folder");
		FolderEvaluation.Result result = evaluation(optionalPath(photographs, "photographs"))
			.run(predicted, annotated, results,
			progress(), this::say);
		table = shown("Evaluation", result.table());
		conclude("Evaluated " + predicted + " into " + results, result.files(), result.sentence());
	}
}
