// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

/**
 * A minirhizotron tube as it stands in the field, and the pictures taken in it. A place on its wall that lies s mm
 * along the axis below the soil's surface, and is turned by an angle φ from the tube's upper side, has the depth
 * s sin(slope) - diameter / 2 cos(slope) cos(φ). Around the tube depths differ by up to diameter cos(slope).
 *
 * @param slope angle of the tube to the horizontal in degrees, above 0 and at most 90
 * @param diameter diameter of the tube in mm; 0 for depths of the axis
 * @param surface mm along the tube from where window 1 begins to where the soil's surface meets the axis; below 0 where
 *          window 1 begins deeper
 * @param step mm along the tube from a window's beginning to that of the next: its height without the overlap
 * @param isScan whether a picture goes all around the tube, its columns along the circumference; a camera otherwise
 * @param rotation side that a camera looks at, or that a scan's left edge shows: degrees from the upper side
 */
public record Tube(double slope, double diameter, double surface, double step, boolean isScan, double rotation) {

	public Tube {
		require(slope > 0 && slope <= 90, "angle must be above 0 and at most 90 degrees", slope);
		require(diameter >= 0 && diameter < 1e6, "diameter must be 0 or more mm", diameter);
		require(Math.abs(surface) < 1e6, "place of the soil's surface must be a number of mm", surface);
		require(step > 0 && step < 1e6, "window must be higher than its overlap with the next", step);
		require(Math.abs(rotation) <= 360, "rotation must be -360 to 360 degrees", rotation);
	}

	private static void require(boolean isRight, String what, double value) {
		if (!isRight) throw new IllegalArgumentException("The " + what + ", but is " + value + ".");
	}

	/** Depth in mm of the upper edge of a window's picture on the axis, or where the camera looks. */
	public double top(double window) {
		double along = (window - 1) * step - surface;
		return along * Math.sin(Math.toRadians(slope)) + (isScan ? 0 : shift(rotation));
	}

	/** What is added to the depth in each column of a picture; none for a camera, which looks at one side. */
	public double[] shifts(int width) {
		double[] shifts = new double[isScan ? width : 0];
		for (int x = 0; x < shifts.length; x++) shifts[x] = shift(rotation + 360 * (x + 0.5) / width);
		return shifts;
	}

	private double shift(double angle) {
		return -diameter / 2 * Math.cos(Math.toRadians(slope)) * Math.cos(Math.toRadians(angle));
	}
}
