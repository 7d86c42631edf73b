package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.SafeFile;
import io.github.taproot.imagej.ImageFiles;
import io.github.taproot.imagej.ResultFiles;
import io.github.taproot.measurement.Quantity;
import io.github.taproot.measurement.RootMeasurement;
import io.github.taproot.progress.Progress;
import io.github.taproot.skeleton.Diameters;
import io.github.taproot.skeleton.Skeleton;

/**
 * Measures a folder of masks into a table with a row for each.
 *
 * @param scale the masks' scale; null for the one that each file has
 * @param skeletons folder for pictures of each mask with its skeleton; null for none
 */
public record FolderMeasurement(PixelCalibration scale, Path skeletons) {

	/** Grey of roots under their skeleton. */
	private static final byte DARK_ROOT = 90;

	/**
	 * What was measured.
	 *
	 * @param table the table that was written, comma-separated
	 */
	public record Result(FileBatch.Summary summary, String table) {}

	/**
	 * Measures.
	 *
	 * @param input folder of masks
	 * @param csv the table, made or replaced, but left as it was where the user cancels; failed masks have no row
	 * @throws IOException where the input has no masks or the table can't be written
	 */
	public Result run(Path input, Path csv, Progress progress, Consumer<String> log) throws IOException {
		List<Path> masks = ImageFiles.list(input);
		if (masks.isEmpty()) {
			throw new IOException("The folder " + input + " has no masks: choose one with PNG or TIFF files.");
		}
		OutputFiles.requireNoInput(csv, masks);
		OutputFiles pictures = skeletons == null ? null : new OutputFiles(skeletons, ".jpg", masks);
		if (csv.toAbsolutePath().getParent() != null) SafeFile.makeFolder(csv.toAbsolutePath().getParent());
		FileBatch.Summary summary =
			FileBatch.run(masks, mask -> false, mask -> measure(mask, pictures, progress, log), "Measuring", progress, log);
		String table = summary.table().csv();
		if (!summary.cancelled()) SafeFile.writeText(csv, table);
		return new Result(summary, table);
	}

	private Map<String, Object> measure(Path file, OutputFiles pictures, Progress progress, Consumer<String> log) throws IOException {
		ImageFiles.ScaledMask read = new ImageFiles().readMask(file);
		Mask mask = read.mask();
		PixelCalibration calibration = scale != null ? scale : read.calibration();
		if (mask.rootPixels() > mask.pixels().length / 2) {
			log.accept(file.getFileName() + " is more than half root: is it a mask with white roots on black?");
		}
		Skeleton skeleton = Skeleton.of(mask, progress);
		RootMeasurement measured = RootMeasurement.of(mask, skeleton, calibration);
		if (pictures != null) {
			byte[] dark = mask.pixels().clone();
			for (int i = 0; i < dark.length; i++) if (dark[i] != Mask.SOIL) dark[i] = DARK_ROOT;
			Photograph picture = Photograph.ofBytes(dark, mask.width(), mask.height(), 1, calibration);
			ResultFiles.writeOverlay(picture, null, Diameters.of(mask, skeleton),
				pictures.of(file));
		}
		Map<String, Object> row = new LinkedHashMap<>();
		for (Quantity quantity : measured.quantities()) row.put(quantity.heading(), quantity.value());
		return row;
	}
}
