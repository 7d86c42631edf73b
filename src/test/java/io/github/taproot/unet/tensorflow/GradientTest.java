// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.ConfigProto;

import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.Optimiser;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.RootPainterArchitecture;
import io.github.taproot.unet.UNetArchitecture;

/** Our gradients of convolutions against TensorFlow's. */
@Tag("slow")
class GradientTest {

	private static final int SIDE = 204;

	public static void main(String[] args) {
		OwnProcess.load(args);
		Optimiser all = new Optimiser(Optimiser.Method.NESTEROV, 0.99, 0);
		compare(new UNetArchitecture(8, UNetArchitecture.Head.PAPER), all);
		compare(new UNetArchitecture(4, UNetArchitecture.Head.PLAIN), all.freezing(true));
		compare(new RootPainterArchitecture(8), all);
		System.exit(0);
	}

	private static void compare(NetworkArchitecture architecture, Optimiser optimiser) {
		Map<String, float[]> expected = gradients(architecture, optimiser, false);
		double worst = 0;
		for (Map.Entry<String, float[]> actual : gradients(architecture, optimiser, true).entrySet()) {
			if (!actual.getKey().endsWith(".momentum")) continue;
			float[] values = expected.remove(actual.getKey());
			double difference = 0;
			double norm = 0;
			for (int i = 0; i < values.length; i++) {
				difference += Math.pow(actual.getValue()[i] - values[i], 2);
				norm += Math.pow(values[i], 2);
			}
			if (!(norm > 0)) throw new AssertionError("No gradient of " + actual.getKey());
			worst = Math.max(worst, Math.sqrt(difference / norm));
		}
		System.out.println("differs " + worst + " left " + (expected.size() - 1));
	}

	/** After the first step the momentum is the gradient. */
	private static Map<String,
		float[]> gradients(NetworkArchitecture architecture, Optimiser optimiser, boolean isOwn)
	{
		int out = architecture.outputSide(SIDE);
		float[] tiles = new float[3 * SIDE * SIDE * 3];
		byte[] labels = new byte[3 * out * out];
		Random random = new Random(1);
		for (int i = 0; i < tiles.length; i++) tiles[i] = random.nextFloat() - 0.5f;
		for (int i = 0; i < labels.length; i++) labels[i] = (byte) random.nextInt(2);
		try (TensorFlowNetwork network = new TensorFlowNetwork(architecture, architecture.initialWeights(1), optimiser,
			new UNetGraph.Form(false, true, false, isOwn, false), ConfigProto.getDefaultInstance(), "CPU",
			Precision.EXACT))
		{
			network.train(tiles, labels, 3, SIDE, 1e-3);
			return network.optimiserState();
		}
	}

	@Test
	void areThoseOfTensorFlow(@TempDir Path temp) throws Exception {
		List<String> lines = OwnProcess.lines(GradientTest.class, temp).stream()
			.filter(line -> line.startsWith("differs ")).toList();
		System.out.println(lines);
		assertEquals(3, lines.size());
		for (String line : lines) {
			String[] words = line.split(" ");
			assertTrue(Double.parseDouble(words[1]) < 1e-4 && words[3].equals("0"), line);
		}
	}
}
