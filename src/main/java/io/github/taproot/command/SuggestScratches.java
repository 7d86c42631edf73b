// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

import io.github.taproot.image.RootMarks;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.imagej.ScratchSelections;
import io.github.taproot.roots.Scratch;

/** Shows which lines of a mask may be scratches. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Annotate", weight = 10), @Menu(label = "Suggest Scratches", weight = 12) },
	description = "Marks lines on the active mask that are straighter than roots, such as scratches in glass, and " +
	"saves them as selections that measuring commands can leave out. Nothing is removed. Adds a row to " +
	"ImageJ's Results.")
public class SuggestScratches extends TaprootCommand {

	@Parameter(label = "Mask", persist = false, description = "White roots (255) on black soil (0), as Segment Roots " +
		"makes it.")
	private ImagePlus mask;

	@Parameter(label = "Shortest scratch (px)", min = "20", persist = false,
		description = "Only lines at least this long are suggested (20 px or more). Lower values suggest more " +
		"scratches, but also more straight roots. Default 200.")
	private double shortest = 200;

	@Parameter(label = "Largest bend (%)", min = "0", max = "100", stepSize = "0.1", persist = false,
		description = "How far a scratch may deviate from the straight line between its ends, in percent of its " +
		"length. Higher values suggest more scratches, but also more roots. Default 0.5.")
	private double bend = 0.5;

	@Parameter(label = "Selections (file)", style = "save", required = false, persist = false,
		description = "File that ends with .zip, to save the suggested lines for the ROI Manager, or for exclude=... " +
		"of Measure Root Traits. Default: none.")
	private File selections;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Suggested scratches")
	private int suggested_scratches;

	@Override
	void work() throws IOException {
		checkMask(mask);
		Path file = optionalPath(selections, "selections");
		if (file != null && !file.toString().endsWith(".zip")) {
			throw new IllegalArgumentException("The file of selections must end with .zip, but is " + file + ".");
		}
		List<Scratch> found = Scratch.find(ImagePlusConversion.toMask(mask, RootMarks.of(root_value, "")).mask(),
			shortest, bend, progress());
		ScratchSelections.show(mask, found);
		// None that an earlier mask had.
		if (file != null && found.isEmpty()) Files.deleteIfExists(file);
		else if (file != null) ScratchSelections.write(found, file);
		addToResults(mask, Map.of("suggested_scratches", found.size()));
		suggested_scratches = found.size();
		say(found.isEmpty() ? "No line of " + mask.getTitle() + " looks like a scratch."
			: "Lines of " + mask.getTitle() + " that may be scratches: " + found.size() + ".");
	}
}
