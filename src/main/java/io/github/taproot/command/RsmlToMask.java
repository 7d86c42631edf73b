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
	description = "Draws roots that people or other programs traced (RSML files) as masks, to measure them or " +
	"to compare.")
public class RsmlToMask extends TaprootCommand {

	@Parameter(label = "Tracings (folder)", style = "directory", description = "Folder of RSML files.")
	private File input;

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for a mask for each file, and tracings.csv with the traced lengths.")
	private File output;

	@Parameter(label = "Photographs (folder)", style = "directory", required = false, persist = false,
		description = "Folder of the photographs that were traced: masks get the size of the one that has their " +
		"name, or that the file names. Default: none.")
	private File photographs;

	@Parameter(label = "Width (px)", min = "0", persist = false,
		description = "Of masks without a photograph. Default 0: there is none.")
	private int width;

	@Parameter(label = "Height (px)", min = "0", persist = false,
		description = "Of masks without a photograph. Default 0: there is none.")
	private int height;

	@Parameter(label = "Diameter (px)", min = "1", persist = false,
		description = "Of roots whose diameter a file does not tell, 1 to 1000: thicker ones touch sooner. Default 3.")
	private double diameter = 3;

	@Parameter(label = "Pixel size (mm)", min = "0", stepSize = "0.01", persist = false,
		description = "Side of a pixel; then lengths are in mm, too. 0 for the scale that a file has.")
	private double pixel_size;

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
			.run(folder, masks, progress(), this::say);
		shown("Tracings", masks.resolve(FolderTracings.TABLE));
		conclude("Drew " + folder + " to " + masks, summary);
	}
}
