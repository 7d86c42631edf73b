// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

import java.util.Locale;

/**
 * The size of a pixel in a photograph.
 *
 * @param pixelWidth width of a pixel in {@code unit}, above 0
 * @param pixelHeight height of a pixel in {@code unit}, above 0
 * @param unit name of the unit, "px" where the scale is unknown
 */
public record PixelCalibration(double pixelWidth, double pixelHeight, String unit) {

	/** No known scale: one pixel is one pixel. */
	public static final PixelCalibration PIXELS = new PixelCalibration(1, 1, "px");

	public PixelCalibration {
		if (!(pixelWidth > 0 && pixelHeight > 0 && pixelWidth < 1e9 && pixelHeight < 1e9)) {
			throw new IllegalArgumentException(
				"A pixel's width and height must be above 0, but are " + pixelWidth + " and " + pixelHeight + ".");
		}
		if (unit == null || unit.isBlank()) {
			throw new IllegalArgumentException("The unit of a pixel's size is missing.");
		}
	}

	/** Square pixels of the given side in millimetres. */
	public static PixelCalibration millimetres(double side) {
		return new PixelCalibration(side, side, "mm");
	}

	/**
	 * A pixel's size in millimetres where {@code unit}, in any of the spellings in use, is a length; {@link #PIXELS}
	 * where it is not.
	 *
	 * @param unit null for none
	 */
	public static PixelCalibration ofUnit(double width, double height, String unit) {
		double millimetres = switch (unit == null ? "" : unit.trim().toLowerCase(Locale.ROOT)) {
			case "nm", "nanometer", "nanometre" -> 1e-6;
			// Both micro signs that Unicode has; the first turns into the second in some programs.
			case "\u00b5m", "\u03bcm", "um", "micron", "microns", "micrometer", "micrometre" -> 1e-3;
			case "mm", "millimeter", "millimeters", "millimetre", "millimetres" -> 1;
			case "cm", "centimeter", "centimeters", "centimetre", "centimetres" -> 10;
			case "m", "meter", "meters", "metre", "metres" -> 1000;
			case "in", "inch", "inches" -> 25.4;
			default -> 0;
		};
		double w = width * millimetres;
		double h = height * millimetres;
		if (!(w > 0 && h > 0 && w < 1e9 && h < 1e9)) return PIXELS;
		return new PixelCalibration(w, h, "mm");
	}

	/** Whether lengths can be given in a unit other than pixels. */
	public boolean isCalibrated() {
		return !"px".equals(unit);
	}
}
