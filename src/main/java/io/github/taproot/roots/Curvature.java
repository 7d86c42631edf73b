// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import io.github.taproot.image.PixelCalibration;
import io.github.taproot.roots.skeleton.Branch;

/** How much branches bend. */
final class Curvature {

	/** Pixels between the points whose directions are compared: fewer would take the pixels' steps for bends. */
	private static final int STRIDE = 10;

	private Curvature() {}

	/**
	 * The mean turn per length, whichever way: the angles between chords of 10 px, or of a third of the branch where
	 * that is less, by the length between their middles.
	 *
	 * @return in radians per unit of the calibration, 0 or more; 0 for branches of fewer than 7 pixels
	 */
	static double of(Branch branch, PixelCalibration calibration) {
		double[][] points = branch.points();
		int last = points[0].length - 1;
		int stride = Math.min(STRIDE, last / 3);
		if (stride < 2) return 0;
		double turns = 0;
		double length = 0;
		int chords = branch.closed() ? last / stride + 1 : last / stride;
		double before = 0;
		double beforeX = 0;
		double beforeY = 0;
		for (int k = 0; k < chords; k++) {
			int from = k * stride % last;
			int to = branch.closed() ? (from + stride) % last : from + stride;
			double dx = (points[0][to] - points[0][from]) * calibration.pixelWidth();
			double dy = (points[1][to] - points[1][from]) * calibration.pixelHeight();
			double angle = Math.atan2(dy, dx);
			if (k > 0) {
				turns += Math.abs(Math.IEEEremainder(angle - before, 2 * Math.PI));
				length += (Math.hypot(dx, dy) + Math.hypot(beforeX, beforeY)) / 2;
			}
			before = angle;
			beforeX = dx;
			beforeY = dy;
		}
		return length == 0 ? 0 : turns / length;
	}
}
