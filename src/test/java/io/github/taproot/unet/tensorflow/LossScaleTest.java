// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.ConfigProto;

import io.github.taproot.image.TileReader;
import io.github.taproot.unet.Optimiser;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.UNetArchitecture;

@Tag("slow")
class LossScaleTest {

	private static final int SIDE = 188 + 16;
	private static final int OUT = SIDE - 2 * TileReader.MARGIN;

	@Test
	void halvesAtInfinitiesAndDoublesAfterManySteps() {
		LossScale scale = new LossScale();
		assertEquals(32768, scale.value());
		assertTrue(scale.note(false));
		assertEquals(16384, scale.value());
		for (int i = 0; i < 1999; i++) assertTrue(scale.note(true));
		assertEquals(16384, scale.value());
		scale.note(true);
		assertEquals(32768, scale.value());
		for (int i = 0; i < 15; i++) assertTrue(scale.note(false));
		assertEquals(1, scale.value());
		assertFalse(scale.note(false), "nothing was multiplied, and still no numbers: diverged");
	}

	/**
	 * Trains three steps with and without scaling, in 32-bit floats, where it must not matter; and one that overflows.
	 */
	public static void main(String[] args) {
		OwnProcess.load(args);
		UNetArchitecture architecture = new UNetArchitecture(4, UNetArchitecture.Head.PLAIN);
		float[] tile = new float[SIDE * SIDE * 3];
		byte[] labels = new byte[OUT * OUT];
		Random random = new Random(1);
		for (int i = 0; i < tile.length; i++) tile[i] = random.nextFloat() - 0.5f;
		for (int i = 0; i < labels.length; i++) labels[i] = (byte) random.nextInt(2);
		Optimiser adam = new Optimiser(Optimiser.Method.ADAMW, 0, 1e-4);
		for (Optimiser optimiser : List.of(adam, Optimiser.PAPER)) {
			for (boolean isScaled : new boolean[] { false, true }) {
				try (TensorFlowNetwork network =
					new TensorFlowNetwork(architecture, architecture.initialWeights(1), optimiser,
					new UNetGraph.Form(isScaled, true, false, false, false), ConfigProto.getDefaultInstance(), "CPU",
			Precision.FAST))
				{
					StringBuilder losses = new StringBuilder("losses");
					for (int i = 0; i < 4; i++) losses.append(' ').append(network.train(tile, labels, 1, SIDE, 1e-2));
					System.out.println(losses);
				}
			}
		}
		try (TensorFlowNetwork network = new TensorFlowNetwork(architecture, architecture.initialWeights(1), adam,
			new UNetGraph.Form(true, true, false, false, false), ConfigProto.getDefaultInstance(), "CPU",
			Precision.FAST))
		{
			network.train(tile, labels, 1, SIDE, 1e-2);
			float before = network.weights().get("conv_in.0.weight")[0];
			float step = network.optimiserState().get("step")[1];
			float[] infinite = tile.clone();
			Arrays.fill(infinite, 0, 3000, Float.POSITIVE_INFINITY);
			network.train(infinite, labels, 1, SIDE, 1e-2);
			System.out.println("kept " + (before == network.weights().get("conv_in.0.weight")[0]) + " " +
				(step == network.optimiserState().get("step")[1]));
		}
		System.exit(0);
	}

	@Test
	void scalingChangesNothingButWhatOverflows(@TempDir Path temp) throws Exception {
		List<String> lines = OwnProcess.lines(LossScaleTest.class, temp);
		List<double[]> losses = lines.stream().filter(line -> line.startsWith("losses ")).map(line ->
			Arrays.stream(line.substring(7).split(" ")).mapToDouble(Double::parseDouble).toArray()).toList();
		assertEquals(4, losses.size(), lines.toString());
		for (int pair = 0; pair < 4; pair += 2) {
			for (int i = 0; i < 4; i++) {
				assertEquals(losses.get(pair)[i], losses.get(pair + 1)[i], 1e-4, lines.toString());
			}
			assertTrue(losses.get(pair)[3] < losses.get(pair)[0], "it learns");
		}
		assertTrue(lines.contains("kept true true"), lines.toString());
	}
}
