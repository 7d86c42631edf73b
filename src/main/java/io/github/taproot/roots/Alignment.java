// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.stream.IntStream;

/**
 * Where the content of an earlier image lies in a later one of the same place: turned, zoomed and shifted.
 *
 * @param cos of the rotation, times the scale
 * @param sin of the rotation, times the scale; above 0 where the content is turned clockwise, as rows run downwards
 * @param dx column in the later image of the earlier image's first pixel
 * @param dy its row
 * @param certainty as {@link PhaseCorrelation}
 */
record Alignment(double cos, double sin, double dx, double dy, double certainty) {

	/** In degrees. */
	static final double MOST_ROTATION = 3;
	static final double MOST_ZOOM = 0.02;
	static final Alignment NONE = shift(0, 0, Double.NaN);

	static Alignment shift(double dx, double dy, double certainty) {
		return new Alignment(1, 0, dx, dy, certainty);
	}

	/** Turned clockwise about the middle of an image, in degrees, and zoomed. */
	static Alignment turn(double rotation, double scale, int width, int height) {
		double c = scale * Math.cos(Math.toRadians(rotation));
		double s = scale * Math.sin(Math.toRadians(rotation));
		double x = (width - 1) / 2.0;
		double y = (height - 1) / 2.0;
		return new Alignment(c, s, x - c * x + s * y, y - s * x - c * y, Double.NaN);
	}

	/** The image that it makes of another, of the same size; the mean where that has no content. */
	float[] apply(float[] image, int width) {
		Alignment back = inverse();
		int height = image.length / width;
		double sum = 0;
		for (float value : image) sum += value;
		float mean = (float) (sum / image.length);
		float[] made = new float[image.length];
		IntStream.range(0, height).parallel().forEach(row -> {
			for (int column = 0; column < width; column++) {
				made[row * width + column] = at(image, width, height, back.x(column, row), back.y(column, row), mean);
			}
		});
		return made;
	}

	/** Bilinear between pixels. */
	static float at(float[] image, int width, int height, double x, double y, float outside) {
		int left = (int) Math.floor(x);
		int top = (int) Math.floor(y);
		if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return outside;
		float u = (float) (x - left);
		float v = (float) (y - top);
		int i = top * width + left;
		return (1 - v) * ((1 - u) * image[i] + u * image[i + 1]) +
			v * ((1 - u) * image[i + width] + u * image[i + width + 1]);
	}

	/** The column in the later image of a point of the earlier one. */
	double x(double x, double y) {
		return cos * x - sin * y + dx;
	}

	/** Its row. */
	double y(double x, double y) {
		return sin * x + cos * y + dy;
	}

	double scale() {
		return Math.hypot(cos, sin);
	}

	/** In degrees. */
	double rotation() {
		return Math.toDegrees(Math.atan2(sin, cos));
	}

	/** Whether it is no more than is looked for. */
	boolean isSmall() {
		return Math.abs(rotation()) <= 1.1 * MOST_ROTATION && Math.abs(scale() - 1) <= 1.1 * MOST_ZOOM;
	}

	/** From the later image to the earlier one. */
	Alignment inverse() {
		double square = cos * cos + sin * sin;
		double c = cos / square;
		double s = -sin / square;
		return new Alignment(c, s, -c * dx + s * dy, -s * dx - c * dy, certainty);
	}
}
