// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.isKey;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.console.ConsoleService;
import org.scijava.convert.Converter;
import org.scijava.display.DisplayPostprocessor;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.event.ModuleCanceledEvent;
import org.scijava.module.event.ModuleErroredEvent;
import org.scijava.module.event.ModuleFinishedEvent;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.startup.StartupService;

import ij.ImagePlus;
import ij.measure.ResultsTable;

import io.github.taproot.files.Version;
import io.github.taproot.imagej.ImagePlusFiles;
import io.github.taproot.progress.Progress;
import io.github.taproot.progress.UnexpectedError;

/**
 * Runs commands without Fiji:
 * {@code java -jar taproot.jar --run "Segment Roots Folder" "input=...,output=..."}, through SciJava's own
 * console argument. The exit code is 0 where the command did all it should, 1 where it failed or left something undone,
 * and 2 where the line makes no sense; the reason goes to standard error. {@code --demo FOLDER} runs the main job on
 * the sample in the jar. A command for one image takes its file's path, prints its table, and saves its images as TIFF
 * in the working folder.
 */
public final class Main {

	private static final String PACKAGE = Main.class.getPackageName();
	private static final int FAILED = 1;
	private static final int MISUSED = 2;
	/**
	 * Java's own notes on where it keeps what commands remember, which need not work here; held, or its level is lost.
	 */
	private static final Logger PREFERENCES = Logger.getLogger("java.util.prefs");

	/** Commands on folders whose results depend on all files at once, and what to do. */
	static final Map<String, String> UNDIVIDED = Map.of(
		"Analyse Root Photographs", "its report is about all photographs. Run Segment Roots Folder and Measure Root " +
			"Traits Folder in parts instead.",
		"Measure Root Growth Folder", "all dates of a place must be aligned with each other. Run it once on all masks.",
		"Evaluate Segmentation", "its scores and intervals are over all images. Run it once on all predictions.",
		"Compare Methods", "its tests are over all images. Run it once on all predictions.",
		"Tabulate File Names", "it only reads names, which takes seconds. Run it once.",
		"Simulate Rhizotron Images", "give each run its own seed and output folder instead.");

	private Module finished;
	private String failure;

	private Main() {}

	public static void main(String[] args) {
		System.setProperty("java.awt.headless", "true");
		PREFERENCES.setLevel(Level.OFF);
		System.exit(new Main().run(args));
	}

	private int run(String[] args) {
		try (Context context = new Context()) {
			CommandService commands = context.service(CommandService.class);
			context.service(EventService.class).subscribe(this);
			// Without windows it can only complain about outputs that it cannot display.
			PluginService plugins = context.service(PluginService.class);
			plugins.removePlugin(plugins.getPlugin(DisplayPostprocessor.class));
			plugins.addPlugin(new PluginInfo<>(ImageFileConverter.class, Converter.class));
			if (args.length == 2 && args[0].equals("--demo")) return demo(context, Path.of(args[1]));
			if (args.length >= 2 && args.length <= 3 && args[0].equals("--run")) {
				return run(context, args[1], args.length == 3 ? args[2] : "");
			}
			usage(commands);
			return args.length == 1 && args[0].equals("--help") ? 0 : MISUSED;
		}
	}

	private int demo(Context context, Path folder) {
		try {
			for (Map.Entry<String, String> line : Demo.prepare(folder).entrySet()) {
				System.out.println("\n--run \"" + line.getKey() + "\" \"" + line.getValue() + "\"");
				int code = run(context, line.getKey(), line.getValue());
				if (code != 0) return code;
			}
		}
		catch (IOException e) {
			return misused(e.getMessage());
		}
		System.out.println("\nSee " + folder.toAbsolutePath() + ": overlays and masks in segmented, lengths in " +
			"root-lengths.csv (true ones in sample/lengths.csv), the model in model.");
		return 0;
	}

	private int run(Context context, String name, String text) {
		CommandInfo command = ours(context.service(CommandService.class)).stream()
			.filter(info -> info.getTitle().equalsIgnoreCase(name)).findFirst().orElse(null);
		if (command == null) return misused("There is no command \"" + name + "\"; --help lists all.");
		String parameters;
		try {
			parameters = quoted(command, text);
		}
		catch (IllegalArgumentException e) {
			return misused(e.getMessage());
		}
		finished = null;
		context.service(ConsoleService.class).processArgs("--run", command.getClassName(), parameters);
		context.service(StartupService.class).executeOperations();
		return result();
	}

	private int result() {
		if (failure != null) {
			if (!failure.isEmpty()) System.err.println(failure);
			return FAILED;
		}
		if (finished == null) {
			System.err.println("The command did not run.");
			return FAILED;
		}
		ResultsTable table = ResultsTable.getResultsTable();
		if (table.size() > 0) {
			System.out.println(withoutNumber(table.getColumnHeadings()));
			for (int row = 0; row < table.size(); row++) System.out.println(withoutNumber(table.getRowAsString(row)));
		}
		if (finished.getDelegateObject() instanceof TaprootCommand command) {
			for (TaprootCommand.ShownTable shown : command.tables()) System.out.println(shown.table().csv());
		}
		for (Object output : finished.getOutputs().values()) {
			if (output instanceof String text) System.out.println(text);
			if (output instanceof ImagePlus image) {
				Path file = Path.of(image.getTitle().replaceAll("[\\\\/:*?\"<>|]", "_") + ".tif").toAbsolutePath();
				try {
					ImagePlusFiles.write(image, file);
				}
				catch (IOException e) {
					System.err.println(e.getMessage());
					return FAILED;
				}
				System.out.println("Saved " + file);
			}
		}
		return 0;
	}

