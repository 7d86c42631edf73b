// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.measure.ResultsTable;

import io.github.taproot.batch.FolderIntersections;
import io.github.taproot.batch.FolderResult;
import io.github.taproot.batch.MaskInput;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.RootMarks;

/** Counts the crossings of the roots in a folder of masks with a grid. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Measure", weight = 40), @Menu(label = "Count Line Intersections Folder", weight = 46) },
	description = "Counts where roots in a folder of masks cross the lines of a grid, and writes a table with a row " +
	"for each mask.")
public class CountLineIntersectionsFolder extends GridCommand {

	@Parameter(label = "Masks (folder)", style = "directory",
		description = "Folder of masks: white roots, black soil, as Segment Roots Folder writes them.")
	private File input;

	@Parameter(label = "Table (CSV file)", style = "save", description = "The table to write. An existing file is " +
		"replaced.")
	private File output;

	@Parameter(label = "Areas to leave out (file or folder)", style = "open,both", required = false, persist = false,
		description = TraitsCommand.EXCLUDED)
	private File exclude;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = PART_LABEL, required = false, persist = false, description = PART_HELP)
	private String part = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Line intersections")
	private ResultsTable table;

	@Override
	void work() throws IOException {
		Path folder = path(input, "input", "a folder of masks");
		Path csv = path(output, "output", "the table to write");
		MaskInput masks = new MaskInput(new ImageFiles(RootMarks.of(root_value, "")), scale(),
			optionalPath(exclude, "exclude"));
		FolderIntersections intersections = new FolderIntersections(masks, grid());
		FolderResult result = intersections.run(folder, csv, part(), progress(), this::say);
		table = shown("Line intersections", result.table());
		conclude("Counted " + folder + " into " + csv, result.summary());
	}
}
