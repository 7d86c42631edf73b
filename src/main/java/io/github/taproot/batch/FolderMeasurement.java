// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.roots.AddedTraits;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.RootDrawing;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.RootMeasurement;
import io.github.taproot.roots.skeleton.Diameters;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.table.Quantity;
import io.github.taproot.table.Table;

/**
 * Measures a folder of masks into a table with a row for each, or for each page of a TIFF of several.
 *
 * @param reader reads masks
 * @param scale the masks' scale; null for the one that each file has
 * @param skeletons folder for pictures of each mask with its skeleton; null for none
 * @param added more columns; they need the skeleton's graph, which takes about as long as the rest
 */
public record FolderMeasurement(ImageFiles reader, PixelCalibration scale, Path skeletons, AddedTraits added) {

	/** Grey of roots under their skeleton. */
	private static final byte DARK_ROOT = 90;

	/** Without further traits. */
	public FolderMeasurement(ImageFiles reader, PixelCalibration scale, Path skeletons) {
		this(reader, scale, skeletons, AddedTraits.NONE);
	}

	/**
	 * Measures.
	 *
	 * @param input folder of masks
	 * @param csv the table, made or replaced; failed masks have no row. Where the user cancels, it is left as it was,
	 *          or with skeletons, deleted
	 * @throws IOException where the input has no masks or the table can't be written
	 */
	public FolderResult run(Path input, Path csv, Progress progress, Consumer<String> log) throws IOException {
		FolderJob job = new FolderJob(progress, log);
		ImageFolder folder = job.listMasks(input);
		job.noteAreasAreIncluded(folder);
		OutputFiles.makeFolderOf(csv, folder.images());
		// Pictures of this run are not shown beside the table of an earlier one.
		if (skeletons != null) SafeFile.deleteOld(csv.toAbsolutePath().getParent(), csv.getFileName().toString());
		OutputFiles pictures = skeletons == null ? null : new OutputFiles(skeletons, ".jpg", folder.images());
		Table table = new Table("file");
		Scales scales = new Scales(scale);
		FileBatch.Summary summary = job.run("Measuring", folder.images(), mask -> {
			measure(mask, pictures, scales, progress, log).forEach(table::add);
			return Map.of();
		});
		scales.tell(log);
		return FolderJob.write(summary, table, csv);
	}

	private List<Map<String, Object>> measure(Path file, OutputFiles pictures, Scales scales, Progress progress,
		Consumer<String> log) throws IOException
	{
		List<ImageFiles.ScaledMask> pages = reader.readMasks(file);
		if (pages.size() > 1 && pictures != null) {
			throw new IOException(file + " has " + pages.size() + " pages, so no skeleton pictures can be made: save " +
				"each page as its own file.");
		}
		List<Map<String, Object>> rows = new ArrayList<>();
		for (ImageFiles.ScaledMask page : pages) {
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("file", file.getFileName().toString());
			if (pages.size() > 1) row.put("page", rows.size() + 1);
			row.putAll(measure(file, page, pictures, scales.of(page.calibration()), progress, log));
			rows.add(row);
		}
		return rows;
	}

	private Map<String, Object> measure(Path file, ImageFiles.ScaledMask read, OutputFiles pictures,
		PixelCalibration calibration, Progress progress, Consumer<String> log) throws IOException
	{
		Mask mask = read.mask();
		Skeleton papers = Skeleton.of(mask, progress);
		Skeleton complete = papers.completed(mask, progress);
		RootMeasurement measured = RootMeasurement.of(mask, papers, complete, calibration);
		if (pictures != null) {
			byte[] dark = mask.pixels().clone();
			for (int i = 0; i < dark.length; i++) if (dark[i] != Mask.SOIL) dark[i] = DARK_ROOT;
			Photograph picture = Photograph.ofBytes(dark, mask.width(), mask.height(), 1, calibration);
			RootDrawing.writeOverlay(picture, null, Diameters.of(mask, complete), null, pictures.of(file));
		}
		Map<String, Object> row = Quantity.cells(measured.quantities());
		row.putAll(Quantity.cells(added.of(mask, papers, complete, calibration, progress,
			sentence -> log.accept(file.getFileName() + " has no " + added.names() + ": " + sentence))));
		row.putAll(read.columns(calibration));
		return row;
	}
}
