// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.module.ModuleItem;

/** Asks the fields of every form as SciJava's dialogs do, at every change and before they close. */
class CheckedInputTest {

	private static final Map<String, Object> WRONG = Map.ofEntries(Map.entry("names", "(?<tube>"),
		Map.entry("root_value", "purple or so"), Map.entry("pixel_size", 25.4), Map.entry("classes", "1,x"),
		Map.entry("tolerances", "two"), Map.entry("part", "5/4"),
		Map.entry("input", new File("/no such folder/\u00e4")), Map.entry("model", new File("/no model.zip")),
		Map.entry("images", new File("/no such folder")), Map.entry("annotations", new File("/no such folder")),
		Map.entry("photographs", new File("/no such folder")));

	@TempDir
	Path folder;

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static String check(ModuleItem item, CommandModule module, Object value) {
		module.setInput(item.getName(), value);
		String message = item.validateMessage(module);
		return message == null ? "" : message;
	}

	@Test
	void wrongValuesAreToldInEveryForm() throws Exception {
		Path file = Files.writeString(folder.resolve("a file"), "");
		Set<String> seen = new TreeSet<>();
		try (Context context = new Context(CommandService.class, StatusService.class, LogService.class)) {
			for (CommandInfo info : context.service(CommandService.class).getCommands()) {
				if (!TaprootCommand.class.isAssignableFrom(info.loadClass())) continue;
				CommandModule module = new CommandModule(info);
				ShortDialog.arrange(module, context);
				for (ModuleItem<?> item : info.inputs()) {
					Object wrong = WRONG.get(item.getName());
					if (wrong == null || item.getType() == String.class != wrong instanceof String) continue;
					String where = info.getTitle() + ", " + item.getName();
					Object start = module.getInput(item.getName());
					String message = check(item, module, wrong);
					assertTrue(message.endsWith("."), where + ": " + message);
					if (wrong instanceof File) {
						assertEquals("There is no " + wrong + ".", message, where);
						assertEquals("", check(item, module, "model".equals(item.getName()) ? file.toFile() :
							folder.toFile()), where);
						if ("directory".equals(item.getWidgetStyle())) {
							assertEquals(file + " is not a folder.", check(item, module, file.toFile()), where);
						}
						assertEquals(item.isRequired(), !check(item, module, null).isEmpty(), where);
					}
					else assertEquals("", check(item, module, start), where);
					seen.add(item.getName());
				}
			}
		}
		assertEquals(new TreeSet<>(WRONG.keySet()), seen);
	}
}
