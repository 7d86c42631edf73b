package io.github.taproot.image;

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
		if (unit == null || unit.isBlank()) throw new IllegalArgumentException("The unit of a pixel's size is missing.");
	}

	/** Square pixels of the given side in millimetres. */
	public static PixelCalibration millimetres(double side) {
		return new PixelCalibration(side, side, "mm");
	}

	/** Whether lengths can be given in a unit other than pixels. */
	public boolean isCalibrated() {
		return !"px".equals(unit);
	}
}
