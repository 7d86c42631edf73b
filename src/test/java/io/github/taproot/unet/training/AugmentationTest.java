// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Annotation;

class AugmentationTest {

	private static SplittableRandom random(long seed) {
		return new SplittableRandom(seed);
	}

	/** A tile whose pixels have the labels' values in all channels. */
	private static float[] tileOf(byte[] labels) {
		float[] tile = new float[3 * labels.length];
		for (int i = 0; i < tile.length; i++) tile[i] = labels[i / 3] / 10f;
		return tile;
	}

	private static double rms(float[] values) {
		double sum = 0;
		for (float value : values) sum += value * value;
		return Math.sqrt(sum / values.length);
	}

	@Test
	void flipsAndTurnsTileAndLabelsAlike() {
		byte[] flipped = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
		float[] tile = tileOf(flipped);
		Orientation.flip(tile, flipped, 3);
		assertArrayEquals(new byte[] { 3, 2, 1, 6, 5, 4, 9, 8, 7 }, flipped);
		assertArrayEquals(tileOf(flipped), tile);
		byte[][] turned = {
			{ 1, 2, 3, 4, 5, 6, 7, 8, 9 },
			{ 7, 4, 1, 8, 5, 2, 9, 6, 3 },
			{ 9, 8, 7, 6, 5, 4, 3, 2, 1 },
			{ 3, 6, 9, 2, 5, 8, 1, 4, 7 } };
		for (int quarters = 0; quarters < 4; quarters++) {
			byte[] labels = turned[0].clone();
			tile = tileOf(labels);
			Orientation.turn(tile, labels, 3, quarters);
			assertArrayEquals(turned[quarters], labels);
			assertArrayEquals(tileOf(labels), tile);
		}
	}

	@Test
	void fastKeepsTileAndLabelsTogether() {
		FastAugmentation turns = new FastAugmentation(true, true, 0, 0, 0, 0);
		boolean changed = false;
		for (int seed = 0; seed < 20; seed++) {
			byte[] labels = { 1, 2, 0, 0, 2, 1, 0, 1, 1 };
			byte[] before = labels.clone();
			float[] tile = tileOf(labels);
			turns.apply(tile, labels, 3, random(seed));
			assertArrayEquals(tileOf(labels), tile, 1e-6f);
			changed |= !Arrays.equals(before, labels);
		}
		assertTrue(changed);
	}

	@Test
	void jittersAsItsNamesSay() {
		float[] tile = { 0.2f, 0.4f, 0.6f, 0.5f, 0.5f, 0.5f };
		float[] same = tile.clone();
		new ColourJitter(0, 0, 0, 0).apply(same, random(1));
		assertArrayEquals(tile, same, 1e-6f);

		float[] bright = tile.clone();
		new ColourJitter(0.3, 0, 0, 0).apply(bright, random(1));
		float factor = bright[3] / 0.5f;
		assertTrue(Math.abs(factor - 1) > 0.001 && Math.abs(factor - 1) <= 0.3);
		for (int i = 0; i < 6; i++) assertEquals(tile[i] * factor, bright[i], 1e-6f);

		float[] contrast = tile.clone();
		new ColourJitter(0, 0.3, 0, 0).apply(contrast, random(1));
		assertEquals((contrast[2] - contrast[0]) / 0.4f, (contrast[1] - contrast[0]) / 0.2f, 1e-5f);

		float[] saturated = tile.clone();
		new ColourJitter(0, 0, 0.2, 0).apply(saturated, random(1));
		assertArrayEquals(new float[] { 0.5f, 0.5f, 0.5f }, Arrays.copyOfRange(saturated, 3, 6), 1e-6f);
		assertEquals(0.299f * 0.2f + 0.587f * 0.4f + 0.114f * 0.6f,
			0.299f * saturated[0] + 0.587f * saturated[1] + 0.114f * saturated[2], 1e-6f);
	}

	@Test
	void turnsTheHueRoundTheCircle() {
		float[] tile = { 0.8f, 0.2f, 0.2f, 0.2f, 0.8f, 0.2f, 0.2f, 0.2f, 0.8f, 0.3f, 0.3f, 0.3f };
		float[] turned = tile.clone();
		ColourJitter.turnHue(turned, 1 / 3f);
		assertArrayEquals(new float[] { 0.2f, 0.8f, 0.2f, 0.2f, 0.2f, 0.8f, 0.8f, 0.2f, 0.2f, 0.3f, 0.3f, 0.3f },
			turned, 1e-5f);
		ColourJitter.turnHue(turned, -1 / 3f);
		assertArrayEquals(tile, turned, 1e-5f);
	}

	@Test
	void addsNoiseOfTheGivenSize() {
		float[] tile = new float[3 * 100 * 100];
		Noise.gaussian(tile, 0.2, random(1));
		assertEquals(0.2, rms(tile), 0.004);

		Arrays.fill(tile, 0.5f);
		Noise.saltAndPepper(tile, 100, random(1));
		int white = 0;
		int black = 0;
		for (int i = 0; i < tile.length; i += 3) {
			assertTrue(tile[i] == tile[i + 1] && tile[i] == tile[i + 2]);
			if (tile[i] == 1) white++;
			if (tile[i] == 0) black++;
		}
		assertTrue(white > 90 && white <= 100 && black > 90 && black <= 100);
	}

