// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

/**
 * A root, or a scratch on the glass, as a line with a width. Pixel (x, y) is the square from (x, y) to (x + 1, y + 1).
 *
 * @param x the centre line's points, at least 2
 * @param y likewise
 * @param radius at each point, in px; linear in between
 * @param colour red, green, blue, 0 to 255
 * @param opacity 0 to 1, of the best visible part
 * @param softness width of the blurred edge in px, above 0
 * @param buried length in px over which its beginning comes out of the soil
 * @param seed of its texture
 */
record Root(float[] x, float[] y, float[] radius, float[] colour, float opacity, float softness, float buried,
	int seed) {

	/** Length in px of the centre line within 0 to width and 0 to height. */
	double lengthWithin(int width, int height) {
		double length = 0;
		for (int i = 1; i < x.length; i++) length += segmentWithin(i, width, height);
		return length;
	}

	/** Area in px of the part within the image, from its length and widths. */
	double areaWithin(int width, int height) {
		double area = 0;
		for (int i = 1; i < x.length; i++) area += segmentWithin(i, width, height) * (radius[i - 1] + radius[i]);
		return area;
	}

	/** Clips the segment that ends at point i (Liang and Barsky 1984). */
	private double segmentWithin(int i, int width, int height) {
		double dx = (double) x[i] - x[i - 1];
		double dy = (double) y[i] - y[i - 1];
		double[] towards = { -dx, dx, -dy, dy };
		double[] room = { x[i - 1], (double) width - x[i - 1], y[i - 1], (double) height - y[i - 1] };
		double from = 0;
		double to = 1;
		for (int side = 0; side < 4; side++) {
			if (towards[side] == 0) {
				if (room[side] < 0) return 0;
			}
			else if (towards[side] < 0) from = Math.max(from, room[side] / towards[side]);
			else to = Math.min(to, room[side] / towards[side]);
		}
		return Math.max(0, to - from) * Math.sqrt(dx * dx + dy * dy);
	}

	static float min(float[] values) {
		float min = Float.POSITIVE_INFINITY;
		for (float value : values) min = Math.min(min, value);
		return min;
	}

	static float max(float[] values) {
		float max = Float.NEGATIVE_INFINITY;
		for (float value : values) max = Math.max(max, value);
		return max;
	}
}
