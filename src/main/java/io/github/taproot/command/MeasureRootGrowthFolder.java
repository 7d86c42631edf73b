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

import io.github.taproot.batch.FolderGrowth;
import io.github.taproot.batch.FolderResult;
import io.github.taproot.batch.Grouping;
import io.github.taproot.batch.MaskInput;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.RootMarks;
import io.github.taproot.roots.NamePattern;

/** Compares masks of one place from date to date. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Measure", weight = 40), @Menu(label = "Measure Root Growth Folder", weight = 44) },
	description = "Compares masks of the same place from date to date, after aligning them: new, persisting and " +
	"lost root length, and pictures in three colours.")
public class MeasureRootGrowthFolder extends TaprootCommand {

	@Parameter(label = "Masks (folder)", style = "directory",
		description = "Folder of masks of several dates: white roots, black soil, as Segment Roots Folder writes them.")
	private File input;

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for growth.csv and for pictures: white roots persist, green ones are new, orange ones " +
		"are lost.")
	private File output;

	@Parameter(label = "File name pattern", required = false, persist = false,
		description = MeasureRootTraitsFolder.NAMES_DESCRIPTION + " Masks with the same tube, window or panel show " +
		"one place. Without a pattern, all masks show one place, in the order of the only number or date that differs.")
	private String names = "";

	@Parameter(label = "Pixel size (mm)", min = "0", stepSize = "0.01", persist = false,
		description = "Side of a pixel in mm. Default 0: the scale of each file, or pixels if it has none.")
	private double pixel_size;

	@Parameter(label = "Tolerance (px)", min = "0", max = "100", persist = false, description = "How far a root " +
		"may shift between dates and still count as the same root, 0 to 100. Higher values report less new and lost " +
		"length. Default 5.")
	private double tolerance = 5;

	@Parameter(label = "Align the images", persist = false, description = "Finds the shift, rotation (up to 3 " +
		"degrees) and zoom (up to 2 %) of each image against the one before. Images that do not fit are refused. " +
		"Default: yes.")
	private boolean align = true;

	@Parameter(label = "Photographs (folder)", style = "directory", required = false, persist = false,
		description = "Folder of the photographs, with the names of the masks: they align better than masks. " +
		"Default: none.")
	private File photographs;

	@Parameter(label = "Areas to leave out (file or folder)", style = "open,both", required = false, persist = false,
		description = TraitsCommand.EXCLUDED)
	private File exclude;

	@Parameter(label = "Groups (CSV file)", style = "open", required = false, persist = false,
		description = MeasureRootTraitsFolder.GROUPS)
	private File groups;

	@Parameter(label = "Group by", required = false, persist = false,
		description = MeasureRootTraitsFolder.GROUP_BY)
	private String group_by = "";

	@Parameter(label = "Replicate", required = false, persist = false,
		description = MeasureRootTraitsFolder.REPLICATE)
	private String replicate = "";

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Root growth")
	private ResultsTable table;

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		Path folder = path(input, "input", "a folder of masks");
		Path results = path(output, "output", "an output folder");
		MaskInput masks = new MaskInput(new ImageFiles(RootMarks.of(root_value, "")), pixelSize(pixel_size),
			optionalPath(exclude, "exclude"));
		FolderGrowth growth = new FolderGrowth(masks, names.isBlank() ? null : new NamePattern(names), tolerance, align,
			optionalPath(photographs, "photographs"), Grouping.of(optionalPath(groups, "groups"), group_by, replicate));
		FolderResult result = growth.run(folder, results, progress(), this::say);
		table = shown("Root growth", result.table());
		conclude("Compared " + folder + " into " + results, result.summary());
	}
}
