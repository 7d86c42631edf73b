// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.CancelledProgress;

class RhizotronSimulatorTest {

	@Test
	void samePhotographWhateverTheOrderAndThreads() throws Exception {
		SimulationSettings settings = SimulationSettings.of(150, 300, 42);
		int[] forwards = IntStream.range(0, 4).map(i -> hash(RhizotronSimulator.simulate(settings, i))).toArray();
		ForkJoinPool single = new ForkJoinPool(1);
		try {
			for (int i = 3; i >= 0; i--) {
				int index = i;
				assertEquals(forwards[i],
					single.submit(() -> hash(RhizotronSimulator.simulate(settings, index))).get());
			}
		}
		finally {
			single.shutdown();
		}
		int[] together = IntStream.range(0, 4).parallel()
			.map(i -> hash(RhizotronSimulator.simulate(settings, i))).toArray();
		assertArrayEquals(forwards, together);
		assertEquals(4, Arrays.stream(forwards).distinct().count());
		assertFalse(hash(RhizotronSimulator.simulate(SimulationSettings.of(150, 300, 43), 0)) == forwards[0]);
	}

	@Test
	void sizesAndCalibrationAreHonoured() {
		PixelCalibration calibration = PixelCalibration.millimetres(0.03);
		for (int[] size : new int[][] { { 64, 64 }, { 16, 500 }, { 301, 129 }, { 20, 16 } }) {
			SimulatedPhotograph simulated = RhizotronSimulator.simulate(
				new SimulationSettings(size[0], size[1], 1, 1.5, 6, 1, calibration), 0);
			Photograph photograph = simulated.photograph();
			assertArrayEquals(new int[] { size[0], size[1], 3 },
				new int[] { photograph.width(), photograph.height(), photograph.channels() });
			assertArrayEquals(size, new int[] { simulated.mask().width(), simulated.mask().height() });
			assertEquals(calibration, photograph.calibration());
			assertTrue(simulated.rootCount() >= 1, "an image without roots");
		}
	}

	@Test
	void rootsCoverTheShareAskedFor() {
		for (double percent : new double[] { 0.5, 1.5, 4 }) {
			SimulationSettings settings =
				new SimulationSettings(300, 300, 5, percent, 6, 1, PixelCalibration.PIXELS);
			double mean = 0;
			for (int i = 0; i < 20; i++) {
				SimulatedPhotograph simulated = RhizotronSimulator.simulate(settings, i);
				double share = 100 * simulated.mask().rootPixels() / 90_000.0;
				assertTrue(share > 0.2 * percent && share < 2.2 * percent, share + " % of " + percent);
				assertTrue(simulated.rootCount() >= 1);
				mean += share / 20;
			}
			assertEquals(percent, mean, 0.3 * percent);
		}
	}

	@Test
	void noRootsWhereNoneAreWanted() {
		SimulatedPhotograph simulated = RhizotronSimulator.simulate(
			new SimulationSettings(100, 100, 5, 0, 6, 1, PixelCalibration.PIXELS), 0);
		assertEquals(0, simulated.mask().rootPixels());
		assertEquals(0, simulated.rootLengthPx());
		assertEquals(0, simulated.rootCount());
	}

	/** Roots are brighter than soil in the mean, but no threshold tells them apart. */
	@Test
	void photographIsNotTheMask() {
		SimulatedPhotograph simulated = RhizotronSimulator.simulate(SimulationSettings.of(400, 400, 8), 1);
		byte[] mask = simulated.mask().pixels();
		float[] green = green(simulated.photograph());
		double[] sum = new double[2];
		for (int p = 0; p < mask.length; p++) sum[mask[p] == 0 ? 0 : 1] += green[p];
		long roots = simulated.mask().rootPixels();
		double rootMean = sum[1] / roots;
		assertTrue(rootMean > 1.1 * sum[0] / (mask.length - roots), "roots are " + rootMean);
		long brighter = IntStream.range(0, mask.length).filter(p -> mask[p] == 0 && green[p] > rootMean).count();
		assertTrue(brighter > roots / 2, brighter + " soil pixels are as bright as roots");
	}

	/** A mask of roots about 2 to 6 px wide has 2 to 6 times as many pixels as its roots are long. */
	@Test
	void lengthAgreesWithTheMask() {
		for (int i = 0; i < 5; i++) {
			SimulatedPhotograph simulated = RhizotronSimulator.simulate(SimulationSettings.of(500, 500, 3), i);
			double width = simulated.mask().rootPixels() / simulated.rootLengthPx();
			assertTrue(width > 1.8 && width < 7, "mean width " + width);
		}
	}

	@Test
	void stopsWhenCancelled() {
		assertThrows(CancellationException.class, () -> RhizotronSimulator.simulate(
			SimulationSettings.of(64, 64, 1), 0, CancelledProgress.AT_ONCE));
	}

	private static int hash(SimulatedPhotograph simulated) {
		return Arrays.hashCode(green(simulated.photograph())) * 31 + Arrays.hashCode(simulated.mask().pixels());
	}

	private static float[] green(Photograph photograph) {
		float[] green = new float[photograph.width() * photograph.height()];
		var access = photograph.pixels().randomAccess();
		for (int p = 0; p < green.length; p++) {
			access.setPosition(new int[] { p % photograph.width(), p / photograph.width(), 1 });
			green[p] = access.get().get();
		}
		return green;
	}
}
