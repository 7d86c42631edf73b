// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import java.util.Arrays;

import io.github.taproot.image.Annotation;

/**
 * Which pixels of an annotation have one of some labels, as runs along the rows: all that sampling needs to know of an
 * image whose pixels need not stay in memory.
 */
final class PixelRuns {

	private final int width;
	private final int height;
	/** Index of each row's first run, and after the last row the number of runs. */
	private final int[] rows;
	/** First column and column after the last of each run. */
	private int[] ends = new int[64];
	/** How many pixels lie in the runs before each, and at the end in all. */
	private final long[] before;

	private PixelRuns(Annotation annotation, boolean[] wanted) {
		width = annotation.width();
		height = annotation.height();
		rows = new int[height + 1];
		byte[] labels = annotation.labels();
		int runs = 0;
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				if (!wanted[labels[y * width + x]]) continue;
				int start = x;
				while (x < width && wanted[labels[y * width + x]]) x++;
				if (2 * runs == ends.length) ends = Arrays.copyOf(ends, 4 * runs);
				ends[2 * runs] = start;
				ends[2 * runs++ + 1] = x;
			}
			rows[y + 1] = runs;
		}
		ends = Arrays.copyOf(ends, 2 * runs);
		before = new long[runs + 1];
		for (int i = 0; i < runs; i++) before[i + 1] = before[i] + ends[2 * i + 1] - ends[2 * i];
	}

	static PixelRuns ofRoot(Annotation annotation) {
		return new PixelRuns(annotation, new boolean[] { false, true, false });
	}

	static PixelRuns ofDefined(Annotation annotation) {
		return new PixelRuns(annotation, new boolean[] { true, true, false });
	}

	int width() {
		return width;
	}

	int height() {
		return height;
	}

	long count() {
		return before[before.length - 1];
	}

	/** Where the n-th pixel lies, counted row by row from 0: {@code y * width + x}. */
	int pixel(long n) {
		int found = Arrays.binarySearch(before, n);
		int run = found >= 0 ? found : -found - 2;
		int row = Arrays.binarySearch(rows, run);
		int y = row >= 0 ? row : -row - 2;
		while (rows[y + 1] <= run) y++; // binarySearch may meet an empty row in front
		return y * width + ends[2 * run] + (int) (n - before[run]);
	}

	/** Whether any pixel lies in the square; what lies outside the image counts for nothing. */
	boolean any(int x0, int y0, int side) {
		for (int y = Math.max(0, y0); y < Math.min(height, y0 + side); y++) {
			for (int run = rows[y]; run < rows[y + 1]; run++) {
				if (ends[2 * run] < x0 + side && ends[2 * run + 1] > x0) return true;
			}
		}
		return false;
	}
}
