package io.github.taproot.traits;

import java.util.Arrays;

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
		int columns = Math.max(2, Integer.highestOneBit(2 * width - 1));
		int rows = Math.max(2, Integer.highestOneBit(2 * height - 1));
		double[] re = small(first, firstWidth, part[0], part[1], width, height, step, columns, rows);
		double[] im = small(second, secondWidth, part[2], part[3], width, height, step, columns, rows);
		if (re == null || im == null) return new PhaseCorrelation(0, 0, 1);
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
				double size = Math.hypot(productRe, productIm);
				if (size < 1e-12) continue;
				crossRe[i] = productRe / size;
				crossIm[i] = productIm / size;
			}
		}
		transform(crossRe, crossIm, columns, rows, true);
		int best = 0;
		for (int i = 1; i < crossRe.length; i++) if (crossRe[i] > crossRe[best]) best = i;
		double elsewhere = 0;
		for (int i = 0; i < crossRe.length; i++) {
			int apartX = Math.floorMod(i % columns - best % columns + PEAK, columns);
			int apartY = Math.floorMod(i / columns - best / columns + PEAK, rows);
			if (apartX <= 2 * PEAK && apartY <= 2 * PEAK) continue;
			elsewhere = Math.max(elsewhere, crossRe[i]);
		}
		int x = best % columns;
		int y = best / columns;
		return new PhaseCorrelation(x > columns / 2 ? x - columns : x, y > rows / 2 ? y - rows : y,
			elsewhere > 0 ? crossRe[best] / elsewhere : Double.POSITIVE_INFINITY);
	}

	/** Means of blocks, less their mean, faded out to the borders; null where all are equal. */
	private static double[] small(float[] image, int stride, int left, int top, int width, int height, int step,
		int columns, int rows)
	{
		double[] small = new double[columns * rows];
		double sum = 0;
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				double block = 0;
				for (int k = 0; k < step; k++) {
					int row = (top + y * step + k) * stride + left + x * step;
					for (int l = 0; l < step; l++) block += image[row + l];
				}
				small[y * columns + x] = block;
				sum += block;
			}
		}
		double mean = sum / width / height;
		double most = 0;
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				double fade = Math.sin(Math.PI * (x + 0.5) / width) * Math.sin(Math.PI * (y + 0.5) / height);
				int i = y * columns + x;
				small[i] = (small[i] - mean) * fade;
				most = Math.max(most, Math.abs(small[i]));
			}
		}
		return most > 1e-9 ? small : null;
	}

	private static void transform(double[] re, double[] im, int columns, int rows, boolean back) {
		double[] lineRe = new double[columns];
		double[] lineIm = new double[columns];
		for (int y = 0; y < rows; y++) {
			System.arraycopy(re, y * columns, lineRe, 0, columns);
			System.arraycopy(im, y * columns, lineIm, 0, columns);
			line(lineRe, lineIm, back);
			System.arraycopy(lineRe, 0, re, y * columns, columns);
			System.arraycopy(lineIm, 0, im, y * columns, columns);
		}
		lineRe = new double[rows];
		lineIm = new double[rows];
		for (int x = 0; x < columns; x++) {
			for (int y = 0; y < rows; y++) {
				lineRe[y] = re[y * columns + x];
				lineIm[y] = im[y * columns + x];
			}
			line(lineRe, lineIm, back);
			for (int y = 0; y < rows; y++) {
				re[y * columns + x] = lineRe[y];
				im[y * columns + x] = lineIm[y];
			}
		}
	}

	/** The fast Fourier transform of Cooley and Tukey, in place, without scaling; the length is a power of 2, at least 2. */
	static void line(double[] re, double[] im, boolean back) {
		int n = re.length;
		for (int i = 0; i < n; i++) {
			int k = Integer.reverse(i) >>> 32 - Integer.numberOfTrailingZeros(n);
			if (k <= i) continue;
			double swap = re[i];
			re[i] = re[k];
			re[k] = swap;
			swap = im[i];
			im[i] = im[k];
			im[k] = swap;
		}
		double[] cos = new double[n / 2];
		double[] sin = new double[n / 2];
		Arrays.setAll(cos, i -> Math.cos(2 * Math.PI * i / n));
		Arrays.setAll(sin, i -> Math.sin(2 * Math.PI * i / n) * (back ? 1 : -1));
		for (int half = 1; half < n; half *= 2) {
			int turn = n / (2 * half);
			for (int start = 0; start < n; start += 2 * half) {
				for (int i = start, t = 0; i < start + half; i++, t += turn) {
					int k = i + half;
					double oddRe = re[k] * cos[t] - im[k] * sin[t];
					double oddIm = re[k] * sin[t] + im[k] * cos[t];
					re[k] = re[i] - oddRe;
					im[k] = im[i] - oddIm;
					re[i] += oddRe;
					im[i] += oddIm;
				}
			}
		}
	}
}
