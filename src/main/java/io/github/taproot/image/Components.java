// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

import java.util.Arrays;

/**
 * Connected components of a mask's root pixels, as the runs of root pixels along its rows, from top to bottom and left
 * to right. Immutable.
 */
public final class Components {

	/** The pixel of each run's start, and after its end. */
	private int[] starts = new int[1024];
	private int[] ends = new int[1024];
	/** An earlier run of the same component; the run itself where there is none. In the end the first of all. */
	private int[] first = new int[1024];
	/** Root pixels of the component, for its first run. */
	private final int[] sizes;
	private int runs;
	private int count;
	private long pixels;

	/**
	 * Finds the components in one scan.
	 *
	 * @param connectivity 4 where only pixels that share a side are connected, 8 where those that touch at a corner
	 *          are, too
	 */
	public Components(Mask mask, int connectivity) {
		this(mask, connectivity, false);
	}

	private Components(Mask mask, int connectivity, boolean isOfSoil) {
		int width = mask.width();
		int reach = connectivity == 8 ? 1 : 0;
		byte[] source = mask.pixels();
		byte[] soil = new byte[width];
		int rowAbove = 0;
		for (int y = 0; y < mask.height(); y++) {
			int row = y * width;
			int rowStart = runs;
			int above = rowAbove;
			for (int x = 0; x < width; x++) {
				// Most of a photograph is soil, which the JDK's comparison passes over many pixels at a time.
				int soilPixels = Arrays.mismatch(source, row + x, row + width, soil, 0, width - x);
				int soilEnd = soilPixels < 0 ? row + width : row + x + soilPixels;
				int rootEnd = soilEnd;
				while (rootEnd < row + width && source[rootEnd] != Mask.SOIL) rootEnd++;
				int start = isOfSoil ? row + x : soilEnd;
				int end = isOfSoil ? soilEnd : rootEnd;
				x = rootEnd - row - 1;
				if (start == end) continue;
				add(start, end);
				while (above < rowStart && ends[above] + width + reach <= start) above++;
				for (int i = above; i < rowStart && starts[i] + width < end + reach; i++) join(i, runs - 1);
			}
			rowAbove = rowStart;
		}
		sizes = new int[runs];
		for (int run = 0; run < runs; run++) {
			first[run] = first[first[run]];
			sizes[first[run]] += ends[run] - starts[run];
		}
	}

	/**
	 * Soil that roots enclose, where pixels that touch at a corner are connected as root, but not as soil.
	 *
	 * @return how many pixels it has
	 */
	public static long enclosedSoil(Mask mask) {
		Components soil = new Components(mask, 4, true);
		int width = mask.width();
		boolean[] isOpen = new boolean[soil.runs];
		for (int run = 0; run < soil.runs; run++) {
			int start = soil.starts[run];
			boolean isAtBorder = start % width == 0 || soil.ends[run] % width == 0 || start < width ||
				start >= (mask.height() - 1) * width;
			if (isAtBorder) isOpen[soil.first[run]] = true;
		}
		long pixels = 0;
		for (int run = 0; run < soil.runs; run++) {
			if (!isOpen[soil.first[run]]) pixels += soil.ends[run] - soil.starts[run];
		}
		return pixels;
	}

	private void add(int start, int end) {
		if (runs == starts.length) {
			starts = Arrays.copyOf(starts, 2 * runs);
			ends = Arrays.copyOf(ends, 2 * runs);
			first = Arrays.copyOf(first, 2 * runs);
		}
		starts[runs] = start;
		ends[runs] = end;
		first[runs] = runs;
		runs++;
		count++;
		pixels += end - start;
	}

	private void join(int a, int b) {
		int rootA = root(a);
		int rootB = root(b);
		if (rootA == rootB) return;
		first[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
		count--;
	}

	private int root(int run) {
		int i = run;
		while (first[i] != i) {
			first[i] = first[first[i]];
			i = first[i];
		}
		return i;
	}

	/** How many components there are. */
	public int count() {
		return count;
	}

	/** Root pixels of the mask. */
	public long pixels() {
		return pixels;
	}

	/** How many runs there are. */
	public int runs() {
		return runs;
	}

	/** The first pixel of a run: {@code y * width + x}. */
	public int start(int run) {
		return starts[run];
	}

	/** The pixel after the last of a run. */
	public int end(int run) {
		return ends[run];
	}

	/** Root pixels of the component that a run belongs to. */
	public int size(int run) {
		return sizes[first[run]];
	}
}
