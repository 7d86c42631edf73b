// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

/** The macros that users get call commands that exist, with keys that they have. */
class MacrosTest {

	private static final Pattern RUN = Pattern.compile("\\brun\\(\"([^\"]*)\"(?:,\\s*([^;]*))?\\);");
	private static final Pattern OPTION = Pattern.compile("(\\w+)=(\\[[^\\]]*\\]|[^\\s\\[\\]]+)(?:\\s+|$)");

	/** A call in a macro: its keys and values, where a variable's value is a dollar sign and its name. */
	private record Call(String command, Map<String, String> options) {}

	private static List<Path> macros() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("macros"))) {
			return files.filter(file -> file.toString().endsWith(".ijm")).sorted().toList();
		}
	}

	private static List<Call> calls(String macro) {
		List<Call> calls = new ArrayList<>();
		Matcher run = RUN.matcher(macro.replaceAll("(?m)^\\s*//.*$", ""));
		while (run.find()) {
			// "input=[" + input + "] threshold=0.5" becomes input=[$input] threshold=0.5
			String text = run.group(2) == null ? "" : run.group(2).strip();
			text = text.replaceAll("\"\\s*\\+\\s*([^\"]+?)\\s*\\+\\s*\"", "\\$$1").replaceAll("\"\\s*\\+\\s*\"", "")
				.replaceAll("^\"|\"$", "");
			Map<String, String> options = new TreeMap<>();
			Matcher option = OPTION.matcher(text);
			int end = 0;
			while (option.find(end) && option.start() == end) {
				options.put(option.group(1), option.group(2));
				end = option.end();
			}
			assertEquals("", text.substring(end), "not key=value in " + text);
			calls.add(new Call(run.group(1), options));
		}
		return calls;
	}

	@Test
	void readsCallsAsImageJDoes() {
		assertEquals(List.of(new Call("A B", Map.of("input", "[$folder]", "threshold", "0.5", "resume", "true"))),
			calls("// run(\"No\", \"x=1\");\nrun(\"A B\", \"input=[\" + folder + \"] threshold=0.5\" +\n\" " +
			"resume=true\");"));
	}

	@Test
	void macrosCallCommandsWithTheirKeys() throws IOException {
		Map<String, CommandInfo> commands = new HashMap<>();
		for (CommandInfo command : Calls.commands()) commands.put(command.getTitle(), command);
		assertFalse(macros().isEmpty());
		for (Path macro : macros()) {
			List<Call> calls = calls(Files.readString(macro));
			assertFalse(calls.isEmpty(), macro + " calls nothing");
			for (Call call : calls) {
				CommandInfo command = commands.get(call.command());
				assertTrue(command != null, macro + ": no command " + call.command());
				for (Map.Entry<String, String> option : call.options().entrySet()) {
					ModuleItem<?> item = command.getInput(option.getKey());
					String line = macro + ": " + option;
					assertTrue(item != null, line);
					if (item.getType() == boolean.class) {
						assertTrue(option.getValue().matches("true|false|\\$.*"), line);
					}
					if (item.getType() == File.class) assertTrue(option.getValue().startsWith("["), line);
				}
				for (ModuleItem<?> item : command.inputs()) {
					boolean given = item.getType() != File.class || !item.isRequired() || call.options()
						.containsKey(item.getName());
					assertTrue(given, macro + " lacks " + item.getName());
				}
			}
		}
	}

	@Test
	void macrosExplainEveryParameterThatTheySet() throws IOException {
		for (Path file : macros()) {
			String macro = Files.readString(file);
			String comments = String.join("\n", macro.lines().filter(line -> line.startsWith("//")).toList());
			for (Call call : calls(macro)) {
				for (String key : call.options().keySet()) {
					assertTrue(comments.matches("(?s).*\\b" + key + "\\b.*"), file + " does not explain " + key);
				}
			}
		}
	}
}
