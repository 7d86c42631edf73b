package io.github.taproot.vesselness;

import java.util.Arrays;
import java.util.stream.IntStream;

import io.github.taproot.progress.Progress;

/**
 * Eigenvalues of the Hessian matrix of an image at a scale, times the square of the scale, so that they can be compared
 * between scales.
 */
final class Eigenvalues {

	/** Takes the eigenvalues of some rows, in arrays that are used again. Called by many threads, for different rows. */
	@FunctionalInterface
	interface Rows {

		/**
		 * @param from the first value's index in the image
		 * @param larger the larger eigenvalue, by sign, of each pixel in these rows
		 * @param smaller the smaller one
		 */
		void accept(int from, double[] larger, double[] smaller);
	}

	/** Rows that a thread takes at a time. */
	private static final int ROWS = 64;

	private final double[] image;
	private final int width;
	private final int height;
	private final boolean exact;

	/**
	 * @param image row by row; held, not copied
	 * @param exact whether the Hessian is that of {@link FrangiForm#EXACT}; otherwise that of {@link FrangiForm#DEFAULT}
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
			int top = exact ? Math.max(0, from - 2) : from;
			int bottom = exact ? Math.min(height, to + 2) : to;
			Convolution convolution = new Convolution(image, width, height, !exact, top, bottom);
			double[] smooth = exact ? new double[(bottom - top) * width] : null;
			double[][] hessian = new double[3][(to - from) * width];
			for (int i = 0; i < sigmas.length; i++) {
				progress.throwIfCancelled();
				Kernel gaussian = Kernel.gaussian(sigmas[i]);
				if (exact) {
					convolution.apply(gaussian, gaussian, smooth);
					differences(smooth, top, from, to, hessian);
				}
				else {
					Kernel first = Kernel.firstDerivative(sigmas[i]);
					Kernel second = Kernel.secondDerivative(sigmas[i]);
					convolution.apply(second, gaussian, hessian[0]);
					convolution.apply(first, first, hessian[1]);
					convolution.apply(gaussian, second, hessian[2]);
				}
				toEigenvalues(hessian, sigmas[i] * sigmas[i]);
				rows[i].accept(from * width, hessian[0], hessian[2]);
			}
		});
	}

	/** Second derivatives by y and y, x and y, x and x of the rows of a smoothed image that begins at row {@code top}. */
	private void differences(double[] smooth, int top, int from, int to, double[][] hessian) {
		// Where there is but one row or column, nothing changes along it.
		if (width == 1 || height == 1) for (double[] derivative : hessian) Arrays.fill(derivative, 0);
		double[] slope = new double[width];
		double[] above = new double[width];
		double[] below = new double[width];
		for (int y = from; y < to; y++) {
			int out = (y - from) * width;
			if (height > 1) {
				byY(smooth, top, Math.max(0, y - 1), above);
				byY(smooth, top, Math.min(height - 1, y + 1), below);
				difference(below, above, y == 0 || y == height - 1 ? 1 : 0.5, hessian[0], out);
				byY(smooth, top, y, slope);
				byX(slope, 0, hessian[1], out);
			}
			byX(smooth, (y - top) * width, slope, 0);
			byX(slope, 0, hessian[2], out);
		}
	}

	/** Slope of a row: central, at the first and last row to the only neighbour. */
	private void byY(double[] rows, int top, int y, double[] slope) {
		int above = (Math.max(0, y - 1) - top) * width;
		int below = (Math.min(height - 1, y + 1) - top) * width;
		double factor = y == 0 || y == height - 1 ? 1 : 0.5;
		for (int x = 0; x < width; x++) slope[x] = (rows[below + x] - rows[above + x]) * factor;
	}

	private void difference(double[] a, double[] b, double factor, double[] to, int out) {
		for (int x = 0; x < width; x++) to[out + x] = (a[x] - b[x]) * factor;
	}

	private void byX(double[] from, int in, double[] to, int out) {
		if (width == 1) return;
		for (int x = 1; x < width - 1; x++) to[out + x] = (from[in + x + 1] - from[in + x - 1]) * 0.5;
		to[out] = from[in + 1] - from[in];
		to[out + width - 1] = from[in + width - 1] - from[in + width - 2];
	}

	/** Puts the larger eigenvalue in place of the first second derivative, the smaller in place of the last. */
	private static void toEigenvalues(double[][] hessian, double scale) {
		double[] yy = hessian[0];
		double[] xy = hessian[1];
		double[] xx = hessian[2];
		for (int i = 0; i < yy.length; i++) {
			double mean = (yy[i] + xx[i]) * (0.5 * scale);
			double half = (yy[i] - xx[i]) * 0.5;
			double distance = Math.sqrt(half * half + xy[i] * xy[i]) * scale;
			yy[i] = mean + distance;
			xx[i] = mean - distance;
		}
	}
}
