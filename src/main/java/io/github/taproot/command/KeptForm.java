// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.util.ArrayList;
import java.util.List;

import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginService;
import org.scijava.ui.DialogPrompt.MessageType;
import org.scijava.ui.UIService;
import org.scijava.widget.InputHarvester;

/**
 * Shows a form again, with its entries, until all that must be given is there and nothing that can be checked is wrong.
 * SciJava's forms before 2.100 close with any values, and the command ends in SciJava's words.
 */
@Plugin(type = PreprocessorPlugin.class, priority = InputHarvester.PRIORITY - 0.5)
public class KeptForm extends AbstractPreprocessorPlugin {

	@Parameter
	private PluginService plugins;

	@Parameter(required = false)
	private UIService windows;

	@Override
	public void process(Module module) {
		if (!(module.getDelegateObject() instanceof TaprootCommand command) || windows == null) return;
		List<String> asked = command.asked();
		while (!isCanceled()) {
			List<String> problems = problems(module, asked);
			if (problems.isEmpty()) return;
			windows.showDialog(String.join("\n", problems), module.getInfo().getTitle(), MessageType.ERROR_MESSAGE);
			if (!askAgain(module, asked)) return;
		}
	}

	private static List<String> problems(Module module, List<String> asked) {
		List<String> problems = new ArrayList<>();
		for (String key : asked) {
			ModuleItem<?> item = module.getInfo().getInput(key);
			String problem = CheckedInput.problem(item, module.getInput(key));
			if (problem != null) problems.add(item.getLabel() + ": " + problem);
		}
		return problems;
	}

	/** Whether there was a form. */
	private boolean askAgain(Module module, List<String> asked) {
		asked.forEach(module::unresolveInput);
		for (PreprocessorPlugin step : plugins.createInstancesOfType(PreprocessorPlugin.class)) {
			if (!(step instanceof InputHarvester)) continue;
			step.process(module);
			if (step.isCanceled()) cancel(step.getCancelReason());
		}
		return asked.stream().allMatch(module::isInputResolved);
	}
}
