// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.RootTraits;
import io.github.taproot.roots.TraitSettings;
import io.github.taproot.roots.tracing.RsmlWriter;
import io.github.taproot.roots.tracing.Swc;
import io.github.taproot.roots.tracing.Tracing;

/**
 * Writes a folder of masks as other programs take them, to a folder named by the format.
 *
 * @param reader reads masks
 * @param settings which spurs are removed before roots are traced
 * @param scale of the masks, which RSML tells; null for the one that each file has
 */
public record FolderExport(ImageFiles reader, Format format, TraitSettings settings, PixelCalibration scale) {

	/** What is written for a mask. */
	public enum Format {
		/** Centre lines with diameters and laterals: {@link Rsml}. */
		RSML(".rsml"),
		/** The same as linked points: {@link Swc}. */
		SWC(".swc"),
		/** Black roots on white, as RhizoVision Explorer wants segmented images. */
		RHIZOVISION(".png"),
		/** Cyan roots on nothing, as RootPainter segments. */
		ROOTPAINTER(".png");

		private final String extension;

		Format(String extension) {
			this.extension = extension;
		}
	}

	/** @throws IOException where the input has no masks or the output can't be made */
	public FileBatch.Summary run(Path input, Path output, Progress progress, Consumer<String> log) throws IOException {
		FolderJob job = new FolderJob(progress, log);
		ImageFolder masks = job.list(input, "masks");
		Path folder = output.resolve(format.name().toLowerCase(Locale.ROOT));
		OutputFiles outputs = new OutputFiles(folder, format.extension, masks.images());
		return job.run("Exporting", masks.images(), file -> {
			ImageFiles.ScaledMask read = reader.readMask(file);
			Mask mask = read.mask();
			Path exported = outputs.of(file);
			switch (format) {
				case RSML -> {
					PixelCalibration pixel = scale != null ? scale : read.calibration();
					if (!RsmlWriter.canHold(pixel)) {
						job.leaveOut(file.getFileName().toString(),
							"its scale, since RSML has no place for pixels that are not square");
					}
					RsmlWriter.write(trace(mask, progress), file.getFileName().toString(), pixel, exported);
				}
				case SWC -> Swc.write(trace(mask, progress), exported);
				case RHIZOVISION -> ResultFiles.writeBlackOnWhite(mask, exported);
				case ROOTPAINTER -> ResultFiles.writeSegmentation(mask, exported);
			}
			return Map.of();
		});
	}

	private Tracing trace(Mask mask, Progress progress) {
		return RootTraits.of(mask, PixelCalibration.PIXELS, settings, progress).tracing();
	}
}
