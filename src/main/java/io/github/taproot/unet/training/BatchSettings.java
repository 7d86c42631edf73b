// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import io.github.taproot.image.TileReader;

/**
 * How batches are made.
 *
 * @param side rows and columns of a tile's input: 188 + 16 k, 572 in the paper
 * @param batch tiles in a batch, at least 1; the last of an epoch may have fewer
 * @param margin how many pixels a tile's output lacks on each side: 92 in the paper
 * @param low what a tile's darkest sample is scaled to; -0.5 in the paper
 * @param seed the same seed gives the same batches, whatever the number of threads
 * @param threads threads that make batches beside the training, at least 1
 */
public record BatchSettings(int side, int batch, int margin, float low, long seed, int threads) {

	/** Threads by default: the network uses all cores itself, so two suffice. */
	public static final int DEFAULT_THREADS = 2;

	public BatchSettings {
		TileReader.requireSide(side);
		if (batch < 1) throw new IllegalArgumentException("The batch is " + batch + " tiles, but must be at least 1.");
		if (threads < 1) throw new IllegalArgumentException("Threads are " + threads + ", but must be at least 1.");
	}

	/** For the paper's U-Net. */
	public BatchSettings(int side, int batch, long seed, int threads) {
		this(side, batch, TileReader.MARGIN, -0.5f, seed, threads);
	}

	/** Rows and columns of a tile's output. */
	public int outputSide() {
		return side - 2 * margin;
	}
}
