// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
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

	private static final String TABLE = "lengths";
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
		return run(input, csv, FolderPart.WHOLE, progress, log);
	}

	/** The same for a part of the masks, or to merge all parts. */
	public FolderResult run(Path input, Path csv, FolderPart part, Progress progress, Consumer<String> log)
		throws IOException
	{
		FolderJob job = new FolderJob(part, progress, log);
		ImageFolder folder = job.listMasks(input);
		job.noteAreasAreIncluded(folder);
		OutputFiles.makeFolderOf(csv, folder.images());
		// Pictures of this run are not shown beside the table of an earlier one.
		if (skeletons != null) SafeFile.deleteOld(csv.toAbsolutePath().getParent(), csv.getFileName().toString());
		OutputFiles pictures = skeletons == null ? null : job.outputs(skeletons, ".jpg", folder.images());
		Table table = new Table("file");
		Scales scales = new Scales(scale);
		FileBatch.Summary summary = job.run("Measuring", folder.images(), (mask, rows) -> {
			measure(mask, pictures, scales, rows, progress, log);
			return Map.of();
		}, (name, row, more) -> {
			if (name.equals(Scales.ROW)) scales.add(row);
			else table.add(row);
		});
		scales.tell(log);
		return job.write(summary, table, csv);
	}

	/** Measures one mask: its rows of the table, one for each page. */
	public List<Map<String, Object>> rows(Path mask, Progress progress, Consumer<String> log) throws IOException {
		FileRows rows = new FileRows();
		measure(mask, null, new Scales(scale), rows, progress, log);
		return rows.of(TABLE);
	}

	private void measure(Path file, OutputFiles pictures, Scales scales, FileRows rows, Progress progress,
		Consumer<String> log) throws IOException
	{
		List<ImageFiles.ScaledMask> pages = reader.readMasks(file);
		if (pages.size() > 1 && pictures != null) {
			throw new IOException(file + " has " + pages.size() + " pages, so no skeleton pictures can be made: save " +
				"each page as its own file.");
		}
		int number = 0;
		for (ImageFiles.ScaledMask page : pages) {
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("file", file.getFileName().toString());
			if (pages.size() > 1) row.put("page", ++number);
			row.putAll(measure(file, page, pictures, scales.of(page.calibration(), rows), progress, log));
			rows.add(TABLE, row);
		}
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
