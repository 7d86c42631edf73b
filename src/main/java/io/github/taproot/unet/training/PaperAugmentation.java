// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import java.util.SplittableRandom;

import io.github.taproot.image.Normalisation;

/**
 * The changes of Smith et al. (2020), in their order and numbers: elastic deformation with probability 0.9, Gaussian
 * noise, salt and pepper, flip with probability 0.5, then, of the tile scaled to [0, 1] anew as their code does, colour
 * jitter. One deviation: their code jitters tiles of 8 bits, whose steps a hue of 0.001 does not reach; here nothing is
 * rounded.
 */
public final class PaperAugmentation implements Augmentation {

	private static final ColourJitter JITTER = new ColourJitter(0.3, 0.3, 0.2, 0.001);

	@Override
	public void apply(float[] tile, byte[] labels, int side, SplittableRandom random) {
		if (random.nextDouble() < 0.9) ElasticDeformation.random(random).apply(tile, labels, side, random);
		Noise.gaussian(tile, Math.abs(0.09 * random.nextGaussian()), random);
		Noise.saltAndPepper(tile, (int) Math.ceil(Math.abs(0.008 * random.nextGaussian()) * tile.length), random);
		if (random.nextBoolean()) Orientation.flip(tile, labels, side);
		Normalisation.scale(tile, 0, tile.length, 0);
		JITTER.apply(tile, random);
	}
}
