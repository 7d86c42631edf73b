// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import javax.imageio.ImageIO;

import net.imglib2.view.Views;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.Normalisation;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.unet.UNetArchitecture.Head;
import io.github.taproot.unet.pytorch.PyTorchWeights;

/** The network against numbers from PyTorch in float64. */
class ReferenceNetworkTest {

	private static final Path REFERENCE = Path.of("../shared/reference");
	private static final UNetArchitecture NARROW = new UNetArchitecture(8, Head.PAPER);

	@BeforeAll
	static void needsReference() {
		assumeTrue(Files.isDirectory(REFERENCE), "no reference numbers at " + REFERENCE);
	}

	@ParameterizedTest
	@CsvSource({ "unet-w8.pth, unet-w8-tile.npy", "unet-w8-legacy.pth, unet-w8-tile.npy",
		"rootpainter-w64.pkl, rootpainter-w64-tile.npy" })
	void tileHasTheProbabilitiesOfPyTorch(String file, String probability) throws Exception {
		float[] expected = NpyFiles.readFloats(REFERENCE.resolve("network").resolve(probability));
		PyTorchWeights read = PyTorchWeights.read(REFERENCE.resolve("network").resolve(file));
		BufferedImage image = ImageIO.read(REFERENCE.resolve("network/tile.png").toFile());
		float[] tile = image.getRaster().getPixels(0, 0, 572, 572, new float[572 * 572 * 3]);
		Normalisation.scale(tile, 0, tile.length, read.architecture().low());
		try (UNetNetwork network = EngineLoader.engine().open(read.architecture(), read.weights(), DeviceChoice.CPU)) {
			float[] actual = network.predict(tile, 1, 572);
			assertEquals(expected.length, actual.length);
			double worst = 0;
			for (int i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
			System.out.println("tile of " + file + ": largest difference of probability " + worst);
			assertTrue(worst < 1e-4, "differs by " + worst);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "unet-w8.pth", "unet-w8-legacy.pth" })
	void photographHasTheProbabilitiesOfPyTorchByMirroredTiles(String file) throws Exception {
		float[] expected = NpyFiles.readFloats(REFERENCE.resolve("network/unet-w8-image.npy"));
		Map<String, float[]> weights = PyTorchWeights.read(REFERENCE.resolve("network").resolve(file)).weights();
		Photograph photograph = new ImageFiles().readPhotograph(REFERENCE.resolve("network/image.png"));
		assertEquals(1000, photograph.width());
		try (UNetNetwork network = EngineLoader.engine().open(NARROW, weights, DeviceChoice.CPU)) {
			var actual = Views.flatIterable(
				new UNetSegmenter(network, 572, 2, message -> {}).probability(photograph, Progress.NONE)).cursor();
			double worst = 0;
			for (float value : expected) worst = Math.max(worst, Math.abs(value - actual.next().get()));
			System.out.println("image of " + file + ": largest difference of probability " + worst);
			assertTrue(worst < 1e-3, "differs by " + worst);
		}
	}

	@Test
	void fiveStepsOfThePapersOptimiserFollowPyTorch() throws Exception {
		float[] tiles = NpyFiles.readFloats(REFERENCE.resolve("training/tiles.npy"));
		byte[] labels = NpyFiles.readBytes(REFERENCE.resolve("training/annotations.npy"));
		double[] expected = Arrays.stream(Files.readString(REFERENCE.resolve("training/losses.json"))
			.split("\"loss\": "))
			.skip(1).mapToDouble(text -> Double.parseDouble(text.substring(0, text.indexOf(',')))).toArray();
		Map<String, float[]> weights = PyTorchWeights.read(REFERENCE.resolve("training/unet-w8-before.pth")).weights();
		assertEquals(5, expected.length);
		double[] tolerance = { 1e-6, 3e-5, 5e-3, 5e-3, 5e-3 };
		try (UNetNetwork network =
			EngineLoader.engine().open(NARROW, weights, DeviceChoice.CPU, Optimiser.PAPER))
		{
			for (int step = 0; step < 5; step++) {
				double loss = network.train(tiles, labels, 4, 252, 0.01);
				System.out.printf("step %d: loss %.9f, PyTorch %.9f%n", step, loss, expected[step]);
				assertEquals(expected[step], loss, tolerance[step]);
			}
		}
	}

	@Test
	void firstGradientIsPyTorchs() throws Exception {
		float[] tiles = NpyFiles.readFloats(REFERENCE.resolve("training/tiles.npy"));
		byte[] labels = NpyFiles.readBytes(REFERENCE.resolve("training/annotations.npy"));
		Map<String, float[]> weights = PyTorchWeights.read(REFERENCE.resolve("training/unet-w8-before.pth")).weights();
		Map<String, float[]> expected =
			PyTorchWeights.read(REFERENCE.resolve("training/unet-w8-first-gradient.pth")).weights();
		Optimiser noDecay = new Optimiser(Optimiser.Method.NESTEROV, 0.99, 0);
		try (UNetNetwork network = EngineLoader.engine().open(NARROW, weights, DeviceChoice.CPU, noDecay)) {
			network.train(tiles, labels, 4, 252, 0.01);
			// After the first step the momentum is the gradient.
			Map<String, float[]> momentum = network.optimiserState();
			double difference = 0;
			double norm = 0;
			for (Map.Entry<String, float[]> entry : expected.entrySet()) {
				float[] actual = momentum.get(entry.getKey() + ".momentum");
				for (int i = 0; i < actual.length; i++) {
					difference += Math.pow(actual[i] - entry.getValue()[i], 2);
					norm += Math.pow(entry.getValue()[i], 2);
				}
			}
			double relative = Math.sqrt(difference / norm);
			System.out.println("gradient: norm of the difference " + relative + " of the norm");
			assertTrue(relative < 0.01, "differs by " + relative);
		}
	}
}
