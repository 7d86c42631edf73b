// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;

import java.io.IOException;
import java.util.ArrayList;
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
import io.github.taproot.table.Quantity;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.roots.RootTraits;
import io.github.taproot.table.Table;

/** Measures the traits of one mask. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Measure", weight = 40), @Menu(label = "Measure Root Traits", weight = 43) },
	description = "Measures lengths, diameters, areas, volumes, depths, tips and branches of the roots in the " +
	"active mask. Adds a row to ImageJ's Results.")
public class MeasureRootTraits extends TraitsCommand {

	@Parameter(label = "Mask", persist = false, description = "White roots (255) on black soil (0), as Segment Roots " +
		"makes it.")
	private ImagePlus mask;

	@Parameter(label = "Tables of branches, classes and bands", persist = false,
		description = "Shows tables with a row for each branch, diameter class and depth band. Default: no.")
	private boolean tables;

	@Parameter(type = ItemIO.OUTPUT, label = "Traits")
	private ResultsTable table;

	@Parameter(type = ItemIO.OUTPUT, label = "Root branches")
	private ResultsTable branch_table;

	@Parameter(type = ItemIO.OUTPUT, label = "Root diameter classes")
	private ResultsTable class_table;

	@Parameter(type = ItemIO.OUTPUT, label = "Root depth bands")
	private ResultsTable band_table;

	@Parameter(type = ItemIO.OUTPUT, label = "Kimura length (px)")
	private double kimura_length_px;

	@Parameter(type = ItemIO.OUTPUT, label = "Kimura length (mm)")
	private double kimura_length_mm;

	@Override
	void work() throws IOException {
		checkMask(mask);
		ImageFiles.ScaledMask read = ImagePlusConversion.toMask(mask, marks());
		Mask roots = read.mask();
		PixelCalibration scale = scale() != null ? scale() : read.calibration();
		String name = ImagePlusConversion.baseName(mask);
		ExclusionFiles exclusions = new ExclusionFiles(optionalPath(exclude(), "exclude"), List.of(name));
		Mask excluded = exclusions.of(name, roots.width(), roots.height());
		if (excluded == null && optionalPath(exclude(), "exclude") != null) say(wholeImage(name, exclude()));
		RootTraits traits = RootTraits.of(roots, excluded, scale, settings(), progress());
		Table inBands = traits.bands();
		List<Quantity> quantities = new ArrayList<>(traits.quantities());
		quantities.addAll(TraitPlugins.of(getContext(), this::say).of(traits));
		Map<String, Object> cells = cells(quantities, read, scale);
		table = addToResults(mask, cells);
		kimura_length_px = number(cells, "kimura_length_px");
		kimura_length_mm = number(cells, "kimura_length_mm");
		if (!tables) return;
		branch_table = shown(title("Root branches", mask), traits.branches());
		class_table = shown(title("Root diameter classes", mask), traits.classes());
		band_table = shown(title("Root depth bands", mask), inBands);
	}
}
