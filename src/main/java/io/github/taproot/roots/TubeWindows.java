// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

/**
 * How deep the windows of a tilted minirhizotron tube lie. Window 1 begins at the soil's surface; each following one
 * begins where the one before ends. The camera looks at the upper side of the tube, which lies higher than its axis.
 *
 * @param slope angle of the tube to the horizontal in degrees, above 0 and at most 90
 * @param height height of a window along the tube in mm, above 0
 * @param diameter diameter of the tube in mm; 0 for depths of the axis
 */
public record TubeWindows(double slope, double height, double diameter) {

	public TubeWindows {
		if (!(slope > 0 && slope <= 90)) {
			throw new IllegalArgumentException(
				"The slope of a tube must be above 0 and at most 90 degrees, but is " + slope + ".");
		}
		if (!(height > 0 && height < 1e6)) {
			throw new IllegalArgumentException("The height of a tube's window must be above 0 mm, but is " +
				height + ".");
		}
		if (!(diameter >= 0 && diameter < 1e6)) {
			throw new IllegalArgumentException("The diameter of a tube must be 0 or more mm, but is " + diameter + ".");
		}
	}

	/**
	 * Depth of the upper edge of a window in mm: (number - 1) height sin(slope) - diameter / 2 cos(slope). Negative
	 * ones lie above the soil.
	 *
	 * @param number 1 for the uppermost window
	 */
	public double top(double number) {
		double angle = Math.toRadians(slope);
		return (number - 1) * height * Math.sin(angle) - diameter / 2 * Math.cos(angle);
	}
}
