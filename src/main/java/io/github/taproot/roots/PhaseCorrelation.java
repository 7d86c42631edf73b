package io.github.taproot.roots;

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
		boolean varies = fade(blocks(first, firstWidth, part[0], part[1], width, height, step), width, height, re, columns);
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
			boolean isInReach = Math.abs(centred(i % columns, columns)) <= width / 2 && Math.abs(centred(i / columns, rows)) <= height / 2;
			if (isInReach && crossRe[i] > crossRe[best]) best = i;
		}
		double elsewhere = 0;
		for (int i = 0; i < crossRe.length; i++) {
			int apartX = Math.floorMod(i % columns - best % columns + PEAK, columns);
			int apartY = Math.floorMod(i / columns - best / columns + PEAK, rows);
			if (apartX <= 2 * PEAK && apartY <= 2 * PEAK) continue;
			elsewhere = Math.max(elsewhere, crossRe[i]);
		}
		return new PhaseCorrelation(centred(best % columns, columns), centred(best / columns, rows), elsewhere > 0 ? crossRe[best] / elsewhere : Double.POSITIVE_INFINITY);
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

	static void transform(double[] re, double[] im, int columns, int rows, boolean back) {
		double[] turns = turns(columns, back);
		for (int y = 0; y < rows; y++) line(re, im, y * columns, columns, turns);
		turns = turns(rows, back);
		int group = Math.min(GROUP, columns);
		double[] lineRe = new double[group * rows];
		double[] lineIm = new double[group * rows];
		for (int x = 0; x < columns; x += group) {
			for (int y = 0; y < rows; y++) {
				for (int k = 0; k < group; k++) {
					lineRe[k * rows + y] = re[y * columns + x + k];
					lineIm[k * rows + y] = im[y * columns + x + k];
				}
			}
			for (int k = 0; k < group; k++) line(lineRe, lineIm, k * rows, rows, turns);
			for (int y = 0; y < rows; y++) {
				for (int k = 0; k < group; k++) {
					re[y * columns + x + k] = lineRe[k * rows + y];
					im[y * columns + x + k] = lineIm[k * rows + y];
				}
			}
		}
	}

	/** The fast Fourier transform of Cooley and Tukey, in place, without scaling; the length is a power of 2, at least 2. */
	static void line(double[] re, double[] im, boolean back) {
		line(re, im, 0, re.length, turns(re.length, back));
	}

	/** Cosines, and then sines, of the parts of a turn. */
	private static double[] turns(int n, boolean back) {
		double[] turns = new double[n];
		for (int i = 0; i < n / 2; i++) {
			turns[i] = Math.cos(2 * Math.PI * i / n);
			turns[n / 2 + i] = Math.sin(2 * Math.PI * i / n) * (back ? 1 : -1);
		}
		return turns;
	}

	private static void line(double[] re, double[] im, int offset, int n, double[] turns) {
		for (int i = 0; i < n; i++) {
			int k = Integer.reverse(i) >>> 32 - Integer.numberOfTrailingZeros(n);
			if (k <= i) continue;
			double swap = re[offset + i];
			re[offset + i] = re[offset + k];
			re[offset + k] = swap;
			swap = im[offset + i];
			im[offset + i] = im[offset + k];
			im[offset + k] = swap;
		}
		for (int half = 1; half < n; half *= 2) {
			int turn = n / (2 * half);
			for (int start = offset; start < offset + n; start += 2 * half) {
				for (int i = start, t = 0; i < start + half; i++, t += turn) {
					int k = i + half;
					double cos = turns[t];
					double sin = turns[n / 2 + t];
					double oddRe = re[k] * cos - im[k] * sin;
					double oddIm = re[k] * sin + im[k] * cos;
					re[k] = re[i] - oddRe;
					im[k] = im[i] - oddIm;
					re[i] += oddRe;
					im[i] += oddIm;
				}
			}
		}
	}
}
