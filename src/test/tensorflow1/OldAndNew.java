// SPDX-License-Identifier: BSD-2-Clause
import java.util.Arrays;

import org.tensorflow.DataType;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.TensorFlow;

import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.Optimiser;
import io.github.taproot.unet.UNetArchitecture;
import io.github.taproot.unet.UNetNetwork;

/**
 * Runs the TensorFlow 1.12 of the class path, then trains and predicts with Taproot's, then runs 1.12 again. Run from
 * its source by TensorFlowBesideItsOldSelfTest, since our own build cannot have both on its class path.
 */
public class OldAndNew {

	public static void main(String[] args) throws Exception {
		System.out.println("old " + TensorFlow.version() + " " + square(3));
		UNetArchitecture architecture = new UNetArchitecture(8, UNetArchitecture.Head.PLAIN);
		float[] tile = new float[188 * 188 * 3];
		for (int i = 0; i < tile.length; i++) tile[i] = i % 7 / 7f - 0.5f;
		byte[] labels = new byte[16];
		Arrays.fill(labels, 0, 5, (byte) 1);
		try (UNetNetwork network = EngineLoader.engine().open(architecture, architecture.initialWeights(1),
			DeviceChoice.CPU, Optimiser.PAPER))
		{
			double first = network.train(tile, labels, 1, 188, 0.01);
			double second = network.train(tile, labels, 1, 188, 0.01);
			float probability = network.predict(tile, 1, 188)[0];
			System.out.println("new " + EngineLoader.engine().info().tensorflow() + " learns " + (second < first) +
				" predicts " + (probability > 0 && probability < 1));
		}
		System.out.println("old " + TensorFlow.version() + " " + square(5));
		System.exit(0);
	}

	private static float square(float value) {
		try (Graph graph = new Graph(); Tensor<Float> input = Tensor.create(value, Float.class)) {
			var constant = graph.opBuilder("Const", "input").setAttr("dtype", DataType.FLOAT)
				.setAttr("value", input).build()
				.output(0);
			graph.opBuilder("Mul", "square").addInput(constant).addInput(constant).build();
			try (Session session = new Session(graph)) {
				return session.runner().fetch("square").run().get(0).floatValue();
			}
		}
	}
}
