// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.MenuEntry;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;

/** What Fiji's menus and macros ask of every command. */
class CommandParametersTest {

	/** Commands that are a window, and refuse to run without. */
	private static final Set<String> WINDOWED = Set.of("Preview Segmentation", "Annotate Roots", "Review Segmentation",
		"Count Intersections By Hand", "Start Here");

	/** All inputs but what the context fills in. */
	private static List<ModuleItem<?>> inputs(CommandInfo command) {
		List<ModuleItem<?>> inputs = new ArrayList<>();
		for (ModuleItem<?> item : command.inputs()) {
			if (!Service.class.isAssignableFrom(item.getType()) && item.getType() != Context.class) inputs.add(item);
		}
		return inputs;
	}

	private static void everyInput(Consumer<ModuleItem<?>> check) {
		assertTrue(Calls.commands().size() >= 7);
		for (CommandInfo command : Calls.commands()) inputs(command).forEach(check);
	}

	@Test
	void indexListsEveryCommand() throws IOException {
		Set<String> annotated = new TreeSet<>();
		Path folder = Path.of("src", "main", "java", "io", "github", "taproot", "command");
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList()) {
				String name = file.getFileName().toString().replace(".java", "");
				if (Files.readString(file).contains("\n@Plugin(type = Command.class")) annotated.add(name);
			}
		}
		Set<String> found = new TreeSet<>();
		for (CommandInfo command : Calls.commands()) found.add(command.getClassName().replaceAll(".*\\.", ""));
		assertEquals(annotated, found);
		String index = Files.readString(
			Path.of("target", "classes", "META-INF", "json", "org.scijava.plugin.Plugin"), StandardCharsets.UTF_8);
		for (CommandInfo command : Calls.commands()) {
			assertTrue(index.contains('"' + command.getClassName() + '"'), index);
		}
	}

	@Test
	void menuLabelsAreUniqueMacroNamesInTitleCase() {
		Set<String> labels = new HashSet<>();
		Set<Double> weights = new HashSet<>();
		for (CommandInfo command : Calls.commands()) {
			MenuPath menu = command.getMenuPath();
			assertEquals("Plugins > Taproot", menu.get(0).getName() + " > " + menu.get(1).getName());
			String label = menu.getLeaf().getName();
			// Without dots: ImageJ and Fiji find a macro's command by its whole label only.
			assertTrue(label.matches("\\p{Lu}[\\p{L}-]*( \\p{Lu}[\\p{L}-]*)+"), label);
			assertTrue(labels.add(label), label);
			assertTrue(weights.add(menu.getLeaf().getWeight()), label + " has the weight of another command");
			assertEquals(label, command.getTitle());
			assertTrue(command.getDescription().matches("\\p{Lu}.*\\."), label);
			assertEquals(!WINDOWED.contains(label), command.canRunHeadless(), label);
		}
	}

	@Test
	void mostUsedCommandsStandAboveSixSubmenus() {
		Map<String, Integer> menus = new LinkedHashMap<>();
		List<String> above = new ArrayList<>();
		double last = 0;
		String before = "";
		for (CommandInfo command : Calls.commands().stream()
			.sorted(Comparator.comparingDouble(info -> info.getMenuPath().getLeaf().getWeight())).toList())
		{
			MenuPath path = command.getMenuPath();
			if (path.size() == 3) above.add(command.getTitle());
			else {
				MenuEntry menu = path.get(2);
				assertEquals(4, path.size(), command.getTitle());
				assertTrue(menus.merge(menu.getName(), 1, Integer::sum) == 1 || menu.getName().equals(before), menu +
					" is split");
				assertTrue(menu.getWeight() >= last && menu.getWeight() < path.getLeaf().getWeight(),
					command.getTitle());
				last = menu.getWeight();
				before = menu.getName();
			}
		}
		assertEquals(List.of("Start Here", "Analyse Root Photographs", "Annotate Roots", "Segment Roots Folder",
			"Measure Root Traits Folder"), above);
		assertEquals(List.of("Annotate", "Train", "Segment", "Measure", "Evaluate", "Models and Tools"),
			List.copyOf(menus.keySet()));
		assertTrue(menus.values().stream().allMatch(count -> count >= 3 && count <= 8), menus.toString());
	}

	@Test
	void keysAreSafeInMacros() {
		for (CommandInfo command : Calls.commands()) {
			List<String> keys = inputs(command).stream().map(ModuleItem::getName).toList();
			for (String key : keys) {
				assertTrue(key.matches("[a-z]+(_[a-z]+)*"), key);
				for (String other : keys) assertFalse(other.endsWith("_" + key), other + " hides " + key);
			}
		}
	}

	@Test
	void inputsSayWhatTheyMean() {
		everyInput(item -> {
			assertTrue(item.getLabel() != null && item.getLabel().matches("\\p{Lu}.*"), item.getName());
			assertTrue(item.getDescription() != null && item.getDescription().matches("(?s).*\\."), item.getName());
		});
	}

	@Test
	void onlyFoldersAndFilesAreRemembered() {
		everyInput(item -> assertTrue(item.getType() == File.class || !item.isPersisted(), item.getName()));
	}

	@Test
	void pathsHaveChoosersThatFitTheirLabels() {
		everyInput(item -> {
			boolean isPath = item.getLabel().matches(".*\\((\\w+ )?(folder|file|file or folder)\\)");
			assertEquals(isPath, item.getType() == File.class, item.getLabel());
			if (!isPath) return;
			boolean isFolder = item.getLabel().endsWith("(folder)");
			String style = item.getWidgetStyle();
			assertTrue(isFolder ? style.equals("directory") : style.matches("|open|save|open,both"), item.getLabel() +
				": " + style);
			assertEquals(item.getLabel().endsWith("file or folder)"), style.endsWith("both"), item.getLabel());
		});
	}

	@Test
	void whatMustBeGivenStandsFirst() throws ModuleException {
		for (CommandInfo command : Calls.commands()) {
			Module module = command.createModule();
			ShortDialog.arrange(module, Calls.context());
			boolean mayBeLeftOut = false;
			for (ModuleItem<?> item : inputs(command)) {
				boolean isNeeded = ShortDialog.mustBeGiven(item, command.createModule());
				assertFalse(mayBeLeftOut && isNeeded, command.getTitle() + ": " + item.getName() +
					" stands below others");
				mayBeLeftOut |= !isNeeded;
			}
			List<String> keys = inputs(command).stream().map(ModuleItem::getName).toList();
			assertEquals(keys.indexOf("more"), keys.contains("more") ? keys.size() - 1 : -1, command.getTitle());
		}
	}

	@Test
	void everyCommandThatWritesToAFolderKeepsOthersFromIt() throws Exception {
		Set<String> without = new TreeSet<>();
		for (CommandInfo command : Calls.commands()) {
			ModuleItem<?> output = command.getInput("output");
			if (output == null || output.getWidgetStyle() == null ||
				!output.getWidgetStyle().contains("directory")) continue;
			Module module = command.createModule();
			File folder = new File("somewhere");
			module.setInput("output", folder);
			TaprootCommand made = (TaprootCommand) module.getDelegateObject();
			if (!folder.equals(made.writesTo())) without.add(command.getTitle());
		}
		// The window keeps it, for longer than the command runs.
		assertEquals(Set.of("Count Intersections By Hand"), without);
	}
}
