// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import java.util.Arrays;

import io.github.taproot.image.Mask;

/**
 * Seams between two roots that run side by side, about one pixel apart: lines of soil that are broken, since most
 * directions miss some pixels. At every break the roots touch, so that a skeleton has a rung there, and is far too
 * long. Dashes of soil that follow each other in a line are joined, and so part the roots.
 */
final class Seams {

	/** Dashes of a seam at least: fewer are notches and holes of one root. */
	private static final int DASHES = 4;
	/** Px of a seam from end to end at least. */
	private static final int LENGTH = 20;
	/** Standard deviation of a seam from a straight line, by its length, at most. */
	private static final double BEND = 0.05;
	/** Px from dash to dash at most. */
	private static final int BREAK = 5;
	/** Px of soil in seams, some counted twice, beyond which a mask is noise and has none. */
	private static final int NOISE = 200_000;
	/** Px of soil across a seam at most. */
	private static final int WIDE = 2;
	/** Px of root on either side of a seam at least. */
	private static final int ROOT = 2;
	/** Root pixels in a square of 3x3 about one of a root that is more than a line. */
	private static final int THICK = 4;

	private final Mask mask;
	private final int width;
	private final byte[] pixels;
	/** Soil with a root of some width on two opposite sides, in order. */
	private final int[] narrow;
	/** For each of these another of its seam, or itself. */
	private final int[] group;

	private Seams(Mask mask) {
		this.mask = mask;
		width = mask.width();
		pixels = mask.pixels();
		narrow = narrow();
		group = new int[narrow.length];
		Arrays.setAll(group, i -> i);
	}

	/** A mask whose seams part its roots; the mask itself where it has none. */
	static Mask opened(Mask mask) {
		return new Seams(mask).opened();
	}

	private Mask opened() {
		for (int i = 0; i < narrow.length; i++) {
			if (i + 1 < narrow.length && narrow[i + 1] == narrow[i] + 1) join(i, i + 1);
			int below = Arrays.binarySearch(narrow, i, narrow.length, narrow[i] + width);
			if (below >= 0) join(i, below);
		}
		int[] dash = new int[narrow.length];
		for (int i = 0; i < dash.length; i++) dash[i] = root(i);
		// Each joins two groups, so that they are fewer than the pixels.
		int[] from = new int[narrow.length];
		int[] to = new int[narrow.length];
		int count = 0;
		// The nearest dashes first.
		for (int square = 2; square <= BREAK * BREAK; square++) {
			for (int dy = 0; dy * dy <= square; dy++) {
				int dx = (int) Math.sqrt(square - dy * dy);
				if (dx * dx + dy * dy != square) continue;
				for (int side = dx == 0 || dy == 0 ? 1 : -1; side <= 1; side += 2) {
					for (int i = 0; i < narrow.length; i++) {
						int x = narrow[i] % width + side * dx;
						if (x < 0 || x >= width) continue;
						int other = Arrays.binarySearch(narrow, i, narrow.length, narrow[i] + dy * width + side * dx);
						if (other < 0 || root(i) == root(other) || !isThick(narrow[i], narrow[other])) continue;
						join(i, other);
						from[count] = i;
						to[count++] = other;
					}
				}
			}
		}
		if (count == 0) return mask;
		boolean[] isSeam = seams(dash);
		byte[] opened = null;
		for (int k = 0; k < count; k++) {
			if (!isSeam[root(from[k])]) continue;
			if (opened == null) opened = pixels.clone();
			part(opened, narrow[from[k]], narrow[to[k]]);
		}
		return opened == null ? mask : new Mask(width, mask.height(), opened);
	}

	/** Of each group by its root: whether it is long, of several dashes, and a line that bends little. */
	private boolean[] seams(int[] dash) {
		int n = narrow.length;
		int[] dashes = new int[n];
		double[][] sums = new double[6][n];
		for (int i = 0; i < n; i++) {
			int r = root(i);
			if (dash[i] == i) dashes[r]++;
			// From the group's own pixel, so that sums of squares stay small.
			double x = narrow[i] % width - narrow[r] % width;
			double y = narrow[i] / width - narrow[r] / width;
			double[] terms = { 1, x, y, x * x, x * y, y * y };
			for (int k = 0; k < terms.length; k++) sums[k][r] += terms[k];
		}
		boolean[] isSeam = new boolean[n];
		for (int r = 0; r < n; r++) {
			if (dashes[r] < DASHES) continue;
			double size = sums[0][r];
			double xx = sums[3][r] / size - sums[1][r] * sums[1][r] / size / size;
			double xy = sums[4][r] / size - sums[1][r] * sums[2][r] / size / size;
			double yy = sums[5][r] / size - sums[2][r] * sums[2][r] / size / size;
			double half = Math.hypot((xx - yy) / 2, xy);
			double length = Math.sqrt(12 * ((xx + yy) / 2 + half));
			double bend = Math.sqrt(Math.max(0, (xx + yy) / 2 - half));
			isSeam[r] = length >= LENGTH && bend <= Math.max(1, BEND * length) && size <= WIDE * length;
		}
		return isSeam;
	}

