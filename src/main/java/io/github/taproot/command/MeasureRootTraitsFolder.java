// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.measure.ResultsTable;

import io.github.taproot.batch.FileStep;
import io.github.taproot.batch.FolderTraits;
import io.github.taproot.batch.FolderResult;
import io.github.taproot.batch.Grouping;
import io.github.taproot.batch.MaskInput;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.NamePattern;
import io.github.taproot.roots.TraitSettings;
import io.github.taproot.roots.TubeWindows;

/** Measures the traits of a folder of masks. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Measure Root Traits Folder", weight = 3) },
	description = "Measures lengths, diameters, areas, volumes, depths, tips and branches of the roots in a folder " +
	"of masks, and writes tables with a row for each image, branch, diameter class and depth band.")
public class MeasureRootTraitsFolder extends TraitsCommand {

	static final String NAMES_DESCRIPTION = "Parts of file names that become columns: ci-600 " +
		"(T002_L004_13.11.18_091057_015), prmi (the same and the number of a tile), rhizotrak " +
		"(T23_001_25.02.15_000000_1), bartz (T3_W012_S2), panels (box7_P2_2021-05-30), date (box7_2021-05-30), " +
		"date-first (2021-05-30-box7), or a regular expression with named groups such as (?<plot>.+)-(?<date>.+). " +
		"Default: nothing.";

	static final String GROUPS = "Table with a line for each photograph (column file) or for each part of a name " +
		"(such as tube), and columns such as treatment or plot. Default: none.";
	static final String GROUP_BY = "What is compared: columns of the table of groups or parts of the names, such as " +
		"treatment, or treatment, depth. Dates are always kept apart. Default: the only column of the table.";
	static final String REPLICATE = "What counts as one observation, such as tube: all its photographs of a " +
		"date have one mean. Default: the tube or rhizotron in the file names, otherwise each photograph (file).";

	@Parameter(label = "Masks (folder)", style = "directory",
		description = "Folder of masks: white roots, black soil, as Segment Roots Folder writes them.")
	private File input;

	@Parameter(label = "Output (folder)", style = "directory", description = "Folder for traits.csv, branches.csv, " +
		"classes.csv; with depth bands also bands.csv and depth-profile.csv; with groups also groups.csv; and " +
		"figures. Earlier ones are replaced.")
	private File output;

	@Parameter(label = "File name pattern", required = false, persist = false, description = NAMES_DESCRIPTION)
	private String names = "";

	@Parameter(label = "Groups (CSV file)", style = "open", required = false, persist = false,
		description = GROUPS)
	private File groups;

	@Parameter(label = "Group by", required = false, persist = false, description = GROUP_BY)
	private String group_by = "";

	@Parameter(label = "Replicate", required = false, persist = false, description = REPLICATE)
	private String replicate = "";

	@Parameter(label = "Panels (CSV file)", style = "open", required = false, persist = false,
		description = "Table with the columns file and top_mm (the depth of each image's upper edge), and optionally " +
		"rhizotron: panels of one rhizotron are added up in panels.csv. Default: none.")
	private File panels;

	@Parameter(label = "Tubes (CSV file)", style = "open", required = false, persist = false,
		description = "Table of minirhizotron tubes as they stand in the field, with the columns tube, angle_deg (to " +
		"the horizontal), window_mm (height of a picture along the tube) and, where not 0, diameter_mm, overlap_mm, " +
		"surface_mm or surface_window (where the soil begins along the tube), rotation_deg (side that the camera " +
		"looks at, or that a scan's left edge shows; 0: upper side); picture is camera or scan (around the tube). " +
		"Default: none.")
	private File tubes;

	@Parameter(label = "Height of a tube's window (mm)", min = "0", persist = false,
		description = "For minirhizotrons, with a file name pattern that has the window's number: window 1 begins at " +
		"the soil surface, each next one this far down along the tube. The slope is that of the tube. Default " +
		"0: no tube.")
	private double window_height;

	@Parameter(label = "Diameter of the tube (mm)", min = "0", persist = false,
		description = "Corrects depths, since the camera sees the upper side of the tube, which lies higher than its " +
		"axis. Default 0: depths of the axis.")
	private double tube_diameter;

	@Parameter(label = PART_LABEL, required = false, persist = false, description = PART_HELP)
	private String part = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Root traits")
	private ResultsTable table;

	@Override
	List<String> further() {
		List<String> all = new ArrayList<>(super.further());
		all.addAll(List.of("replicate", "panels", "tubes", "window_height", "tube_diameter", PART));
		return all;
	}

	@Override
	File writesTo() {
		return output;
	}

	private FolderTraits traits() {
		TraitSettings settings = settings();
		NamePattern pattern = names.isBlank() ? null : new NamePattern(names);
		TubeWindows windows = window_height == 0 ? null
			: new TubeWindows(settings.slope(), window_height, tube_diameter);
		MaskInput masks = new MaskInput(new ImageFiles(marks()), scale(), optionalPath(exclude(), "exclude"));
		return new FolderTraits(masks, settings, pattern, optionalPath(panels, "panels"), windows,
			optionalPath(tubes, "tubes"),
			Grouping.of(optionalPath(groups, "groups"), group_by, replicate), TraitPlugins.of(getContext(), this::say));
	}

	@Override
	FileStep fileStep() {
		FolderTraits traits = traits();
		return (mask, results) -> traits.rows(mask, Progress.NONE, this::say);
	}

	@Override
	void work() throws IOException {
		Path folder = path(input, "input", "a folder of masks");
		Path results = path(output, "output", "an output folder");
		FolderResult result = traits().run(folder, results, part(), progress(), this::say);
		table = shown("Root traits", result.table());
		conclude("Measured " + folder + " into " + results, result.summary());
	}
}
