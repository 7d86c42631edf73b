// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import static io.github.taproot.image.TileReader.CHANNELS;

/** Flips and quarter turns of a tile (side, side, 3) and its labels (side, side), in place. */
final class Orientation {

	private Orientation() {}

	/** Mirrors left to right. */
	static void flip(float[] tile, byte[] labels, int side) {
		for (int y = 0; y < side; y++) {
			for (int left = y * side, right = left + side - 1; left < right; left++, right--) {
				byte label = labels[left];
				labels[left] = labels[right];
				labels[right] = label;
				for (int c = 0; c < CHANNELS; c++) {
					float sample = tile[left * CHANNELS + c];
					tile[left * CHANNELS + c] = tile[right * CHANNELS + c];
					tile[right * CHANNELS + c] = sample;
				}
			}
		}
	}

	/** Turns by a number of quarters, clockwise. */
	static void turn(float[] tile, byte[] labels, int side, int quarters) {
		float[] samples = tile.clone();
		byte[] before = labels.clone();
		int last = side - 1;
		// The pixel that comes to (x, y) lies at origin + x * right + y * down.
		int origin = new int[] { 0, last * side, last * side + last, last }[quarters & 3];
		int right = new int[] { 1, -side, -1, side }[quarters & 3];
		int down = new int[] { side, 1, -side, -1 }[quarters & 3];
		for (int y = 0, to = 0; y < side; y++) {
			for (int x = 0, from = origin + y * down; x < side; x++, to++, from += right) {
				labels[to] = before[from];
				for (int c = 0; c < CHANNELS; c++) tile[to * CHANNELS + c] = samples[from * CHANNELS + c];
			}
		}
	}
}
