// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleException;

import io.github.taproot.unet.ModelDetails;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.model.BundledModel;

class TrainRootUNetTest {

	private static final String TITLE = BundledModel.MODEL.title() + ", " + BundledModel.MODEL.load().details().date();

	@TempDir
	private Path temp;

	private Object[] call(String output, Object... further) {
		Path folder = temp.resolve("data");
		if (!Files.exists(folder)) {
			Calls.done(SimulateRhizotronImages.class, "output", folder.toFile(), "count", 2, "width", 96, "height",
				96);
		}
		List<Object> call = new ArrayList<>(List.of("images", folder.resolve("images").toFile(), "annotations",
			folder.resolve("masks").toFile(), "output", temp.resolve(output).toFile(), "minutes", 0.02, "tile_side",
			188, "batch", 1, "tiles_per_epoch", 2, "device", "cpu"));
		call.addAll(List.of(further));
		return call.toArray();
	}

	private ModelDetails trained(String output) throws IOException {
		return UNetModel.load(temp.resolve(output).resolve("model.zip")).details();
	}

	@Test
	void startsFromTheModelThatComesWithTaproot() throws IOException {
		String said = Calls.logged(() -> Calls.done(TrainRootUNet.class, call("default")));
		assertTrue(said.contains("it starts from " + TITLE + ", with a learning rate of 0.0005."), said);
		assertEquals(TITLE, trained("default").continued());
		assertEquals(BundledModel.MODEL.architecture(), trained("default").settings().architecture());
		assertEquals(5e-4, trained("default").settings().rate());
		String info = (String) Calls.done(ModelInfo.class, "model", temp.resolve("default/model.zip").toFile())
			.getOutput("info");
		assertTrue(info.contains("continued from: " + TITLE), info);
		Calls.done(TrainRootUNet.class, call("default", "resume", true));

		Calls.done(TrainRootUNet.class, call("rate", "learning_rate", 0.0007));
		assertEquals(0.0007, trained("rate").settings().rate(), "what a user gives wins");
		Calls.done(ContinueTraining.class, call("continued"));
		assertEquals(TITLE, trained("continued").continued());
		assertEquals(5e-4, trained("continued").settings().rate());
	}

	@Test
	void startsFromNothingWhereToldSo() throws IOException {
		String said = Calls.logged(() -> Calls.done(TrainRootUNet.class, call("nothing", "start", "nothing")));
		assertTrue(said.contains("it starts from nothing, with a learning rate of 0.002."), said);
		assertEquals(null, trained("nothing").continued());
		assertEquals(TrainingSettings.fast(0.02, 1).with(wanted -> {
			wanted.side = 188;
			wanted.batch = 1;
			wanted.tilesPerEpoch = 2;
		}), trained("nothing").settings());
		String folder = temp.resolve("nothing").toString();
		Calls.refused(List.of("The training in " + folder + " started from nothing, not from " + TITLE,
			"Continue Training"), TrainRootUNet.class, call("nothing", "resume", true));
		Calls.refused(List.of("start must be one of taproot, nothing, but is \"moon\""), TrainRootUNet.class,
			call("moon", "start", "moon"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = {
		"width=8; since this network is a U-Net with a plain head, 8 channels wide, and Taproot's own model is a ",
		"head=paper; since this network is a U-Net of Smith et al. 2020, ", "preset=paper; as in the paper." })
	void otherNetworksStartFromNothingWhichIsSaid(String input, String reason) {
		String[] part = input.split("=");
		List<Object> call = new ArrayList<>(List.of(part[0], part[1]));
		for (String key : List.of("images", "annotations", "output")) {
			call.addAll(List.of(key, temp.resolve(key).toFile()));
		}
		String said = Calls.logged(() -> Calls.refused(List.of("annotations"), TrainRootUNet.class, call.toArray()));
		assertEquals(1, said.lines().filter(line -> line.startsWith("Training starts from nothing, ")).count(), said);
		assertTrue(said.contains("Training starts from nothing, " + reason), said);
		call.addAll(List.of("start", "nothing"));
		said = Calls.logged(() -> Calls.refused(List.of("annotations"), TrainRootUNet.class, call.toArray()));
		assertTrue(!said.contains("Training starts"), said);
	}

	@ParameterizedTest
	@CsvSource({ "fast, 16, plain, 412, adamw", "paper, 64, paper, 572, nesterov" })
	void moreSettingsShowWhatThePresetDecides(String preset, String width, String head, int side, String optimiser)
		throws ModuleException
	{
		CommandModule module = new CommandModule(
			Calls.context().service(CommandService.class).getCommand(TrainRootUNet.class));
		TrainRootUNet command = (TrainRootUNet) module.getDelegateObject();
		module.setInput("preset", preset);
		TrainingSettings before = command.settings();
		command.decided().forEach(module::setInput);
		assertEquals(width, module.getInput("width"));
		assertEquals(head, module.getInput("head"));
		assertEquals(side, module.getInput("tile_side"));
		assertEquals(optimiser, module.getInput("optimiser"));
		assertEquals(before, command.settings(), "nobody has changed anything");
		boolean isFast = preset.equals("fast");
		assertEquals(isFast ? 0.0 : 0.01, module.getInput("learning_rate"), "0: chosen by what is annotated");
	}
}
