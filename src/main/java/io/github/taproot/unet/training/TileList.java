// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

/**
 * Tiles in the order in which training sees them.
 *
 * @param image index of each tile's image
 * @param x left column of each tile's output (not of its input) in the image
 * @param y top row of each tile's output
 */
public record TileList(int[] image, int[] x, int[] y) {

	public int size() {
		return image.length;
	}
}
