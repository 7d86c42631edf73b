// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import io.github.taproot.image.Mask;

/**
 * How wide roots are across their branches, edge to edge.
 * <p>
 * From each point of a branch rays run to both sides, at right angles to its direction, through the squares of the
 * pixels until they leave the root. On average over a straight root, at any angle and of odd or even width, what they
 * find is its area by its length. Where a ray would run far beyond the nearest soil, as along another root from a
 * junction, it ends; where it leaves the image, the other side counts twice.
 * </p>
 */
final class CrossSections {

	/** Rays for each pixel, evenly along the branch: single ones would all meet diagonal roots in the same phase. */
	private static final int RAYS = 4;
	/** Px by which a cross section may be wider than the inscribed circle, whose centre may be half a pixel off. */
	private static final double SLACK = 2;
	/** A point of a thin, bent root may lie this far beside it, in px. */
	private static final double BESIDE = 0.75;

	private final Mask roots;
	private final float[] inscribed;

	/** @param inscribed diameters of {@link Diameters#inscribed} in px, row by row */
	CrossSections(Mask roots, float[] inscribed) {
		this.roots = roots;
		this.inscribed = inscribed;
	}

	/**
	 * Measures a branch. Where no circle is known, since pixels were added to the skeleton, the next one known holds.
	 *
	 * @return for each of its pixels the mean width in px over it and its neighbours; NaN where unknown
	 */
	float[] along(Branch branch) {
		double[][] points = branch.points();
		int last = branch.x().length - 1;
		int known = 0;
		while (known < last && circle(branch, known) == 0) known++;
		float circle = circle(branch, known);
		double[] widths = new double[last + 1];
		for (int i = 0; i <= last; i++) {
			if (i > known && circle(branch, i) != 0) circle = circle(branch, i);
			int reach = Branch.REACH + (int) Math.min(circle / 2, last);
			int from = index(i - reach, branch);
			int to = index(i + reach, branch);
			double dx = points[0][to] - points[0][from];
			double dy = points[1][to] - points[1][from];
			double size = Math.sqrt(dx * dx + dy * dy);
			widths[i] = size == 0 ? circle : across(points[0][i], points[1][i], dx / size, dy / size, circle);
		}
		return means(widths, branch.closed());
	}

	private float circle(Branch branch, int i) {
		return inscribed[branch.y()[i] * roots.width() + branch.x()[i]];
	}

	private static int index(int i, Branch branch) {
		int last = branch.x().length - 1;
		return branch.closed() ? Math.floorMod(i, last) : Math.max(0, Math.min(last, i));
	}

	/** The mean of the rays around a point; (dx, dy) is the branch's direction, of length 1. */
	private double across(double x, double y, double dx, double dy, double circle) {
		if (Double.isNaN(circle)) return circle;
		double most = circle + SLACK;
		// One step from pixel to pixel along the branch.
		double step = 1 / Math.max(Math.abs(dx), Math.abs(dy));
		double sum = 0;
		int rays = 0;
		for (int k = 0; k < RAYS; k++) {
			double shift = ((k + 0.5) / RAYS - 0.5) * step;
			double left = ray(x + shift * dx, y + shift * dy, -dy, dx, most);
			double right = ray(x + shift * dx, y + shift * dy, dy, -dx, most);
			if (Double.isNaN(left)) left = right;
			if (Double.isNaN(right)) right = left;
			if (Double.isNaN(left)) continue;
			sum += Math.min(left + right, most);
			rays++;
		}
		return rays == 0 ? circle : sum / rays;
	}

	/**
	 * How much root there is from a point until soil.
	 *
	 * @param x column, where 0 is the centre of the first pixel
	 * @return at most {@code most}; NaN where the root goes on beyond the image
	 */
	private double ray(double x, double y, double dx, double dy, double most) {
		int column = (int) Math.floor(x + 0.5);
		int row = (int) Math.floor(y + 0.5);
		int stepX = dx > 0 ? 1 : -1;
		int stepY = dy > 0 ? 1 : -1;
		double perColumn = dx == 0 ? Double.POSITIVE_INFINITY : Math.abs(1 / dx);
		double perRow = dy == 0 ? Double.POSITIVE_INFINITY : Math.abs(1 / dy);
		double nextX = dx == 0 ? Double.POSITIVE_INFINITY : (0.5 + stepX * (column - x)) * perColumn;
		double nextY = dy == 0 ? Double.POSITIVE_INFINITY : (0.5 + stepY * (row - y)) * perRow;
		double at = 0;
		double root = 0;
		while (at < most) {
			double next = Math.min(nextX, nextY);
			boolean isInside = column >= 0 && row >= 0 && column < roots.width() && row < roots.height();
			if (!isInside) return root == 0 ? 0 : Double.NaN;
			if (roots.pixels()[row * roots.width() + column] != Mask.SOIL) root += next - at;
			else if (root > 0 || next > BESIDE) return root;
			at = next;
			if (nextX < nextY) {
				column += stepX;
				nextX += perColumn;
			}
			else {
				row += stepY;
				nextY += perRow;
			}
		}
		return Math.min(root, most);
	}

	private static float[] means(double[] widths, boolean closed) {
		int last = widths.length - 1;
		float[] means = new float[widths.length];
		for (int i = 0; i <= last; i++) {
			int reach = closed ? Math.min(Branch.REACH, last / 2) : Math.min(Branch.REACH, Math.min(i, last - i));
			double sum = 0;
			for (int k = i - reach; k <= i + reach; k++) sum += widths[closed ? Math.floorMod(k, last) : k];
			means[i] = (float) (sum / (2 * reach + 1));
		}
		return means;
	}
}
