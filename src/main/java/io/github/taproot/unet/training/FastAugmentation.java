// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import java.util.SplittableRandom;

/**
 * Cheap changes for training on a processor: flips, quarter turns, colour jitter and noise.
 *
 * @param flips whether tiles are flipped left to right with probability 0.5
 * @param quarterTurns whether tiles are turned by 0, 90, 180 or 270 degrees; without, roots keep growing downwards
 * @param brightness brightness is multiplied by 1 +- this, from 0 to 1
 * @param contrast contrast is multiplied by 1 +- this, from 0 to 1
 * @param saturation saturation is multiplied by 1 +- this, from 0 to 1
 * @param noise the standard deviation of a tile's Gaussian noise is |N(0, this)| of its range, from 0 to 1
 */
public record FastAugmentation(boolean flips, boolean quarterTurns, double brightness, double contrast,
	double saturation, double noise) implements Augmentation
{

	/** Flips, quarter turns, and moderate jitter and noise. */
	public static final FastAugmentation DEFAULT = new FastAugmentation(true, true, 0.3, 0.3, 0.2, 0.03);

	public FastAugmentation {
		for (double v : new double[] { brightness, contrast, saturation, noise }) {
			if (!(v >= 0 && v <= 1)) {
				throw new IllegalArgumentException("Brightness, contrast, saturation and noise must be 0 " +
					"to 1, not " + v + ".");
			}
		}
	}

	@Override
	public void apply(float[] tile, byte[] labels, int side, SplittableRandom random) {
		boolean flip = random.nextBoolean() && flips;
		int turns = random.nextInt(4);
		if (flip) Orientation.flip(tile, labels, side);
		if (quarterTurns && turns > 0) Orientation.turn(tile, labels, side, turns);
		Noise.gaussian(tile, Math.abs(random.nextGaussian() * noise), random);
		new ColourJitter(brightness, contrast, saturation, 0).apply(tile, random);
	}
}
