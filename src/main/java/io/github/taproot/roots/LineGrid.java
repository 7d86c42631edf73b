// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.taproot.image.PixelCalibration;

/**
 * Lines over an image at which roots are counted, a side of a square apart.
 *
 * @param square distance of lines, above 0
 * @param inPixels whether it and the offsets are in px; otherwise they are in the unit of the image's calibration
 * @param lines which lines there are
 * @param offsetX by how much the upright lines are moved to the right from where one would lie on the left border
 * @param offsetY by how much the level lines are moved down from where one would lie on the upper border
 */
public record LineGrid(double square, boolean inPixels, Lines lines, double offsetX, double offsetY) {

	/** Which lines a grid has. */
	public enum Lines {
		BOTH, HORIZONTAL, VERTICAL
	}

	private static final int MOST_LINES = 100_000;

	public LineGrid {
		if (!(square > 0 && square < 1e9)) {
			throw new IllegalArgumentException("The side of the grid's squares must be above 0, but is " +
				square + ".");
		}
		if (!(Math.abs(offsetX) < 1e9 && Math.abs(offsetY) < 1e9)) {
			throw new IllegalArgumentException(
				"The offsets of the grid must be numbers, but are " + offsetX + " and " + offsetY + ".");
		}
	}

	/**
	 * The unit of the grid.
	 *
	 * @throws IllegalArgumentException where it is not the pixel, but the image has no scale
	 */
	private PixelCalibration calibration(PixelCalibration image) {
		if (inPixels) return PixelCalibration.PIXELS;
		if (image.isCalibrated()) return image;
		throw new IllegalArgumentException("A grid in mm needs the image's scale: enter the pixel size in mm " +
			"(pixel_size=...), or give the grid in pixels (unit=px).");
	}

	/** Side of the squares in the unit of the image. */
	double side(PixelCalibration image) {
		return inPixels ? square * Math.sqrt(image.pixelWidth() * image.pixelHeight()) : square;
	}

	/**
	 * Where the upright lines are.
	 *
	 * @param width columns of the image
	 * @return distances from the image's left border in px, between 0 and the width, without both
	 * @throws IllegalArgumentException where they would be too many, or the image has no scale for them
	 */
	public double[] columns(int width, PixelCalibration image) {
		double pixel = calibration(image).pixelWidth();
		return lines == Lines.HORIZONTAL ? new double[0] : places(square / pixel, offsetX / pixel, width);
	}

	/** Where the level lines are: distances from the image's upper border in px; else as {@link #columns}. */
	public double[] rows(int height, PixelCalibration image) {
		double pixel = calibration(image).pixelHeight();
		return lines == Lines.VERTICAL ? new double[0] : places(square / pixel, offsetY / pixel, height);
	}

	/** @throws IllegalArgumentException where no line of the grid lies in an image of this size */
	public void requireLines(int width, int height, PixelCalibration image) {
		if (columns(width, image).length + rows(height, image).length > 0) return;
		PixelCalibration unit = calibration(image);
		throw new IllegalArgumentException(String.format(Locale.ROOT,
			"No line of the grid lies in the image: the squares have sides of %.1f %s, the image is %.1f x %.1f %s. " +
				"Choose smaller squares.", square, unit.unit(), width * unit.pixelWidth(), height * unit.pixelHeight(),
				unit.unit()));
	}

	private double[] places(double step, double offset, int end) {
		if (end / step > MOST_LINES) {
			throw new IllegalArgumentException("A grid of squares of " + square + " would have " + (long) (end / step) +
				" lines: give larger squares.");
		}
		double first = offset - Math.floor(offset / step) * step;
		List<Double> places = new ArrayList<>();
		for (int k = 0; first + k * step < end; k++) if (first + k * step > 0) places.add(first + k * step);
		return places.stream().mapToDouble(Double::doubleValue).toArray();
	}
}
