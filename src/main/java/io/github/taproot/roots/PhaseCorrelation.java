// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * By how much one image is moved against another (Kuglin and Hines 1975): the peak of the inverse transform of their
 * cross-power spectrum. Rotation, zoom and distortion are not found.
 *
 * @param x columns by which the second image's content lies further right than the first's
 * @param y rows by which it lies further down
 * @param certainty height of the peak by that of the highest one elsewhere: near 1 where the shift is a guess
 */
record PhaseCorrelation(int x, int y, double certainty) {

	private static final int LARGEST = 1024;
	/** Px around a peak that belong to it. */
	private static final int PEAK = 3;
	/** Columns that are transformed together, since single ones are slow to read. */
	private static final int GROUP = 8;

	/**
	 * Compares two images of any values, rows from top to bottom; of different sizes, their upper left parts.
	 *
	 * @return no shift, with a certainty of 1, where an image is of one value; at most half of the smaller size
	 */
	static PhaseCorrelation of(float[] first, int firstWidth, float[] second, int secondWidth) {
		int width = Math.min(firstWidth, secondWidth);
		int height = Math.min(first.length / firstWidth, second.length / secondWidth);
		int step = Math.max(1, (Math.max(width, height) + LARGEST - 1) / LARGEST);
		PhaseCorrelation coarse =
			peak(first, firstWidth, second, secondWidth, new int[] { 0, 0, 0, 0, width, height }, step);
		if (step == 1) return coarse;
		// Again without loss of detail, in the middle of what both show.
		int dx = coarse.x * step;
		int dy = coarse.y * step;
		int w = Math.min(LARGEST, width - Math.abs(dx));
		int h = Math.min(LARGEST, height - Math.abs(dy));
		int left = (width - Math.abs(dx) - w) / 2;
		int top = (height - Math.abs(dy) - h) / 2;
		PhaseCorrelation fine = peak(first, firstWidth, second, secondWidth, new int[] { left + Math.max(0, -dx),
			top + Math.max(0, -dy), left + Math.max(0, dx), top + Math.max(0, dy), w, h }, 1);
		boolean agrees = Math.abs(fine.x) <= 2 * step && Math.abs(fine.y) <= 2 * step;
		return agrees ? new PhaseCorrelation(dx + fine.x, dy + fine.y, coarse.certainty)
			: new PhaseCorrelation(dx, dy, coarse.certainty);
	}

	/** @param part left and top in the first and in the second image, width, height */
	private static PhaseCorrelation peak(float[] first, int firstWidth, float[] second, int secondWidth, int[] part,
		int step)
	{
		int width = Math.max(1, part[4] / step);
		int height = Math.max(1, part[5] / step);
		int columns = powerOfTwo(width);
		int rows = powerOfTwo(height);
		double[] re = new double[columns * rows];
		double[] im = new double[re.length];
		boolean varies = fade(blocks(first, firstWidth, part[0], part[1], width, height, step), width, height,
			re, columns);
		varies &= fade(blocks(second, secondWidth, part[2], part[3], width, height, step), width, height, im, columns);
		if (!varies) return new PhaseCorrelation(0, 0, 1);
		// Both real images in one complex transform.
		transform(re, im, columns, rows, false);
		double[] crossRe = new double[re.length];
		double[] crossIm = new double[re.length];
		for (int v = 0; v < rows; v++) {
			for (int u = 0; u < columns; u++) {
				int i = v * columns + u;
				int k = (rows - v) % rows * columns + (columns - u) % columns;
				double aRe = (re[i] + re[k]) / 2;
				double aIm = (im[i] - im[k]) / 2;
				double bRe = (im[i] + im[k]) / 2;
				double bIm = (re[k] - re[i]) / 2;
				double productRe = aRe * bRe + aIm * bIm;
				double productIm = aRe * bIm - aIm * bRe;
				double size = Math.sqrt(productRe * productRe + productIm * productIm);
				if (size < 1e-12) continue;
				crossRe[i] = productRe / size;
				crossIm[i] = productIm / size;
			}
		}
		transform(crossRe, crossIm, columns, rows, true);
		int best = 0;
		for (int i = 1; i < crossRe.length; i++) {
			boolean isInReach = Math.abs(centred(i % columns, columns)) <= width / 2 &&
				Math.abs(centred(i / columns, rows)) <= height / 2;
			if (isInReach && crossRe[i] > crossRe[best]) best = i;
		}
		double elsewhere = 0;
		for (int i = 0; i < crossRe.length; i++) {
			int apartX = Math.floorMod(i % columns - best % columns + PEAK, columns);
			int apartY = Math.floorMod(i / columns - best / columns + PEAK, rows);
			if (apartX <= 2 * PEAK && apartY <= 2 * PEAK) continue;
			elsewhere = Math.max(elsewhere, crossRe[i]);
		}
		return new PhaseCorrelation(centred(best % columns, columns), centred(best / columns, rows), elsewhere > 0 ?
			crossRe[best] / elsewhere : Double.POSITIVE_INFINITY);
	}

