// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;

import java.awt.EventQueue;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.model.ModelFile;
import io.github.taproot.unet.model.OpenModel;
import io.github.taproot.window.PreviewWindow;

/** Shows the effect of threshold and smallest component on a region of the active image. */
@Plugin(type = Command.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Segment", weight = 30), @Menu(label = "Preview Segmentation", weight = 32) },
	description = "Shows the effect of threshold and smallest piece immediately, in the selected or visible part of " +
	"the image.")
public class PreviewSegmentation extends TaprootCommand {

	@Parameter(label = "Photograph", persist = false,
		description = "The image in which to find roots: its selection, or its visible part.")
	private ImagePlus image;

	@Parameter(label = "Model (file)", persistKey = TaprootCommand.MODEL_SUGGESTED, required = false,
		description = SegmentationMethod.MODEL_HELP)
	private File model;

	@Parameter(label = "Device", persist = false,
		description = "auto (a GPU if there is one), cpu, or gpu:0. Default auto.")
	private String device = "auto";

	@Override
	void work() throws IOException {
		requireWindows("Segment Roots");
		checkImage(image);
		DeviceChoice where = DeviceChoice.of(device);
		Path file = optionalPath(model, "model");
		ModelFile.requireFiles(file);
		// The window closes it.
		OpenModel network = ModelFile.open(file, EngineLoader.engine(), where, Precision.AUTO, this::say);
		BandSegmenter segmenter = network.segmenter(0, 0, Flips.NONE, false, this::say);
		EventQueue.invokeLater(
			() -> new PreviewWindow(image, segmenter, this::macroLine, this::useForFolder,
			network::close)
			.setVisible(true));
	}

	/** Opens the form for folders: the model is settled, the two numbers are filled in and can be changed. */
	private void useForFolder(PreviewWindow.Choice choice) {
		OpenForm.of(context(), "Segment Roots Folder", given(choice));
	}

	/** A line of a macro that segments a folder, whose names are to be filled in, as the preview shows. */
	private String macroLine(PreviewWindow.Choice choice) {
		try {
			Module folder = context().service(CommandService.class).getCommand(SegmentRootsFolder.class).createModule();
			given(choice).forEach(folder::setInput);
			folder.setInput("device", device);
			folder.setInput("overlay", true);
			return ParameterDialog.macroLine(folder);
		}
		catch (ModuleException e) {
			throw new IllegalStateException(e);
		}
	}

	private Map<String, Object> given(PreviewWindow.Choice choice) {
		Map<String, Object> given = new HashMap<>();
		given.put("model", model);
		given.put("threshold", choice.threshold());
		given.put("min_component", choice.minComponent());
		return given;
	}
}
