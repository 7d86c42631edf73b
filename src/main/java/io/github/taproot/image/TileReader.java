// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

import java.util.stream.IntStream;

/**
 * Copies rectangles out of a photograph or an annotation. What lies outside is mirrored at the border without repeating
 * the border's pixel, again and again where the image is smaller than what is asked for (an image of one pixel
 * continues as that pixel). Any number of threads may use one reader.
 */
public final class TileReader {

	/** Channels of every tile: a grey photograph fills all three. */
	public static final int CHANNELS = 3;

	/** How many pixels the U-Net's unpadded convolutions take from each side of a tile. */
	public static final int MARGIN = 92;

	/** Sides of tiles that the U-Net can take: from, in steps of, to. */
	public static final int SMALLEST_SIDE = 188;
	private static final int SIDE_STEP = 16;
	private static final int LARGEST_SIDE = 8188;

	// ImgLib2 8.0.0 divides by zero where its blocks mirror an image with an extent of 1, and every grey photograph has
	// one channel. So a block holds pixels inside the image only, and is mirrored while its channels are interleaved.
	private final PixelSource image;

	public TileReader(PixelSource image) {
		this.image = image;
	}

	public TileReader(Photograph photograph) {
		this(photograph.source());
	}

	/**
	 * Copies a tile, in the photograph's own range.
	 *
	 * @param x0 left column of the tile in the photograph, may lie outside
	 * @param y0 top row, may lie outside
	 * @param tile receives pixel (x, y), channel c at {@code offset + (y * width + x) * 3 + c}
	 * @throws ArrayIndexOutOfBoundsException where {@code tile} is too short
	 */
	public void read(int x0, int y0, int width, int height, float[] tile, int offset) {
		int[] columns = mirrored(x0, width, image.width());
		int[] rows = mirrored(y0, height, image.height());
		int left = min(columns);
		int top = min(rows);
		int blockWidth = max(columns) - left + 1;
		int blockHeight = max(rows) - top + 1;
		int channels = image.channels();
		float[] block = new float[blockWidth * blockHeight * channels];
		image.read(left, top, blockWidth, blockHeight, block);
		for (int c = 0; c < CHANNELS; c++) {
			int plane = Math.min(c, channels - 1) * blockHeight;
			for (int y = 0, to = offset + c; y < height; y++) {
				int row = (plane + rows[y] - top) * blockWidth - left;
				for (int x = 0; x < width; x++, to += CHANNELS) tile[to] = block[row + columns[x]];
			}
		}
	}

	/** Copies the labels of a tile: that of pixel (x, y) is at {@code y * width + x}. */
	public static byte[] labels(Annotation annotation, int x0, int y0, int width, int height) {
		int[] columns = mirrored(x0, width, annotation.width());
		byte[] labels = new byte[width * height];
		for (int y = 0, to = 0; y < height; y++) {
			int row = mirrored(y0 + y, annotation.height()) * annotation.width();
			for (int x = 0; x < width; x++) labels[to++] = annotation.labels()[row + columns[x]];
		}
		return labels;
	}

	/** Which of {@code n} pixels in a row appears at an index that may lie outside. */
	public static int mirrored(int index, int n) {
		if (index >= 0 && index < n) return index;
		if (n == 1) return 0;
		int wrapped = Math.floorMod(index, 2 * n - 2);
		return Math.min(wrapped, 2 * n - 2 - wrapped);
	}

	/** The largest side that the U-Net can take which is not above {@code side}, but at least the smallest. */
	public static int validSide(int side) {
		return Math.max(SMALLEST_SIDE, side - Math.floorMod(side - SMALLEST_SIDE, SIDE_STEP));
	}

	/** The smallest side that the U-Net can take which is not below {@code side}. */
	public static int validSideFrom(int side) {
		return validSide(side + SIDE_STEP - 1);
	}

	/** @throws IllegalArgumentException unless the U-Net can take tiles of this side: 188 + 16 k, up to 8188 */
	public static void requireSide(int side) {
		if (side < SMALLEST_SIDE || side > LARGEST_SIDE || side != validSide(side)) {
			int below = validSide(Math.min(side, LARGEST_SIDE - SIDE_STEP));
			throw new IllegalArgumentException("The tile side is " + side + " px, but must be 188 plus a multiple of " +
				"16, up to " +
				LARGEST_SIDE + "; the nearest are " + below + " and " + (below + SIDE_STEP) + " (572 in the paper).");
		}
	}

	private static int[] mirrored(int start, int count, int n) {
		return IntStream.range(start, start + count).map(i -> mirrored(i, n)).toArray();
	}

	private static int min(int[] values) {
		return IntStream.of(values).min().orElse(0);
	}

	private static int max(int[] values) {
		return IntStream.of(values).max().orElse(-1);
	}
}
