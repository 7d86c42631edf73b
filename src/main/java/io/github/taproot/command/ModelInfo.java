// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;

import java.io.File;
import java.io.IOException;

import java.util.Map;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.files.Json;
import io.github.taproot.unet.model.ModelFacts;

/** Shows what a model's file tells of it. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Models and Tools", weight = 60), @Menu(label = "Model Info", weight = 61) },
	description = "Shows the contents of a model file: network, training, scores and licence.")
public class ModelInfo extends TaprootCommand {

	@Parameter(label = "Model (file)", persistKey = TaprootCommand.MODEL_SUGGESTED, required = false,
		description = "A model.zip of Taproot, or a package of BioImage.IO. Nothing in it is run. Empty: the model " +
		"that comes with Taproot.")
	private File model;

	@Parameter(label = "As JSON", persist = false, description = "JSON for programs. If off, plain text.")
	private boolean json;

	@Parameter(type = ItemIO.OUTPUT, label = "Model Info")
	private String info;

	@Override
	void work() throws IOException {
		Map<String, Object> facts = ModelFacts.of(optionalPath(model, "model"));
		info = json ? Json.PRETTY.toJson(facts)
			: TaprootDeviceInfo.words(facts);
	}
}
