// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

/**
 * Shows the tables of our commands as ImageJ shows tables, and leaves only images and sentences to SciJava, which would
 * open a window for each number, and a second one for each table. Nothing happens where a command was cancelled.
 */
@Plugin(type = PostprocessorPlugin.class, priority = Priority.HIGH)
public class ShownTables extends AbstractPostprocessorPlugin {

	@Override
	public void process(Module module) {
		if (!(module.getDelegateObject() instanceof TaprootCommand)) return;
		show(module);
		for (ModuleItem<?> item : module.getInfo().outputs()) {
			boolean isForSciJava = item.getType() == ImagePlus.class || item.getType() == String.class;
			if (!isForSciJava) module.resolveOutput(item.getName());
		}
	}

	/**
	 * Shows a command's tables in windows that have their titles, in place of earlier ones; without a screen nothing.
	 */
	public static void show(Module module) {
		if (!(module.getDelegateObject() instanceof TaprootCommand command)) return;
		for (TaprootCommand.ShownTable shown : command.tables()) shown.results().show(shown.title());
	}
}
