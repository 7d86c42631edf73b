// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import io.github.taproot.image.Annotation;

/**
 * Reads what was painted with a brush beside what a model has found there. A brush is broader than most roots, and
 * people paint only where the model is wrong: a network that takes each pixel of a stroke for root, and learns nothing
 * of pixels without paint, soon finds roots everywhere. So the model that a training starts from speaks for these
 * (learning without forgetting, Li and Hoiem 2016, arXiv:1606.09282, with labels instead of probabilities).
 */
public final class BrushStrokes {

	/** As {@code reach}: all of the photograph. */
	public static final int EVERYWHERE = 1 << 20;
	/** As {@code reach}: where somebody who paints has looked, too, in px. */
	public static final int NEAR = 30;

	/** Half the width of a root that is sure to lie in the middle of a stroke, in px. */
	private static final int CORE = 2;
	/** Paint that is further from its edge than this, less the core, is root for sure, in px. */
	private static final int BRUSH = 8;
	/** How far a wrong root is followed from where soil is painted on it, in px. */
	private static final int WRONG = 100;
	/** Probabilities, from 0 to 255, below which the model is sure of soil, and from which on it finds root. */
	private static final int SOIL = 26;
	private static final int ROOT = 128;
	/** From which on it is sure of root. */
	private static final int SURE = 204;

	/** A pixel's distance to its neighbours in a row or column; along a diagonal 4. */
	private static final int STEP = 3;

	private BrushStrokes() {}

	/**
	 * What to learn, or to compare with.
	 *
	 * @param painted by a person
	 * @param found the model's probabilities of root, from 0 to 255, in the annotation's pixels
	 * @param reach how far from paint the model is asked, in px; at most {@link #NEAR} where it has missed more root
	 *          than it finds, since then it knows such roots too little
	 * @return a new annotation. Where root is painted: root in the middle of strokes, within broad paint, and where the
	 *         model finds it; else unknown. Where soil is painted: soil. Where nothing is painted: root or soil where
	 *         the model is sure, but not on a root that soil is painted on; else unknown.
	 */
	public static Annotation read(Annotation painted, byte[] found, int reach) {
		int width = painted.width();
		int height = painted.height();
		byte[] labels = painted.labels();
		int[] depths = distances(painted, Annotation.ROOT, BRUSH);
		int[] middles = largest(depths, width, height, BRUSH);
		boolean[] isWrong = wrong(painted, found);
		int beyond = (knows(painted, found, isWrong) ? reach : Math.min(reach, NEAR)) + 1;
		int[] away = distances(painted, Annotation.UNKNOWN, beyond);
		byte[] read = labels.clone();
		for (int i = 0; i < read.length; i++) {
			int p = found[i] & 0xff;
			if (labels[i] == Annotation.ROOT && p < ROOT && depths[i] < middles[i] - CORE * STEP) {
				read[i] = Annotation.UNKNOWN;
			}
			else if (labels[i] == Annotation.UNKNOWN && away[i] < beyond * STEP) {
				if (p < SOIL) read[i] = Annotation.SOIL;
				else if (p >= SURE && !isWrong[i]) read[i] = Annotation.ROOT;
			}
		}
		return new Annotation(width, height, read);
	}
	/** Whether it finds at least as much root as is painted where it found none. */
	private static boolean knows(Annotation painted, byte[] found, boolean[] isWrong) {
		int known = 0;
		int missed = 0;
		for (int i = 0; i < found.length; i++) {
			boolean isFound = (found[i] & 0xff) >= ROOT;
			if (painted.labels()[i] == Annotation.ROOT && !isFound) missed++;
			else if (painted.labels()[i] != Annotation.SOIL && isFound && !isWrong[i]) known++;
		}
		return known >= missed;
	}

	/** Roots found that soil is painted on, as far as they are followed. */
	private static boolean[] wrong(Annotation painted, byte[] found) {
		int width = painted.width();
		byte[] labels = painted.labels();
		boolean[] isWrong = new boolean[labels.length];
		int[] rim = new int[labels.length];
		int count = 0;
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] != Annotation.SOIL || (found[i] & 0xff) < ROOT) continue;
			isWrong[i] = true;
			rim[count++] = i;
		}
		int first = 0;
		for (int step = 0; step < WRONG && first < count; step++) {
			for (int end = count; first < end; first++) {
				int x = rim[first] % width;
				for (int row = -width; row <= width; row += width) {
					for (int column = -1; column <= 1; column++) {
						int i = rim[first] + row + column;
						if (x + column < 0 || x + column >= width || i < 0 || i >= labels.length || isWrong[i] ||
							labels[i] != Annotation.UNKNOWN || (found[i] & 0xff) < ROOT) continue;
						isWrong[i] = true;
						rim[count++] = i;
					}
				}
			}
		}
		return isWrong;
	}

	/** Chamfer distances to the nearest pixel of another label, at most a limit in px, in units of a third px. */
	private static int[] distances(Annotation painted, byte label, int limit) {
		int width = painted.width();
		int height = painted.height();
		int most = limit * STEP;
		int[] distances = new int[width * height];
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				int i = y * width + x;
				int d = painted.labels()[i] == label ? most : 0;
				if (d > 0 && x > 0) d = Math.min(d, distances[i - 1] + STEP);
				if (d > 0 && y > 0) {
					d = Math.min(d, distances[i - width] + STEP);
					if (x > 0) d = Math.min(d, distances[i - width - 1] + STEP + 1);
					if (x + 1 < width) d = Math.min(d, distances[i - width + 1] + STEP + 1);
				}
				distances[i] = d;
			}
		}
		for (int y = height - 1; y >= 0; y--) {
			for (int x = width - 1; x >= 0; x--) {
				int i = y * width + x;
				int d = distances[i];
				if (x + 1 < width) d = Math.min(d, distances[i + 1] + STEP);
				if (y + 1 < height) {
					d = Math.min(d, distances[i + width] + STEP);
					if (x > 0) d = Math.min(d, distances[i + width - 1] + STEP + 1);
					if (x + 1 < width) d = Math.min(d, distances[i + width + 1] + STEP + 1);
				}
				distances[i] = d;
			}
		}
		return distances;
	}

	/** The largest value within so many rows and columns. */
	private static int[] largest(int[] values, int width, int height, int reach) {
		int[] rows = new int[values.length];
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				int most = 0;
				for (int at = Math.max(0, x - reach); at <= Math.min(width - 1, x + reach); at++) {
					most = Math.max(most, values[y * width + at]);
				}
				rows[y * width + x] = most;
			}
		}
		int[] all = new int[values.length];
		for (int y = 0; y < height; y++) {
			for (int at = Math.max(0, y - reach); at <= Math.min(height - 1, y + reach); at++) {
				for (int x = 0; x < width; x++) all[y * width + x] = Math.max(all[y * width + x], rows[at * width + x]);
			}
		}
		return all;
	}
}
