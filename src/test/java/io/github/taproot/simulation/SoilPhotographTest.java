// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntBinaryOperator;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;

class SoilPhotographTest {

	private static final int SIDE = 160;
	private static final PixelCalibration SCALE = PixelCalibration.millimetres(0.03);
	private static final SimulationSettings WHOLE = SimulationSettings.of(SIDE, SIDE, 5);

	/** A root 6 px wide down the middle. */
	private static Mask root() {
		Mask mask = new Mask(SIDE, SIDE);
		for (int y = 0; y < SIDE; y++) for (int x = 77; x < 83; x++) mask.pixels()[y * SIDE + x] = Mask.ROOT;
		return mask;
	}

	/** Grey soil; roots are 230. */
	private static Photograph photograph(IntBinaryOperator soil, Mask roots) {
		byte[] samples = new byte[SIDE * SIDE];
		for (int p = 0; p < samples.length; p++) {
			boolean isRoot = roots != null && roots.pixels()[p] != Mask.SOIL;
			samples[p] = (byte) (isRoot ? 230 : soil.applyAsInt(p % SIDE, p / SIDE));
		}
		return Photograph.ofBytes(samples, SIDE, SIDE, 1, SCALE);
	}

	private static IntBinaryOperator noise(double mean, double deviation) {
		Random random = new Random(3);
		return (x, y) -> (int) Math.round(Math.max(0, Math.min(255, mean + deviation * random.nextGaussian())));
	}

	private static int sample(Photograph photograph, int x, int y, int c) {
		var access = photograph.pixels().randomAccess();
		access.setPosition(new int[] { x, y, c });
		return (int) access.get().get();
	}

	private static byte[] filled(Photograph photograph, Mask roots) {
		byte[][] planes = { new byte[SIDE * SIDE] };
		boolean[] hole = new boolean[SIDE * SIDE];
		for (int p = 0; p < hole.length; p++) {
			planes[0][p] = (byte) sample(photograph, p % SIDE, p / SIDE, 0);
			hole[p] = roots.pixels()[p] != Mask.SOIL;
		}
		Inpainting.fill(planes, SIDE, SIDE, hole, share -> assertTrue(share >= 0 && share <= 1));
		for (boolean left : hole) assertTrue(!left);
		return planes[0];
	}

	@Test
	void evenSoilIsFilledEvenly() {
		for (byte value : filled(photograph((x, y) -> 90, root()), root())) assertEquals(90, value & 255);
	}

	/** What is copied is made as light as what it is copied into. */
	@Test
	void lightThatChangesIsFollowed() {
		byte[] filled = filled(photograph((x, y) -> 40 + x / 2 + y / 4, root()), root());
		for (int p = 0; p < filled.length; p++) {
			assertEquals(40 + p % SIDE / 2 + p / SIDE / 4, filled[p] & 255, 3, "pixel " + p);
		}
	}

	@Test
	void grainIsThatOfTheSoil() {
		Mask root = root();
		Photograph soil = photograph(noise(100, 12), root);
		byte[] filled = filled(soil, root);
		double sum = 0;
		double squares = 0;
		long pixels = root.rootPixels();
		for (int p = 0; p < filled.length; p++) {
			int value = filled[p] & 255;
			if (!root.isRoot(p % SIDE, p / SIDE)) assertEquals(sample(soil, p % SIDE, p / SIDE, 0), value);
			else {
				sum += value;
				squares += value * value;
			}
		}
		double mean = sum / pixels;
		assertEquals(100, mean, 2);
		assertEquals(12, Math.sqrt(squares / pixels - mean * mean), 2.5);
	}

	/** A hole wider than what is copied at once is filled from its rim inwards. */
	@Test
	void wideHolesAreFilled() {
		Mask wide = new Mask(SIDE, SIDE);
		for (int y = 30; y < 130; y++) Arrays.fill(wide.pixels(), y * SIDE + 40, y * SIDE + 100, Mask.ROOT);
		for (byte value : filled(photograph((x, y) -> 60 + x % 2 * 40, wide), wide)) {
			assertTrue((value & 255) >= 55 && (value & 255) <= 105, "value " + (value & 255));
		}
	}

	/** Far from roots, the photograph is what it was, mirrored or not. */
	@Test
	void soilBesideRootsIsUntouched() {
		Photograph soil = photograph(noise(90, 15), null);
		SoilPhotograph bare = SoilPhotograph.of(soil, null, Progress.NONE);
		int compared = 0;
		for (int index = 0; index < 8; index++) {
			SimulatedPhotograph simulated = bare.withRoots(WHOLE, index, Progress.NONE);
			assertEquals(1, simulated.photograph().channels());
			assertEquals(SCALE, simulated.photograph().calibration());
			assertEquals(simulated.mask().rootPixels() > 0, simulated.rootLengthPx() > 0);
			int best = Integer.MAX_VALUE;
			int far = 0;
			for (int flip = 0; flip < 4; flip++) {
				int wrong = 0;
				far = 0;
				for (int y = 0; y < SIDE; y++) {
					for (int x = 0; x < SIDE; x++) {
						if (isNear(simulated.mask(), x, y)) continue;
						far++;
						int u = (flip & 1) == 0 ? x : SIDE - 1 - x;
						int v = (flip & 2) == 0 ? y : SIDE - 1 - y;
						if (sample(soil, u, v, 0) != sample(simulated.photograph(), x, y, 0)) wrong++;
					}
				}
				best = Math.min(best, wrong);
			}
			compared += far;
			assertEquals(0, best, "photograph " + index);
		}
		assertTrue(compared > SIDE * SIDE, compared + " pixels");
	}

