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

	static final String EXCLUDED = "What is tape, frame, label or scratch: ImageJ selections (.roi, or .zip for " +
		"several) or an image that is white there. One file for all images, or a folder with files of the images' " +
		"names. Default: the areas left out in Review Segmentation, for a folder of masks; otherwise nothing.";

	@Parameter(label = "Pixel size (mm)", min = "0", stepSize = "0.01", persist = false,
		description = "Side of a pixel; then all lengths are in mm. 0 for the image's own scale, or pixels where it " +
		"has none.")
	private double pixel_size;

	@Parameter(label = "Diameter classes (mm, or px without a scale)", required = false, persist = false,
		description = "Diameters that divide one class from the next, such as 0.2, 0.5, 1. Default: a single class.")
	private String classes = "";

	@Parameter(label = "Depth bands (height, mm, or px without a scale)", min = "0", persist = false,
		description = "Height of bands of depth that have rows of their own. Default 0: none.")
	private double band_height;

	@Parameter(label = "Excluded (file or folder)", style = "open,both", required = false, persist = false,
		description = EXCLUDED)
	private File exclude;

	@Parameter(label = "Remove spurs by radius", persist = false, description = "Removes branches with a free end " +
		"that are shorter than the radius of the root that they lie on: rough edges make them. Default: yes.")
	private boolean spur_radius = true;

	@Parameter(label = "Remove spurs shorter than (px)", min = "0", persist = false,
		description = "Also removes branches with a free end that are shorter: more removes more false tips, and " +
		"more short laterals. Default 0: none.")
	private double spur_length;

	@Parameter(label = "Depth of the upper edge (mm, or px without a scale)", persist = false,
		description = "Depth in the soil at which the image begins. Default 0.")
	private double top;

	@Parameter(label = "Slope (degrees)", min = "0", max = "90", persist = false,
		description = "Angle of the image's vertical to the horizontal: 90 (default) for an upright window, less for " +
		"that of a tilted tube, whose depths are smaller.")
	private double slope = 90;

	@Parameter(label = "Depth of field (mm)", min = "0", persist = false,
		description = "How far into the soil the image shows roots, usually 2 to 3 mm; gives the root length " +
		"density. Default 0: unknown.")
	private double field_depth;

	@Parameter(label = "Soil volume of an image (cm3)", min = "0", persist = false,
		description = "Instead of the depth of field, where the volume is known, as of washed roots. Default " +
		"0: unknown.")
	private double soil_volume;

	@Parameter(label = "Roots left below", min = "0", persist = false, description = "Asks for the depth below which " +
		"no more than this many roots reach. Default 0: that of the deepest root.")
	private int roots_left;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = "More settings", persist = false,
		description = "Asks next for spurs, depth of the image, slope, soil volume and further inputs.")
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
