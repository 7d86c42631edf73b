// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

/** The guide's page for scripts and plugins says what is there. */
class ScriptingPageTest {

	private static String page() throws IOException {
		return Files.readString(Path.of("resources", "guide", "reference", "scripting.md"));
	}

	private static List<MatchResult> matches(String pattern) throws IOException {
		return Pattern.compile(pattern).matcher(page()).results().toList();
	}

	@Test
	void itHasEveryOutputOfEveryCommand() throws IOException {
		Map<String, List<String>> expected = new TreeMap<>();
		Map<String, List<String>> told = new TreeMap<>();
		for (CommandInfo command : Calls.commands()) {
			List<String> names = new ArrayList<>();
			for (ModuleItem<?> item : command.outputs()) names.add(item.getName());
			if (!names.isEmpty()) expected.put(command.getTitle(), names.stream().sorted().toList());
		}
		for (MatchResult row : matches("(?m)^\\| (\\p{Lu}[\\w ]+) \\| (.*`.*) \\|$")) {
			told.put(row.group(1), Pattern.compile("`([a-z_0-9]+)`").matcher(row.group(2)).results().map(name ->
				name.group(1)).sorted()
				.toList());
		}
		assertEquals(expected, told);
	}

	@Test
	void itsClassesArePublic() throws Exception {
		List<MatchResult> rows = matches("(?m)^\\| `(io\\.github\\.[\\w.]+)` \\|");
		assertTrue(rows.size() > 30, rows.size() + " classes");
		for (MatchResult row : rows) assertTrue(Modifier.isPublic(Class.forName(row.group(1)).getModifiers()),
			row.group(1));
	}

	@Test
	void itsScriptsAndExamplesAreThere() throws IOException {
		for (MatchResult script : matches("`(Taproot_\\w+\\.groovy)`")) assertTrue(Files.exists(Path.of("macros",
			script.group(1))));
		List<MatchResult> examples =
			matches("(?s)@Plugin\\(type = (\\w+)\\.class\\)\n(public final class (\\w+) .*?)```");
		assertEquals(List.of("SegmenterPlugin", "TraitPlugin", "ExporterPlugin"),
			examples.stream().map(each -> each.group(1)).toList());
		for (MatchResult example : examples) {
			String tested = Files.readString(Path.of("src", "test", "java", "io", "github", "taproot", "plugin",
				example.group(3) + ".java"));
			assertTrue(tested.endsWith(example.group(2)), example.group(3) + " is another one in the tests");
			assertTrue(tested.lines().count() <= 40, example.group(3));
		}
	}
}
