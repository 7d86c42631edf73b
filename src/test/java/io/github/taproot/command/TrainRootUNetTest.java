// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleException;

import io.github.taproot.unet.TrainingSettings;

class TrainRootUNetTest {

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
	}
}