	private static boolean isNear(Mask mask, int x, int y) {
		for (int dy = -24; dy <= 24; dy += 2) for (int dx = -24; dx <= 24; dx++) {
			if (mask.isRoot(x + dx, y + dy)) return true;
		}
		return false;
	}

	@Test
	void rootsStandOutFromTheirSoil() {
		SoilPhotograph bare = SoilPhotograph.of(photograph(noise(90, 15), null), null, Progress.NONE);
		int seen = 0;
		for (int index = 0; index < 20; index++) {
			SimulatedPhotograph simulated = bare.withRoots(WHOLE, index, Progress.NONE);
			if (simulated.rootCount() == 0) continue;
			seen++;
			double difference = 0;
			for (int p = 0; p < SIDE * SIDE; p++) {
				if (!simulated.mask().isRoot(p % SIDE, p / SIDE)) continue;
				difference += sample(simulated.photograph(), p % SIDE, p / SIDE, 0) - 90;
			}
			assertTrue(Math.abs(difference) / simulated.mask().rootPixels() > 8, "photograph " + index);
		}
		assertTrue(seen > 10, seen + " with roots");
	}

	@Test
	void sameSeedSamePhotograph() {
		Mask root = root();
		Photograph soil = photograph(noise(90, 15), root);
		SimulatedPhotograph[] twice = new SimulatedPhotograph[2];
		for (int i = 0; i < 2; i++) {
			SoilPhotograph bare = SoilPhotograph.of(soil, root, Progress.NONE);
			if (i == 1) bare.withRoots(WHOLE, 3, Progress.NONE);
			twice[i] = bare.withRoots(SimulationSettings.of(100, 90, 5), 7, Progress.NONE);
		}
		assertArrayEquals(twice[0].mask().pixels(), twice[1].mask().pixels());
		assertEquals(100, twice[0].mask().width());
		assertEquals(90, twice[0].photograph().height());
		for (int p = 0; p < 9000; p++) {
			assertEquals(sample(twice[0].photograph(), p % 100, p / 100, 0),
				sample(twice[1].photograph(), p % 100, p / 100, 0));
		}
	}

	@Test
	void samplesOfSixteenBitsAreScaled() {
		short[] samples = new short[3 * SIDE * SIDE];
		for (int p = 0; p < samples.length; p++) samples[p] = (short) (1000 + 40 * (p % SIDE));
		Photograph soil = Photograph.ofShorts(samples, SIDE, SIDE, 3, SCALE);
		Photograph drawn = SoilPhotograph.of(soil, null, Progress.NONE).withRoots(WHOLE, 1, Progress.NONE).photograph();
		assertEquals(3, drawn.channels());
		int most = 0;
		for (int x = 0; x < SIDE; x++) most = Math.max(most, sample(drawn, x, 0, 0));
		assertTrue(most > 200 && most <= 255, "brightest " + most);
	}

	@Test
	void blurAndNoiseAreMeasured() {
		for (double sigma : new double[] { 0.8, 1.5, 2.5 }) {
			Band band = new Band(SIDE, 0, SIDE);
			for (int p = 0; p < SIDE * SIDE; p++) {
				float value = (p % SIDE / 20 + p / SIDE / 20) % 2 == 0 ? 60 : 160;
				for (float[] plane : band.rgb) plane[p] = value;
			}
			Camera.blur(band, (float) sigma);
			assertEquals(sigma, SoilLook.of(band).sigma(), 0.3 * sigma);
		}
		IntBinaryOperator noise = noise(100, 6);
		Band band = new Band(SIDE, 0, SIDE);
		for (int p = 0; p < SIDE * SIDE; p++) {
			float value = noise.applyAsInt(0, 0);
			for (float[] plane : band.rgb) plane[p] = value;
		}
		assertEquals(6, SoilLook.of(band).noise(), 1.5);
	}

	@Test
	void refusesWhatIsNoSoil() {
		Photograph soil = photograph((x, y) -> 90, null);
		Mask all = new Mask(SIDE, SIDE);
		Arrays.fill(all.pixels(), Mask.ROOT);
		assertThrows(IllegalArgumentException.class, () -> SoilPhotograph.of(soil, all, Progress.NONE));
		assertThrows(IllegalArgumentException.class, () -> SoilPhotograph.of(soil, new Mask(9, 9), Progress.NONE));
		SoilPhotograph bare = SoilPhotograph.of(soil, null, Progress.NONE);
		assertThrows(IllegalArgumentException.class,
			() -> bare.withRoots(SimulationSettings.of(SIDE + 1, SIDE, 1), 0, Progress.NONE));
		assertThrows(java.util.concurrent.CancellationException.class,
			() -> SoilPhotograph.of(soil, root(), Progress.NONE.until(() -> true)));
	}
}
