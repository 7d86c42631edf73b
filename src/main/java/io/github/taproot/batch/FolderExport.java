// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.files.FileNames;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.ExportedRoots;
import io.github.taproot.roots.RootExporter;
import io.github.taproot.roots.TraitSettings;

/**
 * Writes a folder of masks as other programs take them, to a folder named by the format.
 *
 * @param reader reads masks
 * @param format what is written for a mask
 * @param settings which spurs are removed before roots are traced
 * @param scale of the masks; null for the one that each file has
 */
public record FolderExport(ImageFiles reader, RootExporter format, TraitSettings settings, PixelCalibration scale) {

	/** @throws IOException where the input has no masks or the output can't be made */
	public FileBatch.Summary run(Path input, Path output, FolderPart part, Progress progress, Consumer<String> log)
		throws IOException
	{
		FolderJob job = new FolderJob(part, progress, log);
		ImageFolder masks = job.listMasks(input);
		job.noteAreasAreIncluded(masks);
		OutputFiles outputs = job.outputs(output.resolve(format.name()), format.extension(), masks.images());
		FileBatch.Summary summary = job.run("Exporting", masks.images(), file -> {
			ImageFiles.ScaledMask read = reader.readMask(file);
			Path exported = outputs.of(file);
			String name = file.getFileName().toString();
			ExportedRoots roots =
				new ExportedRoots(name, probability(file), read.mask(), scale != null ? scale : read.calibration(),
				settings, progress);
			String lacking = format.lacks(roots);
			if (!lacking.isEmpty()) job.leaveOut(name, lacking);
			format.write(roots, exported);
			return Map.of();
		});
		job.writesTables(summary);
		return summary;
	}

	/** The probabilities that Segment Roots Folder wrote with a mask; null for none. */
	private static Path probability(Path mask) {
		Path folder = mask.toAbsolutePath().getParent().resolveSibling(FolderSegmentation.PROBABILITIES);
		Path file = folder.resolve(FileNames.withoutExtension(mask.getFileName().toString()) + ".tif");
		return Files.isRegularFile(file) ? file : null;
	}
}
