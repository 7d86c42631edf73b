// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.taproot.faults.Tally;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineMemoryError;
import io.github.taproot.unet.Precision;

/** Models that were crafted to do harm: each is refused, or fails in a process of its own, in one sentence. */
@Tag("slow")
@Tag("faults")
@ExtendWith(Tally.class)
class HostileModelsTest {

	private static final Path MODELS = Path.of("..", "shared", "cases", "hostile");
	/** Those that do no harm, and give probabilities. */
	private static final Set<String> HARMLESS = Set.of("control.zip", "chain200.zip", "opregistration.zip",
		"twographs.zip", "xla.zip");

	static List<Path> models() throws IOException {
		if (!Files.isDirectory(MODELS)) return List.of(Path.of("none"));
		try (Stream<Path> files = Files.list(MODELS)) {
			return files.filter(file -> file.toString().endsWith(".zip")).sorted().toList();
		}
	}

	@ParameterizedTest
	@MethodSource("models")
	void harmNothing(Path file) {
		Assumptions.assumeTrue(Files.exists(file), "The crafted models of ../shared are not here.");
		boolean isUsed = false;
		try (OpenModel model = ModelFile.open(file, null, DeviceChoice.CPU, Precision.EXACT, said -> {})) {
			Photograph photograph =
				Photograph.ofBytes(new byte[64 * 64], 64, 64, 1, PixelCalibration.PIXELS);
			model.segmenter(0, 0, Flips.NONE, false, said -> {}).probability(photograph, Progress.NONE);
			isUsed = true;
		}
		catch (IOException | IllegalArgumentException e) {
			assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
			assertFalse(e.getMessage().matches("(?s).*(\\{\\{|\n|Exception).*"), e.getMessage());
		}
		catch (EngineMemoryError e) {
			// a sentence of its own
		}
		assertTrue(isUsed == HARMLESS.contains(file.getFileName().toString()), file + (isUsed ? " is used" : ""));
	}
}
