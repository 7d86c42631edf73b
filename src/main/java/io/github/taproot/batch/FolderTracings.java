package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.image.ImageFolder;
import io.github.taproot.image.ImageReader;
import io.github.taproot.image.NameMatch;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.SafeFile;
import io.github.taproot.imagej.ImageFiles;
import io.github.taproot.imagej.ResultFiles;
import io.github.taproot.progress.Progress;
import io.github.taproot.tracing.Rsml;
import io.github.taproot.tracing.Tracing;

/**
 * Draws a folder of RSML files as masks.
 *
 * @param photographs folder of the photographs that were traced, of the files' names, which have the size of the masks;
 *          null for one size for all
 * @param width columns of all masks, where there are no photographs; 0 where there are
 * @param height rows of all masks
 * @param diameter of roots in px where a file has none, 1 to 1000
 */
public record FolderTracings(Path photographs, int width, int height, double diameter) {

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
	 * @return what became of each file; its values are the roots and their traced length in px
	 * @throws IOException where the input has no RSML files or the output can't be made
	 */
	public FileBatch.Summary run(Path input, Path output, Progress progress, Consumer<String> log) throws IOException {
		ImageFolder folder = ImageFolder.of(input, "rsml");
		List<Path> files = folder.images().stream()
			.filter(file -> file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".rsml")).toList();
		if (files.isEmpty()) throw new IOException("The folder " + input + " has no RSML files: choose another one.");
		NameMatch<Path> named = new NameMatch<>(files.stream().map(ImageReader::baseName).toList(),
			photographs == null ? List.of() : ImageFolder.of(photographs).images(), ImageReader::baseName, Path::toString);
		OutputFiles.requireNoInput(output, Arrays.asList(photographs));
		OutputFiles masks = new OutputFiles(output, ".png", files);
		FileBatch.Summary summary = FileBatch.run(files, file -> false, file -> {
			Tracing tracing = Rsml.read(file);
			int columns = width;
			int rows = height;
			Path photograph = named.get(ImageReader.baseName(file));
			if (photograph != null) {
				Photograph image = new ImageFiles().readPhotograph(photograph);
				columns = image.width();
				rows = image.height();
			}
			if (columns == 0 || rows == 0) {
				throw new IOException(file + " does not tell the size of its image, and no photograph has its name: give the " +
					"folder of photographs, or width and height.");
			}
			ResultFiles.writeMask(tracing.toMask(columns, rows, diameter), masks.of(file));
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("roots", tracing.roots().count());
			row.put("traced_length_px", tracing.length());
			return row;
		}, "Drawing", progress, log).leavingOut(folder.leftOut());
		if (!summary.cancelled()) SafeFile.writeText(output.resolve("tracings.csv"), summary.table().csv());
		return summary;
	}
}
