// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.tiling;

import io.github.taproot.image.TileReader;

/**
 * Where tiles lie on an image: their outputs start every {@code stepX} columns and {@code stepY} rows, and those of the
 * last row and column are moved back to end at the image's edge. Where the image is smaller than an output, one tile at
 * 0 reaches over its edge. Tiles are numbered row by row. Where steps are as large as tiles, later tiles overwrite
 * earlier ones; where they are smaller, tiles are averaged: see {@link TiledPrediction}.
 *
 * @param width columns of the image, at least 1
 * @param height rows of the image, at least 1
 * @param tileWidth columns of a tile's output, at least 1
 * @param tileHeight rows of a tile's output, at least 1
 * @param stepX columns from one tile to the next, from 1 to those of a tile
 * @param stepY rows from one tile to the next, from 1 to those of a tile
 */
public record TileGrid(int width, int height, int tileWidth, int tileHeight, int stepX, int stepY) {

	public TileGrid {
		if (width < 1 || height < 1 || stepX < 1 || stepY < 1 || tileWidth < stepX || tileHeight < stepY) {
			throw new IllegalArgumentException("No tiles of " + tileWidth + "x" + tileHeight + " px on " + width +
				"x" + height +
				" px.");
		}
	}

	/** Tiles side by side. */
	public TileGrid(int width, int height, int tileWidth, int tileHeight) {
		this(width, height, tileWidth, tileHeight, tileWidth, tileHeight);
	}

	/** Square tiles, as Smith et al. (2020) place them. */
	public TileGrid(int width, int height, int side) {
		this(width, height, side, side);
	}

	/**
	 * As few tiles as there can be, no larger than they need to be, so that hardly a pixel is computed twice: tiles of
	 * the paper's grid overlap by up to a whole tile at the last row and column.
	 *
	 * @param largestSide rows and columns of the largest input tile, a valid one
	 * @param margin what a tile's output lacks on each side
	 */
	public static TileGrid even(int width, int height, int largestSide, int margin) {
		return new TileGrid(width, height, even(width, largestSide, margin), even(height, largestSide, margin));
	}

	private static int even(int extent, int largestSide, int margin) {
		int most = largestSide - 2 * margin;
		int tiles = (extent - 1) / most + 1;
		return TileReader.validSideFrom((extent - 1) / tiles + 1 + 2 * margin) - 2 * margin;
	}

	/** The same tiles, each of which overlaps the next by half. */
	public TileGrid overlapping() {
		return new TileGrid(width, height, tileWidth, tileHeight, (tileWidth + 1) / 2, (tileHeight + 1) / 2);
	}

	/** Whether tiles overlap by more than those that are moved back. */
	public boolean isOverlapping() {
		return stepX < tileWidth || stepY < tileHeight;
	}

	public int columns() {
		return (Math.max(0, width - tileWidth) + stepX - 1) / stepX + 1;
	}

	public int rows() {
		return (Math.max(0, height - tileHeight) + stepY - 1) / stepY + 1;
	}

	/** The number of tiles, at least 1. */
	public int size() {
		return Math.multiplyExact(columns(), rows());
	}

	/** Left column of a tile's output in the image, never outside. */
	public int x(int tile) {
		return start(tile % columns(), stepX, tileWidth, width);
	}

	/** Top row of a tile's output in the image, never outside. */
	public int y(int tile) {
		return start(tile / columns(), stepY, tileHeight, height);
	}

	/** Columns of the image that only this tile, or this one last, covers. */
	int ownWidth(int tile) {
		int next = tile % columns() + 1;
		return (next < columns() ? start(next, stepX, tileWidth, width) : width) - x(tile);
	}

	/** Rows of the image that only this tile's row of tiles, or this one last, covers. */
	int ownHeight(int tile) {
		int next = tile / columns() + 1;
		return (next < rows() ? start(next, stepY, tileHeight, height) : height) - y(tile);
	}

	private static int start(int index, int step, int side, int extent) {
		return Math.max(0, Math.min(index * step, extent - side));
	}
}
