// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.lineScale;
import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.path;
import static io.github.taproot.command.InputValues.pixelSize;

import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import ij.measure.ResultsTable;

import io.github.taproot.batch.FolderAnalysis;
import io.github.taproot.batch.FolderSegmentation;
import io.github.taproot.batch.FolderTraits;
import io.github.taproot.batch.Grouping;
import io.github.taproot.batch.MaskInput;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.Version;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;
import io.github.taproot.plugin.SegmenterInputs;
import io.github.taproot.roots.NamePattern;
import io.github.taproot.roots.TraitSettings;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.segmentation.Threshold;

/** Segments photographs, measures their roots, and reports. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Analyse Root Photographs", weight = 0.5) },
	description = "Finds and measures the roots in a folder of photographs, and writes a report with tables, plots, " +
	"pictures and a methods paragraph.")
public class AnalyseRootPhotographs extends TaprootCommand {

	@Parameter(label = "Photographs (folder)", style = "directory",
		description = "Folder of photographs: PNG, JPEG or TIFF; 8 or 16 bits, grey or colour.")
	private File photographs;

	@Parameter(label = "Output (folder)", style = "directory", description = "Folder for report.html, masks, " +
		"overlays, summary.csv, and the folder traits with the tables of traits.")
	private File output;

	@Parameter(label = "Model (file)", persistKey = TaprootCommand.MODEL_SUGGESTED, required = false,
		description = SegmentationMethod.MODEL_HELP)
	private File model;

	@Parameter(label = "Pixel size (mm)", min = "0", stepSize = "0.01", persist = false,
		description = "Side of a pixel in mm. Default 0: the scale stored in each file, as ImageJ's Set Scale " +
		"and Save store it; files without a scale are measured in pixels.")
	private double pixel_size;

	@Parameter(label = "Length of the line drawn (mm)", min = "0", persist = false,
		description = "Instead of the pixel size: open one of the photographs, draw a straight line over " +
		"something of known length, such as a ruler, and give that length. Default 0: no line.")
	private double line_length;

	@Parameter(label = "File name pattern", required = false, persist = false,
		description = MeasureRootTraitsFolder.NAMES_DESCRIPTION)
	private String names = "";

	@Parameter(label = "Threshold (0 to 1)", min = "0", max = "1", stepSize = "0.05", persist = false,
		description = "Pixels with a root probability above it are root. Lower values find more roots, but also more " +
		"false ones. Default 0.5.")
	private double threshold = 0.5;

	@Parameter(label = "Resume", persist = false, description = "Keeps the masks of an earlier run in the same " +
		"output folder, if they were made from the same photographs with the same settings. Default: yes.")
	private boolean resume = true;

	@Parameter(label = "Remove pieces smaller than (px)", min = "0", persist = false,
		description = "Connected pieces of root with fewer pixels are removed. Default 0: none.")
	private int min_component;

	@Parameter(label = "Areas to leave out (file or folder)", style = "open,both", required = false, persist = false,
		description = TraitsCommand.EXCLUDED)
	private File exclude;

	@Parameter(label = "Groups (CSV file)", style = "open", required = false, persist = false,
		description = MeasureRootTraitsFolder.GROUPS)
	private File groups;

	@Parameter(label = "Group by", required = false, persist = false, description = MeasureRootTraitsFolder.GROUP_BY)
	private String group_by = "";

	@Parameter(label = "Replicate", required = false, persist = false, description = MeasureRootTraitsFolder.REPLICATE)
	private String replicate = "";

	@Parameter(label = "Tubes (CSV file)", style = "open", required = false, persist = false,
		description = "Table of minirhizotron tubes as they stand in the field, for depths: see Measure Root Traits " +
		"Folder. Default: none.")
	private File tubes;

	@Parameter(label = "Depth bands (height, mm, or px without a scale)", min = "0", persist = false,
		description = TraitsCommand.BAND_HEIGHT)
	private double band_height;

	@Parameter(label = "Depth of field (mm)", min = "0", persist = false, description = TraitsCommand.FIELD_DEPTH)
	private double field_depth;

	@Parameter(label = "Device", persist = false, description = "auto (a GPU if there is one), cpu, or gpu:0.")
	private String device = "auto";

	@Parameter(label = "More settings", persist = false,
		description = "Opens a second dialog with smallest piece, areas to leave out, groups, depth bands, depth of " +
		"field, and device.")
	private boolean more;

	@Parameter(type = ItemIO.OUTPUT, label = "Root traits")
	private ResultsTable table;

	@Override
	List<String> further() {
		return List.of("min_component", "exclude", "groups", "group_by", "replicate", "tubes", "band_height",
			"field_depth", "device");
	}

	@Override
	boolean wantsFurther() {
		return more;
	}

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		Path folder = path(photographs, "photographs", "a folder of photographs");
		Path results = path(output, "output", "an output folder");
		FolderSegmentation segmentation = new FolderSegmentation(new Threshold(threshold),
			new ComponentFilter(min_component), false, true, false, resume);
		PixelCalibration line = lineScale(line_length);
		if (line != null && pixel_size != 0) {
			throw new IllegalArgumentException("Give the pixel size or the length of a line, not both.");
		}
		MaskInput masks = new MaskInput(new ImageFiles(RootMarks.WRITTEN), line != null ? line : pixelSize(pixel_size),
			optionalPath(exclude, "exclude"));
		TraitSettings settings = TraitSettings.DEFAULT.with(given -> {
			given.bandHeight = band_height;
			given.fieldDepth = field_depth;
		});
		FolderTraits traits = new FolderTraits(masks, settings, names.isBlank() ? null : new NamePattern(names), null,
			null, optionalPath(tubes, "tubes"), Grouping.of(optionalPath(groups, "groups"), group_by, replicate),
			TraitPlugins.of(getContext(), this::say));
		FolderAnalysis analysis = new FolderAnalysis(segmentation, traits);
		requireScale(analysis.scaleProblem(folder));
		SegmenterInputs inputs = new SegmenterInputs(optionalPath(model, "model"), 0, 0, Flips.NONE, false, device,
			FolderSegmentation.precision("auto", resume, results), this::say);
		try (SegmentationMethod found = SegmentationMethod.open(context(), "unet", inputs)) {
			FolderAnalysis.Result result = analysis.run(folder, results, found.segmenter(), found.identity(),
				() -> about(found), progress(found.device()), this::say);
			table = shown("Root traits", result.table());
			if (result.report() != null && isForm()) {
				open(result.report());
				afterwards(() -> OpenForm.of(context(), "Review Segmentation",
					Map.of("segmented", output, "photographs", photographs)));
			}
			conclude("Analysed " + folder + found.how(), result.summary(),
				result.report() == null ? "" : "The report is " + result.report() + ".");
		}
	}

	/** Asks whoever filled in the form, and tells others. */
	private void requireScale(String problem) {
		if (problem.isEmpty()) return;
		if (!isForm()) warn(problem);
		else if (!IJ.showMessageWithCancel("No Scale", problem.replace(". ", ".\n") +
			"\n \nMeasure in pixels?")) {
			throw new CancellationException("Cancelled, since the photographs have no scale.");
		}
	}

	/** Whether somebody filled in a form, and looks at the screen. */
	private boolean isForm() {
		return !GraphicsEnvironment.isHeadless() && !isInMacro() &&
			(!asked().isEmpty() || OpenForm.isInPlainImageJ());
	}

	/** Opens the report in the browser for whoever filled in the form. */
	private void open(Path report) {
		try {
			if (Desktop.isDesktopSupported() && Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
				Desktop.getDesktop().browse(report.toUri());
				return;
			}
		}
		catch (IOException | RuntimeException e) {
			// Then it is said where it is.
		}
		IJ.log("No browser was found. Open the report in one: " + report);
	}

	private Map<String, Object> about(SegmentationMethod found) {
		Map<String, Object> about = found.about();
		about.put("taproot", Version.taproot());
		about.put("threshold", threshold);
		about.put("min_component", min_component);
		return about;
	}
}
