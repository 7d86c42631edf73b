// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import static io.github.taproot.image.TileReader.CHANNELS;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Noise on the samples of a tile. */
final class Noise {

	private Noise() {}

	/** Adds to every sample a normally distributed number of its own. */
	static void gaussian(float[] tile, double sigma, SplittableRandom random) {
		if (sigma == 0) return;
		for (int i = 0; i < tile.length; i++) tile[i] += (float) (sigma * random.nextGaussian());
	}

	/** Turns as many randomly drawn pixels to 1 in all channels, and then as many to 0; some may be drawn twice. */
	static void saltAndPepper(float[] tile, int pixels, SplittableRandom random) {
		for (float value : new float[] { 1, 0 }) {
			for (int i = 0; i < pixels; i++) {
				int pixel = random.nextInt(tile.length / CHANNELS) * CHANNELS;
				Arrays.fill(tile, pixel, pixel + CHANNELS, value);
			}
		}
	}
}