	private int[] narrow() {
		byte[] soil = new byte[width];
		int[] found = new int[16];
		int count = 0;
		for (int y = 0; y < mask.height(); y++) {
			int end = (y + 1) * width;
			for (int i = y * width; i < end; i++) {
				int skipped = Arrays.mismatch(pixels, i, end, soil, 0, end - i);
				if (skipped < 0) break;
				i += skipped;
				if (count > NOISE) return new int[0];
				if (found.length < count + 4 * WIDE) found = Arrays.copyOf(found, 2 * found.length);
				for (int k = 1; k <= WIDE; k++) {
					if (i - k >= y * width && isNarrow(i - k)) found[count++] = i - k;
					if (i + k < end && isNarrow(i + k)) found[count++] = i + k;
					if (y >= k && isNarrow(i - k * width)) found[count++] = i - k * width;
					if (y + k < mask.height() && isNarrow(i + k * width)) found[count++] = i + k * width;
				}
			}
		}
		return Arrays.stream(found, 0, count).sorted().distinct().toArray();
	}

	private boolean isNarrow(int i) {
		return pixels[i] == Mask.SOIL &&
			(isBetween(i % width, width, i, 1) || isBetween(i / width, mask.height(), i, width));
	}

	/** Whether soil along a row or column is no wider than a seam, and has a root at either end. */
	private boolean isBetween(int place, int end, int i, int step) {
		int before = 1;
		while (before < WIDE && place - before >= 0 && pixels[i - before * step] == Mask.SOIL) before++;
		int after = 1;
		while (before + after <= WIDE && place + after < end && pixels[i + after * step] == Mask.SOIL) after++;
		if (before + after > WIDE + 1 || place - before - ROOT + 1 < 0 || place + after + ROOT > end) return false;
		for (int k = 0; k < ROOT; k++) {
			if (pixels[i - (before + k) * step] == Mask.SOIL || pixels[i + (after + k) * step] == Mask.SOIL) {
				return false;
			}
		}
		return true;
	}

	/** Whether what lies between two pixels is of thick roots. */
	private boolean isThick(int from, int to) {
		int steps = Math.abs(to % width - from % width) + Math.abs(to / width - from / width);
		for (int k = 1; k < steps; k++) {
			int i = between(from, to, k, steps);
			if (pixels[i] != Mask.SOIL && around(i) < THICK) return false;
		}
		return true;
	}

	/** Makes soil of a line whose pixels have common sides. */
	private void part(byte[] opened, int from, int to) {
		int steps = Math.abs(to % width - from % width) + Math.abs(to / width - from / width);
		for (int k = 1; k < steps; k++) opened[between(from, to, k, steps)] = Mask.SOIL;
	}

	/** The k-th pixel of a walk of so many steps along rows and columns. */
	private int between(int from, int to, int k, int steps) {
		int dx = to % width - from % width;
		int dy = to / width - from / width;
		int across = (int) Math.round(k * (double) Math.abs(dx) / steps);
		return from + Integer.signum(dx) * across + Integer.signum(dy) * (k - across) * width;
	}

	/** Root pixels of the 3x3 about one, itself included. */
	private int around(int i) {
		int count = 0;
		for (int y = Math.max(0, i / width - 1); y <= Math.min(mask.height() - 1, i / width + 1); y++) {
			for (int x = Math.max(0, i % width - 1); x <= Math.min(width - 1, i % width + 1); x++) {
				if (mask.isRoot(x, y)) count++;
			}
		}
		return count;
	}

	private void join(int a, int b) {
		group[root(b)] = root(a);
	}

	private int root(int i) {
		while (group[i] != i) i = group[i] = group[group[i]];
		return i;
	}
}
