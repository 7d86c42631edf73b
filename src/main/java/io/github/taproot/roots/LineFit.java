// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.Arrays;

import io.github.taproot.image.Mask;

/**
 * Brings the centre lines of one image to those of another by rotation, zoom and shift, from a rough alignment: least
 * squares of the distances from points to the nearest lines (Chen and Medioni 1992, doi:10.1016/0262-8856(92)90066-C),
 * over and over.
 */
final class LineFit {

	/** How far off lines may be, in px, from the first round to the last. */
	private static final int[] REACHES = { 24, 24, 16, 16, 10, 10, 6, 6, 4, 4, 3, 3 };
	/** Points of a line by which its direction is known, px. */
	private static final int AROUND = 4;
	/** Every how many-th pixel of a line is taken, where there are many. */
	private static final int MOST_POINTS = 4000;
	/** Holds what the points do not tell, as the zoom of a single line, where it was. */
	private static final double RIDGE = 1e-3;

	private final Mask to;
	private final int[] points;
	private final int width;
	private final double middleX;
	private final double middleY;

	/**
	 * @param from lines, one pixel wide, of the earlier image
	 * @param to those of the later image
	 */
	LineFit(Mask from, Mask to) {
		this.to = to;
		width = from.width();
		middleX = from.width() / 2.0;
		middleY = from.height() / 2.0;
		int step = (int) (from.rootPixels() / MOST_POINTS) + 1;
		int[] found = new int[MOST_POINTS + 1];
		int count = 0;
		int seen = 0;
		for (int i = 0; i < from.pixels().length; i++) {
			if (from.pixels()[i] != Mask.SOIL && seen++ % step == 0) found[count++] = i;
		}
		points = Arrays.copyOf(found, count);
	}

	/** @return the alignment from which no round leads further; that given where there are no lines near */
	Alignment from(Alignment start) {
		Alignment alignment = start;
		for (int reach : REACHES) alignment = next(alignment, reach);
		return alignment;
	}

	/** With coordinates in half widths from the middle, so that all unknowns are of one size. */
	private Alignment next(Alignment at, int reach) {
		double[][] sums = new double[4][5];
		double[] row = new double[5];
		for (int p : points) {
			double x = p % width;
			double y = p / width;
			double toX = at.x(x, y);
			double toY = at.y(x, y);
			int nearest = nearest((int) Math.round(toX), (int) Math.round(toY), reach);
			if (nearest < 0) continue;
			int column = nearest % to.width();
			int line = nearest / to.width();
			double[] across = across(column, line);
			if (across == null) continue;
			double u = (x - middleX) / middleX;
			double v = (y - middleY) / middleX;
			row[0] = across[0] * u + across[1] * v;
			row[1] = -across[0] * v + across[1] * u;
			row[2] = across[0];
			row[3] = across[1];
			row[4] = across[0] * (column - toX) + across[1] * (line - toY);
			for (int i = 0; i < 4; i++) for (int k = 0; k < 5; k++) sums[i][k] += row[i] * row[k];
		}
		for (int i = 0; i < 4; i++) sums[i][i] += RIDGE * points.length + 1e-9;
		double[] by = solve(sums);
		double cos = at.cos() + by[0] / middleX;
		double sin = at.sin() + by[1] / middleX;
		double moved = at.x(middleX, middleY) + by[2];
		double down = at.y(middleX, middleY) + by[3];
		return new Alignment(cos, sin, moved - cos * middleX + sin * middleY, down - sin * middleX - cos * middleY,
			at.certainty());
	}

	private int nearest(int x, int y, int reach) {
		int found = -1;
		int least = reach * reach + 1;
		for (int row = Math.max(0, y - reach); row <= Math.min(to.height() - 1, y + reach); row++) {
			for (int column = Math.max(0, x - reach); column <= Math.min(to.width() - 1, x + reach); column++) {
				int i = row * to.width() + column;
				if (to.pixels()[i] == Mask.SOIL) continue;
				int distance = (column - x) * (column - x) + (row - y) * (row - y);
				if (distance >= least) continue;
				least = distance;
				found = i;
			}
		}
		return found;
	}

	/** The direction at right angles to the line through a pixel, of length 1; null where it has none. */
	private double[] across(int x, int y) {
		double xx = 0;
		double xy = 0;
		double yy = 0;
		for (int row = y - AROUND; row <= y + AROUND; row++) {
			for (int column = x - AROUND; column <= x + AROUND; column++) {
				if (!to.isRoot(column, row)) continue;
				xx += (column - x) * (column - x);
				xy += (column - x) * (row - y);
				yy += (row - y) * (row - y);
			}
		}
		if (xx + yy == 0) return null;
		double angle = Math.atan2(2 * xy, xx - yy) / 2;
		return new double[] { -Math.sin(angle), Math.cos(angle) };
	}

	/** By elimination: the sums are positive definite. */
	private static double[] solve(double[][] sums) {
		int n = sums.length;
		for (int i = 0; i < n; i++) {
			for (int k = i + 1; k < n; k++) {
				double by = sums[k][i] / sums[i][i];
				for (int c = i; c <= n; c++) sums[k][c] -= by * sums[i][c];
			}
		}
		double[] found = new double[n];
		for (int i = n - 1; i >= 0; i--) {
			double rest = sums[i][n];
			for (int k = i + 1; k < n; k++) rest -= sums[i][k] * found[k];
			found[i] = rest / sums[i][i];
		}
		return found;
	}
}
