// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginService;
import org.scijava.service.Service;

import ij.ImagePlus;
import ij.WindowManager;
import ij.io.FileInfo;
import ij.process.ByteProcessor;

class ShortDialogTest {

	/** Fields of a dialog that still fit on a laptop's screen. */
	private static final int MOST = 13;

	@Test
	void dialogsLeaveOutWhatFewPeopleChange() throws Exception {
		for (CommandInfo command : Calls.commands()) {
			Module module = command.createModule();
			List<String> further = ((TaprootCommand) module.getDelegateObject()).further();
			for (String key : further) assertNotNull(command.getInput(key), command + " has no " + key);
			assertEquals(!further.isEmpty(), command.getInput("more") != null, command.getTitle());
			for (PreprocessorPlugin step : Calls.context().service(PluginService.class)
				.createInstancesOfType(PreprocessorPlugin.class)) if (step instanceof ShortDialog) step.process(module);
			int asked = 0;
			for (ModuleItem<?> item : command.inputs()) {
				boolean isService = Service.class.isAssignableFrom(item.getType());
				// Without a screen, files that need not be given are not asked for.
				boolean isOptionalFile = item.getType() == File.class && !item.isRequired() &&
					!further.contains(item.getName());
				if (!isService && (isOptionalFile || !module.isInputResolved(item.getName()))) asked++;
				if (item.getType() == File.class && item.isRequired()) {
					assertFalse(module.isInputResolved(item.getName()), item.getName());
				}
			}
			assertTrue(asked <= MOST, command.getTitle() + " asks for " + asked);
			for (String key : further) assertTrue(module.isInputResolved(key), command + " asks for " + key);
		}
	}

	@Test
	void photographsAreSoughtWhereTheActiveImageIs() throws Exception {
		ImagePlus image = new ImagePlus("a.jpg", new ByteProcessor(2, 2));
		FileInfo file = new FileInfo();
		file.directory = "my photographs";
		image.setFileInfo(file);
		WindowManager.setTempCurrentImage(image);
		try {
			Module module = Calls.context().service(CommandService.class).getCommand(SegmentRootsFolder.class)
				.createModule();
			ShortDialog.suggest(module);
			assertEquals(new File("my photographs"), module.getInput("input"));
			assertNull(module.getInput("output"));
			assertFalse(module.isInputResolved("input"), "it is still asked for");
		}
		finally {
			WindowManager.setTempCurrentImage(null);
		}
	}
}