	/** ImageJ numbers the rows in a first column. */
	private static String withoutNumber(String row) {
		return row.substring(row.indexOf('\t') + 1);
	}

	private static int misused(String sentence) {
		System.err.println(sentence);
		return MISUSED;
	}

	/** Our commands by menu order. */
	private static List<CommandInfo> ours(CommandService commands) {
		return commands.getCommands().stream().filter(info -> info.getClassName().startsWith(PACKAGE + "."))
			.sorted(Comparator.comparing(PluginInfo<?>::getTitle)).toList();
	}

	private static void usage(CommandService commands) {
		System.out.println("Taproot " + Version.taproot() + ": java -jar taproot.jar --run \"COMMAND\" " +
			"\"key=value,key=value\"");
		System.out.println("or --demo FOLDER: trains, segments and measures a sample in some two minutes.\n");
		System.out.println("Values with a comma stand in quotes: suffix='a,b'. Commands and their keys:");
		for (CommandInfo info : ours(commands)) {
			System.out.println("\n" + info.getTitle() + ": " + info.getDescription());
			// As in dialogs.
			ShortDialog.arrange(commands.moduleService().createModule(info), commands.context());
			for (ModuleItem<?> item : info.inputs()) {
				if (isKey(item)) {
					System.out.println("  " + item.getName() + "= " + item.getLabel() + ". " + item.getDescription());
				}
			}
		}
	}

	/**
	 * The parameters as SciJava's parser needs them: values in quotes.
	 *
	 * @throws IllegalArgumentException for an unknown or missing key, or a value that is none of its type
	 */
	static String quoted(CommandInfo command, String text) {
		Map<String, ModuleItem<?>> keys = new LinkedHashMap<>();
		for (ModuleItem<?> item : command.inputs()) {
			if (isKey(item)) keys.put(item.getName(), item);
		}
		List<String> parts = new ArrayList<>();
		for (Map.Entry<String, String> given : parse(text).entrySet()) {
			ModuleItem<?> item = keys.remove(given.getKey());
			if (item == null) {
				String undivided = given.getKey().equals(InputValues.PART) ? UNDIVIDED.get(command.getTitle()) : null;
				throw new IllegalArgumentException(
					undivided != null ? command.getTitle() + " cannot run in parts: " + undivided :
						command.getTitle() + " has no parameter " + given.getKey() + "; --help lists its parameters.");
			}
			if (item.getType() == ImagePlus.class) ImageFileConverter.check(given.getValue());
			else ParameterDialog.value(item, given.getValue());
			parts.add(given.getKey() + "=\"" + given.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
		}
		for (ModuleItem<?> item : keys.values()) {
			if (item.isRequired() && (item.getType() == File.class || item.getType() == ImagePlus.class)) {
				throw new IllegalArgumentException(
					command.getTitle() + " needs " + item.getName() + "=...: " + item.getDescription());
			}
		}
		return String.join(",", parts);
	}

	/** Reads {@code key=value,key='a value, quoted'}. */
	private static Map<String, String> parse(String text) {
		Map<String, String> values = new LinkedHashMap<>();
		int at = 0;
		while (at < text.length()) {
			int equals = text.indexOf('=', at);
			if (equals < 0) {
				throw new IllegalArgumentException("\"" + text.substring(at) + "\" is not of the form key=value.");
			}
			String key = text.substring(at, equals).strip();
			int start = equals + 1;
			char quote = start < text.length() ? text.charAt(start) : ' ';
			int end;
			if (quote == '\'' || quote == '"') {
				start++;
				end = text.indexOf(quote, start);
				if (end < 0) throw new IllegalArgumentException("The value of " + key + " lacks its closing quote.");
				at = end + 1;
			}
			else {
				end = text.indexOf(',', start);
				if (end < 0) end = text.length();
				at = end;
			}
			if (values.put(key, text.substring(start, end)) != null) {
				throw new IllegalArgumentException("The parameter " + key + " is given twice.");
			}
			if (at < text.length() && text.charAt(at) != ',') {
				throw new IllegalArgumentException("After the value of " + key + " a comma is missing.");
			}
			at++;
		}
		return values;
	}

	@EventHandler
	void onEvent(ModuleFinishedEvent event) {
		finished = event.getModule();
	}

	@EventHandler
	void onEvent(ModuleCanceledEvent event) {
		// Our own commands have told their reason to the log, which here is standard error.
		boolean isTold = event.getModule().getDelegateObject() instanceof TaprootCommand command && command.hasFailed();
		failure = isTold ? "" : event.getReason() == null ? Progress.CANCELLED : event.getReason();
	}

	@EventHandler
	void onEvent(ModuleErroredEvent event) {
		failure = "The command failed because of an " + UnexpectedError.told(event.getException());
	}
}
