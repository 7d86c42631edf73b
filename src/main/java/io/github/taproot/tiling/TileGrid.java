package io.github.taproot.tiling;

/**
 * Where tiles lie on an image, as Smith et al. (2020) place them: their outputs start every {@code side} pixels, and
 * those of the last row and column are moved back to end at the image's edge. Where the image is smaller than an
 * output, one tile at 0 reaches over its edge. Tiles are numbered row by row; later ones overwrite earlier ones.
 *
 * @param width columns of the image, at least 1
 * @param height rows of the image, at least 1
 * @param side side of a tile's output in pixels, at least 1
 */
public record TileGrid(int width, int height, int side) {

	public TileGrid {
		if (width < 1 || height < 1 || side < 1) {
			throw new IllegalArgumentException("No tiles of " + side + " px on " + width + "x" + height + " px.");
		}
	}

	public int columns() {
		return (width - 1) / side + 1;
	}

	public int rows() {
		return (height - 1) / side + 1;
	}

	/** The number of tiles, at least 1. */
	public int size() {
		return Math.multiplyExact(columns(), rows());
	}

	/** Left column of a tile's output in the image, never outside. */
	public int x(int tile) {
		return start(tile % columns(), width);
	}

	/** Top row of a tile's output in the image, never outside. */
	public int y(int tile) {
		return start(tile / columns(), height);
	}

	private int start(int index, int extent) {
		return Math.max(0, Math.min(index * side, extent - side));
	}
}
