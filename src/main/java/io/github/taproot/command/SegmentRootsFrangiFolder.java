// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.batch.FileBatch;
import io.github.taproot.batch.FolderSegmentation;
import io.github.taproot.files.Version;
import io.github.taproot.segmentation.frangi.FrangiSettings;

/** Segments a folder of photographs with a Frangi filter. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Segment", weight = 30), @Menu(label = "Segment Roots Frangi Folder", weight = 34) },
	description = "Finds the roots in a folder of photographs with a Frangi filter, which needs no training.")
public class SegmentRootsFrangiFolder extends FrangiCommand {

	@Parameter(label = "Photographs (folder)", style = "directory",
		description = "Folder of photographs: PNG, JPEG or TIFF; 8 or 16 bits, grey or colour.")
	private File input;

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for results: masks, and overlays if ticked, each in its own folder.")
	private File output;

	@Parameter(label = "Write overlays", persist = false,
		description = "Writes JPEG pictures of the photographs with outlined roots and centre lines coloured by " +
		"diameter. Default: no.")
	private boolean overlay;

	@Parameter(label = "Resume", persist = false, description = "Skips photographs that already have results in the " +
		"output folder, if they were made from the same photograph with the same settings. Otherwise all photographs " +
		"are segmented again. Default: no.")
	private boolean resume;

	@Parameter(label = PART_LABEL, required = false, persist = false, description = PART_HELP)
	private String part = "";

	@Override
	List<String> further() {
		List<String> all = new ArrayList<>(super.further());
		all.add(PART);
		return all;
	}

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		Path folder = path(input, "input", "a folder of photographs");
		Path results = path(output, "output", "an output folder");
		FrangiSettings checked = settings();
		FolderSegmentation segmentation =
			new FolderSegmentation(checked.threshold(), checked.components(), false, overlay, false, resume);
		FileBatch.Summary summary = part().isMerge()
			? segmentation.merge(folder, results, part(), progress(), this::say)
			: segmentation.run(folder, results, segmenter(checked), checked.parameters(), () -> {
			Map<String, Object> about = checked.parameters();
			about.put("taproot", Version.taproot());
			return about;
		}, part(), progress(), this::say);
		shown("Segmented photographs", results.resolve(FileBatch.SUMMARY));
		suggestSegmented(results);
		conclude("Segmented " + folder, summary);
	}
}
