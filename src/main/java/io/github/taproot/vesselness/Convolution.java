package io.github.taproot.vesselness;

import java.util.Arrays;

import io.github.taproot.image.TileReader;

/**
 * Separable correlation of an image with two kernels, a strip of rows at a time. Any number of threads may use one.
 * <p>
 * The lines that a kernel weighs are arrays of their own, so that Java adds them up several values at a time, which it
 * does not where indices differ by what only the run tells; that is why columns become lines for the second kernel.
 * </p>
 */
final class Convolution {

	/** Columns worked on at a time, so that the lines under a kernel stay in the processor's cache. */
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
		int rows = to - from;
		int above = vertical.radius();
		int beside = horizontal.radius();
		double[][] columns = new double[width + 2 * beside][];
		for (int left = 0; left < width; left += COLUMNS) {
			int count = Math.min(COLUMNS, width - left);
			double[][] lines = new double[rows + 2 * above][];
			double[] zeros = new double[count];
			for (int i = 0; i < lines.length; i++) {
				int y = inside(from - above + i, height);
				lines[i] = y < 0 ? zeros : Arrays.copyOfRange(image, y * width + left, y * width + left + count);
			}
			double[] sums = new double[count];
			for (int x = 0; x < count; x++) columns[beside + left + x] = new double[rows];
			for (int y = 0; y < rows; y++) {
				correlate(lines, y + above, vertical, sums);
				for (int x = 0; x < count; x++) columns[beside + left + x][y] = sums[x];
			}
		}
		double[] sums = new double[rows];
		for (int k = 1; k <= beside; k++) {
			int left = inside(-k, width);
			int right = inside(width - 1 + k, width);
			columns[beside - k] = left < 0 ? new double[rows] : columns[beside + left];
			columns[beside + width - 1 + k] = right < 0 ? new double[rows] : columns[beside + right];
		}
		double[] result = new double[rows * width];
		for (int x = 0; x < width; x++) {
			correlate(columns, x + beside, horizontal, sums);
			for (int y = 0; y < rows; y++) result[y * width + x] = sums[y];
		}
		return result;
	}

	/** The index of the pixel that appears at an index, which may lie outside; -1 for zeros. */
	private int inside(int index, int extent) {
		return mirrored || index >= 0 && index < extent ? TileReader.mirrored(index, extent) : -1;
	}

	private static void correlate(double[][] lines, int middle, Kernel kernel, double[] sums) {
		double[] weights = kernel.half();
		Arrays.fill(sums, 0);
		addPairs(sums, lines[middle], lines[middle], weights[0] / 2, lines[middle], lines[middle], 0);
		for (int k = 1; k < weights.length; k += 2) {
			// After the last weight of an odd number comes a pair that weighs nothing.
			int next = k + 1 < weights.length ? k + 1 : k;
			double weight = next == k ? 0 : weights[next];
			if (kernel.odd()) {
				addDifferences(sums, lines[middle - k], lines[middle + k], weights[k], lines[middle - next],
					lines[middle + next], weight);
			}
			else {
				addPairs(sums, lines[middle - k], lines[middle + k], weights[k], lines[middle - next], lines[middle + next],
					weight);
			}
		}
	}

	private static void addPairs(double[] to, double[] a, double[] b, double weight, double[] c, double[] d, double next) {
		for (int i = 0; i < to.length; i++) to[i] += (a[i] + b[i]) * weight + (c[i] + d[i]) * next;
	}

	private static void addDifferences(double[] to, double[] a, double[] b, double weight, double[] c, double[] d,
		double next)
	{
		for (int i = 0; i < to.length; i++) to[i] += (b[i] - a[i]) * weight + (d[i] - c[i]) * next;
	}
}
