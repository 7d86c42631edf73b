package io.github.taproot.command;

import java.io.IOException;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.measure.ResultsTable;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.ExclusionFiles;
import io.github.taproot.imagej.ImageFiles;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.imagej.TableConversion;
import io.github.taproot.roots.RootTraits;
import io.github.taproot.table.Quantity;
import io.github.taproot.table.Table;

/** Measures the traits of one mask. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Measure Root Traits", weight = 42) },
	description = "Measures lengths, diameters, areas, volumes, depths, tips and branches of the roots in the active mask. " +
		"Adds a row to ImageJ's Results.")
public class MeasureRootTraits extends TraitsCommand {

	@Parameter(label = "Mask", persist = false, description = "White roots (255) on black soil (0), as Segment Roots gives it.")
	private ImagePlus mask;

	@Parameter(label = "Tables of branches, classes and bands", persist = false,
		description = "Shows tables with a row for each branch, diameter class and depth band. Default: no.")
	private boolean tables;

	@Override
	void work() throws IOException {
		checkMask(mask);
		ImageFiles.ScaledMask read = ImagePlusConversion.toMask(mask, marks());
		Mask roots = read.mask();
		PixelCalibration scale = scale() != null ? scale() : read.calibration();
		String name = ImagePlusConversion.baseName(mask);
		ExclusionFiles exclusions = new ExclusionFiles(textPath(exclude(), "exclude"), List.of(name));
		Mask excluded = exclusions.of(name, roots.width(), roots.height());
		if (excluded == null && !exclude().isBlank()) say(wholeImage(name, exclude()));
		RootTraits traits = RootTraits.of(roots, excluded, scale, settings(), progress());
		Table bands = traits.bands();
		ResultsTable results = resultsWithNewRow(mask);
		for (Quantity quantity : traits.quantities()) results.addValue(quantity.heading(), quantity.value());
		addColumns(results, read, scale);
		results.show("Results");
		if (!tables) return;
		TableConversion.toResultsTable(traits.branches()).show(title("Root branches", mask));
		TableConversion.toResultsTable(traits.classes()).show(title("Root diameter classes", mask));
		if (!bands.rows().isEmpty()) TableConversion.toResultsTable(bands).show(title("Root depth bands", mask));
	}
}
