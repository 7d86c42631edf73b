// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The next step after a command, where SciJava shows no forms. */
class OpenFormTest {

	@AfterEach
	void asInFiji() {
		OpenForm.inPlainImageJ(null);
	}

	@Test
	void plainImageJOpensItsOwnDialog() {
		List<String> opened = new ArrayList<>();
		OpenForm.inPlainImageJ((title, given) -> opened.add(title + " " + given));
		OpenForm.of(Calls.context(), "Segment Roots Folder", Map.of("model", new File("model.zip")));
		assertEquals(List.of("Segment Roots Folder {model=model.zip}"), opened);
	}

	@Test
	void whatIsOpenedIsACommand() {
		for (String title : List.of("Segment Roots Folder", "Annotate Roots", "Correct Masks Folder")) {
			long found = Calls.commands().stream().filter(command -> command.getTitle().equals(title)).count();
			assertEquals(1, found, title);
		}
	}
}
