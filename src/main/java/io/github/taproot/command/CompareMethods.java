package io.github.taproot.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.batch.FolderComparison;
import io.github.taproot.batch.FolderEvaluation;
import io.github.taproot.evaluation.Bootstrap;
import io.github.taproot.evaluation.Tolerances;
import io.github.taproot.segmentation.Threshold;

/** Compares several methods on the same annotations. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Compare Methods", weight = 54) },
	description = "Compares folders of predictions by several methods or people with one of annotations, and with each " +
		"other.")
public class CompareMethods extends TaprootCommand {

	@Parameter(label = "Annotations (folder)", style = "directory",
		description = "Folder of what people annotated: white roots on black, or RootPainter's colours.")
	private File annotations;

	@Parameter(label = "Predictions (folders)", persist = false,
		description = "Two or more folders divided by semicolons, each of masks, probabilities, or RootPainter's images " +
			"named as the annotations; NAME=folder gives one a name for tables and plots.")
	private String predictions = "";

	@Parameter(label = "Output (folder)", style = "directory", description = "Folder for tables, a plot, and report.html.")
	private File output;

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

	@Parameter(type = ItemIO.OUTPUT, label = "Comparison")
	private String table;

	@Override
	void work() throws IOException {
		Path annotated = path(annotations, "annotations", "a folder of annotations");
		Path results = path(output, "output", "an output folder");
		FolderEvaluation evaluation = new FolderEvaluation(suffix, new Threshold(threshold), Tolerances.of(tolerances),
			new Bootstrap(resamples, seed), null);
		FolderComparison comparison = new FolderComparison(FolderComparison.Method.list(predictions), evaluation);
		FolderComparison.Result result = comparison.run(annotated, results, progress(), this::say);
		table = result.table();
		String text = "Compared " + comparison.methods().size() + " methods into " + results + ": " + result.files().text();
		if (result.files().isIncomplete()) throw new IOException(text);
		say(text);
	}
}
