// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.files.ChildProcess;
import io.github.taproot.progress.Background;

/** A program that ends while TensorFlow computes: without waiting for it, it crashes. */
class ExitTest {

	/** Predicts without end in some threads, and ends in the middle of it. */
	public static void main(String[] args) throws Exception {
		TrainingSettings settings = TrainingSettings.corrective(16, 1);
		CountDownLatch begun = new CountDownLatch(3);
		for (int i = 0; i < 3; i++) {
			UNetNetwork network = EngineLoader.engine().open(settings.architecture(),
				settings.architecture().initialWeights(1), DeviceChoice.CPU);
			Background.thread(() -> {
				while (true) {
					network.predict(new float[572 * 572 * 3], 1, 572, 572);
					begun.countDown();
				}
			}, "predicting").start();
		}
		begun.await();
		System.exit(7);
	}

	@Test
	void waitsForWhatIsBeingComputed(@TempDir Path temp) throws Exception {
		Path out = temp.resolve("out.txt");
		for (int run = 0; run < 3; run++) {
			Process process = new ProcessBuilder(ChildProcess.line(List.of(), ExitTest.class.getName()))
				.directory(temp.toFile()).redirectErrorStream(true).redirectOutput(out.toFile()).start();
			try {
				assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it ends");
				String said = Files.readString(out);
				assertEquals(7, process.exitValue(), said);
				assertFalse(said.contains("fatal error"), said);
			}
			finally {
				process.destroyForcibly();
			}
		}
	}
}
