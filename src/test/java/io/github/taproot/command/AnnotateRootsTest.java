// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotateRootsTest {

	@TempDir
	Path folder;

	@Test
	void refusesToRunWithoutAScreenAndTouchesNothing() throws IOException {
		assumeTrue(GraphicsEnvironment.isHeadless(), "there is a screen");
		Calls.refused(List.of("needs a screen", "Train Root U-Net"), AnnotateRoots.class, "photographs",
			folder.toFile(), "project", folder.resolve("project").toFile());
		assertEquals(List.of(), Calls.files(folder));
	}
}
