package io.github.taproot.training;

import java.util.SplittableRandom;

/** Noise on the samples of a tile. */
final class Noise {

	private Noise() {}

	/** Adds to every sample a normally distributed number of its own. */
	static void gaussian(float[] tile, double sigma, SplittableRandom random) {
		if (sigma == 0) return;
		for (int i = 0; i < tile.length; i++) tile[i] += (float) (sigma * random.nextGaussian());
	}
}
