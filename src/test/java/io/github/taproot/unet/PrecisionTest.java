// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.simulation.RhizotronSimulator;
import io.github.taproot.simulation.SimulationSettings;

@Tag("slow")
class PrecisionTest {

	private static final int SIDE = 204;

	@Test
	void aTrainedModelFindsTheSameRootsWhenItIsFast() throws Exception {
		UNetModel model = UNetModel.load(Path.of("resources/models/simulated.zip"));
		Photograph photograph = RhizotronSimulator.simulate(SimulationSettings.of(1200, 900, 3), 0).photograph();
		try (UNetNetwork network =
			EngineLoader.engine().open(model.architecture(), model.weights(), DeviceChoice.CPU, Precision.FAST, null))
		{
			assertTrue(network.device().contains("bfloat16") || network.device().contains("fast norms"),
				network.device());
			try (UNetNetwork automatic = EngineLoader.engine().open(model.architecture(), model.weights(),
				DeviceChoice.CPU, Precision.AUTO, null))
			{
				assertEquals(Precision.FAST, automatic.precision());
				assertEquals(network.device(), automatic.device());
			}
		}
		float[] exact = predict(model, photograph, Precision.EXACT);
		float[] fast = predict(model, photograph, Precision.FAST);
		double worst = 0;
		int roots = 0;
		int others = 0;
		for (int i = 0; i < exact.length; i++) {
			worst = Math.max(worst, Math.abs(exact[i] - fast[i]));
			if (exact[i] > 0.5) roots++;
			if (exact[i] > 0.5 != fast[i] > 0.5) others++;
		}
		System.out.println("fast: largest difference of probability " + worst + ", " + others + " of " +
			roots + " roots");
		assertTrue(worst > 0, "both computed the same");
		assertTrue(roots > 1000, roots + " root pixels");
		assertTrue(others <= roots / 100, others + " of " + roots);
	}

	private static float[] predict(UNetModel model, Photograph photograph, Precision precision) throws EngineException {
		try (UNetNetwork network =
			EngineLoader.engine().open(model.architecture(), model.weights(), DeviceChoice.CPU, precision, null))
		{
			var pixels = new UNetSegmenter(network, 0, 0, said -> {}).probability(photograph, Progress.NONE);
			float[] values = new float[photograph.width() * photograph.height()];
			int i = 0;
			for (FloatType value : Views.flatIterable(pixels)) values[i++] = value.get();
			return values;
		}
	}

	/**
	 * Convolutions of three channels read memory that nothing had written: a third of these predictions were others,
	 * and training ended in NaN.
	 */
	@Test
	void bfloat16ComputesTheSameEachTime() throws Exception {
		for (NetworkArchitecture architecture : new NetworkArchitecture[] { UNetArchitecture.FAST,
			new RootPainterArchitecture(16) })
		{
			int out = architecture.outputSide(SIDE);
			Random random = new Random(1);
			float[] tiles = new float[2 * SIDE * SIDE * 3];
			byte[] labels = new byte[2 * out * out];
			for (int i = 0; i < tiles.length; i++) tiles[i] = architecture.low() + random.nextFloat();
			for (int i = 0; i < labels.length; i++) labels[i] = (byte) random.nextInt(2);
			Map<String, float[]> weights = architecture.initialWeights(1);
			float[] exact;
			double exactLoss;
			try (UNetNetwork network = open(architecture, weights, Precision.EXACT)) {
				exact = network.predict(tiles, 1, SIDE, SIDE);
				exactLoss = network.train(tiles, labels, 2, SIDE, 1e-9);
			}
			try (UNetNetwork network = open(architecture, weights, Precision.FAST)) {
				assumeTrue(network.device().contains("bfloat16"), "This processor does not compute in bfloat16.");
				Map<String, float[]> state = network.optimiserState();
				Map<String, float[]> gradients = null;
				float[] first = null;
				for (int run = 0; run < 20; run++) {
					network.restore(weights, state);
					float[] fast = network.predict(tiles, 1, SIDE, SIDE);
					if (first == null) first = fast;
					assertArrayEquals(first, fast, 1e-3f, "prediction " + run);
					double difference = 0;
					for (int i = 0; i < fast.length; i++) difference += Math.abs(fast[i] - exact[i]) / fast.length;
					assertTrue(difference < 0.05, "prediction " + run + " differs by " + difference);
					assertEquals(exactLoss, network.train(tiles, labels, 2, SIDE, 1e-9), 0.01, "step " + run);
					// After the first step the momentum is the gradient.
					Map<String, float[]> now = network.optimiserState();
					if (gradients == null) gradients = now;
					for (String name : now.keySet()) {
						assertArrayEquals(gradients.get(name), now.get(name), 1e-3f, name + " of step " + run);
					}
				}
				System.out.println(architecture.title() + " loss " + exactLoss);
			}
		}
	}

	private static UNetNetwork open(NetworkArchitecture architecture, Map<String, float[]> weights, Precision precision)
		throws EngineException
	{
		return EngineLoader.engine().open(architecture, weights, DeviceChoice.CPU, precision, Optimiser.PAPER);
	}

	@Test
	void isReadByName() {
		assertEquals(Precision.FAST, Precision.of(" Fast "));
		assertThrows(IllegalArgumentException.class, () -> Precision.of("quick"));
	}
}
