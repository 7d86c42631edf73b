// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.pytorch.PyTorchWeights;

/** Makes a model of the weights that the paper's code or RootPainter saved. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Models and Tools", weight = 60), @Menu(label = "Import PyTorch Model", weight = 62) },
	description = "Converts a network trained by RootPainter or by the paper's code to a model for Taproot.")
public class ImportPyTorchModel extends TaprootCommand {

	@Parameter(label = "PyTorch weights (file)",
		description = "A model that RootPainter saved (.pkl), or weights of the U-Net of Smith et al. 2020 (.pth, " +
		".pt): a state dict of any width, from any version of PyTorch. Nothing in the file is run.")
	private File weights;

	@Parameter(label = "Model (zip file)", style = "save",
		description = "The model to write. All commands can use it. An existing file is replaced.")
	private File output;

	@Parameter(type = ItemIO.OUTPUT, label = "Imported model")
	private String recognised;

	@Override
	void work() throws IOException {
		Path source = path(weights, "weights", "a file of PyTorch weights");
		Path model = path(output, "output", "the model to write");
		if (!model.toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
			throw new IllegalArgumentException(
				"A model is a zip file: choose a name that ends in .zip instead of " + model + ".");
		}
		if (Files.exists(model) && Files.exists(source) && Files.isSameFile(source, model)) {
			throw new IllegalArgumentException(
				"The model would replace the weights, " + source + ": choose another name for it.");
		}
		PyTorchWeights read = PyTorchWeights.read(source);
		read.toModel(source).save(model);
		suggestModel(model);
		NetworkArchitecture network = read.architecture();
		recognised = String.format(Locale.ROOT, "%s holds the %s,\n%d channels wide, with %,d parameters.\nIts " +
			"model is %s", source.getFileName(), network.title(), network.width(), network.parameterCount(), model);
	}
}
