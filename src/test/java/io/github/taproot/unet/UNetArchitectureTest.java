// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.unet.UNetArchitecture.Head;

class UNetArchitectureTest {

	@Test
	void hasThePapersNumberOfParameters() {
		assertEquals(31_045_510, UNetArchitecture.PAPER.parameterCount());
	}

	@Test
	void plainHeadLacksItsNormAlone() {
		assertEquals(31_045_510 - 4, new UNetArchitecture(64, Head.PLAIN).parameterCount());
	}

	@Test
	void refusesWidthsThatDoNotDivideIntoGroups() {
		for (int width : new int[] { Integer.MIN_VALUE, -8, 0, 3, 12, 24, 33, 48, 288, 1_000_000 }) {
			assertThrows(IllegalArgumentException.class, () -> new UNetArchitecture(width, Head.PLAIN),
				() -> "" + width);
			assertThrows(IllegalArgumentException.class, () -> new RootPainterArchitecture(width), () -> "" + width);
		}
		for (int width : new int[] { 1, 2, 4, 8, 16, 32, 64, 96, 128, 256 }) {
			for (int level = 0; level <= NetworkArchitecture.DEPTH; level++) {
				int channels = new UNetArchitecture(width, Head.PLAIN).width() << level;
				assertEquals(0, channels % NetworkArchitecture.groups(channels));
			}
		}
	}

	@Test
	void rootPaintersNetworkHasItsNumberOfParametersAndItsTiles() {
		NetworkArchitecture network = new RootPainterArchitecture(64);
		assertEquals(1_322_438, network.parameterCount());
		assertEquals(500, network.outputSide(572));
		assertEquals(0, network.low());
		assertEquals(388, UNetArchitecture.PAPER.outputSide(572));
	}

	@Test
	void modelsOfTheFirstFormatAreUNets(@TempDir Path temp) throws IOException {
		for (NetworkArchitecture network :
			List.of(new UNetArchitecture(2, Head.PLAIN), new RootPainterArchitecture(2))) {
			TrainingSettings settings = TrainingSettings.paper(1).of(network);
			Path file = temp.resolve("model.zip");
			UNetModel.untrained(settings, network.initialWeights(1), "CPU").save(file);
			assertEquals(network, UNetModel.load(file).architecture());
		}
		// As the first version of Taproot wrote it, without the network's name.
		Map<String, float[]> weights = new UNetArchitecture(8, Head.PLAIN).initialWeights(1);
		Path old = temp.resolve("old.zip");
		ArrayFile.write(old, Map.of("format", 1, "settings", old(TrainingSettings.fast(1, 1))),
			Map.of("weights", weights));
		assertEquals(new UNetArchitecture(8, Head.PLAIN), UNetModel.load(old).architecture());
	}

	private static Map<String, Object> old(TrainingSettings settings) {
		Map<String, Object> old = new LinkedHashMap<>();
		old.put("architecture", Map.of("width", 8, "head", "PLAIN"));
		old.put("side", settings.side());
		old.put("batch", settings.batch());
		old.put("optimiser", settings.optimiser());
		old.put("rate", settings.rate());
		old.put("schedule", settings.schedule());
		old.put("sampling", settings.sampling());
		old.put("tilesPerEpoch", settings.tilesPerEpoch());
		old.put("rootShare", settings.rootShare());
		old.put("variation", settings.variation());
		old.put("epochs", settings.epochs());
		old.put("minutes", settings.minutes());
		old.put("validationSide", settings.validationSide());
		old.put("validationShare", settings.validationShare());
		return old;
	}

	@Test
	void startsFromHeNormalKernels() {
		UNetArchitecture architecture = new UNetArchitecture(16, Head.PAPER);
		Map<String, float[]> weights = architecture.initialWeights(3);
		architecture.check(weights);
		float[] kernel = weights.get("down4.conv2.0.weight");
		double squares = 0;
		for (float value : kernel) squares += value * value;
		assertEquals(Math.sqrt(2.0 / (9 * 256)), Math.sqrt(squares / kernel.length), 1e-4);
		assertArrayEquals(kernel, architecture.initialWeights(3).get("down4.conv2.0.weight"));
		assertEquals(1, weights.get("conv_in.2.weight")[0]);
		assertEquals(0, weights.get("conv_in.0.bias")[0]);
	}
}
