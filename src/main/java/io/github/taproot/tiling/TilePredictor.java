package io.github.taproot.tiling;

import io.github.taproot.image.TileReader;

/** A network as tiling sees it. Called by one thread at a time. */
@FunctionalInterface
public interface TilePredictor {

	/**
	 * Predicts tiles.
	 *
	 * @param tiles (n, side, side, 3): tile, row, column, channel, each tile scaled to [{@link #low}, {@link #low} + 1]
	 * @param n number of tiles, at least 1; the last call of an image may have fewer than the others
	 * @param side rows and columns of a tile
	 * @return root probability from 0 to 1 of the tiles' centres, (n, out, out) with out = side - 2 * {@link #margin}
	 */
	float[] predict(float[] tiles, int n, int side);

	/** How many pixels a tile's output lacks on each side: 92 in the paper's U-Net. */
	default int margin() {
		return TileReader.MARGIN;
	}

	/** What a tile's darkest sample is scaled to; its brightest is one more. -0.5 in the paper's U-Net. */
	default float low() {
		return -0.5f;
	}
}
