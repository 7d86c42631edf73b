package io.github.taproot.vesselness;

import io.github.taproot.image.TileReader;

/** Separable correlation of an image with two kernels, a strip of rows at a time. Any number of threads may use one. */
final class Convolution {

	/** Columns worked on at a time, so that the rows under a kernel stay in the processor's cache. */
	private static final int COLUMNS = 256;

	private final double[] image;
	private final int width;
	private final int height;
	private final boolean mirrored;

	/**
	 * @param image row by row; held, not copied
	 * @param mirrored whether the image is mirrored at its border, the border's pixel not repeated; otherwise zeros are
	 *          outside
	 */
	Convolution(double[] image, int width, int height, boolean mirrored) {
		this.image = image;
		this.width = width;
		this.height = height;
		this.mirrored = mirrored;
	}

	/** Rows {@code from} to {@code to - 1} of the image after both kernels, row by row. */
	double[] rows(int from, int to, Kernel vertical, Kernel horizontal) {
		double[] result = new double[(to - from) * width];
		for (int x = 0; x < width; x += COLUMNS) vertically(from, to, vertical, x, Math.min(width, x + COLUMNS), result);
		double[] padded = new double[width + 2 * horizontal.radius()];
		for (int row = 0; row < result.length; row += width) horizontally(horizontal, padded, result, row);
		return result;
	}

	private void vertically(int from, int to, Kernel kernel, int left, int right, double[] result) {
		double[] weights = kernel.half();
		for (int y = from; y < to; y++) {
			int out = (y - from) * width + left;
			for (int k = 0; k < weights.length; k++) {
				int above = row(y - k);
				int below = row(y + k);
				double weight = weights[k];
				double weightAbove = k == 0 ? 0 : kernel.odd() ? -weight : weight;
				if (above >= 0 && below >= 0) add(result, out, right - left, above + left, weightAbove, below + left, weight);
				else if (above >= 0) add(result, out, right - left, above + left, weightAbove, above + left, 0);
				else if (below >= 0) add(result, out, right - left, below + left, weight, below + left, 0);
			}
		}
	}

	private void add(double[] to, int out, int count, int first, double firstWeight, int second, double secondWeight) {
		double[] from = image;
		for (int i = 0; i < count; i++) {
			to[out + i] += from[first + i] * firstWeight + from[second + i] * secondWeight;
		}
	}

	/** Where a row begins; -1 for a row of zeros. */
	private int row(int y) {
		if (y >= 0 && y < height) return y * width;
		return mirrored ? TileReader.mirrored(y, height) * width : -1;
	}

	private void horizontally(Kernel kernel, double[] padded, double[] rows, int row) {
		double[] weights = kernel.half();
		int radius = kernel.radius();
		System.arraycopy(rows, row, padded, radius, width);
		if (mirrored) {
			for (int k = 1; k <= radius; k++) {
				padded[radius - k] = rows[row + TileReader.mirrored(-k, width)];
				padded[radius + width - 1 + k] = rows[row + TileReader.mirrored(width - 1 + k, width)];
			}
		}
		for (int i = 0; i < width; i++) rows[row + i] = padded[radius + i] * weights[0];
		double sign = kernel.odd() ? -1 : 1;
		for (int k = 1; k <= radius; k++) addPair(rows, row, padded, radius - k, radius + k, weights[k], sign);
	}

	private void addPair(double[] to, int out, double[] from, int left, int right, double weight, double sign) {
		for (int i = 0; i < width; i++) to[out + i] += (from[right + i] + sign * from[left + i]) * weight;
	}
}
