package io.github.taproot.command;

import org.scijava.Priority;
import org.scijava.command.CommandModule;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Keeps our dialogs short: inputs that few people change count as given before a dialog is made, with their defaults or
 * what a macro gave; {@link TaprootCommand#askFurther} asks for them where wanted.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.HIGH)
public class ShortDialog extends AbstractPreprocessorPlugin {

	@Override
	public void process(Module module) {
		if (!(module instanceof CommandModule) || !(module.getDelegateObject() instanceof TaprootCommand command)) return;
		for (String key : command.further()) module.resolveInput(key);
	}
}
