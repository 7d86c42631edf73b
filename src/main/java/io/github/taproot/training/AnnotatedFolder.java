package io.github.taproot.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.ImageReader;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.Progress;
import io.github.taproot.training.DataReport.Problem;

/**
 * A folder of photographs and one of annotations, which may be the same: to {@code NAME.jpg} belongs {@code NAME}, then
 * the suffix, then the ending of any image (PNG, JPEG or TIFF). Names that start with a dot are ignored.
 *
 * @param photographs folder of photographs
 * @param annotations folder of annotations
 * @param suffix what an annotation's base name has after the photograph's, such as "_mask"; "" for nothing
 */
public record AnnotatedFolder(Path photographs, Path annotations, String suffix) {

	private static final Pattern IMAGE = Pattern.compile("[^.].*\\.(png|jpe?g|tiff?)", Pattern.CASE_INSENSITIVE);

	/** So many files at once are decoded: enough to keep disks busy, few enough for memory. */
	private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

	/** @throws IllegalArgumentException where both folders are the same and the suffix is empty */
	public AnnotatedFolder {
		photographs = photographs.toAbsolutePath().normalize();
		annotations = annotations.toAbsolutePath().normalize();
		if (suffix.isEmpty() && photographs.equals(annotations)) {
			throw new IllegalArgumentException("Photographs and annotations lie in the same folder: give the suffix of the" +
				" annotations' names, such as _mask.");
		}
	}

	/**
	 * Reads every file in full and reports all that is wrong: a file without its counterpart, or with two; files that
	 * cannot be read, sizes that differ, annotations that say nothing or look inverted. An annotation without roots is
	 * noted and used. Folders that cannot be listed, are empty or share no name are reported by one sentence.
	 *
	 * @throws CancellationException where {@code progress} is cancelled
	 */
	public DataReport check(ImageReader reader, Progress progress) {
		List<Problem> problems = new ArrayList<>();
		Map<String, Path> photos = new TreeMap<>();
		Map<String, Path> masks = new TreeMap<>();
		try {
			List<Path> marked = new ArrayList<>();
			for (Path file : list(annotations)) {
				String name = ImageReader.baseName(file);
				if (name.endsWith(suffix)) {
					marked.add(file);
					put(masks, name.substring(0, name.length() - suffix.length()), file, problems);
				}
				else if (!photographs.equals(annotations)) {
					problems.add(note(file, "It is ignored, since its name does not end in " + suffix + "."));
				}
			}
			for (Path file : list(photographs)) {
				if (!marked.contains(file)) put(photos, ImageReader.baseName(file), file, problems);
			}
		}
		catch (IOException e) {
			return failed(Path.of(e.getMessage()), "The folder cannot be read: check that it exists.");
		}
		if (photos.isEmpty()) return failed(photographs, "The folder has no photographs (png, jpg, tif).");
		if (masks.isEmpty()) {
			return failed(annotations, "The folder has no annotations (png, jpg, tif" +
				(suffix.isEmpty() ? "" : ", with names that end in " + suffix) + ").");
		}
		if (photos.keySet().stream().noneMatch(masks::containsKey)) {
			return failed(annotations, "No annotation here is named like a photograph in " + photographs + ": expected " +
				photos.keySet().iterator().next() + suffix + ".png or the like. Check both folders and the suffix.");
		}
		masks.forEach((name, mask) -> {
			if (!photos.containsKey(name)) {
				problems.add(error(mask, "It has no photograph: add " + name + " to " + photographs + ", or remove it."));
			}
		});
		List<AnnotatedImage> images = read(photos, masks, reader, progress, problems);
		if (!images.isEmpty() && images.stream().allMatch(image -> image.rootPixels() == 0)) {
			problems.add(error(annotations, "No annotation has a root pixel: there is nothing to learn from."));
		}
		problems.sort(Comparator.comparing(Problem::file));
		return new DataReport(images, problems);
	}

	private List<AnnotatedImage> read(Map<String, Path> photos, Map<String, Path> masks, ImageReader reader,
		Progress progress, List<Problem> problems)
	{
		List<Future<DataReport>> files = new ArrayList<>();
		List<AnnotatedImage> images = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			photos.forEach((name, photo) -> files.add(threads.submit(() -> pair(name, photo, masks.get(name), reader))));
			for (int i = 0; i < files.size(); i++) {
				progress.report(i, files.size(), "Checking annotations");
				progress.throwIfCancelled();
				DataReport checked = Background.result(files.get(i));
				images.addAll(checked.images());
				problems.addAll(checked.problems());
			}
			return images;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private DataReport pair(String name, Path photo, Path mask, ImageReader reader) {
		if (mask == null) {
			return failed(photo, "It has no annotation: add " + name + suffix + ".png to " + annotations + ", or remove it.");
		}
		Photograph photograph;
		Annotation annotation;
		try {
			photograph = reader.readPhotograph(photo);
		}
		catch (IOException e) {
			return failed(photo, e.getMessage());
		}
		try {
			annotation = reader.readAnnotation(mask);
		}
		catch (IOException e) {
			return failed(mask, e.getMessage());
		}
		int width = photograph.width();
		int height = photograph.height();
		if (annotation.width() != width || annotation.height() != height) {
			return failed(mask, "It has " + annotation.width() + "x" + annotation.height() + " pixels, but its photograph " +
				photo.getFileName() + " has " + width + "x" + height + ": annotate at the photograph's size.");
		}
		long root = annotation.count(Annotation.ROOT);
		long soil = annotation.count(Annotation.SOIL);
		String flaw = flaw(annotation);
		if (!flaw.isEmpty()) return failed(mask, flaw);
		return new DataReport(List.of(new AnnotatedImage(name, photo, mask, width, height, root, soil)), root > 0 ?
			List.of() : List.of(note(mask, "It has no root, and serves as an example of bare soil.")));
	}

	/** Why nobody can use an annotation, in one sentence: nothing is annotated in it; empty otherwise. */
	public static String flaw(Annotation annotation) {
		boolean isBlank = annotation.count(Annotation.UNKNOWN) == annotation.labels().length;
		return isBlank ? "Nothing is annotated in it: paint roots and soil, or remove it." : "";
	}

	private static List<Path> list(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(file -> IMAGE.matcher(file.getFileName().toString()).matches()).sorted().toList();
		}
		catch (IOException e) {
			throw new IOException(folder.toString(), e);
		}
	}

	private static void put(Map<String, Path> files, String name, Path file, List<Problem> problems) {
		Path other = files.putIfAbsent(name, file);
		if (other != null) {
			problems.add(error(file, "Its name is that of " + other.getFileName() + " but for the ending: remove one."));
		}
	}

	private static DataReport failed(Path folder, String sentence) {
		return new DataReport(List.of(), List.of(error(folder, sentence)));
	}

	private static Problem error(Path file, String sentence) {
		return new Problem(file, sentence, true);
	}

	private static Problem note(Path file, String sentence) {
		return new Problem(file, sentence, false);
	}
}
