// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartHereTest {

	@TempDir
	private Path temp;

	@Test
	void theSampleIsSavedOnceAndIsReadyForTheForm() throws IOException {
		Map<String, Object> given = StartHere.sample(temp);
		File photographs = (File) given.get("photographs");
		assertEquals(List.of("simulated-00009.jpg", "simulated-00010.jpg", "simulated-00011.jpg"),
			Calls.files(photographs.toPath()));
		// What somebody changed in it stays.
		Files.delete(photographs.toPath().resolve("simulated-00009.jpg"));
		assertEquals(given, StartHere.sample(temp));
		assertEquals(2, Calls.files(photographs.toPath()).size());
		assertTrue(((File) given.get("output")).toPath().startsWith(temp));
	}

	@Test
	void withoutAScreenItNamesTheCommand() {
		assumeTrue(GraphicsEnvironment.isHeadless());
		Calls.refused(List.of("Analyse Root Photographs"), StartHere.class);
	}
}
