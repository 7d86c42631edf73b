// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.image.RootMarks;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.ModelSource;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetTrainer;
import io.github.taproot.unet.model.BundledModel;

/** Trains a model further on other photographs. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Train", weight = 20), @Menu(label = "Continue Training", weight = 22) },
	description = "Continues to train a model on your own photographs, which needs fewer of them than a new model " +
	"(transfer learning).")
public class ContinueTraining extends TaprootCommand {

	@Parameter(label = "Model (file)", persistKey = TaprootCommand.MODEL_SUGGESTED, required = false,
		description = "The model to start from: any of Taproot's, an imported one, or a package that Export Model " +
		"wrote. It stays as it is. Empty: the model that comes with Taproot.")
	private File model;

	@Parameter(label = "Photographs (folder)", style = "directory",
		description = "Folder of photographs to learn from: PNG, JPEG or TIFF.")
	private File images;

	@Parameter(label = "Annotations (folder)", style = "directory",
		description = "Folder of annotations, one for each photograph, with the same name and size, as for Train " +
		"Root U-Net.")
	private File annotations;

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for the new model (model.zip), the history (history.csv) and the autosave.")
	private File output;

	@Parameter(label = "Suffix of annotation names", required = false, persist = false,
		description = SUFFIX_HELP)
	private String suffix = "";

	@Parameter(label = "Validation photographs (folder)", style = "directory", required = false, persist = false,
		description = "Folder of photographs that are used to select the best model, not for training. Default: " +
		"about a quarter of the photographs, evenly spaced by their amount of root.")
	private File validation;

	@Parameter(label = "Validation annotations (folder)", style = "directory", required = false, persist = false,
		description = "Folder of their annotations. Needed if validation photographs are given.")
	private File validation_truth;

	@Parameter(label = "Training time (minutes)", min = "0", persist = false,
		description = "Training ends after this time, including validation. The learning rate falls until then. " +
		"Default 30.")
	private double minutes = 30;

	@Parameter(label = "Freeze", choices = { "none", "encoder" }, persist = false, description = "encoder: keeps the " +
		"first half of the network fixed and trains only the second, which is faster, and safer with few " +
		"photographs. Default: none.")
	private String freeze = "none";

	@Parameter(label = "Learning rate", min = "0", persist = false, stepSize = "0.0001",
		description = "Size of a training step. Too high values make the model forget, too low ones make training " +
		"slow. Default 0: chosen automatically.")
	private double learning_rate;

	@Parameter(label = "Tile side (px)", min = "188", stepSize = "16", persist = false,
		description = "Side of a training tile: 188 plus a multiple of 16. Default 412.")
	private int tile_side = 412;

	@Parameter(label = "Batch (tiles)", min = "1", persist = false, description = "Tiles per training step. Default 4.")
	private int batch = 4;

	@Parameter(label = "Tiles per epoch", min = "1", persist = false, description = "The model may be validated " +
		"after each epoch. Default 400.")
	private int tiles_per_epoch = 400;

	@Parameter(label = "Share of tiles with roots", persist = false, stepSize = "0.1",
		description = "0 to 1. Lower values show the network more bare soil. Default 0.7.")
	private double root_share = 0.7;

	@Parameter(label = "Seed", persist = false, description = "The same seed on the same processor trains the " +
		"same way.")
	private long seed = 1;

	@Parameter(label = "Device", persist = false, description = "auto (a GPU if there is one), cpu, or gpu:0.")
	private String device = "auto";

	@Parameter(label = "Precision", choices = { "auto", "exact", "fast" }, persist = false,
		description = PRECISION_HELP)
	private String precision = "auto";

	@Parameter(label = "Resume", persist = false,
		description = "Continues the training in the output folder, if there is one. Minutes count from its start.")
	private boolean resume;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = SOIL_VALUE, required = false, persist = false, description = SOIL_VALUE_HELP)
	private String soil_value = "";

	@Parameter(label = "Skip bad files", persist = false,
		description = "Ignores files with problems. If off, training stops with a list of all problems.")
	private boolean skip_bad_files;

	@Parameter(label = "More settings", persist = false,
		description = "Opens a second dialog with learning rate, tiles, seed, device and precision.")
	private boolean more;

	@Override
	List<String> further() {
		return List.of("learning_rate", "tile_side", "batch", "tiles_per_epoch", "root_share", "root_value",
			"soil_value", "seed", "device", "precision");
	}

	@Override
	boolean wantsFurther() {
		return more;
	}

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		if (!(minutes > 0)) throw new IllegalArgumentException("Set an end of the training: minutes=30.");
		boolean isFrozen = switch (freeze) {
			case "none" -> false;
			case "encoder" -> true;
			default -> throw new IllegalArgumentException(
				"The parameter freeze must be one of none, encoder, but is \"" + freeze + "\".");
		};
		Path file = optionalPath(model, "model");
		Path folder = path(output, "output", "an output folder");
		ModelSource source = file == null ? BundledModel.MODEL : ModelSource.of(file);
		UNetModel start = source.load();
		TrainingSettings settings = TrainingSettings.fast(minutes, seed).with(further -> {
			further.architecture = start.architecture();
			further.side = tile_side;
			further.batch = batch;
			further.optimiser = further.optimiser.freezing(isFrozen);
			if (learning_rate != 0) further.rate = learning_rate;
			further.tilesPerEpoch = tiles_per_epoch;
			further.rootShare = root_share;
		});
		new TrainingRun(this, path(images, "images", "a folder of photographs"),
			path(annotations, "annotations", "a folder of annotations"), suffix, optionalPath(validation, "validation"),
			optionalPath(validation_truth, "validation_truth"), RootMarks.of(root_value, soil_value), skip_bad_files)
			.run(
				UNetTrainer.Start.of(source, start), settings, learning_rate == 0, DeviceChoice.of(device),
				Precision.of(precision), folder, resume);
	}
}
