// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** StarDist and others put TensorFlow 1.12 on Fiji's class path, with the same class names as ours. */
class TensorFlowBesideItsOldSelfTest {

	private static final Path OLD = Path.of("target/tensorflow-1.12");
	private static final Path LIBRARIES = Path.of("target/lib");

	@TempDir
	private Path temp;

	@Test
	void bothRunInOneProcess() throws Exception {
		assumeTrue(EngineLoader.platform().endsWith("x86_64"), "TensorFlow 1.12 has no library for this system");
		Path log = temp.resolve("log");
		String classPath = String.join(File.pathSeparator, OLD + "/*", "target/classes", LIBRARIES + "/*");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-D" + EngineLoader.FOLDER_PROPERTY + "=" + LIBRARIES.resolve("taproot"), "-cp", classPath,
			"src/test/tensorflow1/OldAndNew.java").redirectError(temp.resolve("errors").toFile())
				.redirectOutput(log.toFile()).start();
		assertEquals(0, process.waitFor(), () -> read(temp.resolve("errors")));
		assertEquals(List.of("old 1.12.0 9.0", "new 2.16.1 learns true predicts true", "old 1.12.0 25.0"),
			Files.readAllLines(log));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (java.io.IOException e) {
			return e.toString();
		}
	}
}
