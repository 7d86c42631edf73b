// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Parameter;

import ij.ImagePlus;

/** Writes the guide's page of commands from the commands: {@link #main}. */
public final class CommandsPage {

	static final Path PAGE = Path.of("resources", "guide", "reference", "commands.md");
	/** What writes the page again. */
	static final String RENEW = "mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=" +
		CommandsPage.class.getName();

	private static final String INTRODUCTION = """
		# Commands

		Every command with its settings. This page is written from the program: a setting's text is the text of its \
		dialog.

		In macros a setting is `key=value`; put values that contain a blank in brackets: `output=[my results]`. \
		Settings that you leave out have their defaults. *More* marks settings that the dialog shows after a tick at \
		*More settings*. **Bold** settings have no default: they must be given.

		""";
	/** Files of examples, by key. */
	private static final Map<String, String> FILES = Map.of("model", "model.zip", "weights", "weights.pth", "lengths",
		"lengths.csv", "counts", "counts.csv");

	private CommandsPage() {}

	/** Writes the page in the project in the working folder. */
	public static void main(String[] arguments) throws IOException {
		Files.writeString(PAGE, text());
		System.out.println("Wrote " + PAGE + ".");
	}

	/** The page. */
	static String text() {
		List<CommandInfo> commands = Calls.commands().stream()
			.sorted(Comparator.comparingDouble(info -> info.getMenuPath().getLeaf().getWeight())).toList();
		Map<String, List<String>> menus = new LinkedHashMap<>();
		for (CommandInfo command : commands) {
			menus.computeIfAbsent(menu(command), name -> new ArrayList<>())
				.add("[" + command.getTitle() + "](#" + anchor(command.getTitle()) + ")");
		}
		StringBuilder text = new StringBuilder(INTRODUCTION + "| menu | commands |\n|---|---|\n");
		menus.forEach((menu, links) -> text.append("| ").append(menu).append(" | ").append(String.join(" · ", links))
			.append(" |\n"));
		for (CommandInfo command : commands) append(text, command);
		return text.toString();
	}

	private static String menu(CommandInfo command) {
		return command.getMenuPath().stream().limit(command.getMenuPath().size() - 1L).map(entry -> entry.getName())
			.collect(Collectors.joining(" > "));
	}

	/** As GitHub makes it of a heading. */
	static String anchor(String heading) {
		return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
	}

	private static void append(StringBuilder text, CommandInfo command) {
		text.append("\n## ").append(command.getTitle()).append("\n\n*").append(menu(command)).append(" > ")
			.append(command.getTitle()).append("*. ").append(escaped(command.getDescription())).append("\n\n");
		Module module = module(command);
		List<ModuleItem<?>> inputs = inputs(command, module);
		if (!inputs.isEmpty()) text.append("| setting | key | values | default | |\n|---|---|---|---|---|\n");
		for (ModuleItem<?> item : inputs) append(text, item, module);
		text.append(inputs.isEmpty() ? "" : "\n").append("    run(\"").append(command.getTitle()).append('"');
		String example = example(command, " ");
		text.append(example.isEmpty() ? "" : ", \"" + example + "\"").append(");\n");
	}

	private static Module module(CommandInfo command) {
		try {
			return command.createModule();
		}
		catch (ModuleException e) {
			throw new IllegalStateException(e);
		}
	}

	/** As dialogs show them, those of the second dialog last. */
	private static List<ModuleItem<?>> inputs(CommandInfo command, Module module) {
		ShortDialog.arrange(module, Calls.context());
		List<ModuleItem<?>> inputs = new ArrayList<>(ShortDialog.asked(module, false));
		inputs.removeIf(item -> item.getName().equals("more"));
		// Where the command ran before with all that it needs, SciJava's list has another order.
		List<String> declared = new ArrayList<>();
		for (Class<?> type = module.getDelegateObject().getClass(); type != null; type = type.getSuperclass()) {
			declared.addAll(0, Arrays.stream(type.getDeclaredFields()).map(Field::getName).toList());
		}
		inputs.sort(Comparator.comparing((ModuleItem<?> item) -> !ShortDialog.mustBeGiven(item, module))
			.thenComparing(item -> declared.indexOf(item.getName())));
		inputs.addAll(ShortDialog.asked(module, true));
		return inputs;
	}

	private static void append(StringBuilder text, ModuleItem<?> item, Module module) {
		boolean isNeeded = ShortDialog.mustBeGiven(item, module);
		boolean isMore = ((TaprootCommand) module.getDelegateObject()).further().contains(item.getName());
		String label = isNeeded ? "**" + item.getLabel() + "**" : item.getLabel();
		// The item itself may offer plugins that others installed.
		Parameter parameter = parameter(item.getName(), module.getDelegateObject().getClass());
		String value = isNeeded || item.getType() == File.class ? "" : ParameterDialog.text(module.getInput(item
			.getName()));
		text.append("| ").append(label).append(isMore ? " (*more*)" : "").append(" | `").append(item.getName())
			.append("` | ").append(values(item, parameter)).append(" | ").append(value.isEmpty() ? "" : "`" + value +
				"`").append(" | ").append(escaped(parameter.description())).append(" |\n");
	}

	private static Parameter parameter(String key, Class<?> type) {
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			try {
				Field field = each.getDeclaredField(key);
				return field.getAnnotation(Parameter.class);
			}
			catch (NoSuchFieldException e) {
				// It is a superclass's.
			}
		}
		throw new IllegalStateException(type + " has no field " + key);
	}

	private static String values(ModuleItem<?> item, Parameter parameter) {
		if (parameter.choices().length > 0) return "`" + String.join("` `", parameter.choices()) + "`";
		if (item.getType() == boolean.class) return "`true` `false`";
		if (item.getType() == File.class) return "path";
		if (item.getType() == ImagePlus.class) return "image";
		if (item.getType() == String.class) return "text";
		String least = parameter.min();
		String most = parameter.max();
		return (item.getType() == double.class ? "number" : "whole number") +
			(least.isEmpty() ? "" : most.isEmpty() ? " from " + least : ", " + least + " to " + most);
	}

	private static String escaped(String text) {
		return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_");
	}

	/** The inputs that must be given, with values such as users give; images, which may be the active one, without. */
	static String example(CommandInfo command, String separator) {
		Module module = module(command);
		List<String> parts = new ArrayList<>();
		for (ModuleItem<?> item : inputs(command, module)) {
			if (!ShortDialog.mustBeGiven(item, module) || item.getType() == ImagePlus.class) continue;
			parts.add(item.getName() + "=" + value(item, command.getTitle()));
		}
		return String.join(separator, parts);
	}

	private static String value(ModuleItem<?> item, String title) {
		String key = item.getName();
		String label = item.getLabel();
		if (label.endsWith("(folders)")) return "first;second";
		if (FILES.containsKey(key)) return FILES.get(key);
		if (label.endsWith("(CSV file)")) return "table.csv";
		if (key.equals("output") && label.matches(".*file\\)")) {
			return title.equals("Export Model") ? "package.zip" : "new-model.zip";
		}
		if (key.equals("output")) return "results";
		return label.replaceAll(" \\(.*", "").toLowerCase(Locale.ROOT).replace(' ', '-');
	}
}
