// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import java.util.Arrays;
import java.util.stream.IntStream;

import io.github.taproot.progress.Progress;

/**
 * Eigenvalues of the Hessian matrix of an image at a scale, times the square of the scale, so that they can be compared
 * between scales.
 */
final class Eigenvalues {

	/** Takes eigenvalues, in arrays that are used again. Called by many threads, for different pixels. */
	@FunctionalInterface
	interface Rows {

		/**
		 * Takes a part of a row: the values from index {@code begin} to before {@code end}, where that at index i is
		 * the image's pixel {@code from + i}.
		 *
		 * @param larger the larger eigenvalue, by sign
		 * @param smaller the smaller one
		 */
		void accept(int from, int begin, int end, double[] larger, double[] smaller);
	}

	/** Rows that a thread takes at a time. */
	private static final int ROWS = 64;
	/** Columns of which it keeps all that is computed, which thus stays in the processor's cache. */
	private static final int COLUMNS = 128;

	private final double[] image;
	private final int width;
	private final int height;
	private final boolean exact;

	/**
	 * @param image row by row; held, not copied
	 * @param exact whether the Hessian is that of {@link FrangiForm#EXACT}; otherwise that of
	 *          {@link FrangiForm#DEFAULT}
	 */
	Eigenvalues(double[] image, int width, int height, boolean exact) {
		this.image = image;
		this.width = width;
		this.height = height;
		this.exact = exact;
	}

	/**
	 * Computes the eigenvalues of the whole image, on all cores.
	 *
	 * @param sigmas scales in px, above 0; {@code rows} gets those of each scale by its index
	 * @throws java.util.concurrent.CancellationException where {@code progress} is cancelled
	 */
	void compute(double[] sigmas, Rows[] rows, Progress progress) {
		IntStream.range(0, (height - 1) / ROWS + 1).parallel().forEach(strip -> {
			int from = strip * ROWS;
			int to = Math.min(height, from + ROWS);
			if (exact) exactly(from, to, sigmas, rows, progress);
			else byDerivatives(from, to, sigmas, rows, progress);
		});
	}

	private void byDerivatives(int from, int to, double[] sigmas, Rows[] rows, Progress progress) {
		Convolution convolution = new Convolution(image, width, height, true, from, to);
		double[][][] columns = new double[3][][];
		Arrays.setAll(columns, i -> convolution.columns());
		for (int i = 0; i < sigmas.length; i++) {
			progress.throwIfCancelled();
			Kernel gaussian = Kernel.gaussian(sigmas[i]);
			Kernel first = Kernel.firstDerivative(sigmas[i]);
			Kernel second = Kernel.secondDerivative(sigmas[i]);
			convolution.vertically(second, columns[0]);
			convolution.vertically(first, columns[1]);
			convolution.vertically(gaussian, columns[2]);
			for (int left = 0; left < width; left += COLUMNS) {
				int count = Math.min(COLUMNS, width - left);
				double[][][] hessian = new double[3][to - from][count];
				convolution.horizontally(gaussian, columns[0], left, hessian[0]);
				convolution.horizontally(first, columns[1], left, hessian[1]);
				convolution.horizontally(second, columns[2], left, hessian[2]);
				for (int y = from; y < to; y++) {
					double[] yy = hessian[0][y - from];
					double[] xx = hessian[2][y - from];
					toEigenvalues(yy, hessian[1][y - from], xx, sigmas[i] * sigmas[i]);
					rows[i].accept(y * width + left, 0, count, yy, xx);
				}
			}
		}
	}

	/** Differences of differences of the smoothed image; at its border to the only neighbour. */
	private void exactly(int from, int to, double[] sigmas, Rows[] rows, Progress progress) {
		int top = Math.max(0, from - 2);
		int bottom = Math.min(height, to + 2);
		Convolution convolution = new Convolution(image, width, height, false, top, bottom);
		double[][] columns = convolution.columns();
		for (int i = 0; i < sigmas.length; i++) {
			progress.throwIfCancelled();
			Kernel gaussian = Kernel.gaussian(sigmas[i]);
			convolution.vertically(gaussian, columns);
			for (int left = 0; left < width; left += COLUMNS) {
				int right = Math.min(width, left + COLUMNS);
				int first = Math.max(0, left - 2);
				int count = Math.min(width, right + 2) - first;
				double[][] smooth = new double[bottom - top][count];
				convolution.horizontally(gaussian, columns, first, smooth);
				double[][] slopes = new double[bottom - top][count];
				for (int y = 0; y < slopes.length; y++) byY(smooth, y, slopes[y]);
				double[] slope = new double[count];
				double[] yy = new double[count];
				double[] xy = new double[count];
				double[] xx = new double[count];
				for (int y = from; y < to; y++) {
					byY(slopes, y - top, yy);
					byX(slopes[y - top], xy);
					byX(smooth[y - top], slope);
					byX(slope, xx);
					toEigenvalues(yy, xy, xx, sigmas[i] * sigmas[i]);
					rows[i].accept(y * width + first, left - first, right - first, yy, xx);
				}
			}
		}
	}

	/** Central difference of rows; at the first and the last to the only neighbour, 0 where there is none. */
	private static void byY(double[][] rows, int y, double[] slope) {
		double[] above = rows[Math.max(0, y - 1)];
		double[] below = rows[Math.min(rows.length - 1, y + 1)];
		double factor = y == 0 || y == rows.length - 1 ? 1 : 0.5;
		for (int x = 0; x < slope.length; x++) slope[x] = (below[x] - above[x]) * factor;
	}

	/** The same along a row. */
	private static void byX(double[] row, double[] slope) {
		int last = row.length - 1;
		for (int x = 1; x < last; x++) slope[x] = (row[x + 1] - row[x - 1]) * 0.5;
		slope[0] = row[Math.min(1, last)] - row[0];
		slope[last] = row[last] - row[Math.max(0, last - 1)];
	}

	/** Puts the larger eigenvalue in place of the first second derivative, the smaller in place of the last. */
	private static void toEigenvalues(double[] yy, double[] xy, double[] xx, double scale) {
		for (int i = 0; i < yy.length; i++) {
			double mean = (yy[i] + xx[i]) * (0.5 * scale);
			double half = (yy[i] - xx[i]) * 0.5;
			double distance = Math.sqrt(half * half + xy[i] * xy[i]) * scale;
			yy[i] = mean + distance;
			xx[i] = mean - distance;
		}
	}
}
