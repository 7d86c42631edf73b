package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.image.ImageFolder;
import io.github.taproot.image.ImageReader;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.SafeFile;
import io.github.taproot.imagej.ImageFiles;
import io.github.taproot.imagej.ResultFiles;
import io.github.taproot.progress.Progress;
import io.github.taproot.tracing.Rsml;
import io.github.taproot.tracing.Swc;
import io.github.taproot.tracing.Tracing;
import io.github.taproot.traits.RootTraits;
import io.github.taproot.traits.TraitSettings;

/**
 * Writes a folder of masks as other programs take them, to a folder named by the format.
 *
 * @param reader reads masks
 * @param settings which spurs are removed before roots are traced
 */
public record FolderExport(ImageFiles reader, Format format, TraitSettings settings) {

	/** What is written for a mask. */
	public enum Format {
		/** Centre lines with diameters and laterals: {@link Rsml}. */
		RSML,
		/** The same as linked points: {@link Swc}. */
		SWC,
		/** Black roots on white, as RhizoVision Explorer wants segmented images. */
		RHIZOVISION,
		/** Cyan roots on nothing, as RootPainter segments. */
		ROOTPAINTER
	}

	/** @throws IOException where the input has no masks or the output can't be made */
	public FileBatch.Summary run(Path input, Path output, Progress progress, Consumer<String> log) throws IOException {
		ImageFolder masks = ImageFolder.of(input).require("masks");
		Path folder = output.resolve(format.name().toLowerCase(Locale.ROOT));
		SafeFile.makeFolder(folder);
		return FileBatch.run(masks.images(), mask -> false, FileBatch.named(masks.images(), file -> {
			Mask mask = reader.readMask(file).mask();
			Path named = folder.resolve(ImageReader.baseName(file));
			switch (format) {
				case RSML -> Rsml.write(trace(mask, progress), file.getFileName().toString(), Path.of(named + ".rsml"));
				case SWC -> Swc.write(trace(mask, progress), Path.of(named + ".swc"));
				case RHIZOVISION -> ResultFiles.writeBlackOnWhite(mask, Path.of(named + ".png"));
				case ROOTPAINTER -> ResultFiles.writeSegmentation(mask, Path.of(named + ".png"));
			}
			return Map.of();
		}), "Exporting", progress, log).leavingOut(masks.leftOut());
	}

	private Tracing trace(Mask mask, Progress progress) {
		return RootTraits.of(mask, PixelCalibration.PIXELS, settings, progress).tracing();
	}
}
