// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

/**
 * Which pixels are root: rows from top to bottom, pixels from left to right.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param pixels {@code width * height} values, {@link #ROOT} or {@link #SOIL}; held, not copied, and laid out as in
 *          ImageJ's {@code ByteProcessor}
 */
public record Mask(int width, int height, byte[] pixels) {

	public static final byte ROOT = (byte) 255;
	public static final byte SOIL = 0;

	public Mask {
		if (width < 1 || height < 1 || pixels.length != (long) width * height) {
			throw new IllegalArgumentException(
				"A mask of " + width + "x" + height + " pixels cannot have " + pixels.length + " values.");
		}
	}

	/** A mask without roots. */
	public Mask(int width, int height) {
		this(width, height, new byte[Math.multiplyExact(width, height)]);
	}

	/** Whether the pixel is root; pixels outside the image are soil. */
	public boolean isRoot(int x, int y) {
		return x >= 0 && y >= 0 && x < width && y < height && pixels[y * width + x] != SOIL;
	}

	/** Whether the pixel is root and has soil at one of its sides; beyond the image there is none. */
	public boolean isEdge(int x, int y) {
		int i = y * width + x;
		return pixels[i] != SOIL && (x > 0 && pixels[i - 1] == SOIL || x < width - 1 && pixels[i + 1] == SOIL ||
			y > 0 && pixels[i - width] == SOIL || y < height - 1 && pixels[i + width] == SOIL);
	}

	/** A copy of a rectangle of it, which lies inside. */
	public Mask part(int x, int y, int columns, int rows) {
		byte[] part = new byte[columns * rows];
		for (int row = 0; row < rows; row++) {
			System.arraycopy(pixels, (y + row) * width + x, part, row * columns, columns);
		}
		return new Mask(columns, rows, part);
	}

	/**
	 * The root pixels of both.
	 *
	 * @param other of the same size
	 */
	public Mask with(Mask other) {
		byte[] both = pixels.clone();
		for (int i = 0; i < both.length; i++) if (other.pixels[i] != SOIL) both[i] = ROOT;
		return new Mask(width, height, both);
	}

	/**
	 * A copy without the roots that lie where another mask has some.
	 *
	 * @param excluded of the same size; null for nothing, which gives this mask
	 * @throws IllegalArgumentException where the sizes differ
	 */
	public Mask without(Mask excluded) {
		if (excluded == null) return this;
		if (width != excluded.width || height != excluded.height) {
			throw new IllegalArgumentException("The mask has " + width + "x" + height +
				" pixels, but the area to leave out " + excluded.width + "x" + excluded.height + ".");
		}
		byte[] left = pixels.clone();
		for (int i = 0; i < left.length; i++) if (excluded.pixels[i] != SOIL) left[i] = SOIL;
		return new Mask(width, height, left);
	}

	/** How many pixels are root. */
	public long rootPixels() {
		long count = 0;
		for (byte pixel : pixels) if (pixel != SOIL) count++;
		return count;
	}
}
