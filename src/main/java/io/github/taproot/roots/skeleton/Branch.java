// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import java.util.List;

import io.github.taproot.image.PixelCalibration;

/**
 * Pixels of a skeleton from one end point or junction to the next, or once around a ring that has neither.
 *
 * @param x columns of the pixels, in order; at least 2
 * @param y rows of the pixels
 * @param closed whether it is such a ring; first and last pixel are then the same
 */
public record Branch(int[] x, int[] y, boolean closed) {

	/**
	 * Pixels to either side that {@link #length} averages. Fewer leave steps in straight roots, more cut the bends of
	 * curved ones: with 3, straight roots at every angle and circles of 20 px radius are within 0.8 %, and no other
	 * number does as well.
	 */
	static final int REACH = 3;

	/**
	 * Length of the polyline through the smoothed pixels: each is moved to the mean of itself, the three before and
	 * the three after it. The ends stay where they are, and near them the mean is taken over fewer pixels; a ring has
	 * no ends.
	 *
	 * @return the length in the unit of the calibration; pixels need not be square
	 */
	public double length(PixelCalibration calibration) {
		return smoothedLength(calibration, REACH);
	}

	/** Length of all branches, 0 for none. */
	public static double length(List<Branch> branches, PixelCalibration calibration) {
		return branches.stream().mapToDouble(branch -> branch.length(calibration)).sum();
	}

	/** {@link #length} with the given number of pixels to either side, 0 for no smoothing. */
	double smoothedLength(PixelCalibration calibration, int reach) {
		double length = 0;
		double beforeX = mean(x, 0, reach);
		double beforeY = mean(y, 0, reach);
		for (int i = 1; i < x.length; i++) {
			double nextX = mean(x, i, reach);
			double nextY = mean(y, i, reach);
			double dx = (nextX - beforeX) * calibration.pixelWidth();
			double dy = (nextY - beforeY) * calibration.pixelHeight();
			// Math.hypot takes ten times as long and guards against an overflow that pixels never reach.
			length += Math.sqrt(dx * dx + dy * dy);
			beforeX = nextX;
			beforeY = nextY;
		}
		return length;
	}

	/**
	 * The points of the line that {@link #length} measures.
	 *
	 * @return columns and rows of a point for each pixel, in px; (0, 0) is the centre of the first pixel
	 */
	public double[][] points() {
		double[][] points = new double[2][x.length];
		for (int i = 0; i < x.length; i++) {
			points[0][i] = pointX(i);
			points[1][i] = pointY(i);
		}
		return points;
	}

	/** The column of one of {@link #points}. */
	public double pointX(int i) {
		return mean(x, i, REACH);
	}

	/** Its row. */
	public double pointY(int i) {
		return mean(y, i, REACH);
	}

	/** The mean of a pixel's coordinate and those around it. */
	private double mean(int[] values, int i, int reach) {
		int last = values.length - 1;
		int r = Math.min(reach, closed ? last / 2 : Math.min(i, last - i));
		int sum = 0;
		if (i >= r && i + r <= last) for (int k = i - r; k <= i + r; k++) sum += values[k];
		else for (int k = i - r; k <= i + r; k++) sum += values[k < 0 ? k + last : k > last ? k - last : k];
		return (double) sum / (2 * r + 1);
	}

	/** The same from its last pixel to its first. */
	Branch reversed() {
		int last = x.length - 1;
		int[] backX = new int[x.length];
		int[] backY = new int[y.length];
		for (int i = 0; i <= last; i++) {
			backX[i] = x[last - i];
			backY[i] = y[last - i];
		}
		return new Branch(backX, backY, closed);
	}

	/** Pairs of neighbouring pixels along it. */
	public Links links() {
		int horizontal = 0;
		int vertical = 0;
		for (int i = 1; i < x.length; i++) {
			if (y[i] == y[i - 1]) horizontal++;
			else if (x[i] == x[i - 1]) vertical++;
		}
		return new Links(horizontal, vertical, x.length - 1 - horizontal - vertical);
	}
}
