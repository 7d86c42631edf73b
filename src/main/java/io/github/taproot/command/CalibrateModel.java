// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.batch.ModelCalibration;
import io.github.taproot.files.AnnotatedFolder;
import io.github.taproot.files.DataReport;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.NameAffix;
import io.github.taproot.image.RootMarks;
import io.github.taproot.segmentation.Reliability;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.model.ModelFile;

/** Measures how far a model can be trusted on photographs like the user's. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Train", weight = 20), @Menu(label = "Calibrate Model", weight = 24) },
	description = "Measures on annotated photographs how reliable a model is, so that Segment Roots Folder gives the " +
	"expected F1 and length of similar photographs. The model is not trained on them.")
public class CalibrateModel extends TaprootCommand {

	@Parameter(label = "Model (file)", persistKey = TaprootCommand.MODEL_SUGGESTED, description = "A model.zip of " +
		"Taproot. It stays as it is.")
	private File model;

	@Parameter(label = "Photographs (folder)", style = "directory", description = "Folder of photographs that the " +
		"model was not trained on. At least " + Reliability.FEWEST + " with roots, better 8 or more.")
	private File images;

	@Parameter(label = "Annotations (folder)", style = "directory", description = "Folder of their annotations: " +
		"white roots on black. Photographs that are only partly annotated are ignored.")
	private File annotations;

	@Parameter(label = "Suffix of annotation names", required = false, persist = false, description = SUFFIX_HELP)
	private String suffix = "";

	@Parameter(label = "Output (file)", style = "save", description = "The calibrated model, a new zip file.")
	private File output;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = SOIL_VALUE, required = false, persist = false, description = SOIL_VALUE_HELP)
	private String soil_value = "";

	@Parameter(label = "Device", persist = false, description = "auto (a GPU if there is one), cpu, or gpu:0.")
	private String device = "auto";

	@Parameter(label = "Precision", choices = { "auto", "exact", "fast" }, persist = false,
		description = "Choose the same precision as for segmenting. Default: auto.")
	private String precision = "auto";

	@Parameter(label = "More settings", persist = false,
		description = "Opens a second dialog with values of root and soil, device and precision.")
	private boolean more;

	@Override
	List<String> further() {
		return List.of("root_value", "soil_value", "device", "precision");
	}

	@Override
	boolean wantsFurther() {
		return more;
	}

	@Override
	void work() throws IOException {
		Path source = path(model, "model", "a model");
		ModelFile.requireFiles(source);
		Path photographs = path(images, "images", "a folder of photographs");
		Path truth = path(annotations, "annotations", "a folder of annotations");
		Path target = path(output, "output", "a file for the calibrated model");
		if (Files.exists(target) && Files.isSameFile(source, target)) {
			throw new IllegalArgumentException("The output would replace the model " + source +
				": choose another file name.");
		}
		ImageFiles reader = new ImageFiles(RootMarks.of(root_value, soil_value));
		DataReport report = new AnnotatedFolder(photographs, truth, NameAffix.of(suffix)).check(reader, progress());
		ModelCalibration calibration = new ModelCalibration(EngineLoader.engine(), DeviceChoice.of(device),
			Precision.of(precision), reader, this::say);
		if (!calibration.run(source, report.usable(false), target, progress())) {
			throw new IOException("The model was not calibrated, and " + target + " was not written: annotate at " +
				"least " + Reliability.FEWEST + " photographs completely.");
		}
		suggestModel(target);
		say("Calibrated model: " + target);
	}
}
