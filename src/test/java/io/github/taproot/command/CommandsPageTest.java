// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;

/** The guide's page of commands is what the commands say. */
class CommandsPageTest {

	/** In macros, run("Command", "key=value key=[a value]"); in the console, --run "Command" "key=value,key=value". */
	private static final Pattern CALL = Pattern.compile("(--run |run\\()\"([^\"]+)\",? \"([^\"]*)\"");

	@Test
	void thePageIsOfTheseCommands() throws IOException {
		List<String> written = Files.readAllLines(CommandsPage.PAGE);
		List<String> expected = CommandsPage.text().lines().toList();
		for (int i = 0; i < Math.max(written.size(), expected.size()); i++) {
			String is = i < written.size() ? written.get(i) : "(nothing)";
			String wanted = i < expected.size() ? expected.get(i) : "(nothing)";
			assertEquals(wanted, is, CommandsPage.PAGE + " is stale in line " + (i + 1) + ". Renew it by\n    " +
				CommandsPage.RENEW + "\n");
		}
	}

	@Test
	void itsExamplesHaveAllThatMustBeGiven() {
		for (CommandInfo command : Calls.commands()) {
			String example = CommandsPage.example(command, ",");
			boolean isForAnImage = command.getInput("image") != null || command.getInput("mask") != null;
			assertFalse(example.contains(" "), example);
			if (!isForAnImage) Main.quoted(command, example);
		}
	}

	@Test
	void linesInTheGuideCallCommandsByTheirKeys() throws IOException {
		List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
		try (Stream<Path> files = Files.walk(Path.of("resources"))) {
			files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
		}
		int checked = 0;
		for (Path page : pages) {
			for (MatchResult call : CALL.matcher(Files.readString(page)).results().toList()) {
				CommandInfo command = Calls.commands().stream().filter(info -> info.getTitle().equals(call.group(2)))
					.findFirst().orElseThrow(() -> new AssertionError(page + " calls " + call.group(2)));
				String separator = call.group(1).startsWith("--") ? "," : " ";
				Matcher key = Pattern.compile("(?:^|" + separator + ")(\\w+)=").matcher(call.group(3)
					.replaceAll("\\[[^]]*]|'[^']*'", "x"));
				while (key.find()) {
					checked++;
					assertTrue(command.getInput(key.group(1)) != null, page + ": " + call.group());
				}
			}
		}
		assertTrue(checked > 100, checked + " keys");
	}
}
