// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.List;
import java.util.stream.IntStream;

/**
 * By which angle and scale one image fits another best, whatever its shift: the highest peak of the phase correlation
 * of small images, found from coarse to fine.
 */
final class TurnSearch {

	/** In degrees. */
	private static final double ROTATION_STEP = 0.5;
	private static final double ZOOM_STEP = 0.01;
	/** How much higher the peak must be than that without turn and zoom. */
	private static final double CLEARLY = 1.1;
	/** Longest sides of the small images, which take up two thirds of a transform's. */
	private static final int[] SIDES = { 170, 340 };

	private final float[] first;
	private final int firstWidth;
	private final float[] second;
	private final int secondWidth;

	TurnSearch(float[] first, int firstWidth, float[] second, int secondWidth) {
		this.first = first;
		this.firstWidth = firstWidth;
		this.second = second;
		this.secondWidth = secondWidth;
	}

	/**
	 * Finds where the content of an earlier image lies in a later one of any values, rows from top to bottom: up to 3
	 * degrees of rotation and 2 % of zoom.
	 *
	 * @return the best shift, and where turning and zooming fit clearly better, the best of these, too
	 */
	static List<Alignment> alignments(float[] earlier, int earlierWidth, float[] later, int laterWidth) {
		PhaseCorrelation shift = PhaseCorrelation.of(earlier, earlierWidth, later, laterWidth);
		Alignment shifted = Alignment.shift(shift.x(), shift.y(), shift.certainty());
		double[] turn = new TurnSearch(earlier, earlierWidth, later, laterWidth).best();
		if (turn[0] == 0 && turn[1] == 1) return List.of(shifted);
		Alignment turned = Alignment.turn(turn[0], turn[1], earlierWidth, earlier.length / earlierWidth);
		PhaseCorrelation found = PhaseCorrelation.of(turned.apply(earlier, earlierWidth), earlierWidth, later,
			laterWidth);
		return List.of(shifted,
			new Alignment(turned.cos(), turned.sin(), turned.dx() + found.x(), turned.dy() + found.y(),
				found.certainty()));
	}

	/**
	 * The rotation in degrees, clockwise as rows run downwards, and the scale; exactly 0 and 1 where no other is
	 * clearly better.
	 */
	double[] best() {
		double[] best = { 0, 1 };
		double rotation = ROTATION_STEP;
		double zoom = ZOOM_STEP;
		int around = (int) Math.round(Alignment.MOST_ROTATION / ROTATION_STEP);
		int zooms = (int) Math.round(Alignment.MOST_ZOOM / ZOOM_STEP);
		double none = 0;
		double peak = 0;
		for (int side : SIDES) {
			Level level = new Level(side);
			if (level.spectrum == null) return best;
			double[] middle = best;
			double[][] turns = new double[(2 * around + 1) * (2 * zooms + 1) + 1][];
			turns[0] = new double[] { 0, 1 };
			for (int i = 1; i < turns.length; i++) {
				int r = (i - 1) % (2 * around + 1) - around;
				int z = (i - 1) / (2 * around + 1) - zooms;
				turns[i] = new double[] { within(middle[0] + r * rotation, 0, Alignment.MOST_ROTATION),
					within(middle[1] + z * zoom, 1, Alignment.MOST_ZOOM) };
			}
			double[] peaks = level.peaks(turns);
			none = peaks[0];
			int highest = 1;
			for (int i = 2; i < peaks.length; i++) if (peaks[i] > peaks[highest]) highest = i;
			best = turns[highest];
			peak = peaks[highest];
			if (side > SIDES[0] && best[0] == 0 && best[1] == 1) return best;
			around = 2;
			zooms = 2;
			rotation /= 3;
			zoom /= 3;
		}
		return peak > CLEARLY * none ? best : new double[] { 0, 1 };
	}

	private static double within(double value, double middle, double most) {
		return Math.max(middle - most, Math.min(middle + most, value));
	}

	/** The images in one size. */
	private final class Level {

