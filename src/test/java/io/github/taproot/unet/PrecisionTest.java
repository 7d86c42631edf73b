package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.simulation.RhizotronSimulator;
import io.github.taproot.simulation.SimulationSettings;

class PrecisionTest {

	@Test
	void aTrainedModelFindsTheSameRootsWhenItIsFast() throws Exception {
		UNetModel model = UNetModel.load(Path.of("resources/models/simulated.zip"));
		Photograph photograph = RhizotronSimulator.simulate(SimulationSettings.of(1200, 900, 3), 0).photograph();
		try (UNetNetwork network =
			EngineLoader.engine().open(model.architecture(), model.weights(), DeviceChoice.CPU, Precision.FAST, null))
		{
			assertTrue(network.device().contains("bfloat16") || network.device().contains("fast norms"), network.device());
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
		System.out.println("fast: largest difference of probability " + worst + ", " + others + " of " + roots + " roots");
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

	@Test
	void isReadByName() {
		assertEquals(Precision.FAST, Precision.of(" Fast "));
		assertThrows(IllegalArgumentException.class, () -> Precision.of("quick"));
	}
}
