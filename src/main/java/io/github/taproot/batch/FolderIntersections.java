// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.files.ExclusionFiles;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.LineGrid;
import io.github.taproot.roots.LineIntersections;
import io.github.taproot.table.Quantity;

/**
 * Counts the crossings of roots in a folder of masks with a grid, into a table with a row for each.
 */
public record FolderIntersections(MaskInput masks, LineGrid grid) {

	/**
	 * Counts.
	 *
	 * @param part of the masks
	 * @param csv the table, made or replaced, but left as it was where the user cancels; failed masks have no row
	 * @throws IOException where the input has no masks or the table can't be written
	 */
	public FolderResult run(Path input, Path csv, FolderPart part, Progress progress, Consumer<String> log)
		throws IOException
	{
		FolderJob job = new FolderJob(part, progress, log);
		ImageFolder folder = job.listMasks(input);
		ExclusionFiles exclusions = job.exclusions(masks.excluded(), folder);
		OutputFiles.makeFolderOf(csv, folder.images());
		Scales scales = new Scales(masks.scale());
		FileBatch.Summary summary =
			job.run("Counting", folder.images(), (mask, rows) -> count(mask, exclusions, scales, rows, progress),
				(name, row, more) -> scales.add(row));
		scales.tell(log);
		return job.write(summary, summary.table(), csv);
	}

	private Map<String, Object> count(Path file, ExclusionFiles exclusions, Scales scales, FileRows rows,
		Progress progress) throws IOException
	{
		ImageFiles.ScaledMask read = masks.reader().readMask(file);
		Mask mask = read.mask();
		PixelCalibration calibration = scales.of(read.calibration(), rows);
		LineIntersections found = LineIntersections.of(mask,
			exclusions.of(ImageReader.baseName(file), mask.width(), mask.height()), calibration, grid, progress);
		Map<String, Object> row = Quantity.cells(found.quantities());
		row.putAll(read.columns(calibration));
		return row;
	}
}
