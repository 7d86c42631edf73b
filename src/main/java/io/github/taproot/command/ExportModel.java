// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.Photograph;
import io.github.taproot.imagej.ModelCover;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.simulation.RhizotronSimulator;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.ModelDetails;
import io.github.taproot.unet.UNetEngine;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.UNetSegmenter;
import io.github.taproot.unet.model.BundledModel;
import io.github.taproot.unet.model.PackageWriter;
import io.github.taproot.unet.pytorch.PyTorchWeights;

/** Writes a model for other programs. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Models and Tools", weight = 60), @Menu(label = "Export Model", weight = 63) },
	description = "Writes a model for other programs: the BioImage Model Zoo, TensorFlow or PyTorch.")
public class ExportModel extends TaprootCommand {

	private static final String BIOIMAGEIO = "bioimageio";
	private static final String SAVEDMODEL = "savedmodel";
	private static final String PYTORCH = "pytorch";
	/** Of the photograph that stands for one. */
	private static final long SEED = 7;
	/** Of the model that comes with Taproot. */
	private static final String MAKERS = "Taproot developers";

	@Parameter(label = "Model (file)", persistKey = TaprootCommand.MODEL_SUGGESTED, required = false,
		description = "A model.zip of Taproot. Empty: the model that comes with Taproot.")
	private File model;

	@Parameter(label = "Format", choices = { BIOIMAGEIO, SAVEDMODEL, PYTORCH }, persist = false,
		description = "bioimageio: a package for the BioImage Model Zoo, which Taproot can open, too. savedmodel: " +
		"TensorFlow's folder. pytorch: a state dict for the paper's code, or for RootPainter if the network came " +
		"from there.")
	private String format = BIOIMAGEIO;

	@Parameter(label = "Output (file)", style = "save",
		description = "The file to write: a zip file (bioimageio), a new folder (savedmodel), or a pth file (pytorch).")
	private File output;

	@Parameter(label = "Name", required = false, persist = false, description = "For bioimageio: name of the model. " +
		"5 to 128 letters without accents, digits, blanks or _+-(). Default: Roots in soil U-Net.")
	private String name = "";

	@Parameter(label = "Description", required = false, persist = false,
		description = "For bioimageio: what the model finds, and in which photographs. Default: the network and its " +
		"training.")
	private String description = "";

	@Parameter(label = "Authors", required = false, persist = false,
		description = "For bioimageio: names, separated by semicolons. Default: your user name on this computer; for " +
		"the model that comes with Taproot, its developers.")
	private String authors = "";

	@Parameter(label = "Licence", required = false, persist = false,
		description = "For bioimageio: the licence for others, as an SPDX identifier. Default: CC-BY-4.0.")
	private String licence = "CC-BY-4.0";

	@Parameter(label = "Photograph (file)", style = "open", required = false, persist = false,
		description = "For bioimageio: the cover and the test are made from it. Choose one that the model was not " +
		"trained on. Default: a simulated one.")
	private File photograph;

	@Parameter(type = ItemIO.OUTPUT, label = "Exported model")
	private String exported;

	@Override
	void work() throws IOException {
		Path source = optionalPath(model, "model");
		Path target = path(output, "output", "what to write");
		UNetModel trained = source == null ? BundledModel.MODEL.load() : UNetModel.load(source);
		if (source != null && Files.exists(target) && Files.isSameFile(source, target)) {
			throw new IllegalArgumentException("The export would replace the model, " + source + ": choose another " +
				"name for it.");
		}
		switch (format) {
			case BIOIMAGEIO -> writePackage(trained, require(target, ".zip"));
			case SAVEDMODEL -> {
				Path graph = target.resolve("saved_model.pb");
				if (Files.exists(graph)) {
					throw new IOException(target + " holds a SavedModel already: choose a new folder.");
				}
				SafeFile.makeFolder(target);
				EngineLoader.engine().writeSavedModel(trained.architecture(), trained.weights(), graph);
			}
			case PYTORCH -> new PyTorchWeights(trained.architecture(), trained.weights())
				.write(require(target, ".pth"));
			default -> throw new IllegalArgumentException(
				"The parameter format must be one of bioimageio, savedmodel, pytorch, but is \"" + format + "\".");
		}
		exported = "Exported the " + trained.architecture().title() + ", " + trained.architecture().width() +
			" channels wide, to " + target;
	}

	private static Path require(Path file, String ending) {
		if (file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) return file;
		throw new IllegalArgumentException("Choose a name that ends in " + ending + " instead of " + file + ".");
	}

	private void writePackage(UNetModel trained, Path target) throws IOException {
		Path given = optionalPath(photograph, "photograph");
		Photograph picture = given != null ? new ImageFiles().readPhotograph(given)
			: RhizotronSimulator.simulate(SimulationSettings.of(ModelCover.WIDTH, ModelCover.WIDTH, SEED), 0)
				.photograph();
		if (given == null) {
			say("The cover and the test are made from a simulated photograph: choose one for better ones " +
				"(photograph=...).");
		}
		String called = name.isBlank() ? "Roots in soil U-Net" : name.strip();
		String usual = optionalPath(model, "model") == null ? MAKERS : System.getProperty("user.name", "unknown");
		String by = authors.isBlank() ? usual : authors;
		PackageWriter.About about =
			new PackageWriter.About(called, description.isBlank() ? usual(trained) : description.strip(),
				Arrays.stream(by.split(";")).map(String::strip).toList(), licence.strip(), data(trained));
		UNetEngine engine = EngineLoader.engine();
		PackageWriter.write(trained, engine, about, picture, cover(trained, engine, picture), target);
	}

	private static String usual(UNetModel trained) {
		return "Finds plant roots in photographs of soil: the " + trained.architecture().title() + ", " +
			trained.architecture().width() + " channels wide.";
	}

	private static String data(UNetModel trained) {
		ModelDetails details = trained.details();
		if (details.imported() != null) return "Not known: its weights were imported from " + details.imported() + ".";
		return "Trained on " + details.trainingImages().size() + " annotated photographs of soil, and chosen by " +
			details.validationImages().size() + " others.";
	}

	private byte[] cover(UNetModel trained, UNetEngine engine, Photograph picture) throws IOException {
		try (UNetNetwork network = engine.open(trained.architecture(), trained.weights(), DeviceChoice.AUTO)) {
			return ModelCover.of(picture, Threshold.PAPER.apply(new UNetSegmenter(network, 0, 0, this::say)
				.probability(picture, progress())));
		}
	}
}
