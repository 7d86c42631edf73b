// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.github.taproot.image.Mask;

/**
 * How thick roots are along their skeleton. What lies outside of the image is unknown and no soil, so that a root which
 * the border cuts does not look thin.
 *
 * @param width columns
 * @param height rows
 * @param pixels diameters in px, above 0, row by row; 0 where there is no skeleton, NaN on it where the image has no
 *          soil at all
 */
public record Diameters(int width, int height, float[] pixels) {

	/**
	 * Measures from edge to edge, across the branches: a straight root has its width, at any angle, whether it is an
	 * odd or an even number of pixels wide.
	 *
	 * @param roots not changed
	 * @param skeleton of these roots, of the same size
	 * @throws IllegalArgumentException where the sizes differ
	 */
	public static Diameters of(Mask roots, Skeleton skeleton) {
		return inscribed(roots, skeleton.toMask()).across(roots, skeleton.branches());
	}

	/** These, where they are {@link #inscribed}, from edge to edge along branches; as they are elsewhere. */
	private Diameters across(Mask roots, List<Branch> branches) {
		CrossSections sections = new CrossSections(roots, pixels);
		float[] diameters = pixels.clone();
		for (Branch branch : branches) {
			float[] found = sections.along(branch);
			// Junctions belong to several branches, and keep their circle.
			for (int i = branch.closed() ? 0 : 1; i < found.length - 1; i++) {
				diameters[branch.y()[i] * width + branch.x()[i]] = found[i];
			}
		}
		return new Diameters(width, height, diameters);
	}

	/**
	 * Measures the largest circles around the pixels of a skeleton that hold no soil.
	 * <p>
	 * A diameter is twice the distance from the centre of a skeleton pixel to the centre of the nearest soil pixel,
	 * less 1: a straight root that runs along the pixels and is an odd number of them wide has exactly that diameter, 5
	 * px of 5 and 1 px of 1. Where the width is even, no pixel lies in the middle, and the diameter is 1 px less than
	 * the width: 3 px of 4.
	 * </p>
	 * By the exact Euclidean distance transform of Meijster, Roerdink and Hesselink (2000,
	 * doi:10.1007/0-306-47025-X_36), which takes time in proportion to the pixels; rows on all cores.
	 *
	 * @param roots not changed; without roots there are no diameters
	 * @param skeleton of these roots, of the same size; soil pixels in it have a diameter of -1
	 * @throws IllegalArgumentException where the sizes differ
	 */
	public static Diameters inscribed(Mask roots, Mask skeleton) {
		int width = roots.width();
		int height = roots.height();
		if (skeleton.width() != width || skeleton.height() != height) {
			throw new IllegalArgumentException("The roots and their skeleton must have the same size, but have " +
				width + "x" +
				height + " and " + skeleton.width() + "x" + skeleton.height() + " pixels.");
		}
		// Further than any soil can be, where a column has none.
		int none = width + height;
		int[] columns = new int[width * height];
		for (int i = 0; i < columns.length; i++) {
			if (roots.pixels()[i] != Mask.SOIL) columns[i] = Math.min(none, i < width ? none : columns[i - width] + 1);
		}
		for (int i = columns.length - 1 - width; i >= 0; i--) columns[i] = Math.min(columns[i], columns[i + width] + 1);
		float[] diameters = new float[width * height];
		IntStream.range(0, height).parallel()
			.forEach(y -> measure(columns, y * width, width, none, skeleton, diameters));
		return new Diameters(width, height, diameters);
	}

	/** The second scan of the paper, along a row: the lower envelope of the columns' parabolas. */
	private static void measure(int[] columns, int row, int width, int none, Mask skeleton, float[] diameters) {
		byte[] lines = skeleton.pixels();
		byte[] soil = new byte[width];
		if (Arrays.equals(lines, row, row + width, soil, 0, width)) return;
		int[] apexes = new int[width];
		int[] starts = new int[width];
		int last = -1;
		for (int x = 0; x < width; x++) {
			if (columns[row + x] >= none) continue;
			while (last >= 0 && square(starts[last], apexes[last], columns, row) > square(starts[last], x,
				columns, row)) {
				last--;
			}
			int start = 0;
			if (last >= 0) {
				int apex = apexes[last];
				long sum = (long) x * x - (long) apex * apex +
					square(x, x, columns, row) - square(apex, apex, columns, row);
				start = 1 + (int) Math.floorDiv(sum, 2L * (x - apex));
			}
			if (start >= width) continue;
			apexes[++last] = x;
			starts[last] = start;
		}
		for (int x = width - 1; x >= 0; x--) {
			while (last > 0 && starts[last] > x) last--;
			if (lines[row + x] == Mask.SOIL) continue;
			diameters[row + x] = last < 0 ? Float.NaN :
				(float) (2 * Math.sqrt(square(x, apexes[last], columns, row)) - 1);
		}
	}

	/** Squared distance from {@code x} to the nearest soil of the column {@code apex}. */
	private static long square(int x, int apex, int[] columns, int row) {
		long dx = x - apex;
		long dy = columns[row + apex];
		return dx * dx + dy * dy;
	}

	/** The diameters along the skeleton in px, the smallest first; empty where there is none or no soil. */
	public float[] sorted() {
		float[] found = new float[pixels.length];
		int count = 0;
		for (float diameter : pixels) if (diameter > 0) found[count++] = diameter;
		float[] sorted = Arrays.copyOf(found, count);
		Arrays.sort(sorted);
		return sorted;
	}
}
