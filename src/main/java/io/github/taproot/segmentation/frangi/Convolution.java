// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import java.util.Arrays;

import io.github.taproot.image.TileReader;

/**
 * Separable correlation of a strip of an image's rows with pairs of kernels, first along columns, then along rows.
 * <p>
 * The lines that a kernel weighs are arrays of their own, so that Java adds them up several values at a time, which it
 * does not where indices differ by what only the run tells; that is why columns become lines for the second kernel.
 * </p>
 */
final class Convolution {

	/** Columns worked on at a time, so that the lines under a kernel stay in the processor's cache. */
	private static final int COLUMNS = 256;
	/** Lines that become columns at a time: a line of the cache is filled at once. */
	private static final int LINES = 8;

	private final double[] image;
	private final int width;
	private final int height;
	private final boolean mirrored;
	private final int from;
	private final int rows;
	private final double[] zeros;

	/**
	 * @param image row by row; held, not copied
	 * @param mirrored whether the image is mirrored at its border, the border's pixel not repeated; otherwise zeros are
	 *          outside
	 * @param from the strip's first row
	 * @param to the row after its last
	 */
	Convolution(double[] image, int width, int height, boolean mirrored, int from, int to) {
		this.image = image;
		this.width = width;
		this.height = height;
		this.mirrored = mirrored;
		this.from = from;
		rows = to - from;
		zeros = new double[Math.max(rows, COLUMNS)];
	}

	/** Memory for {@link #vertically}. */
	double[][] columns() {
		return new double[width][rows];
	}

	/** @param columns gets the strip after the kernel, column by column */
	void vertically(Kernel kernel, double[][] columns) {
		for (int left = 0; left < width; left += COLUMNS) {
			int count = Math.min(COLUMNS, width - left);
			int above = kernel.radius();
			double[][] lines = new double[rows + 2 * above][];
			for (int i = 0; i < lines.length; i++) {
				int y = inside(from - above + i, height);
				lines[i] = y < 0 ? zeros : Arrays.copyOfRange(image, y * width + left, y * width + left + count);
			}
			correlate(lines, kernel, columns, left, new double[LINES][count]);
		}
	}

	/**
	 * @param columns of {@link #vertically}
	 * @param left the first column wanted
	 * @param result gets the strip after both kernels, row by row; its rows' length is the number of columns
	 */
	void horizontally(Kernel kernel, double[][] columns, int left, double[][] result) {
		int beside = kernel.radius();
		double[][] lines = new double[result[0].length + 2 * beside][];
		for (int i = 0; i < lines.length; i++) {
			int x = inside(left - beside + i, width);
			lines[i] = x < 0 ? zeros : columns[x];
		}
		correlate(lines, kernel, result, 0, new double[LINES][rows]);
	}

	/**
	 * Sums across lines; those for a line become a column of {@code to}, in its arrays from {@code first} on.
	 *
	 * @param sums memory for {@link #LINES} lines
	 */
	private static void correlate(double[][] lines, Kernel kernel, double[][] to, int first, double[][] sums) {
		int radius = kernel.radius();
		int length = sums[0].length;
		int count = lines.length - 2 * radius;
		for (int begin = 0; begin < count; begin += LINES) {
			int n = Math.min(LINES, count - begin);
			for (int i = 0; i < n; i++) correlate(lines, begin + i + radius, kernel, sums[i]);
			if (n == LINES) {
				transpose(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], to, first, begin);
			}
			else for (int j = 0; j < length; j++) for (int i = 0; i < n; i++) to[first + j][begin + i] = sums[i][j];
		}
	}

	/** Eight lines become columns; a loop over the eight took twice as long. */
	private static void transpose(double[] a, double[] b, double[] c, double[] d, double[] e, double[] f, double[] g,
		double[] h, double[][] to, int first, int at)
	{
		for (int j = 0; j < a.length; j++) {
			double[] line = to[first + j];
			line[at] = a[j];
			line[at + 1] = b[j];
			line[at + 2] = c[j];
			line[at + 3] = d[j];
			line[at + 4] = e[j];
			line[at + 5] = f[j];
			line[at + 6] = g[j];
			line[at + 7] = h[j];
		}
	}

	/** The index of the pixel that appears at an index, which may lie outside; -1 for zeros. */
	private int inside(int index, int extent) {
		return mirrored || index >= 0 && index < extent ? TileReader.mirrored(index, extent) : -1;
	}

	private static void correlate(double[][] lines, int middle, Kernel kernel, double[] sums) {
		double[] weights = kernel.half();
		multiply(sums, lines[middle], weights[0]);
		for (int k = 1; k < weights.length; k += 2) {
			// After the last weight of an odd number comes a pair that weighs nothing.
			int next = k + 1 < weights.length ? k + 1 : k;
			double weight = next == k ? 0 : weights[next];
			if (kernel.odd()) {
				addDifferences(sums, lines[middle - k], lines[middle + k], weights[k], lines[middle - next],
					lines[middle + next], weight);
			}
			else {
				addPairs(sums, lines[middle - k], lines[middle + k], weights[k], lines[middle - next],
					lines[middle + next], weight);
			}
		}
	}

	private static void multiply(double[] to, double[] a, double weight) {
		for (int i = 0; i < to.length; i++) to[i] = a[i] * weight;
	}

	private static void addPairs(double[] to, double[] a, double[] b, double weight, double[] c, double[] d,
		double next)
	{
		for (int i = 0; i < to.length; i++) to[i] += (a[i] + b[i]) * weight + (c[i] + d[i]) * next;
	}

	private static void addDifferences(double[] to, double[] a, double[] b, double weight, double[] c, double[] d,
		double next)
	{
		for (int i = 0; i < to.length; i++) to[i] += (b[i] - a[i]) * weight + (d[i] - c[i]) * next;
	}
}
