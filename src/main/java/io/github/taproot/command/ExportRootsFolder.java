// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.path;
import static io.github.taproot.command.InputValues.pixelSize;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.batch.FileBatch;
import io.github.taproot.batch.FolderExport;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.RootMarks;
import io.github.taproot.plugin.ExporterPlugin;
import io.github.taproot.plugin.NamedPlugin;
import io.github.taproot.roots.TraitSettings;

/** Writes a folder of masks for other programs. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Measure", weight = 40), @Menu(label = "Export Roots Folder", weight = 47) },
	description = "Writes a folder of masks in the formats of other programs for roots.")
public class ExportRootsFolder extends TaprootCommand {

	@Parameter(label = "Masks (folder)", style = "directory",
		description = "Folder of masks: white roots, black soil, as Segment Roots Folder writes them.")
	private File input;

	@Parameter(label = "Output (folder)", style = "directory", description = "Folder for results. It gets a folder " +
		"with the name of the format.")
	private File output;

	@Parameter(label = "Format", choices = { "rsml", "swc", "rhizovision", "rootpainter",
		"rootpainter_annotations", "smartroot" }, persist = false,
		description = "rsml: centre lines with diameters and laterals, for programs for root systems. swc: the same " +
		"as linked points, for SNT. rhizovision: black roots on white, for RhizoVision Explorer. rootpainter: " +
		"RootPainter's segmentations. rootpainter_annotations: annotations for a RootPainter project's folder " +
		"annotations/train or val, roots red and soil green. smartroot: a TIFF with dark roots on light, made from " +
		"the folder probabilities beside the masks if there is one, and the RSML. Default rsml.")
	private String format = "rsml";

	@Parameter(label = "Remove spurs shorter than (px)", min = "0", persist = false,
		description = "For rsml and swc: leaves out side branches shorter than this, or shorter than the radius of " +
		"their root. Default 0: by radius only.")
	private double spur_length;

	@Parameter(label = ROOT_VALUE, required = false, persist = false, description = ROOT_VALUE_HELP)
	private String root_value = "";

	@Parameter(label = "Pixel size (mm)", min = "0", stepSize = "0.01", persist = false,
		description = "For rsml: side of a pixel in mm, written as the scale. Default 0: the mask's own scale.")
	private double pixel_size;

	@Parameter(label = PART_LABEL, required = false, persist = false, description = PART_HELP)
	private String part = "";

	@Override
	Map<String, Class<? extends NamedPlugin>> pluginInputs() {
		return Map.of("format", ExporterPlugin.class);
	}

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		Path folder = path(input, "input", "a folder of masks");
		Path results = path(output, "output", "an output folder");
		TraitSettings settings = TraitSettings.DEFAULT.with(given -> given.spurLength = spur_length);
		FileBatch.Summary summary = new FolderExport(new ImageFiles(RootMarks.of(root_value, "")),
			ExporterPlugins.of(context(), format, this::say), settings, pixelSize(pixel_size)).run(folder, results,
			part(), progress(), this::say);
		shown("Exported roots", results.resolve(FileBatch.SUMMARY));
		conclude("Exported " + folder + " to " + results, summary);
	}
}
