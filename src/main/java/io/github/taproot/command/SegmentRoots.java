// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

import io.github.taproot.image.Mask;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.imagej.Planes;
import io.github.taproot.plugin.NamedPlugin;
import io.github.taproot.plugin.SegmenterInputs;
import io.github.taproot.plugin.SegmenterPlugin;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Diameters;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.segmentation.Threshold;

/** Segments one image with a trained model, or with the one that comes with Taproot. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Segment", weight = 30), @Menu(label = "Segment Roots", weight = 31) },
	description = "Finds the roots in the active image.")
public class SegmentRoots extends TaprootCommand {

	/** What the results show: see {@link #title}. */
	static final String MASK_TITLE = "Roots";
	static final String PROBABILITY_TITLE = "Root probability";

	@Parameter(label = "Photograph", persist = false, description = "The image in which to find roots, or a stack " +
		"of images.")
	private ImagePlus image;

	@Parameter(label = "Model (file)", persistKey = TaprootCommand.MODEL_SUGGESTED, required = false,
		description = SegmentationMethod.MODEL_HELP + " Other methods (More settings) need no file, or their own.")
	private File model;

	@Parameter(label = "Threshold (0 to 1)", min = "0", max = "1", stepSize = "0.05", persist = false,
		description = "Pixels with a root probability above it are root. Lower values find more roots, but also more " +
		"false ones. Default 0.5.")
	private double threshold = 0.5;

	@Parameter(label = "Remove pieces smaller than (px)", min = "0", persist = false,
		description = "Connected pieces of root with fewer pixels are removed. Higher values remove more specks, but " +
		"also more short roots. Default 0: none.")
	private int min_component;

	@Parameter(label = "Tile side (px)", min = "0", stepSize = "16", persist = false,
		description = "188 plus a multiple of 16. Larger tiles are faster and need more memory. Default 0: large " +
		"tiles if the network allows them, otherwise 572 px as in the paper.")
	private int tile_side;

	@Parameter(label = "Batch (tiles)", min = "0", persist = false,
		description = "Tiles at once. More tiles need more memory. Default 0: 8 on a GPU, 1 on the CPU, fewer if " +
		"memory runs out.")
	private int batch;

	@Parameter(label = "Slices", required = false, persist = false, description = SLICES)
	private String slices = "all";

	@Parameter(label = "Show the roots on the photograph", persist = false,
		description = "As an overlay: roots are outlined, and their centre lines are coloured by diameter. " +
		"Default: yes.")
	private boolean overlay = true;

	@Parameter(label = "Show the probability", persist = false, description = "As a second image, 0 to 1. Default: no.")
	private boolean probability;

	@Parameter(label = "Flips", choices = { "none", "mirror", "all" }, persist = false, description = "Also segments " +
		"mirrored images and uses the mean. mirror: the photograph and its left-right mirror, as RootPainter does, " +
		"twice as long; with tile_side=572 a RootPainter model gives the same masks as there. all: every tile in " +
		"four ways, a little more accurate, four times as long. Default: none.")
	private String flips = "none";

	@Parameter(label = "Overlap tiles", persist = false, description = "Tiles overlap by half and are averaged; the " +
		"middle of a tile counts most. No seams, but two to four times as long. Default: no.")
	private boolean overlap;

	@Parameter(label = "Device", persist = false, description = "auto (a GPU if there is one), cpu, or gpu:0.")
	private String device = "auto";

	@Parameter(label = "Precision", choices = { "auto", "exact", "fast" }, persist = false,
		description = PRECISION_HELP)
	private String precision = "auto";

	@Parameter(label = SegmentationMethod.LABEL, choices = { "unet", "frangi" }, persist = false,
		description = SegmentationMethod.HELP)
	private String method = "unet";

	@Parameter(label = "More settings", persist = false, description = "Opens a second dialog with the method, and " +
		"with tiles, device and precision, which affect memory and speed.")
	private boolean more;

	@Parameter(type = ItemIO.OUTPUT, label = PROBABILITY_TITLE)
	private ImagePlus likelihood;

	// Last, so that it is the active image for the next command.
	@Parameter(type = ItemIO.OUTPUT, label = MASK_TITLE)
	private ImagePlus mask;

	@Override
	List<String> further() {
		return List.of(SegmentationMethod.KEY, "tile_side", "batch", "flips", "overlap", "device", "precision");
	}

	@Override
	boolean wantsFurther() {
		return more;
	}

	@Override
	Map<String, Class<? extends NamedPlugin>> pluginInputs() {
		return Map.of(SegmentationMethod.KEY, SegmenterPlugin.class);
	}

	@Override
	void work() throws IOException {
		Planes planes = photographs(image, slices);
		Threshold cut = new Threshold(threshold);
		ComponentFilter specks = new ComponentFilter(min_component);
		SegmenterInputs inputs = new SegmenterInputs(optionalPath(model, "model"), tile_side, batch, Flips.of(flips),
			overlap, device, precision, this::say);
		try (SegmentationMethod found = SegmentationMethod.open(context(), method, inputs)) {
			Progress progress = progress(found.device());
			List<ImagePlus> probabilities = new ArrayList<>();
			List<ImagePlus> masks = new ArrayList<>();
			for (int i = 0; i < planes.count(); i++) {
				Progress part = within(progress, planes, i);
				RandomAccessibleInterval<FloatType> values =
					found.segmenter().probability(ImagePlusConversion.toPhotograph(planes.get(i)), part);
				Mask roots = specks.apply(cut.apply(values));
				if (overlay) {
					ImagePlusConversion.overlay(image, planes.slice(i), planes.frame(i), roots,
						Diameters.of(roots, Skeleton.complete(roots, part)), ImagePlusConversion.toCalibration(image));
				}
				if (probability) {
					probabilities.add(ImagePlusConversion.toImagePlus(title(PROBABILITY_TITLE, image, planes), values,
						image));
				}
				masks.add(ImagePlusConversion.toImagePlus(title(MASK_TITLE, image, planes), roots, image));
			}
			if (probability) {
				likelihood = planes.together(probabilities);
				offerToMacro(likelihood);
			}
			mask = planes.together(masks);
			offerToMacro(mask);
			say("Segmented " + image.getTitle() + (planes.count() > 1 ? ", " + planes.count() + " slices," : "") +
				found.how() + ".");
		}
	}
}