	private static int centred(int i, int count) {
		return i > count / 2 ? i - count : i;
	}

	/** The smallest power of 2 that is no smaller, at least 2. */
	static int powerOfTwo(int n) {
		return Math.max(2, Integer.highestOneBit(2 * n - 1));
	}

	/** Sums of blocks of a part of an image. */
	static float[] blocks(float[] image, int stride, int left, int top, int width, int height, int step) {
		float[] small = new float[width * height];
		for (int y = 0; y < height; y++) {
			for (int k = 0; k < step; k++) {
				int row = (top + y * step + k) * stride + left;
				for (int x = 0; x < width; x++) {
					float block = 0;
					for (int l = 0; l < step; l++) block += image[row + x * step + l];
					small[y * width + x] += block;
				}
			}
		}
		return small;
	}

	/**
	 * Writes an image less its mean, faded out to its borders, into the corner of a larger one.
	 *
	 * @return whether it is not of one value
	 */
	static boolean fade(float[] image, int width, int height, double[] to, int stride) {
		double sum = 0;
		for (float value : image) sum += value;
		double mean = sum / width / height;
		double[] across = new double[width];
		for (int x = 0; x < width; x++) across[x] = Math.sin(Math.PI * (x + 0.5) / width);
		double most = 0;
		for (int y = 0; y < height; y++) {
			double down = Math.sin(Math.PI * (y + 0.5) / height);
			for (int x = 0; x < width; x++) {
				double value = (image[y * width + x] - mean) * across[x] * down;
				to[y * stride + x] = value;
				most = Math.max(most, Math.abs(value));
			}
		}
		return most > 1e-9;
	}

	/** Transforms rows and columns in place, whose numbers are powers of 2; backwards scaled by their product. */
	static void transform(double[] re, double[] im, int columns, int rows, boolean back) {
		TransformType type = back ? TransformType.INVERSE : TransformType.FORWARD;
		double[][] line = new double[2][columns];
		for (int i = 0; i < re.length; i += columns) {
			System.arraycopy(re, i, line[0], 0, columns);
			System.arraycopy(im, i, line[1], 0, columns);
			FastFourierTransformer.transformInPlace(line, DftNormalization.STANDARD, type);
			System.arraycopy(line[0], 0, re, i, columns);
			System.arraycopy(line[1], 0, im, i, columns);
		}
		int group = Math.min(GROUP, columns);
		double[][][] lines = new double[group][2][rows];
		for (int x = 0; x < columns; x += group) {
			for (int y = 0; y < rows; y++) {
				for (int k = 0; k < group; k++) {
					lines[k][0][y] = re[y * columns + x + k];
					lines[k][1][y] = im[y * columns + x + k];
				}
			}
			for (double[][] l : lines) FastFourierTransformer.transformInPlace(l, DftNormalization.STANDARD, type);
			for (int y = 0; y < rows; y++) {
				for (int k = 0; k < group; k++) {
					re[y * columns + x + k] = lines[k][0][y];
					im[y * columns + x + k] = lines[k][1][y];
				}
			}
		}
	}
}
