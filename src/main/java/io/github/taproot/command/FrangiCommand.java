// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.choice;
import static io.github.taproot.command.InputValues.optionalPath;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.scijava.Context;
import org.scijava.plugin.Parameter;

import io.github.taproot.image.Polarity;
import io.github.taproot.imagej.OpsFrangi;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.segmentation.frangi.FrangiForm;
import io.github.taproot.segmentation.frangi.FrangiSegmenter;
import io.github.taproot.segmentation.frangi.FrangiSettings;
import io.github.taproot.segmentation.frangi.FrangiSettingsFile;

/** What the commands that find roots by a Frangi filter ask for. */
abstract class FrangiCommand extends TaprootCommand {

	static final String FILTER_DESCRIPTION = "default: Gaussian derivatives, the image mirrored at its border. " +
		"exact: exactly as in Smith et al. 2020.";
	static final String ROOTS_DESCRIPTION = "bright: pale roots in dark soil. dark: dark roots on a pale background.";
	static final String CONNECTIVITY_DESCRIPTION = "4: pixels of a component share sides, as in the paper. 8: they " +
		"may also touch at corners, so that thin slanted roots stay connected. Default 4.";

	/** Of the pooled F1 on parts of six training photographs of segroot, the best. */
	static final double OPS_THRESHOLD = 1.6e-4;

	@Parameter(label = "Settings (file)", style = "open", required = false, persist = false,
		description = "The frangi.json that Tune Frangi wrote. Its values are used instead of the fields below. " +
		"Default: none.")
	private File settings;

	@Parameter(label = "Filter", choices = { "default", "exact", "imagej-ops" }, persist = false,
		description = FILTER_DESCRIPTION + " imagej-ops: Fiji's own filter, for comparison; it does not use beta.")
	private String filter = "default";

	@Parameter(label = "Roots", choices = { "bright", "dark" }, persist = false, description = ROOTS_DESCRIPTION)
	private String roots = "bright";

	@Parameter(label = "Scales", min = "1", max = "6", persist = false,
		description = "1 to 6: sigma 1, 2, 4 px and so on. More scales find thicker roots, up to about 4 sigma wide, " +
		"but also more false ones. Default 2.")
	private int scales = FrangiSettings.PAPER.scales();

	@Parameter(label = "Beta", min = "0", stepSize = "0.01", persist = false,
		description = "How much a shape may differ from a line, above 0. Lower values find straight lines only, " +
		"higher ones also blobs. Default 0.0922, as in the paper.")
	private double beta = FrangiSettings.PAPER.beta();

	@Parameter(label = "C", min = "0", stepSize = "0.1", persist = false,
		description = "How much contrast a root needs, above 0, with photographs scaled to 0 to 1. Higher values " +
		"need more contrast. Default 1.0518, as in the paper.")
	private double c = FrangiSettings.PAPER.c();

	@Parameter(label = "Threshold (vesselness, 0 to 1)", min = "0", max = "1", stepSize = "0.00001", persist = false,
		description = "Pixels with a vesselness above it are root. Lower values find more roots, but also more false " +
		"ones. Default 0.0000376, as in the paper, and 0.00016 with the filter imagej-ops.")
	private double threshold = FrangiSettings.PAPER.threshold().value();

	@Parameter(label = "Remove pieces smaller than (px)", min = "0", persist = false,
		description = "Connected pieces of root with fewer pixels are removed. Higher values remove more specks, but " +
		"also more short roots. Default 192, as in the paper.")
	private int min_component = FrangiSettings.PAPER.components().pixels();

	@Parameter(label = "Connectivity", choices = { "4", "8" }, persist = false, description = CONNECTIVITY_DESCRIPTION)
	private String connectivity = "4";

	@Parameter(label = "More settings", persist = false, description = "Opens a second dialog with beta, c and " +
		"connectivity. Tune Frangi finds better values for them.")
	private boolean more;

	@Override
	List<String> further() {
		return List.of("beta", "c", "connectivity");
	}

	@Override
	final boolean wantsFurther() {
		return more;
	}

	/** The settings that were given, checked. */
	final FrangiSettings settings() throws IOException {
		Path file = optionalPath(settings, "settings");
		if (file != null) return FrangiSettingsFile.read(file);
		FrangiForm form = choice(FrangiForm.class, filter, "filter");
		return new FrangiSettings(form, choice(Polarity.class, roots, "roots"), scales, beta, c, threshold(form),
			components(min_component, connectivity));
	}

	/**
	 * The default of one filter is none for another: the paper's marks several times too much by that of imagej-ops.
	 */
	private Threshold threshold(FrangiForm form) {
		if (form != FrangiForm.IMAGEJ_OPS || threshold != FrangiSettings.PAPER.threshold().value()) {
			return new Threshold(threshold);
		}
		say("The threshold is " + ParameterDialog.text(OPS_THRESHOLD) + ", the default of the filter imagej-ops.");
		return new Threshold(OPS_THRESHOLD);
	}

	final FrangiSegmenter segmenter(FrangiSettings checked) {
		return segmenter(checked, context());
	}

	static FrangiSegmenter segmenter(FrangiSettings checked, Context context) {
		return new FrangiSegmenter(checked, checked.filter() == FrangiForm.IMAGEJ_OPS ?
			OpsFrangi.of(context.getService("net.imagej.ops.OpService")) : null);
	}

	static ComponentFilter components(int pixels, String connectivity) {
		if (!connectivity.equals("4") && !connectivity.equals("8")) {
			throw new IllegalArgumentException("The parameter connectivity must be 4 or 8, but is \"" +
				connectivity + "\".");
		}
		return new ComponentFilter(pixels, Integer.parseInt(connectivity));
	}
}
