// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.stream.IntStream;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;

/**
 * The outline of all roots of a mask together, whose pixels are squares of side 1.
 *
 * @param left column of the leftmost root pixel; 0 without roots, like all others
 * @param top row of the uppermost one
 * @param right column after the rightmost one
 * @param bottom row after the lowest one
 * @param hullArea area of the convex hull of the pixels' squares in px²
 * @param holes places of soil that roots enclose: pixels that touch at a corner are connected as root, but not as soil
 * @param across steps of the outlines to the side: see {@link #perimeter}
 * @param along steps of the outlines up or down
 * @param diagonal steps of the outlines from corner to corner
 */
record MaskShape(int left, int top, int right, int bottom, double hullArea, long holes, long across, long along,
	long diagonal)
{

	/** @param components of the mask's roots, where pixels that touch at a corner are connected */
	static MaskShape of(Mask mask, int components) {
		int width = mask.width();
		int height = mask.height();
		int[] lefts = new int[height];
		int[] rights = new int[height];
		long[] eulers = new long[height + 1];
		int[][] outlines = new int[height + 1][];
		IntStream.rangeClosed(0, height).parallel().forEach(y -> {
			outlines[y] = new int[3];
			eulers[y] = euler(mask, y, outlines[y]);
			if (y == height) return;
			int from = y * width;
			int end = from + width;
			while (from < end && mask.pixels()[from] == Mask.SOIL) from++;
			while (end > from && mask.pixels()[end - 1] == Mask.SOIL) end--;
			lefts[y] = from - y * width;
			rights[y] = end - y * width;
		});
		int left = width;
		int top = -1;
		int right = 0;
		int bottom = 0;
		for (int y = 0; y < height; y++) {
			if (lefts[y] == rights[y]) continue;
			if (top < 0) top = y;
			bottom = y + 1;
			left = Math.min(left, lefts[y]);
			right = Math.max(right, rights[y]);
		}
		if (top < 0) return new MaskShape(0, 0, 0, 0, 0, 0, 0, 0, 0);
		long euler = 0;
		for (long row : eulers) euler += row;
		double hull = side(rights, lefts, top, bottom, 1) - side(lefts, rights, top, bottom, -1);
		long[] steps = new long[3];
		for (int[] row : outlines) for (int k = 0; k < 3; k++) steps[k] += row[k];
		return new MaskShape(left, top, right, bottom, hull, components - euler / 4, steps[0], steps[1], steps[2]);
	}

	/**
	 * Length of all outlines, those of holes, too, which run through the middles of the outermost root pixels: that of
	 * OpenCV's contours, and so of RhizoVision Explorer. A line one pixel wide is passed on both sides, a single pixel
	 * has 0.
	 */
	double perimeter(PixelCalibration calibration) {
		return across * calibration.pixelWidth() + along * calibration.pixelHeight() +
			diagonal * Math.hypot(calibration.pixelWidth(), calibration.pixelHeight());
	}

	/**
	 * Four times what the blocks of 2x2 pixels whose lower row is {@code y} add to the Euler number (Gray 1971,
	 * doi:10.1109/T-C.1971.223289), for roots that are connected over corners.
	 *
	 * @param outline takes the steps that the outlines make in these blocks: across, along, diagonal
	 */
	private static long euler(Mask mask, int y, int[] outline) {
		long euler = 0;
		int width = mask.width();
		int above = 0;
		int below = 0;
		for (int x = 0; x <= width; x++) {
			int a = x < width && y > 0 && mask.pixels()[(y - 1) * width + x] != Mask.SOIL ? 1 : 0;
			int b = x < width && y < mask.height() && mask.pixels()[y * width + x] != Mask.SOIL ? 1 : 0;
			int sum = a + b + above + below;
			if (sum == 1) euler++;
			else if (sum == 3) {
				euler--;
				outline[2]++;
			}
			else if (sum == 2 && a == below && a != b) {
				euler -= 2;
				outline[2] += 2;
			}
			else if (sum == 2) outline[a == above ? 0 : 1]++;
			above = a;
			below = b;
		}
		return euler;
	}

	/** The area between the hull's right (sign 1) or left (-1) side and column 0. */
	private static double side(int[] edges, int[] others, int top, int bottom, int sign) {
		double[] x = new double[2 * (bottom - top)];
		double[] y = new double[x.length];
		int size = 0;
		for (int row = top; row < bottom; row++) {
			if (edges[row] == others[row]) continue;
			for (int k = 0; k < 2; k++) {
				while (size >= 2 && sign * ((x[size - 1] - x[size - 2]) * (row + k - y[size - 2]) -
					(edges[row] - x[size - 2]) * (y[size - 1] - y[size - 2])) <= 0)
				{
					size--;
				}
				x[size] = edges[row];
				y[size++] = row + k;
			}
		}
		double area = 0;
		for (int i = 1; i < size; i++) area += (x[i] + x[i - 1]) / 2 * (y[i] - y[i - 1]);
		return area;
	}
}
