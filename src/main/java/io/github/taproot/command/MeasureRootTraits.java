// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import io.github.taproot.imagej.Planes;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.AddedTraits;
import io.github.taproot.roots.RootTraits;
import io.github.taproot.roots.TraitSettings;
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

	@Parameter(label = "Slices", required = false, persist = false, description = SLICES)
	private String slices = "all";

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

	@Parameter(type = ItemIO.OUTPUT, label = "Root length (px)")
	private double root_length_px;

	@Parameter(type = ItemIO.OUTPUT, label = "Root length (mm)")
	private double root_length_mm;

	@Override
	void work() throws IOException {
		Planes planes = masks(mask, slices);
		TraitSettings settings = settings();
		String name = ImagePlusConversion.baseName(mask);
		ExclusionFiles exclusions = new ExclusionFiles(optionalPath(exclude(), "exclude"), List.of(name));
		AddedTraits added = TraitPlugins.of(getContext(), this::say);
		Progress progress = progress();
		table = new ResultsTable();
		table.setNaNEmptyCells(true);
		List<Table> further = List.of(new Table(), new Table(), new Table());
		for (int i = 0; i < planes.count(); i++) {
			ImageFiles.ScaledMask read = ImagePlusConversion.toMask(planes.get(i), marks());
			Mask roots = read.mask();
			PixelCalibration scale = scale() != null ? scale() : read.calibration();
			Mask excluded = exclusions.of(name, roots.width(), roots.height());
			if (i == 0 && excluded == null && optionalPath(exclude(), "exclude") != null) {
				say(wholeImage(name, exclude()));
			}
			RootTraits traits = RootTraits.of(roots, excluded, scale, settings, within(progress, planes, i));
			Table inBands = traits.bands();
			List<Quantity> quantities = new ArrayList<>(traits.quantities());
			quantities.addAll(added.of(traits));
			Map<String, Object> cells = cells(quantities, read, scale);
			addToResults(planes, i, cells, table);
			root_length_px = planes.count() > 1 ? Double.NaN : number(cells, "root_length_px");
			root_length_mm = planes.count() > 1 ? Double.NaN : number(cells, "root_length_mm");
			if (!tables) continue;
			add(planes, i, traits.branches(), further.get(0));
			add(planes, i, traits.classes(), further.get(1));
			add(planes, i, inBands, further.get(2));
		}
		if (!tables) return;
		branch_table = shown(title("Root branches", mask, planes), further.get(0));
		class_table = shown(title("Root diameter classes", mask, planes), further.get(1));
		band_table = shown(title("Root depth bands", mask, planes), further.get(2));
	}

	private static void add(Planes planes, int index, Table rows, Table all) {
		for (Map<String, ?> row : rows.rows()) {
			Map<String, Object> whole = new LinkedHashMap<>();
			if (planes.count() > 1) {
				whole.put("slice", planes.slice(index));
				whole.put("frame", planes.frame(index));
			}
			whole.putAll(row);
			all.add(whole);
		}
	}
}
