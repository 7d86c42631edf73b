// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.path;

import java.awt.EventQueue;
import java.io.File;
import java.io.IOException;
import java.util.Map;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.batch.SegmentationReview;
import io.github.taproot.window.ReviewWindow;
import io.github.taproot.window.TrainingWindow;

/** Shows a segmented folder as a gallery. */
@Plugin(type = Command.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Annotate", weight = 10), @Menu(label = "Review Segmentation", weight = 11) },
	description = "Shows the photographs of a segmented folder, worst first, so that you can check, tick or " +
	"reject them.")
public class ReviewSegmentation extends TaprootCommand {

	@Parameter(label = "Segmented photographs (folder)", style = "directory",
		persistKey = TaprootCommand.SEGMENTED_SUGGESTED,
		description = "The output folder of Segment Roots Folder or Segment Roots Frangi Folder.")
	private File segmented;

	@Parameter(label = "Photographs (folder)", style = "directory", required = false, persist = false,
		description = "Folder of the photographs, if it was moved. Default: the folder that was segmented.")
	private File photographs;

	@Override
	void work() throws IOException {
		requireWindows("the table summary.csv in the folder");
		SegmentationReview review = SegmentationReview.read(path(segmented, "segmented", "a segmented folder"),
			optionalPath(photographs, "photographs"));
		File corrections = review.folder().resolve("corrections").toFile();
		// Painting and applying it share a project, so nobody has to find it again.
		TrainingWindow.NextStep correct = new TrainingWindow.NextStep("Correct by painting ...",
			() -> OpenForm.of(context(), "Annotate Roots",
				Map.of("photographs", review.photographs().toFile(), "project", corrections)));
		TrainingWindow.NextStep apply = new TrainingWindow.NextStep("Apply corrections ...",
			() -> OpenForm.of(context(), "Correct Masks Folder",
				Map.of("input", review.masks().toFile(), "annotations", corrections, "output",
					review.folder().resolve("corrected").toFile())));
		EventQueue.invokeLater(() -> new ReviewWindow(review, correct, apply).setVisible(true));
	}
}
