// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import java.util.Arrays;

import io.github.taproot.image.Mask;

/**
 * Continues branches to where their roots end. Thinning ends about half a width before it, and bends to one of the
 * corners of a square end; so the last of a branch is replaced by a straight line in the direction that it had before.
 */
final class Tips {

	/** Distance from the end, by the radius of the inscribed circle, at which a branch no longer bends to a corner. */
	private static final double BEND = 2.5;
	/** Pixels over which the direction is taken at least. */
	private static final int DIRECTION = 10;
	/** Px of radius up to which roots are so thin that nothing bends. */
	private static final double THIN = 1;

	private final Mask roots;
	private final float[] inscribed;

	/** A branch that reaches its root's end, and how many of its last pixels lie beyond where it ended. */
	record Reached(Branch branch, int added) {}

	/** @param inscribed diameters of {@link Diameters#inscribed} in px, row by row */
	Tips(Mask roots, float[] inscribed) {
		this.roots = roots;
		this.inscribed = inscribed;
	}

	/** Continues a branch beyond its last pixel; as it is where it reaches the end. */
	Reached reach(Branch branch) {
		int[] x = branch.x();
		int[] y = branch.y();
		int last = x.length - 1;
		int kept = last;
		double radius = radius(branch, last);
		while (kept > last / 2 && Math.hypot(x[last] - x[kept], y[last] - y[kept]) < BEND * radius(branch, kept)) {
			radius = Math.max(radius, radius(branch, --kept));
		}
		if (Double.isNaN(radius)) return new Reached(branch, 0);
		if (radius <= THIN) kept = last;
		double[][] points = branch.points();
		int before = Math.max(0, kept - Math.max(DIRECTION, (int) (2 * radius)));
		double dx = points[0][kept] - points[0][before];
		double dy = points[1][kept] - points[1][before];
		double size = Math.max(Math.abs(dx), Math.abs(dy));
		if (size == 0) return new Reached(branch, 0);
		double startX = points[0][kept];
		double startY = points[1][kept];
		int most = last - kept + (int) (2 * radius + 4);
		int[] newX = Arrays.copyOf(x, kept + 1 + most);
		int[] newY = Arrays.copyOf(y, kept + 1 + most);
		int count = kept + 1;
		for (int k = 1; k <= most; k++) {
			int column = (int) Math.round(startX + k * dx / size);
			int row = (int) Math.round(startY + k * dy / size);
			if (!roots.isRoot(column, row)) break;
			if (column == newX[count - 1] && row == newY[count - 1]) continue;
			newX[count] = column;
			newY[count++] = row;
		}
		if (count == kept + 1) return new Reached(branch, 0);
		return new Reached(new Branch(Arrays.copyOf(newX, count), Arrays.copyOf(newY, count), false),
			Math.max(0, count - 1 - last));
	}

	private double radius(Branch branch, int i) {
		return inscribed[branch.y()[i] * roots.width() + branch.x()[i]] / 2;
	}
}