		private final int step;
		private final int width;
		private final int height;
		private final int columns;
		private final int rows;
		private final float[] small;
		/** Of the second image; null where one of them is of one value. */
		private final double[][] spectrum;

		Level(int side) {
			int w = Math.min(firstWidth, secondWidth);
			int h = Math.min(first.length / firstWidth, second.length / secondWidth);
			step = Math.max(1, (Math.max(w, h) + side - 1) / side);
			width = Math.max(1, w / step);
			height = Math.max(1, h / step);
			columns = PhaseCorrelation.powerOfTwo(width + width / 2);
			rows = PhaseCorrelation.powerOfTwo(height + height / 2);
			small = PhaseCorrelation.blocks(first, firstWidth, 0, 0, width, height, step);
			float[] other = PhaseCorrelation.blocks(second, secondWidth, 0, 0, width, height, step);
			double[][] transform = { new double[columns * rows], new double[columns * rows] };
			boolean varies = fade(other, transform[0]) && fade(small, transform[1]);
			transform[1] = new double[columns * rows];
			if (varies) PhaseCorrelation.transform(transform[0], transform[1], columns, rows, false);
			spectrum = varies ? transform : null;
		}

		private boolean fade(float[] image, double[] to) {
			return PhaseCorrelation.fade(image, width, height, to, columns);
		}

		double[] peaks(double[][] turns) {
			double[] peaks = new double[turns.length];
			IntStream.range(0, (turns.length + 1) / 2).parallel()
				.forEach(pair -> peaks(turns, 2 * pair, Math.min(2 * pair + 1, turns.length - 1), peaks));
			return peaks;
		}

		/** Two at once: as the real and the imaginary part of one transform. */
		private void peaks(double[][] turns, int a, int b, double[] peaks) {
			double[] re = new double[columns * rows];
			double[] im = new double[columns * rows];
			fade(turned(turns[a]), re);
			fade(turned(turns[b]), im);
			PhaseCorrelation.transform(re, im, columns, rows, false);
			double[] backRe = new double[re.length];
			double[] backIm = new double[re.length];
			for (int v = 0; v < rows; v++) {
				double fy = (v > rows / 2 ? v - rows : v) / (double) rows;
				for (int u = 0; u < columns; u++) {
					double fx = (u > columns / 2 ? u - columns : u) / (double) columns;
					int i = v * columns + u;
					int k = (rows - v) % rows * columns + (columns - u) % columns;
					double sRe = spectrum[0][i];
					double sIm = spectrum[1][i];
					// Peaks between pixels are not as high as others: without the finest detail they are.
					double weight = Math.exp(-20 * (fx * fx + fy * fy)) /
						Math.max(1e-12, Math.sqrt(sRe * sRe + sIm * sIm));
					double aRe = (re[i] + re[k]) / 2;
					double aIm = (im[i] - im[k]) / 2;
					double bRe = (im[i] + im[k]) / 2;
					double bIm = (re[k] - re[i]) / 2;
					double forA = weight / Math.max(1e-12, Math.sqrt(aRe * aRe + aIm * aIm));
					double forB = weight / Math.max(1e-12, Math.sqrt(bRe * bRe + bIm * bIm));
					double cRe = (aRe * sRe + aIm * sIm) * forA;
					double cIm = (aRe * sIm - aIm * sRe) * forA;
					double dRe = (bRe * sRe + bIm * sIm) * forB;
					double dIm = (bRe * sIm - bIm * sRe) * forB;
					backRe[i] = cRe - dIm;
					backIm[i] = cIm + dRe;
				}
			}
			PhaseCorrelation.transform(backRe, backIm, columns, rows, true);
			double most = 0;
			double other = 0;
			for (int i = 0; i < backRe.length; i++) {
				most = Math.max(most, backRe[i]);
				other = Math.max(other, backIm[i]);
			}
			peaks[a] = most;
			peaks[b] = other;
		}

		private float[] turned(double[] turn) {
			if (turn[0] == 0 && turn[1] == 1) return small;
			return Alignment.turn(turn[0], turn[1], width, height).apply(small, width);
		}
	}
}
