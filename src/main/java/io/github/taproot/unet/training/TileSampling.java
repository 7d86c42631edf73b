// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

/** Which tiles an epoch of training sees. */
public interface TileSampling {

	/**
	 * Chooses the tiles of an epoch. They depend on nothing but the arguments.
	 *
	 * @param outputSide rows and columns of a tile's output
	 * @param epoch from 0
	 * @return at least one tile
	 * @throws IllegalArgumentException where the images offer none, with a sentence for the user
	 */
	TileList epoch(TrainingImages images, int outputSide, long seed, int epoch);
}
