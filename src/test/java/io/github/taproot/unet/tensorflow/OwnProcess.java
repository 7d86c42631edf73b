// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.taproot.files.ChildProcess;
import io.github.taproot.unet.EngineException;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.natives.GpuStatus;

/** Tests that see TensorFlow's classes, in a process of their own: here, the engine's loader has its library. */
final class OwnProcess {

	private OwnProcess() {}

	/** What a class's main method prints, which is given the folder of TensorFlow's libraries. */
	static List<String> lines(Class<?> main, Path temp) throws IOException, InterruptedException, EngineException {
		Path out = temp.resolve("out.txt");
		Process process = new ProcessBuilder(ChildProcess.line(List.of(), main.getName(),
			EngineLoader.engine().info().natives())).redirectErrorStream(true).redirectOutput(out.toFile()).start();
		try {
			assertTrue(process.waitFor(200, TimeUnit.SECONDS) && process.exitValue() == 0, Files.readString(out));
		}
		finally {
			process.destroyForcibly();
		}
		return Files.readAllLines(out);
	}

	/** What that main method does first. */
	static void load(String[] arguments) {
		System.setProperty("TENSORFLOW_LIBRARY_PATH", arguments[0]);
		new TensorFlowEngine(new GpuStatus(GpuStatus.State.NO_CARD, "There is none.", List.of()));
	}
}
