// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import io.github.taproot.image.TileReader;

/**
 * How many tiles of which size are worked on at once.
 *
 * @param side rows and columns in px, a valid one
 * @param batch tiles, at least 1
 */
record Tiles(int side, int batch) {

	/** Tiles at once on a GPU where nobody asks for another number. */
	private static final int GPU_BATCH = 8;

	/** @param batch 0 for as many as suit the device */
	static Tiles of(int side, int batch, String device) {
		return new Tiles(side, batch > 0 ? batch : device.startsWith("GPU") ? GPU_BATCH : 1);
	}

	/** Half as many tiles, or half as large ones where it is one; null where they can't be smaller. */
	Tiles smaller() {
		if (batch > 1) return new Tiles(side, batch / 2);
		return side > TileReader.SMALLEST_SIDE ? new Tiles(TileReader.validSide(side / 2), 1) : null;
	}

	/** All their pixels, which memory grows with. */
	long pixels() {
		return (long) batch * side * side;
	}

	@Override
	public String toString() {
		return batch + " tile" + (batch == 1 ? "" : "s") + " of " + side + " px at once";
	}
}