	@Test
	void elasticFieldIsNoiseSmoothedByAGaussian() {
		// The definition, in two dimensions at once, at one node of a field of 8 + 120 pixels.
		int n = 8 + 2 * ElasticDeformation.PADDING;
		double sigma = 15;
		SplittableRandom random = random(3);
		double[] noise = random.doubles((long) n * n).map(v -> 2 * v - 1).toArray();
		double sum = 0;
		double weights = 0;
		for (int dy = -60; dy <= 60; dy++) {
			for (int dx = -60; dx <= 60; dx++) {
				double weight = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
				int x = ElasticDeformation.PADDING + 6 + dx;
				int y = ElasticDeformation.PADDING + 2 + dy;
				sum += weight * noise[Math.min(y, 2 * n - 1 - y) * n + Math.min(x, 2 * n - 1 - x)];
				weights += weight;
			}
		}
		float[] field = new ElasticDeformation(sigma, 1000).field(8, 2, 5, random(3));
		assertEquals(1000 * sum / weights, field[1 * 5 + 3], 1e-3);
	}

	@Test
	void elasticFieldIsAsLargeAsStatisticsSay() {
		for (double sigma : new double[] { 15, 20 }) {
			double squares = 0;
			for (int seed = 0; seed < 10; seed++) {
				squares += Math.pow(rms(new ElasticDeformation(sigma, 1000).field(400, 4, 101, random(seed))), 2);
			}
			double expected = 1000 / Math.sqrt(3) / (2 * Math.sqrt(Math.PI) * sigma);
			assertEquals(expected, Math.sqrt(squares / 10), 0.08 * expected);
		}
	}

	@Test
	void elasticFieldLosesLittleBetweenItsNodes() {
		for (double sigma : new double[] { 15, 33, 60 }) {
			ElasticDeformation elastic = new ElasticDeformation(sigma, 1000);
			int step = (int) (sigma / 6);
			int nodes = 251 / step + 2;
			float[] exact = elastic.field(252, 1, 253, random(1));
			float[] coarse = elastic.field(252, step, nodes, random(1));
			double squares = 0;
			for (int y = 0; y < 252; y++) {
				for (int x = 0; x < 252; x++) {
					int node = y / step * nodes + x / step;
					double right = (double) (x % step) / step;
					double down = (double) (y % step) / step;
					double value = (1 - down) * ((1 - right) * coarse[node] + right * coarse[node + 1]) +
						down * ((1 - right) * coarse[node + nodes] + right * coarse[node + nodes + 1]);
					squares += Math.pow(value - exact[y * 253 + x], 2);
				}
			}
			double error = Math.sqrt(squares) / 252 / rms(exact);
			assertTrue(error < 0.005, "sigma " + sigma + ": " + error);
		}
	}

	@Test
	void elasticWithoutDisplacementChangesNothing() {
		byte[] labels = new byte[50 * 50];
		for (int i = 0; i < labels.length; i++) labels[i] = (byte) (i * 7 % 3);
		byte[] before = labels.clone();
		float[] tile = tileOf(labels);
		new ElasticDeformation(15, 0).apply(tile, labels, 50, random(1));
		assertArrayEquals(before, labels);
		assertArrayEquals(tileOf(before), tile, 1e-6f);
	}

	@Test
	void elasticMovesTileLabelsAndUnknownPixelsTogether() {
		int side = 200;
		byte[] labels = new byte[side * side];
		for (int i = 0; i < labels.length; i++) {
			int x = i % side;
			labels[i] = x > 150 ? Annotation.UNKNOWN : x / 25 % 2 == 0 ? Annotation.ROOT : Annotation.SOIL;
		}
		byte[] before = labels.clone();
		float[] tile = new float[3 * labels.length];
		for (int i = 0; i < labels.length; i++) {
			Arrays.fill(tile, 3 * i, 3 * i + 3, labels[i] == Annotation.ROOT ? 1 : 0);
		}
		new ElasticDeformation(15, 400).apply(tile, labels, side, random(1));
		assertFalse(Arrays.equals(before, labels));
		int unknown = 0;
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] == Annotation.UNKNOWN) unknown++;
			else assertEquals(tile[3 * i] > 0.5f, labels[i] == Annotation.ROOT);
		}
		assertEquals(49 * 200, unknown, 1000);
	}

	@Test
	void paperChangesEveryTileAndKeepsItsRange() {
		byte[] labels = new byte[100 * 100];
		float[] before = new float[3 * labels.length];
		for (int i = 0; i < before.length; i++) before[i] = i % 97 / 96f;
		for (int seed = 0; seed < 5; seed++) {
			float[] tile = before.clone();
			new PaperAugmentation().apply(tile, labels, 100, random(seed));
			assertFalse(Arrays.equals(before, tile));
			for (float sample : tile) assertTrue(sample >= 0 && sample <= 1);
		}
	}
}
