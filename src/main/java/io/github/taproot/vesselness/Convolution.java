package io.github.taproot.vesselness;

import java.util.Arrays;

import io.github.taproot.image.TileReader;

/**
 * Separable correlation of a strip of an image's rows with pairs of kernels. For one thread; memory is used again from one
 * call to the next, since new memory would have to pass through the processor's caches each time.
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
	private final int from;
	private final int rows;
	/** The strip after the vertical kernel, column by column. */
	private final double[][] columns;
	private final double[] sums;
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
		columns = new double[width][rows];
		sums = new double[rows];
		zeros = new double[Math.max(rows, COLUMNS)];
	}

	/** Puts the strip after both kernels into {@code result}, row by row. */
	void apply(Kernel vertical, Kernel horizontal, double[] result) {
		for (int left = 0; left < width; left += COLUMNS) vertically(vertical, left, Math.min(COLUMNS, width - left));
		int beside = horizontal.radius();
		double[][] lines = new double[width + 2 * beside][];
		for (int i = 0; i < lines.length; i++) {
			int x = inside(i - beside, width);
			lines[i] = x < 0 ? zeros : columns[x];
		}
		for (int x = 0; x < width; x++) {
			correlate(lines, x + beside, horizontal, sums);
			for (int y = 0; y < rows; y++) result[y * width + x] = sums[y];
		}
	}

	private void vertically(Kernel kernel, int left, int count) {
		int above = kernel.radius();
		double[][] lines = new double[rows + 2 * above][];
		for (int i = 0; i < lines.length; i++) {
			int y = inside(from - above + i, height);
			lines[i] = y < 0 ? zeros : Arrays.copyOfRange(image, y * width + left, y * width + left + count);
		}
		double[] line = new double[count];
		for (int y = 0; y < rows; y++) {
			correlate(lines, y + above, kernel, line);
			for (int x = 0; x < count; x++) columns[left + x][y] = line[x];
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
				addPairs(sums, lines[middle - k], lines[middle + k], weights[k], lines[middle - next], lines[middle + next],
					weight);
			}
		}
	}

	private static void multiply(double[] to, double[] a, double weight) {
		for (int i = 0; i < to.length; i++) to[i] = a[i] * weight;
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
