package io.github.taproot.skeleton;

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
		double[][] points = smoothed(reach);
		double length = 0;
		for (int i = 1; i < x.length; i++) {
			double dx = (points[0][i] - points[0][i - 1]) * calibration.pixelWidth();
			double dy = (points[1][i] - points[1][i - 1]) * calibration.pixelHeight();
			// Math.hypot takes ten times as long and guards against an overflow that pixels never reach.
			length += Math.sqrt(dx * dx + dy * dy);
		}
		return length;
	}

	/**
	 * The points of the line that {@link #length} measures.
	 *
	 * @return columns and rows of a point for each pixel, in px; (0, 0) is the centre of the first pixel
	 */
	public double[][] points() {
		return smoothed(REACH);
	}

	private double[][] smoothed(int reach) {
		int last = x.length - 1;
		int ends = closed ? Math.min(reach, last / 2) : 0;
		long[] sumX = sums(x, ends);
		long[] sumY = sums(y, ends);
		double[][] points = new double[2][x.length];
		for (int i = 0; i <= last; i++) {
			int r = closed ? ends : Math.min(reach, Math.min(i, last - i));
			int from = i + ends - r;
			int to = i + ends + r + 1;
			points[0][i] = (double) (sumX[to] - sumX[from]) / (to - from);
			points[1][i] = (double) (sumY[to] - sumY[from]) / (to - from);
		}
		return points;
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

	/** Running sums of a ring's coordinates, begun {@code ends} pixels before its first and ended as many after. */
	private static long[] sums(int[] values, int ends) {
		int last = values.length - 1;
		long[] sums = new long[values.length + 2 * ends + 1];
		for (int i = -ends; i <= last + ends; i++) {
			int index = i < 0 ? i + last : i > last ? i - last : i;
			sums[i + ends + 1] = sums[i + ends] + values[index];
		}
		return sums;
	}
}
