// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.path;
import static io.github.taproot.command.InputValues.pixelSize;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.batch.FileBatch;
import io.github.taproot.batch.FolderTracings;

/** Draws a folder of RSML files as masks. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Annotate", weight = 10), @Menu(label = "RSML To Mask", weight = 14) },
	description = "Draws traced roots (RSML files of people or other programs) as masks, to measure or compare them.")
public class RsmlToMask extends TaprootCommand {

	@Parameter(label = "Tracings (folder)", style = "directory", description = "Folder of RSML files.")
	private File input;

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for the masks, one for each file, and for tracings.csv with the traced lengths.")
	private File output;

	@Parameter(label = "Photographs (folder)", style = "directory", required = false, persist = false,
		description = "Folder of the traced photographs: a mask gets the size of the photograph with its name, or of " +
		"the one that the file names. Default: none.")
	private File photographs;

	@Parameter(label = "Width (px)", min = "0", persist = false,
		description = "Mask size if no photographs are given. Default 0: use the photographs.")
	private int width;

	@Parameter(label = "Height (px)", min = "0", persist = false,
		description = "Mask size if no photographs are given. Default 0: use the photographs.")
	private int height;

	@Parameter(label = "Diameter (px)", min = "1", persist = false,
		description = "For roots whose diameter is not in the file, 1 to 1000. Thick roots may touch. Default 3.")
	private double diameter = 3;

	@Parameter(label = "Pixel size (mm)", min = "0", stepSize = "0.01", persist = false,
		description = "Side of a pixel in mm. Default 0: the scale of each file.")
	private double pixel_size;

	@Parameter(label = PART_LABEL, required = false, persist = false, description = PART_HELP)
	private String part = "";

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		Path folder = path(input, "input", "a folder of RSML files");
		Path masks = path(output, "output", "an output folder");
		FileBatch.Summary summary =
			new FolderTracings(optionalPath(photographs, "photographs"), width, height, diameter,
			pixelSize(pixel_size))
			.run(folder, masks, part(), progress(), this::say);
		shown("Tracings", masks.resolve(FolderTracings.TABLE));
		conclude("Drew " + folder + " to " + masks, summary);
	}
}
