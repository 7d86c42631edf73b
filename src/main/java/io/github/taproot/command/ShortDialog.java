package io.github.taproot.command;

import java.awt.GraphicsEnvironment;
import java.io.File;

import org.scijava.Priority;
import org.scijava.command.CommandModule;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.WindowManager;
import ij.io.FileInfo;

/**
 * Keeps our dialogs short: inputs that few people change count as given before a dialog is made, with their defaults or
 * what a macro gave; a second dialog asks for them where wanted. Folders of photographs start with that of the active image.
 * In the middle of a macro nobody is asked: inputs that its line leaves out have their defaults, and those without one are
 * refused by the command.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.HIGH)
public class ShortDialog extends AbstractPreprocessorPlugin {

	@Override
	public void process(Module module) {
		if (!(module instanceof CommandModule) || !(module.getDelegateObject() instanceof TaprootCommand command)) return;
		for (String key : command.further()) module.resolveInput(key);
		if (MacroThread.of(getContext()) != null) {
			for (ModuleItem<?> item : module.getInfo().inputs()) if (Main.isKey(item)) module.resolveInput(item.getName());
		}
		else if (!GraphicsEnvironment.isHeadless()) suggest(module);
	}

	/** Gives folders of photographs that have no value yet that of the active image; where none is open, nothing happens. */
	public static void suggest(Module module) {
		ImagePlus active = WindowManager.getCurrentImage();
		FileInfo file = active == null ? null : active.getOriginalFileInfo();
		if (file == null || file.directory == null || file.directory.isEmpty()) return;
		for (ModuleItem<?> item : module.getInfo().inputs()) {
			boolean isWanted = item.getType() == File.class && item.getLabel().startsWith("Photographs") &&
				!module.isInputResolved(item.getName()) && module.getInput(item.getName()) == null;
			if (isWanted) module.setInput(item.getName(), new File(file.directory));
		}
	}
}
