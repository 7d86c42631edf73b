// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.tiling;

import io.github.taproot.image.Normalisation;
import io.github.taproot.image.TileReader;

/** A network as tiling sees it. Called by one thread at a time. */
@FunctionalInterface
public interface TilePredictor {

	/**
	 * Predicts tiles.
	 *
	 * @param tiles (n, height, width, 3): tile, row, column, channel, each tile scaled to [{@link #low}, {@link #low} +
	 *          1]
	 * @param n number of tiles, at least 1; the last call of an image may have fewer than the others
	 * @param width columns of a tile
	 * @param height rows of a tile
	 * @return root probability from 0 to 1 of the tiles' centres: (n, row, column), where rows and columns are those of
	 *         a tile less twice the {@link #margin}
	 */
	float[] predict(float[] tiles, int n, int width, int height);

	/** Predicts square tiles. */
	default float[] predict(float[] tiles, int n, int side) {
		return predict(tiles, n, side, side);
	}

	/** @throws IllegalArgumentException unless tiles may have so many rows or columns */
	default void requireSide(int side) {
		TileReader.requireSide(side);
	}

	/**
	 * Scales a tile's samples in place, from the image's own range to that of {@link #predict}.
	 *
	 * @param from index of the first sample
	 * @param to index after the last
	 */
	default void scale(float[] samples, int from, int to) {
		Normalisation.scale(samples, from, to, low());
	}

	/** How many pixels a tile's output lacks on each side: 92 in the paper's U-Net. */
	default int margin() {
		return TileReader.MARGIN;
	}

	/** What a tile's darkest sample is scaled to; its brightest is one more. -0.5 in the paper's U-Net. */
	default float low() {
		return -0.5f;
	}
}
