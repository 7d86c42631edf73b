// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

class TileReaderTest {

	private static Photograph grey(int width, int height, int... samples) {
		byte[] planes = new byte[samples.length];
		for (int i = 0; i < planes.length; i++) planes[i] = (byte) samples[i];
		return Photograph.ofBytes(planes, width, height, 1, PixelCalibration.PIXELS);
	}

	/** One channel of a tile. */
	private static float[] channel(Photograph photograph, int x0, int y0, int width, int height, int channel) {
		float[] tile = new float[width * height * 3 + 5];
		new TileReader(photograph).read(x0, y0, width, height, tile, 5);
		float[] samples = new float[width * height];
		for (int i = 0; i < samples.length; i++) samples[i] = tile[5 + i * 3 + channel];
		return samples;
	}

	@Test
	void mirrorsWithoutRepeatingTheEdge() {
		Photograph photograph = grey(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 200);
		float[] expected = {
			200, 8, 7, 8, 200, 8, 7,
			6, 5, 4, 5, 6, 5, 4,
			3, 2, 1, 2, 3, 2, 1,
			6, 5, 4, 5, 6, 5, 4,
			200, 8, 7, 8, 200, 8, 7,
			6, 5, 4, 5, 6, 5, 4 };
		for (int c = 0; c < 3; c++) assertArrayEquals(expected, channel(photograph, -2, -2, 7, 6, c));
	}

	@Test
	void goesOnMirroringImagesSmallerThanTheirMargin() {
		assertArrayEquals(new float[] { 2, 1, 2, 1, 2 }, channel(grey(2, 1, 1, 2), -3, 4, 5, 1, 0));
		assertArrayEquals(new float[] { 3, 2, 1, 2, 3, 2 }, channel(grey(1, 3, 1, 2, 3), 9, -2, 1, 6, 2));
		float[] constant = new float[572 * 572];
		Arrays.fill(constant, 9);
		assertArrayEquals(constant, channel(grey(1, 1, 9), -92, -92, 572, 572, 1));
	}

	@Test
	void readsWhatImgLib2Mirrors() {
		byte[] planes = new byte[3 * 31 * 17];
		new Random(1).nextBytes(planes);
		for (int channels : new int[] { 1, 3 }) {
			Photograph photograph = Photograph.ofBytes(planes, 31, 17 * 3 / channels, channels,
				PixelCalibration.PIXELS);
			RandomAccess<FloatType> expected = Views.extendMirrorSingle(photograph.pixels()).randomAccess();
			for (int x0 = -70; x0 < 70; x0 += 7) {
				float[] tile = new float[3 * 40 * 30];
				new TileReader(photograph).read(x0, -x0, 40, 30, tile, 0);
				for (int i = 0; i < tile.length; i++) {
					expected.setPosition(new int[] { x0 + i / 3 % 40, i / 3 / 40 - x0, Math.min(i % 3, channels - 1) });
					assertEquals(expected.get().get(), tile[i]);
				}
			}
		}
	}

	@Test
	void keepsColoursAndRangeOfOtherSamples() {
		short[] planes = { 1, 2, 3, 4, (short) 60000, 6 };
		Photograph photograph = Photograph.ofShorts(planes, 2, 1, 3, PixelCalibration.PIXELS);
		float[] tile = new float[9];
		new TileReader(photograph).read(0, 0, 3, 1, tile, 0);
		assertArrayEquals(new float[] { 1, 3, 60000, 2, 4, 6, 1, 3, 60000 }, tile);
	}

	@Test
	void mirrorsLabels() {
		Annotation annotation = new Annotation(3, 2, new byte[] { 0, 1, 2, 1, 1, 0 });
		assertArrayEquals(new byte[] { 1, 1, 1, 0, 1, 1, 0, 1, 2, 1 }, TileReader.labels(annotation, -1, -1, 5, 2));
		assertArrayEquals(new byte[] { 2, 2, 2, 2 },
			TileReader.labels(new Annotation(1, 1, new byte[] { 2 }), -7, 3, 2, 2));
	}

	@Test
	void scalesToTheWantedRangeAndFlatTilesToItsMiddle() {
		float[] samples = { 7, 10, 20, 30, 7 };
		Normalisation.scale(samples, 1, 4, -0.5f);
		assertArrayEquals(new float[] { 7, -0.5f, 0, 0.5f, 7 }, samples, 1e-6f);
		float[] flat = { 3, 3 };
		Normalisation.scale(flat, 0, 2, -0.5f);
		assertArrayEquals(new float[] { 0, 0 }, flat);
		Normalisation.scale(flat, 2, 2, 0);
	}

	@Test
	void refusesSidesThatTheNetworkCannotTake() {
		TileReader.requireSide(188);
		TileReader.requireSide(572);
		for (int side : new int[] { -4, 0, 172, 187, 196, 8204, Integer.MAX_VALUE, Integer.MIN_VALUE }) {
			assertThrows(IllegalArgumentException.class, () -> TileReader.requireSide(side));
		}
		String message = assertThrows(IllegalArgumentException.class, () -> TileReader.requireSide(500)).getMessage();
		assertTrue(message.contains("492 and 508"), message);
	}

	@Test
	void findsTheNextSmallerSide() {
		assertEquals(556, TileReader.validSide(571));
		assertEquals(572, TileReader.validSide(572));
		assertEquals(188, TileReader.validSide(3));
	}
}
