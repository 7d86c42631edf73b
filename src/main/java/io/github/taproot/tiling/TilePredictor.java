package io.github.taproot.tiling;

/** A network as tiling sees it. Called by one thread at a time. */
@FunctionalInterface
public interface TilePredictor {

	/**
	 * Predicts tiles.
	 *
	 * @param tiles at least {@code n} tiles in axis order (tile, y, x, channel) with 3 channels, each scaled to [-0.5, 0.5];
	 *          what follows the n-th tile is to be ignored
	 * @param n number of tiles, at least 1; the last call of an image may have fewer than the others
	 * @param side rows and columns of a tile
	 * @return root probability from 0 to 1 of the tiles' centres, (n, side - 184, side - 184)
	 */
	float[] predict(float[] tiles, int n, int side);
}
