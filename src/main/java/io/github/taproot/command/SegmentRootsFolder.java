// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.batch.FileBatch;
import io.github.taproot.batch.FileStep;
import io.github.taproot.batch.FolderSegmentation;
import io.github.taproot.files.Version;
import io.github.taproot.plugin.NamedPlugin;
import io.github.taproot.plugin.SegmenterInputs;
import io.github.taproot.plugin.SegmenterPlugin;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.segmentation.Threshold;

/** Segments a folder of photographs with a trained model, or with the one that comes with Taproot. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Segment Roots Folder", weight = 2) },
	description = "Finds the roots in a folder of photographs.")
public class SegmentRootsFolder extends TaprootCommand {

	@Parameter(label = "Photographs (folder)", style = "directory",
		description = "Folder of photographs: PNG, JPEG or TIFF; 8 or 16 bits, grey or colour.")
	private File input;

	@Parameter(label = "Model (file)", persistKey = TaprootCommand.MODEL_SUGGESTED, required = false,
		description = SegmentationMethod.MODEL_HELP + " Other methods (More settings) need no file, or their own.")
	private File model;

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for results: masks, and probabilities and overlays if ticked, each in its own folder. " +
		"summary.csv has the root length and the confidence of each photograph: the mean of |2p - 1| over pixels " +
		"with a probability p above 0.1; 1 is certain. With a calibrated model it also has the expected F1, and the " +
		"expected root length with a 90 % interval.")
	private File output;

	@Parameter(label = "Threshold (0 to 1)", min = "0", max = "1", stepSize = "0.05", persist = false,
		description = "Pixels with a root probability above it are root. Lower values find more roots, but also more " +
		"false ones. Default 0.5.")
	private double threshold = 0.5;

	@Parameter(label = "Remove pieces smaller than (px)", min = "0", persist = false,
		description = "Connected pieces of root with fewer pixels are removed. Higher values remove more specks, but " +
		"also more short roots. Default 0: none.")
	private int min_component;

	@Parameter(label = "Tile side (px)", min = "0", stepSize = "16", persist = false,
		description = "188 plus a multiple of 16. Larger tiles are faster and need more memory. Default 0: large " +
		"tiles if the network allows them, otherwise 572 px as in the paper.")
	private int tile_side;

	@Parameter(label = "Batch (tiles)", min = "0", persist = false,
		description = "Tiles at once. More tiles need more memory. Default 0: 8 on a GPU, 1 on the CPU, fewer if " +
		"memory runs out.")
	private int batch;

	@Parameter(label = "Write probabilities", persist = false, description = "Writes the root probability of each " +
		"pixel as TIFF, 0 to 1. Default: no.")
	private boolean probability;

	@Parameter(label = "Calibrate probabilities", persist = false, description = "Writes calibrated probabilities: " +
		"of pixels with 0.7, about 70 % are root in photographs like those of the calibration. Masks stay the same. " +
		"Default: no.")
	private boolean calibrated;

	@Parameter(label = "Write overlays", persist = false,
		description = "Writes JPEG pictures of the photographs with outlined roots and centre lines coloured by " +
		"diameter. Default: no.")
	private boolean overlay;

	@Parameter(label = "Resume", persist = false, description = "Skips photographs that already have results in the " +
		"output folder, if they were made from the same photograph with the same settings. Otherwise all photographs " +
		"are segmented again. Default: no.")
	private boolean resume;

	@Parameter(label = "Flips", choices = { "none", "mirror", "all" }, persist = false, description = "Also segments " +
		"mirrored images and uses the mean. mirror: the photograph and its left-right mirror, as RootPainter does, " +
		"twice as long; with tile_side=572 a RootPainter model gives the same masks as there. all: every tile in " +
		"four ways, a little more accurate, four times as long. Default: none.")
	private String flips = "none";

	@Parameter(label = "Overlap tiles", persist = false, description = "Tiles overlap by half and are averaged; the " +
		"middle of a tile counts most. No seams, but two to four times as long, stitched scans up to six. Default: no.")
	private boolean overlap;

	@Parameter(label = "Device", persist = false, description = "auto (a GPU if there is one), cpu, or gpu:0.")
	private String device = "auto";

	@Parameter(label = "Precision", choices = { "auto", "exact", "fast" }, persist = false,
		description = PRECISION_HELP)
	private String precision = "auto";

	@Parameter(label = SegmentationMethod.LABEL, choices = { "unet", "frangi" }, persist = false,
		description = SegmentationMethod.HELP)
	private String method = "unet";

	@Parameter(label = PART_LABEL, required = false, persist = false, description = PART_HELP)
	private String part = "";

	@Parameter(label = "More settings", persist = false, description = "Opens a second dialog with the method, and " +
		"with tiles, device and precision, which affect memory and speed.")
	private boolean more;

	@Override
	List<String> further() {
		return List.of(SegmentationMethod.KEY, "tile_side", "batch", "flips", "overlap", "calibrated", "device",
			"precision", PART);
	}

	@Override
	boolean wantsFurther() {
		return more;
	}

	@Override
	Map<String, Class<? extends NamedPlugin>> pluginInputs() {
		return Map.of(SegmentationMethod.KEY, SegmenterPlugin.class);
	}

	@Override
	File writesTo() {
		return output;
	}

	private FolderSegmentation segmentation() {
		return new FolderSegmentation(new Threshold(threshold), new ComponentFilter(min_component), probability,
			overlay, calibrated, resume);
	}

	private SegmentationMethod open(String arithmetic) throws IOException {
		return SegmentationMethod.open(context(), method, new SegmenterInputs(optionalPath(model, "model"), tile_side,
			batch, Flips.of(flips), overlap, device, arithmetic, this::say));
	}

	@Override
	FileStep fileStep() throws IOException {
		FolderSegmentation segmentation = segmentation();
		SegmentationMethod found = open(precision);
		return new FileStep() {

			@Override
			public List<Map<String, Object>> rows(Path photograph, Path results) throws IOException {
				return List.of(segmentation.segment(photograph, results, found.segmenter(), Progress.NONE,
					SegmentRootsFolder.this::say));
			}

			@Override
			public void close() {
				found.close();
			}
		};
	}

	@Override
	void work() throws IOException {
		Path folder = path(input, "input", "a folder of photographs");
		Path results = path(output, "output", "an output folder");
		FolderSegmentation segmentation = segmentation();
		if (part().isMerge()) {
			conclude(folder, results, "", segmentation.merge(folder, results, part(), progress(), this::say));
			return;
		}
		try (SegmentationMethod found = open(FolderSegmentation.precision(precision, resume, results))) {
			FileBatch.Summary summary = segmentation.run(folder, results, found.segmenter(), found.identity(),
				() -> about(found), part(), progress(found.device()), this::say);
			conclude(folder, results, found.how(), summary);
		}
	}

	private void conclude(Path folder, Path results, String how, FileBatch.Summary summary) throws IOException {
		shown("Segmented photographs", results.resolve(FileBatch.SUMMARY));
		suggestSegmented(results);
		conclude("Segmented " + folder + how, summary);
	}

	private Map<String, Object> about(SegmentationMethod found) {
		Map<String, Object> about = found.about();
		about.put("taproot", Version.taproot());
		about.put("threshold", threshold);
		about.put("min_component", min_component);
		return about;
	}
}
