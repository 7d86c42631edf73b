// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.files.AnnotatedFolder;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.NameAffix;
import io.github.taproot.files.NameMatch;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.RootMeasurement;
import io.github.taproot.table.Quantity;
import io.github.taproot.table.Table;

/**
 * Corrects a folder of masks by what people painted over them: root where they painted root, soil where they painted
 * soil, and as it was elsewhere. The corrected masks go to a folder {@value #MASKS} of the output, with those that
 * nobody painted on; {@value #TABLE} tells what changed. The masks that were read stay as they are.
 *
 * @param reader reads masks and annotations
 */
public record FolderCorrection(ImageFiles reader) {

	/** The folder of corrected masks. */
	public static final String MASKS = "masks";
	/** The table with a row for each mask. */
	public static final String TABLE = "corrections.csv";

	/**
	 * Corrects.
	 *
	 * @param input folder of masks
	 * @param annotations a project of Annotate Roots or RootPainter, its folder of annotations, or any folder of
	 *            annotations with the masks' names
	 * @param output folder for the results
	 * @param part of the masks
	 * @throws IOException where a folder has no images, no annotation belongs to a mask, or the output can't be made
	 */
	public FolderResult run(Path input, Path annotations, Path output, FolderPart part, Progress progress,
		Consumer<String> log) throws IOException
	{
		FolderJob job = new FolderJob(part, progress, log);
		ImageFolder masks = job.listMasks(input);
		List<Path> painted = new ArrayList<>();
		for (AnnotatedFolder each : AnnotatedFolder.parts(input, annotations, NameAffix.of(""))) {
			if (Files.isDirectory(each.annotations())) {
				painted.addAll(job.list(each.annotations(), "annotations").images());
			}
		}
		NameMatch<Path> corrections = new NameMatch<>(job.namesWithRejected(masks),
			painted, ImageReader::baseName, Path::toString);
		if (masks.images().stream().map(ImageReader::baseName).noneMatch(corrections::has)) {
			throw new IOException("No annotation in " + annotations + " is named like a mask in " + input +
				": choose the project in which the corrections were painted.");
		}
		for (Path file : corrections.strangers()) job.leaveOut(file.getFileName().toString(), "has no mask");
		job.makeFolder(output, TABLE);
		OutputFiles results = job.outputs(output.resolve(MASKS), ".png", masks.images());
		Table table = new Table("file");
		FileBatch.Summary summary = job.run("Correcting", masks.images(), (file, rows) -> {
			rows.add(TABLE, correct(file, corrections.get(ImageReader.baseName(file)), results, progress));
			return Map.of();
		}, (name, row, more) -> table.add(row));
		return job.write(summary, table, output.resolve(TABLE));
	}

	private Map<String, Object> correct(Path file, Path annotation, OutputFiles results, Progress progress)
		throws IOException
	{
		Path result = results.of(file);
		ImageFiles.ScaledMask read = reader.readMask(file);
		Mask before = read.mask();
		Mask after = annotation == null ? before : painted(annotation, file, before).over(before);
		ResultFiles.writeMask(after, read.calibration(), result);
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("file", file.getFileName().toString());
		row.put("corrected", annotation == null ? "no" : "yes");
		long added = 0;
		long removed = 0;
		for (int i = 0; i < before.pixels().length; i++) {
			if (before.pixels()[i] == after.pixels()[i]) continue;
			if (after.pixels()[i] == Mask.ROOT) added++;
			else removed++;
		}
		row.put("root_pixels_added", added);
		row.put("root_pixels_removed", removed);
		List<Quantity> lengths = lengths(before, read.calibration(), progress);
		addLengths(row, "_before", lengths);
		addLengths(row, "_after", after == before ? lengths : lengths(after, read.calibration(), progress));
		row.putAll(read.columns(read.calibration()));
		return row;
	}

	private Annotation painted(Path annotation, Path file, Mask mask) throws IOException {
		Annotation painted = reader.readAnnotation(annotation, mask.width(), mask.height());
		if (painted.width() == mask.width() && painted.height() == mask.height()) return painted;
		throw new IOException(annotation + " has " + painted.width() + "x" + painted.height() + " px, but its mask " +
			file.getFileName() + " has " + mask.width() + "x" + mask.height() + ": paint at the mask's size.");
	}

	private static List<Quantity> lengths(Mask mask, PixelCalibration scale, Progress progress) {
		return RootMeasurement.of(mask, scale, progress).quantities().stream()
			.filter(quantity -> quantity.name().equals("root_length")).toList();
	}

	private static void addLengths(Map<String, Object> row, String ending, List<Quantity> lengths) {
		for (Quantity length : lengths) {
			row.putAll(Quantity.cells(List.of(new Quantity(length.name() + ending, length.unit(), length.value()))));
		}
	}
}
