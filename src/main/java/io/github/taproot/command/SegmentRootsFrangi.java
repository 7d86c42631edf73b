// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.segmentation.frangi.FrangiSettings;

/** Segments one image with a Frangi filter. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Segment", weight = 30), @Menu(label = "Segment Roots Frangi", weight = 33) },
	description = "Finds the roots in the active image with a Frangi filter, which needs no training.")
public class SegmentRootsFrangi extends FrangiCommand {

	/** What the second result shows: see {@link #title}. */
	static final String VESSELNESS_TITLE = "Root vesselness";

	@Parameter(label = "Photograph", persist = false, description = "The image in which to find roots. In a stack, " +
		"the slice shown.")
	private ImagePlus image;

	@Parameter(label = "Show the vesselness", persist = false,
		description = "As a second image, 0 to 1, to choose a threshold. Most values are far below 1.")
	private boolean vesselness;

	@Parameter(type = ItemIO.OUTPUT, label = VESSELNESS_TITLE)
	private ImagePlus ridges;

	// Last, so that it is the active image for the next command.
	@Parameter(type = ItemIO.OUTPUT, label = SegmentRoots.MASK_TITLE)
	private ImagePlus mask;

	@Override
	void work() throws IOException {
		checkPhotograph(image);
		FrangiSettings checked = settings();
		RandomAccessibleInterval<FloatType> values =
			segmenter(checked).probability(ImagePlusConversion.toPhotograph(image), progress());
		if (vesselness) {
			ridges = ImagePlusConversion.toImagePlus(title(VESSELNESS_TITLE, image), values, image);
			ridges.resetDisplayRange();
			offerToMacro(ridges);
		}
		mask = ImagePlusConversion.toImagePlus(title(SegmentRoots.MASK_TITLE, image),
			checked.components().apply(checked.threshold().apply(values)), image);
		offerToMacro(mask);
	}
}
