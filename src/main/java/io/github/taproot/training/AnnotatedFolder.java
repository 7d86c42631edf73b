package io.github.taproot.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.ImageReader;
import io.github.taproot.progress.Progress;

/**
 * A folder of photographs and one of annotations: {@code NAME.jpg} belongs to {@code NAME}, the suffix, and
 * {@code .png}, or any other ending of an image. Names that start with a dot are ignored.
 *
 * @param photographs folder of photographs
 * @param annotations folder of annotations
 * @param suffix what an annotation's name has after the photograph's, such as "_mask"; "" for nothing
 */
public record AnnotatedFolder(Path photographs, Path annotations, String suffix) {

	/** Reads all files and checks them. */
	public DataReport check(ImageReader reader, Progress progress) throws IOException {
		Map<String, Path> photos = list(photographs, "");
		Map<String, Path> masks = list(annotations, suffix);
		List<AnnotatedImage> images = new ArrayList<>();
		List<DataReport.Problem> problems = new ArrayList<>();
		int done = 0;
		for (Map.Entry<String, Path> photo : photos.entrySet()) {
			progress.report(done++, photos.size(), "Checking annotations");
			progress.throwIfCancelled();
			Path mask = masks.remove(photo.getKey());
			if (mask == null) {
				problems.add(new DataReport.Problem(photo.getValue(), "It has no annotation.", true));
				continue;
			}
			try {
				int[] size = reader.readSize(photo.getValue());
				Annotation annotation = reader.readAnnotation(mask);
				images.add(new AnnotatedImage(photo.getKey(), photo.getValue(), mask, size[0], size[1],
					annotation.count(Annotation.ROOT), annotation.count(Annotation.SOIL)));
			}
			catch (IOException e) {
				problems.add(new DataReport.Problem(photo.getValue(), e.getMessage(), true));
			}
		}
		return new DataReport(images, problems);
	}

	private static Map<String, Path> list(Path folder, String suffix) throws IOException {
		Map<String, Path> files = new TreeMap<>();
		try (Stream<Path> all = Files.list(folder)) {
			all.sorted().forEach(file -> {
				String name = file.getFileName().toString();
				String lower = name.toLowerCase(Locale.ROOT);
				if (name.startsWith(".") || !lower.matches(".*\\.(png|jpe?g|tiff?)")) return;
				String base = name.substring(0, name.lastIndexOf('.'));
				if (base.endsWith(suffix)) files.put(base.substring(0, base.length() - suffix.length()), file);
			});
		}
		return files;
	}
}
