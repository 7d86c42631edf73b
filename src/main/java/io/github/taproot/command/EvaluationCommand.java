// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.nio.file.Path;
import java.util.List;

import org.scijava.plugin.Parameter;

import io.github.taproot.batch.FolderEvaluation;
import io.github.taproot.evaluation.Bootstrap;
import io.github.taproot.evaluation.Tolerances;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.NameAffix;
import io.github.taproot.image.RootMarks;
import io.github.taproot.segmentation.Threshold;

/** What the commands that compare predictions with annotations ask for. */
abstract class EvaluationCommand extends TaprootCommand {

	@Parameter(label = "Suffix of predictions", required = false, persist = false,
		description = "Text at the end of prediction names: IMG_01.png with IMG_01_roots.png has the suffix _roots. " +
		"For text at the beginning, put * where the name is: GT*. Default: none.")
	private String suffix = "";

	@Parameter(label = "Threshold (0 to 1)", min = "0", max = "1", stepSize = "0.05", persist = false,
		description = "For predictions that are probabilities: pixels above it are root. Lower values find more " +
		"roots, but also more false ones. Default 0.5.")
	private double threshold = 0.5;

	@Parameter(label = "Centre-line tolerances (px)", persist = false,
		description = "Distances, separated by commas, within which a centre line counts as found, 0 to 50. " +
		"Default 2,3.")
	private String tolerances = "2,3";

	@Parameter(label = "Bootstrap resamples", min = "100", max = "100000", persist = false,
		description = "How often images are drawn again for the 95 % intervals, 100 to 100000. More give steadier " +
		"intervals, but take longer. Default 2000.")
	private int resamples = 2000;

	@Parameter(label = "Seed", persist = false,
		description = "The same seed gives the same intervals. Default 1.")
	private long seed = 1;

	@Parameter(label = "Value of root in annotations", required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = "Value of soil in annotations", required = false, persist = false, description = SOIL_VALUE_HELP)
	private String soil_value = "";

	@Parameter(label = "Value of root in predictions", required = false, persist = false,
		description = ROOT_VALUE_HELP)
	private String predicted_value = "";

	@Parameter(label = "More settings", persist = false, description = "Opens a second dialog with values of root " +
		"and settings of the intervals.")
	private boolean more;

	@Override
	final List<String> further() {
		return List.of("resamples", "seed", "root_value", "soil_value", "predicted_value");
	}

	@Override
	final boolean wantsFurther() {
		return more;
	}

	/**
	 * What was asked for, checked.
	 *
	 * @param photographs folder to draw errors on; null for none
	 */
	final FolderEvaluation evaluation(Path photographs) {
		return new FolderEvaluation(new ImageFiles(RootMarks.of(root_value, soil_value)),
			RootMarks.of(predicted_value, ""), NameAffix.of(suffix), new Threshold(threshold),
			Tolerances.of(tolerances), new Bootstrap(resamples, seed), photographs);
	}
}
