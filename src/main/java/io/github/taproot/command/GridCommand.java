// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.choice;
import static io.github.taproot.command.InputValues.pixelSize;

import org.scijava.plugin.Parameter;

import io.github.taproot.image.PixelCalibration;
import io.github.taproot.roots.LineGrid;

/** What the commands that count roots on the lines of a grid ask for. */
abstract class GridCommand extends TaprootCommand {

	@Parameter(label = "Side of the grid's squares", min = "0", persist = false,
		description = "Distance between the grid's lines, above 0. Smaller squares give higher and more precise " +
		"counts. 10, 20, 40 and 80 mm are usual. Default 20.")
	private double square = 20;

	@Parameter(label = "Unit of the grid", choices = { "mm", "px" }, persist = false,
		description = "Unit of squares and offsets. mm needs the image's scale or the pixel size. Default mm.")
	private String unit = "mm";

	@Parameter(label = "Lines", choices = { "both", "horizontal", "vertical" }, persist = false,
		description = "Which lines the grid has. Default both.")
	private String lines = "both";

	@Parameter(label = "Move the grid to the right by", persist = false,
		description = "In the unit of the grid. Default 0: the grid starts at the image's left border.")
	private double offset_x;

	@Parameter(label = "Move the grid down by", persist = false,
		description = "In the unit of the grid. Default 0: the grid starts at the image's upper border.")
	private double offset_y;

	@Parameter(label = "Pixel size (mm)", min = "0", stepSize = "0.01", persist = false,
		description = "Side of a pixel in mm. Default 0: the image's own scale, or pixels if it has none.")
	private double pixel_size;

	/** The grid that was given, checked. */
	final LineGrid grid() {
		if (!unit.equals("mm") && !unit.equals("px")) {
			throw new IllegalArgumentException("The parameter unit must be mm or px, but is \"" + unit + "\".");
		}
		return new LineGrid(square, unit.equals("px"), choice(LineGrid.Lines.class, lines, "lines"),
			offset_x, offset_y);
	}

	/** The scale that was given; null for the image's own. */
	final PixelCalibration scale() {
		return pixelSize(pixel_size);
	}
}
