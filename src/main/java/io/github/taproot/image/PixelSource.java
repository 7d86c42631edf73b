// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

/** An image's samples, read by rectangles, whether they are in memory or in a file. Any number of threads may read. */
public interface PixelSource {

	/** Columns, at least 1. */
	int width();

	/** Rows, at least 1. */
	int height();

	/** 1 (grey) or 3 (red, green, blue). */
	int channels();

	/**
	 * Copies a rectangle that lies inside of the image.
	 *
	 * @param x its left column
	 * @param y its top row
	 * @param samples receives channel after channel, each row by row, in the image's own range
	 * @throws java.io.UncheckedIOException where they are in a file that can't be read, with one sentence that names it
	 */
	void read(int x, int y, int width, int height, float[] samples);
}
