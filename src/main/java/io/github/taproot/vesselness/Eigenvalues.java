package io.github.taproot.vesselness;

import java.util.stream.IntStream;

import io.github.taproot.progress.Progress;

/**
 * Eigenvalues of the Hessian matrix of an image at a scale, times the square of the scale, so that they can be compared
 * between scales.
 */
final class Eigenvalues {

	/** Takes the eigenvalues of some rows. Called by many threads, for different rows. */
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
		Convolution convolution = new Convolution(image, width, height, !exact);
		IntStream.range(0, (height - 1) / ROWS + 1).parallel().forEach(strip -> {
			int from = strip * ROWS;
			int to = Math.min(height, from + ROWS);
			for (int i = 0; i < sigmas.length; i++) {
				progress.throwIfCancelled();
				double[][] hessian = exact ? differences(convolution, sigmas[i], from, to) :
					derivatives(convolution, sigmas[i], from, to);
				toEigenvalues(hessian, sigmas[i] * sigmas[i]);
				rows[i].accept(from * width, hessian[0], hessian[2]);
			}
		});
	}

	/** Second derivatives by y and y, x and y, x and x. */
	private static double[][] derivatives(Convolution convolution, double sigma, int from, int to) {
		Kernel smooth = Kernel.gaussian(sigma);
		Kernel first = Kernel.firstDerivative(sigma);
		Kernel second = Kernel.secondDerivative(sigma);
		return new double[][] { convolution.rows(from, to, second, smooth), convolution.rows(from, to, first, first),
			convolution.rows(from, to, smooth, second) };
	}

	private double[][] differences(Convolution convolution, double sigma, int from, int to) {
		int top = Math.max(0, from - 2);
		Kernel kernel = Kernel.gaussian(sigma);
		double[] smooth = convolution.rows(top, Math.min(height, to + 2), kernel, kernel);
		int count = (to - from) * width;
		double[] yy = new double[count];
		double[] xy = new double[count];
		double[] xx = new double[count];
		double[] slope = new double[width];
		double[] above = new double[width];
		double[] below = new double[width];
		for (int y = from; y < to; y++) {
			int out = (y - from) * width;
			if (height > 1) {
				byY(smooth, top, Math.max(0, y - 1), above);
				byY(smooth, top, Math.min(height - 1, y + 1), below);
				difference(below, above, y == 0 || y == height - 1 ? 1 : 0.5, yy, out);
				byY(smooth, top, y, slope);
				byX(slope, 0, xy, out);
			}
			byX(smooth, (y - top) * width, slope, 0);
			byX(slope, 0, xx, out);
		}
		return new double[][] { yy, xy, xx };
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
