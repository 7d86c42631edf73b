// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

/** Plain ImageJ's menu is Fiji's. */
class MenuEntryTest {

	@Test
	void pluginsConfigListsEveryCommandInMenuOrder() throws IOException {
		List<String> expected;
		try (Context context = new Context(CommandService.class)) {
			expected = context.service(CommandService.class).getCommands().stream()
				.filter(info -> info.getClassName().startsWith("io.github.taproot."))
				.sorted(Comparator.comparingDouble(info -> info.getMenuPath().getLeaf().getWeight()))
				.map(MenuEntryTest::line).toList();
		}
		assertTrue(expected.size() > 10);
		List<String> lines = Files.readAllLines(Path.of("src", "main", "resources", "plugins.config"));
		assertEquals(expected, lines.stream().filter(line -> !line.startsWith("#")).toList());
	}

	private static String line(CommandInfo info) {
		String menu = info.getMenuPath().subList(0, info.getMenuPath().size() - 1).stream()
			.map(org.scijava.MenuEntry::getName).collect(Collectors.joining(">"));
		String title = info.getTitle();
		return menu + ", \"" + title + "\", " + MenuEntry.class.getName() + "(\"" + title + "\")";
	}
}
