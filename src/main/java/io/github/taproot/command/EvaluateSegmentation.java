package io.github.taproot.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.batch.FolderEvaluation;
import io.github.taproot.evaluation.Bootstrap;
import io.github.taproot.evaluation.Tolerances;
import io.github.taproot.segmentation.Threshold;

/** Compares predictions with annotations. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Evaluate Segmentation", weight = 52) },
	description = "Compares a folder of predictions with one of annotations: tables, error pictures, and a report.")
public class EvaluateSegmentation extends TaprootCommand {

	@Parameter(label = "Predictions (folder)", style = "directory",
		description = "Folder of masks (white roots, black soil), probabilities, or RootPainter segmentations or " +
			"annotations.")
	private File predictions;

	@Parameter(label = "Annotations (folder)", style = "directory",
		description = "Folder of what people annotated, named as the predictions: white roots on black, or RootPainter's " +
			"colours.")
	private File annotations;

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for evaluation.csv, summary.csv, report.html, and error pictures in a folder of their own.")
	private File output;

	@Parameter(label = "Photographs (folder)", required = false, persist = false,
		description = "Folder of photographs, named as the annotations, on which errors are drawn. Default: none, errors " +
			"on black.")
	private String photographs = "";

	@Parameter(label = "Suffix of predictions", required = false, persist = false,
		description = "What a prediction's name has more than its annotation's, such as _roots. Default: nothing.")
	private String suffix = "";

	@Parameter(label = "Threshold (0 to 1)", min = "0", max = "1", stepSize = "0.05", persist = false,
		description = "Where predictions are probabilities, root is what is above it: lower finds more roots and more that " +
			"is none. Default 0.5.")
	private double threshold = 0.5;

	@Parameter(label = "Centre-line tolerances (px)", persist = false,
		description = "Distances, divided by commas, within which a centre line counts as found: larger forgives more. " +
			"0 to 50; default 2,3.")
	private String tolerances = "2,3";

	@Parameter(label = "Bootstrap resamples", min = "100", max = "100000", persist = false,
		description = "How often images are drawn anew for the 95 % intervals: more are steadier and slower. " +
			"100 to 100000; default 2000.")
	private int resamples = 2000;

	@Parameter(label = "Seed", persist = false,
		description = "Of these draws: the same seed gives the same intervals. Default 1.")
	private long seed = 1;

	@Parameter(type = ItemIO.OUTPUT, label = "Evaluation")
	private String summary;

	@Override
	void work() throws IOException {
		Path predicted = path(predictions, "predictions", "a folder of predictions");
		Path annotated = path(annotations, "annotations", "a folder of annotations");
		Path results = path(output, "output", "an output folder");
		FolderEvaluation evaluation = new FolderEvaluation(suffix, new Threshold(threshold), Tolerances.of(tolerances),
			new Bootstrap(resamples, seed), photographs.isBlank() ? null : Path.of(photographs));
		FolderEvaluation.Result result = evaluation.run(predicted, annotated, results, progress(), this::say);
		summary = result.table();
		String text = "Evaluated " + predicted + " into " + results + ": " + result.files().text();
		if (result.files().isIncomplete()) throw new IOException(text + "\n" + result.sentence());
		say(text);
		say(result.sentence());
	}
}
