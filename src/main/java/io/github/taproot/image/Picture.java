// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

/**
 * A decoded image before anybody has said what it shows: a photograph, a mask, an annotation, or probabilities.
 *
 * @param photograph its samples as they are to be seen, palettes and white-is-zero undone
 * @param alpha opacity of each pixel, 0 to 255 as a byte, row by row; null where all are opaque
 * @param inverted whether ImageJ stores 255 minus each sample, because of an inverting lookup table
 * @param lossy whether samples can differ from those that were saved, as in a JPEG
 * @param white the largest sample that its kind can have, 255 or 65535; 1 for all but 8 and 16 bits
 * @param note what tables should tell of how it was read, such as "; its scale was left out, since ..."; "" for nothing
 */
public record Picture(Photograph photograph, byte[] alpha, boolean inverted, boolean lossy, int white, String note) {

	public int width() {
		return photograph.width();
	}

	public int height() {
		return photograph.height();
	}

	/** Whether a pixel shows nothing. */
	boolean isTransparent(int pixel) {
		return alpha != null && alpha[pixel] == 0;
	}

	/**
	 * Its photograph.
	 *
	 * @throws IllegalArgumentException where pixels are transparent, or samples are no numbers
	 */
	public Photograph requirePhotograph() {
		if (alpha == null) return photograph.requireNumbers();
		throw new IllegalArgumentException("It has transparent pixels, whose colour is unknown: save the photograph " +
			"without transparency.");
	}

	/** Takes pixels one after the other. */
	@FunctionalInterface
	public interface Pixels {

		/** Takes a pixel: its place, row by row, and red, green and blue, the same three times for grey. */
		void accept(int place, float red, float green, float blue);
	}

	/** Gives all pixels as ImageJ stores them, row by row. */
	public void forEach(Pixels pixels) {
		int width = width();
		int channels = photograph.channels();
		PixelSource source = photograph.source();
		float[] row = new float[channels * width];
		for (int y = 0; y < height(); y++) {
			source.read(0, y, width, 1, row);
			if (inverted) for (int i = 0; i < row.length; i++) row[i] = 255 - row[i];
			for (int x = 0; x < width; x++) {
				if (channels == 1) pixels.accept(y * width + x, row[x], row[x], row[x]);
				else pixels.accept(y * width + x, row[x], row[width + x], row[2 * width + x]);
			}
		}
	}
}
