package io.github.taproot.skeleton;

import java.util.Arrays;

import io.github.taproot.image.Mask;

/**
 * Seams between two roots that run side by side, about one pixel apart: lines of soil that are broken, since most directions
 * miss some pixels. At every break the roots touch, so that a skeleton has a rung there, and is far too long. Dashes of soil
 * that follow each other in a line are joined, and so part the roots.
 */
final class Seams {

	/** Dashes of a seam at least: fewer are notches and holes of one root. */
	private static final int DASHES = 4;
	/** Px of a seam from end to end at least. */
	private static final int LENGTH = 12;
	/** Px from dash to dash at most. */
	private static final int BREAK = 5;
	/** Root pixels in a square of 3x3 about one of a root that is more than a line. */
	private static final int THICK = 4;

	private final Mask mask;
	private final int width;
	private final byte[] pixels;
	/** Soil with a root on two opposite sides, in order. */
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
		int[] from = new int[16];
		int[] to = new int[16];
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
						if (count == from.length) {
							from = Arrays.copyOf(from, 2 * count);
							to = Arrays.copyOf(to, 2 * count);
						}
						from[count] = narrow[i];
						to[count++] = narrow[other];
					}
				}
			}
		}
		if (count == 0) return mask;
		boolean[] isSeam = seams(dash);
		byte[] opened = null;
		for (int k = 0; k < count; k++) {
			if (!isSeam[root(Arrays.binarySearch(narrow, from[k]))]) continue;
			if (opened == null) opened = pixels.clone();
			part(opened, from[k], to[k]);
		}
		return opened == null ? mask : new Mask(width, mask.height(), opened);
	}

	/** Of each group by its root: whether it is long, of several dashes, and a line. */
	private boolean[] seams(int[] dash) {
		int n = narrow.length;
		int[] dashes = new int[n];
		int[] size = new int[n];
		int[] left = new int[n];
		int[] right = new int[n];
		int[] top = new int[n];
		int[] bottom = new int[n];
		Arrays.fill(left, Integer.MAX_VALUE);
		Arrays.fill(top, Integer.MAX_VALUE);
		for (int i = 0; i < n; i++) {
			int r = root(i);
			if (dash[i] == i) dashes[r]++;
			size[r]++;
			left[r] = Math.min(left[r], narrow[i] % width);
			right[r] = Math.max(right[r], narrow[i] % width);
			top[r] = Math.min(top[r], narrow[i] / width);
			bottom[r] = Math.max(bottom[r], narrow[i] / width);
		}
		boolean[] isSeam = new boolean[n];
		for (int r = 0; r < n; r++) {
			int across = right[r] - left[r] + 1;
			int down = bottom[r] - top[r] + 1;
			isSeam[r] = dashes[r] >= DASHES && Math.max(across, down) >= LENGTH && size[r] <= across + down;
		}
		return isSeam;
	}

	private int[] narrow() {
		int[] found = new int[16];
		int count = 0;
		for (int i = 0; i < pixels.length; i++) {
			if (pixels[i] != Mask.SOIL || !isNarrow(i)) continue;
			if (count == found.length) found = Arrays.copyOf(found, 2 * count);
			found[count++] = i;
		}
		return Arrays.copyOf(found, count);
	}

	private boolean isNarrow(int i) {
		int x = i % width;
		boolean isLevel = x > 0 && x < width - 1 && pixels[i - 1] != Mask.SOIL && pixels[i + 1] != Mask.SOIL;
		return isLevel || i >= width && i + width < pixels.length && pixels[i - width] != Mask.SOIL && pixels[i + width] != Mask.SOIL;
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
			for (int x = Math.max(0, i % width - 1); x <= Math.min(width - 1, i % width + 1); x++) if (mask.isRoot(x, y)) count++;
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
