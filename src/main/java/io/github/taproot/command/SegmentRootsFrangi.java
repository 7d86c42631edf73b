// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.imagej.Planes;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.RootSegmenter;
import io.github.taproot.segmentation.frangi.FrangiSettings;

/** Segments one image with a Frangi filter. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Segment", weight = 30), @Menu(label = "Segment Roots Frangi", weight = 33) },
	description = "Finds the roots in the active image with a Frangi filter, which needs no training.")
public class SegmentRootsFrangi extends FrangiCommand {

	/** What the second result shows: see {@link #title}. */
	static final String VESSELNESS_TITLE = "Root vesselness";

	@Parameter(label = "Photograph", persist = false, description = "The image in which to find roots, or a stack " +
		"of images.")
	private ImagePlus image;

	@Parameter(label = "Slices", required = false, persist = false, description = SLICES)
	private String slices = "all";

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
		Planes planes = photographs(image, slices);
		FrangiSettings checked = settings();
		RootSegmenter segmenter = segmenter(checked);
		Progress progress = progress();
		List<ImagePlus> all = new ArrayList<>();
		List<ImagePlus> masks = new ArrayList<>();
		for (int i = 0; i < planes.count(); i++) {
			RandomAccessibleInterval<FloatType> values = segmenter.probability(
				ImagePlusConversion.toPhotograph(planes.get(i)), within(progress, planes, i));
			if (vesselness) {
				all.add(ImagePlusConversion.toImagePlus(title(VESSELNESS_TITLE, image, planes), values, image));
			}
			masks.add(ImagePlusConversion.toImagePlus(title(SegmentRoots.MASK_TITLE, image, planes),
				checked.components().apply(checked.threshold().apply(values)), image));
		}
		if (vesselness) {
			ridges = planes.together(all);
			ridges.resetDisplayRange();
			offerToMacro(ridges);
		}
		mask = planes.together(masks);
		offerToMacro(mask);
	}
}
