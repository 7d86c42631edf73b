// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.choice;
import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.image.RootMarks;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.Optimiser;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetArchitecture;
import io.github.taproot.unet.UNetTrainer;
import io.github.taproot.unet.model.BundledModel;

/** Trains a U-Net on a folder of photographs and a folder of annotations. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Train", weight = 20), @Menu(label = "Train Root U-Net", weight = 21) },
	description = "Trains a U-Net to find roots as you annotated them.")
public class TrainRootUNet extends TaprootCommand {

	private static final String PRESET = "preset";
	/** What training may start from. */
	static final String TAPROOT = "taproot";
	static final String NOTHING = "nothing";

	@Parameter(label = "Photographs (folder)", style = "directory",
		description = "Folder of photographs to learn from: PNG, JPEG or TIFF.")
	private File images;

	@Parameter(label = "Annotations (folder)", style = "directory",
		description = "Folder of annotations, one for each photograph, with the same name and size. White roots on " +
		"black, or RootPainter's colours: red root, green soil, transparent unlabelled.")
	private File annotations;

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for the model (model.zip), the history (history.csv) and the autosave.")
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

	@Parameter(label = "Preset", choices = { "fast", "paper" }, persist = false,
		description = "fast: for a laptop, minutes to hours. paper: exactly as Smith et al. 2020, days without a " +
		"GPU. Fields left at \"preset\" or 0 use the preset's value.")
	private String preset = "fast";

	@Parameter(label = "Start from", choices = { TAPROOT, NOTHING }, persist = false,
		description = "taproot: starts from the model that comes with Taproot, which needs fewer photographs and " +
		"less time. nothing: a new network. Networks of another width or head, and preset paper, start from nothing. " +
		"Default taproot.")
	private String start = TAPROOT;

	@Parameter(label = "Training time (minutes)", persist = false,
		description = "Training ends after this time, including validation. The learning rate falls until then " +
		"(fast). 0: no limit. Default -1: as in the preset, fast 60, paper no limit.")
	private double minutes = -1;

	@Parameter(label = "Epochs", min = "0", persist = false, description = "Number of epochs. Default 0: as in the " +
		"preset, 80 (paper), no limit (fast).")
	private int epochs;

	@Parameter(label = "Width (channels)", choices = { PRESET, "8", "16", "32", "64" }, persist = false,
		description = "Channels at the first level. Wide networks can learn more. Twice the width takes about four " +
		"times as long. fast 16, paper 64.")
	private String width = PRESET;

	@Parameter(label = "Head", choices = { PRESET, "plain", "paper" }, persist = false,
		description = "paper: ReLU and GroupNorm after the last convolution, as published. plain: neither.")
	private String head = PRESET;

	@Parameter(label = "Tile side (px)", min = "0", persist = false,
		description = "Side of a training tile: 188 plus a multiple of 16. Large tiles show more surroundings, small " +
		"ones train faster. Default 0: as in the preset, fast 412, paper 572.")
	private int tile_side;

	@Parameter(label = "Batch (tiles)", min = "0", persist = false, description = "Tiles per training step. Default " +
		"0: as in the preset, 4.")
	private int batch;

	@Parameter(label = "Optimiser", choices = { PRESET, "nesterov", "adamw" }, persist = false,
		description = "nesterov: SGD with momentum 0.99 as in the paper. adamw: Adam with decoupled weight " +
		"decay (fast).")
	private String optimiser = PRESET;

	@Parameter(label = "Learning rate", min = "0", persist = false, stepSize = "0.001",
		description = "Size of a training step. Too high values make training fail, too low ones make it slow. " +
		"Default 0: chosen automatically if training starts from a model; otherwise as in the preset, fast 0.002, " +
		"paper 0.01.")
	private double learning_rate;

	@Parameter(label = "Weight decay", persist = false, stepSize = "0.0001",
		description = "How strongly weights are pulled towards 0, from 0. Default -1: as in the preset, fast 1e-4, " +
		"paper 1e-5.")
	private double weight_decay = -1;

	@Parameter(label = "Sampling", choices = { PRESET, "mixed", "paper" }, persist = false,
		description = "paper: up to 40 tiles with roots of each photograph an epoch. mixed: also tiles of bare " +
		"soil (fast).")
	private String sampling = PRESET;

	@Parameter(label = "Tiles per epoch", min = "0", persist = false, description = "For mixed sampling. Default 0: " +
		"as in the preset, fast 400, paper 1600.")
	private int tiles_per_epoch;

	@Parameter(label = "Share of tiles with roots", persist = false, stepSize = "0.1",
		description = "For mixed sampling, 0 to 1. Lower values show the network more bare soil. Default -1: as in " +
		"the preset, fast 0.7, paper 1.")
	private double root_share = -1;

	@Parameter(label = "Augmentation", choices = { PRESET, "fast", "paper" }, persist = false,
		description = "paper: elastic deformation, noise, flips, colour. fast: flips, quarter turns, colour, noise.")
	private String augmentation = PRESET;

	@Parameter(label = "Flip tiles", persist = false, description = "For fast augmentation.")
	private boolean flips = true;

	@Parameter(label = "Turn tiles by quarters", persist = false,
		description = "For fast augmentation. If off, the network can learn that roots grow downwards.")
	private boolean quarter_turns = true;

	@Parameter(label = "Seed", persist = false, description = "The same seed on the same processor trains the " +
		"same way.")
	private long seed = 1;

	@Parameter(label = "Device", persist = false, description = "auto (a GPU if there is one), cpu, or gpu:0.")
	private String device = "auto";

	@Parameter(label = "Precision", choices = { "auto", "exact", "fast" }, persist = false,
		description = PRECISION_HELP)
	private String precision = "auto";

	@Parameter(label = "Resume", persist = false,
		description = "Continues the training in the output folder, if there is one. Minutes and epochs count from " +
		"its start.")
	private boolean resume;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = SOIL_VALUE, required = false, persist = false, description = SOIL_VALUE_HELP)
	private String soil_value = "";

	@Parameter(label = "Skip bad files", persist = false,
		description = "Ignores files with problems. If off, training stops with a list of all problems.")
	private boolean skip_bad_files;

	@Parameter(label = "More settings", persist = false, description = "Opens a second dialog with network, tile, " +
		"optimiser, augmentation, seed and device settings. Otherwise the preset decides.")
	private boolean more;

	@Override
	List<String> further() {
		return List.of("epochs", "width", "head", "tile_side", "batch", "optimiser", "learning_rate", "weight_decay",
			"sampling", "tiles_per_epoch", "root_share", "augmentation", "flips", "quarter_turns", "root_value",
			"soil_value", "seed", "device", "precision");
	}

	@Override
	boolean wantsFurther() {
		return more;
	}

	@Override
	Map<String, Object> decided() {
		TrainingSettings all = settings();
		UNetArchitecture network = (UNetArchitecture) all.architecture();
		return Map.of("width", String.valueOf(network.width()), "head", lower(network.head()), "tile_side", all.side(),
			"batch", all.batch(), "optimiser", lower(all.optimiser().method()), "learning_rate",
			learning_rate == 0 && startsFromModel(all) ? 0 : all.rate(), "sampling", lower(all.sampling()),
			"tiles_per_epoch", all.tilesPerEpoch(), "root_share", all.rootShare(), "augmentation",
			lower(all.variation()));
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		TrainingSettings settings = settings();
		UNetTrainer.Start from = null;
		if (startsFromModel(settings)) from = UNetTrainer.Start.of(BundledModel.MODEL, BundledModel.MODEL.load());
		else if (wantsModel(start)) say(whyFromNothing(settings));
		new TrainingRun(this, path(images, "images", "a folder of photographs"),
			path(annotations, "annotations", "a folder of annotations"), suffix, optionalPath(validation, "validation"),
			optionalPath(validation_truth, "validation_truth"), RootMarks.of(root_value, soil_value), skip_bad_files)
			.run(from, settings, learning_rate == 0, DeviceChoice.of(device),
				arithmetic(), path(output, "output", "an output folder"), resume);
	}

	/** The preset of the paper is exact. */
	private Precision arithmetic() {
		Precision wanted = Precision.of(precision);
		return wanted == Precision.AUTO && isPaper() ? Precision.EXACT : wanted;
	}

	/** Whether somebody wants to start from the model that comes with Taproot. */
	static boolean wantsModel(String start) {
		return switch (start.toLowerCase(Locale.ROOT)) {
			case TAPROOT -> true;
			case NOTHING -> false;
			default -> throw new IllegalArgumentException(
				"The parameter start must be one of taproot, nothing, but is \"" + start + "\".");
		};
	}

	private boolean isPaper() {
		return switch (preset.toLowerCase(Locale.ROOT)) {
			case "paper" -> true;
			case "fast" -> false;
			default -> throw new IllegalArgumentException(
				"The parameter preset must be one of fast, paper, but is \"" + preset + "\".");
		};
	}

	private boolean startsFromModel(TrainingSettings settings) {
		return wantsModel(start) && !isPaper() && settings.architecture().equals(BundledModel.MODEL.architecture());
	}

	private String whyFromNothing(TrainingSettings settings) {
		if (isPaper()) return "Training starts from nothing, as in the paper.";
		return "Training starts from nothing, since this network is " + words(settings.architecture()) + ", and " +
			BundledModel.NAME + " is " + words(BundledModel.MODEL.architecture()) + ".";
	}

	private static String words(NetworkArchitecture network) {
		return "a " + network.title() + ", " + network.width() + " channels wide";
	}

	/** The network where nobody asks for another one. */
	private UNetArchitecture usualNetwork() {
		if (isPaper()) return UNetArchitecture.PAPER;
		boolean isOfModel = wantsModel(start) && BundledModel.MODEL.architecture() instanceof UNetArchitecture;
		return isOfModel ? (UNetArchitecture) BundledModel.MODEL.architecture() : UNetArchitecture.FAST;
	}

	final TrainingSettings settings() {
		boolean paper = isPaper();
		TrainingSettings base =
			paper ? TrainingSettings.paper(seed) : TrainingSettings.fast(TrainingSettings.FAST_MINUTES, seed);
		UNetArchitecture network = usualNetwork();
		TrainingSettings settings = base.with(wanted -> {
			wanted.architecture = new UNetArchitecture(isPreset(width) ? network.width() : width(width),
				isPreset(head) ? network.head() : choice(UNetArchitecture.Head.class, head, "head"));
			wanted.optimiser = rule(base.optimiser());
			if (tile_side != 0) wanted.side = tile_side;
			if (batch != 0) wanted.batch = batch;
			if (learning_rate != 0) wanted.rate = learning_rate;
			if (!isPreset(sampling)) wanted.sampling = choice(TrainingSettings.Sampling.class, sampling, "sampling");
			if (tiles_per_epoch != 0) wanted.tilesPerEpoch = tiles_per_epoch;
			if (root_share != -1) wanted.rootShare = root_share;
			if (!isPreset(augmentation)) {
				wanted.variation = choice(TrainingSettings.Variation.class, augmentation, "augmentation");
			}
			wanted.flips = flips;
			wanted.quarterTurns = quarter_turns;
			if (epochs != 0) wanted.epochs = epochs;
			if (minutes != -1) wanted.minutes = minutes;
		});
		if (!paper && settings.minutes() == 0 && epochs == 0) {
			throw new IllegalArgumentException("Set an end of the training: minutes=60, or epochs=20.");
		}
		return settings;
	}

	private Optimiser rule(Optimiser preset) {
		Optimiser.Method method =
			isPreset(optimiser) ? preset.method() : choice(Optimiser.Method.class, optimiser, "optimiser");
		Optimiser rule = method == preset.method() ? preset :
			new Optimiser(method, Optimiser.PAPER.momentum(), preset.weightDecay());
		return weight_decay == -1 ? rule : new Optimiser(rule.method(), rule.momentum(), weight_decay);
	}

	private static boolean isPreset(String value) {
		return PRESET.equalsIgnoreCase(value);
	}

	/** The width of a network that somebody wants. */
	static int width(String text) {
		try {
			return Integer.parseInt(text.strip());
		}
		catch (NumberFormatException e) {
			throw new IllegalArgumentException("The network's width must be 8, 16, 32 or 64, but is \"" + text + "\".");
		}
	}
}
