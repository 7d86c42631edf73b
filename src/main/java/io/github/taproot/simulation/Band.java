// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

/** Some rows of a picture in the making, with rows beyond the image's border where a blur needs them. */
final class Band {

	final int width;
	/** The image row of the band's first row; may be negative. */
	final int top;
	final int rows;
	/** Red, green and blue, each {@code width * rows} values around 0 to 255. */
	final float[][] rgb;

	Band(int width, int top, int rows) {
		this.width = width;
		this.top = top;
		this.rows = rows;
		rgb = new float[3][width * rows];
	}

	Band copy() {
		Band copy = new Band(width, top, rows);
		for (int c = 0; c < 3; c++) System.arraycopy(rgb[c], 0, copy.rgb[c], 0, rgb[c].length);
		return copy;
	}

	int bottom() {
		return top + rows;
	}

	void blend(int p, float[] colour, float brightness, float opacity) {
		for (int c = 0; c < 3; c++) rgb[c][p] += (colour[c] * brightness - rgb[c][p]) * opacity;
	}

	void darken(int p, float factor) {
		for (float[] plane : rgb) plane[p] *= factor;
	}

	float luminance(int p) {
		return 0.299f * rgb[0][p] + 0.587f * rgb[1][p] + 0.114f * rgb[2][p];
	}

	/** Blurs each plane with (side, 1 - 2 side, side) in both directions; the outermost rows stay blurred in x only. */
	void blur(float side) {
		float[] row = new float[width];
		float[] above = new float[width];
		for (float[] plane : rgb) {
			for (int y = 0; y < rows; y++) {
				int o = y * width;
				System.arraycopy(plane, o, row, 0, width);
				for (int x = 0; x < width; x++) {
					float beside = row[Math.max(0, x - 1)] + row[Math.min(width - 1, x + 1)];
					plane[o + x] = row[x] * (1 - 2 * side) + side * beside;
				}
			}
			System.arraycopy(plane, 0, above, 0, width);
			for (int y = 1; y < rows - 1; y++) {
				int o = y * width;
				for (int x = 0; x < width; x++) {
					float here = plane[o + x];
					plane[o + x] = here * (1 - 2 * side) + side * (above[x] + plane[o + width + x]);
					above[x] = here;
				}
			}
		}
	}
}
