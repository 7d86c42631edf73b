// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;

/** The guide's page of commands is what the commands say. */
class CommandsPageTest {

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
}
