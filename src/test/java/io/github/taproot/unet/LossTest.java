// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.taproot.image.Annotation;
import io.github.taproot.unet.UNetArchitecture.Head;

/** The loss that the engine reports against the formula applied to the probabilities that it predicts. */
class LossTest {

	private static final int SIDE = 204;

	static Stream<NetworkArchitecture> architectures() {
		return Stream.of(new UNetArchitecture(8, Head.PLAIN), new RootPainterArchitecture(8));
	}

	/** Dice and cross-entropy over defined pixels; cross-entropy alone without roots; 0 where nothing is known. */
	@ParameterizedTest
	@MethodSource("architectures")
	void isThatOfTheFormula(NetworkArchitecture architecture) throws Exception {
		try (UNetNetwork network = EngineLoader.engine().open(architecture, architecture.initialWeights(1),
			DeviceChoice.CPU, new Optimiser(Optimiser.Method.ADAMW, 0, 0)))
		{
			check(network, architecture, 0.1, 0.3);
			check(network, architecture, 0, 0.3);
			check(network, architecture, 0, 1);
		}
	}

	private static void check(UNetNetwork network, NetworkArchitecture architecture, double rootShare,
		double unknownShare)
	{
		int out = architecture.outputSide(SIDE);
		Random random = new Random(5);
		float[] tiles = new float[2 * SIDE * SIDE * 3];
		for (int i = 0; i < tiles.length; i++) tiles[i] = random.nextFloat() - 0.5f;
		byte[] labels = new byte[2 * out * out];
		for (int i = 0; i < labels.length; i++) {
			labels[i] = random.nextDouble() < unknownShare ? Annotation.UNKNOWN :
				random.nextDouble() < rootShare ? Annotation.ROOT : Annotation.SOIL;
		}
		float[] p = network.predict(tiles, 2, SIDE);
		double overlap = 0;
		double sum = 0;
		double entropy = 0;
		long roots = 0;
		long defined = 0;
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] == Annotation.UNKNOWN) continue;
			boolean root = labels[i] == Annotation.ROOT;
			defined++;
			sum += p[i];
			entropy -= Math.log(root ? p[i] : 1 - p[i]);
			if (root) {
				roots++;
				overlap += p[i];
			}
		}
		double dice = roots == 0 ? 0 : 1 - 2 * overlap / (sum + roots);
		double expected = dice + 0.3 * entropy / Math.max(1, defined);
		assertEquals(expected, network.train(tiles, labels, 2, SIDE, 1e-3), 1e-5,
			rootShare + " root, " + unknownShare + " unknown");
	}
}
