// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.pixelSize;

import java.io.File;
import java.util.List;

import org.scijava.plugin.Parameter;

import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;
import io.github.taproot.roots.TraitSettings;

/** What the commands that measure traits ask for. */
abstract class TraitsCommand extends TaprootCommand {

	static final String EXCLUDED = "Tape, frames, labels or scratches that are not measured: ImageJ selections " +
		"(.roi, or .zip for several) or an image that is white there. One file for all images, or a folder with " +
		"files of the images' names. Default: for a folder of masks, the areas left out in Review Segmentation; " +
		"otherwise none.";

	static final String BAND_HEIGHT = "Measures roots in bands of this height, each in its own row. Default 0: " +
		"no bands.";
	static final String FIELD_DEPTH = "How far into the soil the image shows roots, usually 2 to 3 mm. " +
		"Needed for the root length density. Default 0: unknown.";

	@Parameter(label = "Pixel size (mm)", min = "0", stepSize = "0.01", persist = false,
		description = "Side of a pixel in mm. Default 0: the image's own scale, or pixels if it has none.")
	private double pixel_size;

	@Parameter(label = "Diameter classes (mm, or px without a scale)", required = false, persist = false,
		description = "Limits between diameter classes, such as 0.2, 0.5, 1. Default: a single class.")
	private String classes = "";

	@Parameter(label = "Depth bands (height, mm, or px without a scale)", min = "0", persist = false,
		description = BAND_HEIGHT)
	private double band_height;

	@Parameter(label = "Areas to leave out (file or folder)", style = "open,both", required = false, persist = false,
		description = EXCLUDED)
	private File exclude;

	@Parameter(label = "Remove spurs by radius", persist = false, description = "Removes short side branches " +
		"(shorter than the radius of their root) that rough edges cause. Default: yes.")
	private boolean spur_radius = true;

	@Parameter(label = "Remove spurs shorter than (px)", min = "0", persist = false,
		description = "Also removes side branches shorter than this. Higher values remove more false tips, but also " +
		"more short laterals. Default 0: none.")
	private double spur_length;

	@Parameter(label = "Depth of the upper edge (mm, or px without a scale)", persist = false,
		description = "Depth in the soil of the image's upper edge. Default 0.")
	private double top;

	@Parameter(label = "Slope (degrees)", min = "0", max = "90", persist = false,
		description = "Angle of the image's vertical to the horizontal: 90 (default) for an upright window, less for " +
		"a tilted tube.")
	private double slope = 90;

	@Parameter(label = "Depth of field (mm)", min = "0", persist = false,
		description = FIELD_DEPTH)
	private double field_depth;

	@Parameter(label = "Soil volume of an image (cm3)", min = "0", persist = false,
		description = "Instead of the depth of field, if the volume is known, such as for washed roots. Default " +
		"0: unknown.")
	private double soil_volume;

	@Parameter(label = "Roots below the rooting depth", min = "0", persist = false, description = "The rooting depth " +
		"is the depth below which at most this many roots are found. Default 0: the depth of the deepest root.")
	private int roots_left;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = "More settings", persist = false,
		description = "Opens a second dialog with spurs, depth of the image, slope, soil volume and others.")
	private boolean more;

	@Override
	List<String> further() {
		return List.of("spur_radius", "spur_length", "top", "slope", "field_depth", "soil_volume", "roots_left",
			"root_value");
	}

	@Override
	final boolean wantsFurther() {
		return more;
	}

	/** The settings that were given, checked. */
	final TraitSettings settings() {
		return TraitSettings.DEFAULT.with(given -> {
			given.spurLength = spur_length;
			given.spursByRadius = spur_radius;
			given.classes = TraitSettings.classes(classes);
			given.bandHeight = band_height;
			given.top = top;
			given.slope = slope;
			given.fieldDepth = field_depth;
			given.soilVolume = soil_volume;
			given.rootsLeft = roots_left;
		});
	}

	/** The scale that was given; null for the image's own. */
	final PixelCalibration scale() {
		return pixelSize(pixel_size);
	}

	/** What is root in masks. */
	final RootMarks marks() {
		return RootMarks.of(root_value, "");
	}

	final File exclude() {
		return exclude;
	}
}
