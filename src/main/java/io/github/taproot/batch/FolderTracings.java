// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.files.FileNames;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.NameMatch;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.tracing.Rsml;
import io.github.taproot.roots.tracing.Tracing;

/**
 * Draws a folder of RSML files as masks.
 *
 * @param photographs folder of the photographs that were traced, which have the size of the masks: named as the file,
 *          or as the file says that its image is named; null for one size for all
 * @param width columns of all masks, where there are no photographs; 0 where there are
 * @param height rows of all masks
 * @param diameter of roots in px where a file has none, 1 to 1000
 * @param scale of all images; null for the one that each file has
 */
public record FolderTracings(Path photographs, int width, int height, double diameter, PixelCalibration scale) {

	/** The table of results in the output folder. */
	public static final String TABLE = "tracings.csv";
	private static final int LARGEST = 40_000;

	public FolderTracings {
		if (!(diameter >= 1 && diameter <= 1000)) {
			throw new IllegalArgumentException("The diameter of roots must be 1 to 1000 px, but is " + diameter + ".");
		}
		if (width < 0 || height < 0 || width > LARGEST || height > LARGEST) {
			throw new IllegalArgumentException("Width and height must be 1 to " + LARGEST +
				" px, or 0 for those of photographs, but are " + width + " and " + height + ".");
		}
	}

	/**
	 * Draws.
	 *
	 * @param part of the files
	 * @return what became of each file; its values are the roots and their traced length, in three dimensions where a
	 *         file has them, in px and with a scale in mm. What of a file is not drawn is said as left out
	 * @throws IOException where the input has no RSML files or the output can't be made
	 */
	public FileBatch.Summary run(Path input, Path output, FolderPart part, Progress progress, Consumer<String> log)
		throws IOException
	{
		FolderJob job = new FolderJob(part, progress, log);
		ImageFolder folder = ImageFolder.of(input, "rsml");
		job.leaveOut(folder.leftOut());
		List<Path> files = folder.images().stream()
			.filter(file -> file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".rsml")).toList();
		if (files.isEmpty()) throw new IOException("The folder " + input + " has no RSML files: choose another one.");
		List<Path> images = photographs == null ? List.of() : ImageFolder.of(photographs).images();
		job.reads(photographs);
		job.guard(output);
		// Masks of this run do not lie beside the table of an earlier one.
		SafeFile.deleteOld(output, TABLE);
		OutputFiles masks = job.outputs(output, ".png", files);
		FileBatch.Summary summary = job.run("Drawing", files, file -> draw(file, images, masks, job));
		return job.write(summary, summary.table(), output.resolve(TABLE)).summary();
	}

	private Map<String, Object> draw(Path file, List<Path> images, OutputFiles masks, FolderJob job) throws IOException
	{
		Rsml.Content content = Rsml.content(file);
		Tracing tracing = content.tracing();
		int columns = width;
		int rows = height;
		Path photograph = photograph(file, content.images(), images);
		if (photograph != null) {
			Photograph image = new ImageFiles().readPhotograph(photograph);
			if (new ImageFiles().turn(photograph) != ImageReader.Turn.NONE) {
				throw new IOException("The camera stored " + photograph + " turned (EXIF orientation), and " +
					file.getFileName() +
					" does not say whether it was traced as stored or as seen: save the photograph upright and check " +
					"that the tracing fits, or give width and height.");
			}
			columns = image.width();
			rows = image.height();
		}
		if (columns == 0 || rows == 0) {
			throw new IOException(file + " does not contain the size of its image, and no photograph has its name: " +
				"give the folder of photographs, or width and height.");
		}
		double length = tracing.length();
		double outside = length - tracing.lengthWithin(columns, rows);
		if (length > 0 && outside == length) {
			throw new IOException(file + " lies outside of an image of " + columns + "x" + rows +
				" pixels: give the size of the image that was traced.");
		}
		List<String> doubts = new ArrayList<>(content.doubts());
		if (content.isSpatial()) doubts.add("its third dimension, since the mask shows x and y only");
		if (outside > 1) {
			doubts.add(String.format(Locale.ROOT, "%.0f of %.0f px, which lie outside of the image", outside, length));
		}
		if (!doubts.isEmpty()) job.leaveOut(file.getFileName().toString(), String.join("; ", doubts));
		PixelCalibration pixel = scale != null ? scale : content.scale();
		ResultFiles.writeMask(tracing.toMask(columns, rows, diameter), pixel, masks.of(file));
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("roots", tracing.roots().count());
		row.put("traced_length_px", content.spatialLength());
		if (pixel.isCalibrated()) {
			row.put("traced_length_" + pixel.unit(), content.spatialLength() * pixel.pixelWidth());
		}
		return row;
	}

	/** Named as the file, as the file without an image's extension, or else as the file says. */
	private static Path photograph(Path file, List<String> said, List<Path> images) throws IOException {
		List<String> names = new ArrayList<>();
		names.add(ImageReader.baseName(file));
		names.add(FileNames.withoutExtension(names.get(0)));
		for (String name : said) names.add(FileNames.withoutExtension(name));
		for (String name : names) {
			Path found = new NameMatch<>(List.of(name), images, ImageReader::baseName, Path::toString).get(name);
			if (found != null) return found;
		}
		return null;
	}
}
