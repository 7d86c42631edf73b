// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.pixelSize;

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

import io.github.taproot.files.ImageFiles;
import io.github.taproot.roots.AddedTraits;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.imagej.Planes;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.RootMeasurement;
import io.github.taproot.roots.skeleton.Diameters;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.table.Quantity;

/** Measures one mask. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Measure", weight = 40), @Menu(label = "Measure Roots", weight = 41) },
	description = "Measures the roots in the active mask: length, area, components. Adds a row to ImageJ's Results.")
public class MeasureRoots extends TaprootCommand {

	/** What the second image shows: see {@link #title}. */
	static final String SKELETON_TITLE = "Root skeleton";

	@Parameter(label = "Mask", persist = false, description = "White roots (255) on black soil (0), as Segment Roots " +
		"makes it.")
	private ImagePlus mask;

	@Parameter(label = "Pixel size (mm)", min = "0", stepSize = "0.01", persist = false,
		description = "Side of a pixel in mm; lengths are then also given in mm. Default 0: the image's own scale.")
	private double pixel_size;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = "Slices", required = false, persist = false, description = SLICES)
	private String slices = "all";

	@Parameter(label = "Show the skeleton", persist = false,
		description = "Shows centre lines coloured by diameter, as an overlay on the mask and as a separate image. " +
		"Default: no.")
	private boolean skeleton;

	@Parameter(type = ItemIO.OUTPUT, label = SKELETON_TITLE)
	private ImagePlus centre_lines;

	@Parameter(type = ItemIO.OUTPUT, label = "Measurements")
	private ResultsTable table;

	@Parameter(type = ItemIO.OUTPUT, label = "Root length (px)")
	private double root_length_px;

	@Parameter(type = ItemIO.OUTPUT, label = "Root length (mm)")
	private double root_length_mm;

	@Override
	void work() {
		Planes planes = masks(mask, slices);
		PixelCalibration given = pixelSize(pixel_size);
		AddedTraits added = TraitPlugins.of(getContext(), this::say);
		Progress progress = progress();
		table = new ResultsTable();
		table.setNaNEmptyCells(true);
		List<ImagePlus> skeletons = new ArrayList<>();
		for (int i = 0; i < planes.count(); i++) {
			Progress part = within(progress, planes, i);
			String name = planes.name(i);
			ImagePlus plane = planes.get(i);
			ImageFiles.ScaledMask read = ImagePlusConversion.toMask(plane, RootMarks.of(root_value, ""));
			Mask roots = read.mask();
			Skeleton thinned = Skeleton.of(roots, part);
			Skeleton complete = thinned.completed(roots, part);
			PixelCalibration scale = given != null ? given : read.calibration();
			RootMeasurement measured = RootMeasurement.of(roots, thinned, complete, scale);
			List<Quantity> quantities = new ArrayList<>(measured.quantities());
			quantities.addAll(added.of(roots, thinned, complete, scale, part,
				sentence -> say(name + " has no " + added.names() + ": " + sentence)));
			Map<String, Object> cells = cells(quantities, read, scale);
			addToResults(planes, i, cells, table);
			root_length_px = planes.count() > 1 ? Double.NaN : number(cells, "root_length_px");
			root_length_mm = planes.count() > 1 ? Double.NaN : number(cells, "root_length_mm");
			if (!skeleton) continue;
			skeletons.add(ImagePlusConversion.toImagePlus(title(SKELETON_TITLE, mask, planes), thinned.toMask(), mask));
			ImagePlusConversion.overlay(mask, planes.slice(i), planes.frame(i), null, Diameters.of(roots, complete),
				scale);
		}
		if (!skeleton) return;
		centre_lines = planes.together(skeletons);
		markSkeleton(centre_lines);
		offerToMacro(centre_lines);
		activateInMacro(mask);
	}
}
