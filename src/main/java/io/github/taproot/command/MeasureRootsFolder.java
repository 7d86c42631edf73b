// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.path;
import static io.github.taproot.command.InputValues.pixelSize;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.measure.ResultsTable;

import io.github.taproot.batch.FileStep;
import io.github.taproot.batch.FolderMeasurement;
import io.github.taproot.batch.FolderResult;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.RootMarks;
import io.github.taproot.progress.Progress;

/** Measures a folder of masks. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Measure", weight = 40), @Menu(label = "Measure Roots Folder", weight = 42) },
	description = "Writes a table of root lengths and areas, with a row for each mask in a folder.")
public class MeasureRootsFolder extends TaprootCommand {

	@Parameter(label = "Masks (folder)", style = "directory",
		description = "Folder of masks: white roots, black soil, as Segment Roots Folder writes them.")
	private File input;

	@Parameter(label = "Table (CSV file)", style = "save", description = "The table to write. An existing file is " +
		"replaced.")
	private File output;

	@Parameter(label = "Pixel size (mm)", min = "0", stepSize = "0.01", persist = false,
		description = "Side of a pixel in mm; lengths are then also given in mm. Default 0: the scale of each file.")
	private double pixel_size;

	@Parameter(label = "Skeleton overlays (folder)", style = "directory", required = false, persist = false,
		description = "Folder for pictures of each mask with its skeleton, coloured by diameter. Default: none.")
	private File skeletons;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = PART_LABEL, required = false, persist = false, description = PART_HELP)
	private String part = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Root lengths")
	private ResultsTable table;

	@Override
	File writesTo() {
		Path folder = optionalPath(skeletons, "skeletons");
		return folder == null ? null : folder.toFile();
	}

	private FolderMeasurement measurement() {
		return new FolderMeasurement(new ImageFiles(RootMarks.of(root_value, "")), pixelSize(pixel_size),
			optionalPath(skeletons, "skeletons"), TraitPlugins.of(getContext(), this::say));
	}

	@Override
	FileStep fileStep() {
		FolderMeasurement measurement = measurement();
		return (mask, results) -> measurement.rows(mask, Progress.NONE, this::say);
	}

	@Override
	void work() throws IOException {
		Path folder = path(input, "input", "a folder of masks");
		Path csv = path(output, "output", "the table to write");
		FolderResult result = measurement().run(folder, csv, part(), progress(), this::say);
		table = shown("Root lengths", result.table());
		conclude("Measured " + folder + " into " + csv, result.summary());
	}
}
