package io.github.taproot.skeleton;

import java.util.Arrays;
import java.util.stream.IntStream;

import io.github.taproot.image.Mask;

/**
 * How thick roots are along their skeleton.
 * <p>
 * A diameter is twice the distance from the centre of a skeleton pixel to the centre of the nearest soil pixel, less 1:
 * a straight root that runs along the pixels and is an odd number of them wide has exactly that diameter, 5 px of 5
 * and 1 px of 1. Where the width is even, no pixel lies in the middle, and the diameter is 1 px less than the width: 3
 * px of 4. What lies outside of the image is unknown and no soil, so that a root which the border cuts does not look
 * thin.
 * </p>
 *
 * @param width columns
 * @param height rows
 * @param pixels diameters in px, at least 1, row by row; 0 where there is no skeleton, NaN on it where the image has no
 *          soil at all
 */
public record Diameters(int width, int height, float[] pixels) {

	/**
	 * Measures by the exact Euclidean distance transform of Meijster, Roerdink and Hesselink (2000,
	 * doi:10.1007/0-306-47025-X_36), which takes time in proportion to the pixels; rows on all cores.
	 *
	 * @param roots not changed; without roots there are no diameters
	 * @param skeleton of these roots, of the same size; soil pixels in it have a diameter of -1
	 * @throws IllegalArgumentException where the sizes differ
	 */
	public static Diameters of(Mask roots, Mask skeleton) {
		int width = roots.width();
		int height = roots.height();
		if (skeleton.width() != width || skeleton.height() != height) {
			throw new IllegalArgumentException("The roots and their skeleton must have the same size, but have " + width + "x" +
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
		IntStream.range(0, height).parallel().forEach(y -> measure(columns, y * width, width, none, skeleton, diameters));
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
			while (last >= 0 && square(starts[last], apexes[last], columns, row) > square(starts[last], x, columns, row)) last--;
			int start = 0;
			if (last >= 0) {
				int apex = apexes[last];
				long sum = (long) x * x - (long) apex * apex + square(x, x, columns, row) - square(apex, apex, columns, row);
				start = 1 + (int) Math.floorDiv(sum, 2L * (x - apex));
			}
			if (start >= width) continue;
			apexes[++last] = x;
			starts[last] = start;
		}
		for (int x = width - 1; x >= 0; x--) {
			while (last > 0 && starts[last] > x) last--;
			if (lines[row + x] == Mask.SOIL) continue;
			diameters[row + x] = last < 0 ? Float.NaN : (float) (2 * Math.sqrt(square(x, apexes[last], columns, row)) - 1);
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
