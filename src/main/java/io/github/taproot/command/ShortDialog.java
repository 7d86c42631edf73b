// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.PART;
import static io.github.taproot.command.InputValues.isKey;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.scijava.Context;
import org.scijava.Priority;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandModuleItem;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.WindowManager;
import ij.io.FileInfo;

import io.github.taproot.plugin.NamedPlugin;

/**
 * Keeps our dialogs short: inputs that few people change count as given before a dialog is made, with their defaults or
 * what a macro gave; a second dialog asks for them where wanted. Folders of photographs start with that of the active
 * image. What must be given stands above what may be.
 * In the middle of a macro nobody is asked: inputs that its line leaves out have their defaults, and those without one
 * are refused by the command.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.HIGH)
public class ShortDialog extends AbstractPreprocessorPlugin {

	@Override
	public void process(Module module) {
		if (!(module instanceof CommandModule) || !(module.getDelegateObject() instanceof TaprootCommand command)) {
			return;
		}
		command.findCaller(getContext());
		arrange(module, getContext());
		for (String key : command.further()) module.resolveInput(key);
		// For array jobs, which have no form.
		if (module.getInfo().getInput(PART) != null) module.resolveInput(PART);
		if (command.isInMacro()) {
			for (ModuleItem<?> item : module.getInfo().inputs()) {
				if (isKey(item)) module.resolveInput(item.getName());
			}
		}
		else {
			if (!GraphicsEnvironment.isHeadless()) suggest(module);
			resolveOptionalFiles(module);
			if (!GraphicsEnvironment.isHeadless()) command.setAsked(unresolved(module));
		}
	}

	private static List<String> unresolved(Module module) {
		List<String> keys = new ArrayList<>();
		for (ModuleItem<?> item : module.getInfo().inputs()) {
			if (isKey(item) && !module.isInputResolved(item.getName())) keys.add(item.getName());
		}
		return keys;
	}

	/**
	 * Those of {@link ParameterDialog#inputs} that a command's dialog asks for at once, or those that it asks for on
	 * demand.
	 */
	public static List<ModuleItem<?>> asked(Module module, boolean onDemand) {
		List<String> further = module.getDelegateObject() instanceof TaprootCommand ours ? ours.further() : List.of();
		return ParameterDialog.inputs((CommandInfo) module.getInfo()).stream()
			.filter(item -> (further.contains(item.getName()) || item.getName().equals(PART)) == onDemand).toList();
	}

	/**
	 * SciJava asks for a file that is the only input left even where it need not be given, and without a screen ends
	 * the command for it: such files count as given unless a dialog is made for other inputs, too.
	 */
	private static void resolveOptionalFiles(Module module) {
		List<ModuleItem<?>> left = new ArrayList<>();
		for (ModuleItem<?> item : module.getInfo().inputs()) {
			if (!module.isInputResolved(item.getName())) left.add(item);
		}
		boolean isAsked = left.stream().anyMatch(item -> item.getType() != File.class || item.isRequired());
		if (isAsked && !GraphicsEnvironment.isHeadless()) return;
		for (ModuleItem<?> item : left) {
			if (item.getType() == File.class && !item.isRequired()) module.resolveInput(item.getName());
		}
	}

	/**
	 * Arranges a command's inputs for a form: those that name a plugin offer all that are installed, and others are
	 * checked. Files, images and texts without which it cannot run stand before all others, and the question for more
	 * settings last. Nothing happens where SciJava's lists cannot be reached.
	 */
	public static void arrange(Module module, Context context) {
		if (!(module.getInfo() instanceof CommandInfo info)) return;
		Map<String, Class<? extends NamedPlugin>> plugins =
			module.getDelegateObject() instanceof TaprootCommand command ? command.pluginInputs() : Map.of();
		List<ModuleItem<?>> ordered = new ArrayList<>();
		for (ModuleItem<?> item : info.inputs()) {
			Class<? extends NamedPlugin> type = plugins.get(item.getName());
			ordered.add(type == null ? CheckedInput.of(item, context) : item instanceof PluginChoice ? item :
				new PluginChoice<>((CommandModuleItem<?>) item, context, type));
		}
		ordered.sort(Comparator.comparingInt(item -> !isKey(item) ? 0 : mustBeGiven(item, module) ? 1 :
			item.getName().equals("more") ? 3 : 2));
		try {
			// SciJava lists the inputs of a base class first, and knows no other order.
			List<ModuleItem<?>> list = field(info, "inputList");
			Map<String, ModuleItem<?>> byName = field(info, "inputMap");
			// Set one by one, since others may be going through it.
			for (int i = 0; i < ordered.size(); i++) if (list.get(i) != ordered.get(i)) list.set(i, ordered.get(i));
			for (ModuleItem<?> item : ordered) if (item instanceof PluginChoice) byName.put(item.getName(), item);
		}
		catch (ReflectiveOperationException | RuntimeException e) {
			// Then the form has the order of the classes, and the choices of theirs.
		}
	}

	/** A private field of SciJava's. */
	@SuppressWarnings("unchecked")
	private static <T> T field(CommandInfo info, String name) throws ReflectiveOperationException {
		Field field = CommandInfo.class.getDeclaredField(name);
		field.setAccessible(true);
		return (T) field.get(info);
	}

	/** Whether a command cannot run without a value of its user's: there is no default. */
	static boolean mustBeGiven(ModuleItem<?> item, Module module) {
		if (!item.isRequired()) return false;
		if (item.getType() == File.class || item.getType() == ImagePlus.class) return true;
		return item.getType() == String.class && "".equals(module.getInput(item.getName()));
	}

	/**
	 * Gives folders of photographs that have no value yet that of the active image; where none is open, nothing
	 * happens.
	 */
	public static void suggest(Module module) {
		ImagePlus active = WindowManager.getCurrentImage();
		FileInfo file = active == null ? null : active.getOriginalFileInfo();
		if (file == null || file.directory == null || file.directory.isEmpty()) return;
		for (ModuleItem<?> item : module.getInfo().inputs()) {
			boolean isWanted = item.getType() == File.class && item.isRequired() && item.getLabel()
				.startsWith("Photographs") &&
				!module.isInputResolved(item.getName()) && module.getInput(item.getName()) == null;
			if (isWanted) module.setInput(item.getName(), new File(file.directory));
		}
	}
}
