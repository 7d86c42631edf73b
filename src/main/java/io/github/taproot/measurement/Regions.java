package io.github.taproot.measurement;

import java.util.Arrays;

import io.github.taproot.image.Mask;

/**
 * Root pixels, and the connected components that they form where pixels that touch at a side or a corner belong
 * together (8-connected).
 */
record Regions(long pixels, int components) {

	/** Counts both in one scan: runs of root pixels in a row join those that they touch in the row above. */
	static Regions of(Mask mask) {
		int width = mask.width();
		byte[] source = mask.pixels();
		byte[] soil = new byte[width];
		int[] starts = new int[1024];
		int[] ends = new int[1024];
		int[] parents = new int[1024];
		int runs = 0;
		int rowAbove = 0;
		long pixels = 0;
		int components = 0;
		for (int y = 0; y < mask.height(); y++) {
			int row = y * width;
			int rowStart = runs;
			int above = rowAbove;
			for (int x = 0; x < width; x++) {
				int soilPixels = Arrays.mismatch(source, row + x, row + width, soil, 0, width - x);
				if (soilPixels < 0) break;
				int start = x + soilPixels;
				x = start;
				while (x < width && source[row + x] != Mask.SOIL) x++;
				if (runs == starts.length) {
					starts = Arrays.copyOf(starts, 2 * runs);
					ends = Arrays.copyOf(ends, 2 * runs);
					parents = Arrays.copyOf(parents, 2 * runs);
				}
				starts[runs] = start;
				ends[runs] = x;
				parents[runs] = runs;
				pixels += x - start;
				components++;
				while (above < rowStart && ends[above] < start) above++;
				for (int i = above; i < rowStart && starts[i] <= x; i++) {
					int a = root(parents, i);
					int b = root(parents, runs);
					if (a != b) {
						parents[Math.max(a, b)] = Math.min(a, b);
						components--;
					}
				}
				runs++;
			}
			rowAbove = rowStart;
		}
		return new Regions(pixels, components);
	}

	private static int root(int[] parents, int run) {
		int i = run;
		while (parents[i] != i) {
			parents[i] = parents[parents[i]];
			i = parents[i];
		}
		return i;
	}
}
