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

import io.github.taproot.batch.NameTable;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.roots.NamePattern;

/** Writes what the names of photographs tell as a table. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Models and Tools", weight = 60), @Menu(label = "Tabulate File Names", weight = 64) },
	description = "Writes a table of the parts of file names: tube, window, date, session and so on.")
public class TabulateFileNames extends TaprootCommand {

	@Parameter(label = "Photographs (folder)", style = "directory", description = "Folder of photographs or masks.")
	private File input;

	@Parameter(label = "Table (CSV file)", style = "save", description = "The table to write. An existing file is " +
		"replaced.")
	private File output;

	@Parameter(label = "File name pattern", persist = false, description = MeasureRootTraitsFolder.NAMES_DESCRIPTION)
	private String names = "ci-600";

	@Parameter(type = ItemIO.OUTPUT, label = "File names")
	private ResultsTable table;

	@Override
	void work() throws IOException {
		NamePattern pattern = new NamePattern(names);
		Path csv = path(output, "output", "the table to write");
		NameTable found = NameTable.write(path(input, "input", "a folder of photographs"), csv, pattern);
		table = shown("File names", found.table());
		found.dates().forEach(this::say);
		if (!found.misfits().isEmpty()) {
			throw new IOException("These names do not fit the pattern, and their rows are empty: " +
				String.join(", ", found.misfits()) + ".");
		}
		say(("Wrote " + csv + ". " + ImageFolder.leftOutText(found.leftOut())).strip());
	}
}
