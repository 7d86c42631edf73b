// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.measure.ResultsTable;

import io.github.taproot.files.ExclusionFiles;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;
import io.github.taproot.imagej.GridOverlay;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.roots.LineIntersections;

/** Counts the crossings of the roots in one mask with a grid. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Measure", weight = 40), @Menu(label = "Count Line Intersections", weight = 45) },
	description = "Counts where roots in the active mask cross the lines of a grid, as people do: root intensity, " +
	"and root length by Newman and by Tennant. Adds a row to ImageJ's Results.")
public class CountLineIntersections extends GridCommand {

	@Parameter(label = "Mask", persist = false, description = "White roots (255) on black soil (0), as Segment Roots " +
		"makes it.")
	private ImagePlus mask;

	@Parameter(label = "Areas to leave out (file or folder)", style = "open,both", required = false, persist = false,
		description = TraitsCommand.EXCLUDED)
	private File exclude;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = "Show the grid and the crossings", persist = false,
		description = "As an overlay on the mask. Default: yes.")
	private boolean overlay = true;

	@Parameter(type = ItemIO.OUTPUT, label = "Counts")
	private ResultsTable table;

	@Parameter(type = ItemIO.OUTPUT, label = "Intersections")
	private double intersections;

	@Override
	void work() throws IOException {
		checkMask(mask);
		ImageFiles.ScaledMask read = ImagePlusConversion.toMask(mask, RootMarks.of(root_value, ""));
		Mask roots = read.mask();
		PixelCalibration scale = scale() != null ? scale() : read.calibration();
		String name = ImagePlusConversion.baseName(mask);
		Mask excluded = new ExclusionFiles(optionalPath(exclude, "exclude"), List.of(name)).of(name, roots.width(),
			roots.height());
		if (excluded == null && optionalPath(exclude, "exclude") != null) say(wholeImage(name, exclude));
		LineIntersections found = LineIntersections.of(roots, excluded, scale, grid(), progress());
		Map<String, Object> cells = cells(found.quantities(), read, scale);
		table = addToResults(mask, cells);
		intersections = number(cells, "intersections");
		if (overlay) GridOverlay.show(mask, found);
	}
}
