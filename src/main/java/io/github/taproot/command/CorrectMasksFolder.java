// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

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

import io.github.taproot.batch.FolderCorrection;
import io.github.taproot.batch.FolderResult;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.RootMarks;

/** Corrects a folder of masks by what was painted over them. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Annotate", weight = 10), @Menu(label = "Correct Masks Folder", weight = 11.5) },
	description = "Corrects masks where a person painted root or soil over them, and writes a table of the changes.")
public class CorrectMasksFolder extends TaprootCommand {

	@Parameter(label = "Masks (folder)", style = "directory",
		description = "Folder of masks: white roots, black soil, as Segment Roots Folder writes them. They stay as " +
		"they are.")
	private File input;

	@Parameter(label = "Corrections (folder)", style = "directory",
		description = "A project of Annotate Roots or RootPainter, or a folder of annotations with the masks' names. " +
		"Pixels painted as root become root, pixels painted as soil become soil. All others stay as they are.")
	private File annotations;

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for results: the folder masks with all masks, also those that nobody painted on, and " +
		"the table of changes corrections.csv.")
	private File output;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = PART_LABEL, required = false, persist = false, description = PART_HELP)
	private String part = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Corrections")
	private ResultsTable table;

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		Path folder = path(input, "input", "a folder of masks");
		Path results = path(output, "output", "an output folder");
		FolderResult result = new FolderCorrection(new ImageFiles(RootMarks.of(root_value, ""))).run(folder,
			path(annotations, "annotations", "the project in which the corrections were painted"), results,
			part(), progress(), this::say);
		table = shown("Corrections", result.table());
		conclude("Corrected " + folder + " to " + results, result.summary());
	}
}
