// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.choice;
import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.batch.FrangiTuning;
import io.github.taproot.files.AnnotatedFolder;
import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.DataReport;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.NameAffix;
import io.github.taproot.files.Version;
import io.github.taproot.image.Polarity;
import io.github.taproot.image.RootMarks;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.frangi.FrangiForm;
import io.github.taproot.segmentation.frangi.FrangiSettings;
import io.github.taproot.segmentation.frangi.FrangiTuner;

/** Tunes a Frangi filter on a folder of photographs and a folder of annotations. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Train", weight = 20), @Menu(label = "Tune Frangi", weight = 23) },
	description = "Finds the settings of a Frangi filter that suit your annotated photographs best.")
public class TuneFrangi extends TaprootCommand {

	@Parameter(label = "Photographs (folder)", style = "directory",
		description = "Folder of photographs: PNG, JPEG or TIFF.")
	private File images;

	@Parameter(label = "Annotations (folder)", style = "directory",
		description = "Folder of annotations, one for each photograph, with the same name and size, as for Train " +
		"Root U-Net.")
	private File annotations;

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for the settings (frangi.json), the log (evaluations.csv) and its plot " +
		"(evaluations.png).")
	private File output;

	@Parameter(label = "Suffix of annotation names", required = false, persist = false,
		description = SUFFIX_HELP)
	private String suffix = "";

	@Parameter(label = "Filter", choices = { "default", "exact" }, persist = false,
		description = FrangiCommand.FILTER_DESCRIPTION)
	private String filter = "default";

	@Parameter(label = "Roots", choices = { "bright", "dark" }, persist = false,
		description = FrangiCommand.ROOTS_DESCRIPTION)
	private String roots = "bright";

	@Parameter(label = "Connectivity", choices = { "4", "8" }, persist = false,
		description = FrangiCommand.CONNECTIVITY_DESCRIPTION)
	private String connectivity = "4";

	@Parameter(label = "Evaluations", min = "1", persist = false,
		description = "How many settings to try. More find better ones, up to a point. Default 480.")
	private int evaluations = 480;

	@Parameter(label = "Seed", persist = false, description = "The same seed tries the same settings.")
	private long seed = 1;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = SOIL_VALUE, required = false, persist = false, description = SOIL_VALUE_HELP)
	private String soil_value = "";

	@Parameter(label = "Skip bad files", persist = false,
		description = "Ignores files with problems. If off, tuning stops with a list of all problems.")
	private boolean skip_bad_files;

	@Parameter(type = ItemIO.OUTPUT, label = "Mean F1")
	private double f1;

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		Path folder = path(output, "output", "an output folder");
		FrangiSettings paper = FrangiSettings.PAPER;
		FrangiSettings start = new FrangiSettings(choice(FrangiForm.class, filter, "filter"),
			choice(Polarity.class, roots, "roots"), paper.scales(), paper.beta(), paper.c(), paper.threshold(),
			FrangiCommand.components(paper.components().pixels(), connectivity));
		ImageFiles reader = new ImageFiles(RootMarks.of(root_value, soil_value));
		FrangiTuning tuning = new FrangiTuning(reader, start, evaluations, seed, Map.of("taproot", Version.taproot()));
		Progress progress = progress();
		List<AnnotatedImage> annotated = new ArrayList<>();
		for (AnnotatedFolder part : AnnotatedFolder.parts(path(images, "images", "a folder of photographs"),
			path(annotations, "annotations", "a folder of annotations"), NameAffix.of(suffix)))
		{
			DataReport report = part.check(reader, progress);
			if (!report.text().isEmpty()) say(report.text());
			annotated.addAll(report.usable(skip_bad_files));
		}
		FrangiTuner.Result result = tuning.run(annotated, folder, progress);
		shown("Settings tried", folder.resolve(FrangiTuning.EVALUATIONS));
		FrangiSettings best = result.best();
		f1 = result.f1();
		say(String.format(Locale.ROOT, "Mean F1 %.4f with scales %d, beta %.4g, c %.4g, threshold %.4g, smallest " +
			"component %d px (%d evaluations): %s.", result.f1(), best.scales(), best.beta(), best.c(),
			best.threshold().value(), best.components().pixels(), result.evaluations().size(),
			folder.resolve(FrangiTuning.SETTINGS)));
		if (result.stopped()) {
			throw new CancellationException("Tuning was stopped. The best settings so far are in " + folder + ".");
		}
	}
}
