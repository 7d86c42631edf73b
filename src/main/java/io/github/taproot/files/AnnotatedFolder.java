// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import io.github.taproot.files.DataReport.Problem;
import io.github.taproot.files.ImageReader.Turn;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.Progress;

/**
 * A folder of photographs and one of annotations, which may be the same: to {@code NAME.jpg} belongs {@code NAME}, with
 * what is added to it, with the extension of any image or of outlines. Names are compared as {@link NameMatch}.
 *
 * @param photographs folder of photographs
 * @param annotations folder of annotations
 * @param affix what an annotation's name has beside its photograph's
 * @param isPartial whether photographs without annotation are left out, as in a project that people still work on
 */
public record AnnotatedFolder(Path photographs, Path annotations, NameAffix affix, boolean isPartial) {

	/** So many files at once are decoded: enough to keep disks busy, few enough for memory. */
	private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

	/** @throws IllegalArgumentException where both folders are the same and nothing is added to names */
	public AnnotatedFolder {
		photographs = photographs.toAbsolutePath().normalize();
		annotations = annotations.toAbsolutePath().normalize();
		if (affix.isEmpty() && photographs.equals(annotations)) {
			throw new IllegalArgumentException("Photographs and annotations lie in the same folder: give the " +
				"suffix of the annotations' names, such as _mask.");
		}
	}

	/** A folder of photographs, each of which has an annotation. */
	public AnnotatedFolder(Path photographs, Path annotations, NameAffix affix) {
		this(photographs, annotations, affix, false);
	}

	/**
	 * The parts of a folder of annotations: those for training, then those for validation where a project as
	 * RootPainter lays it out has some; a single part for any other folder.
	 *
	 * @param annotations a project, its folder of annotations, or any folder
	 */
	public static List<AnnotatedFolder> parts(Path photographs, Path annotations, NameAffix affix) {
		Path inner = annotations.resolve("annotations");
		Path folder = Files.isDirectory(inner.resolve("train")) ? inner : annotations;
		if (!Files.isDirectory(folder.resolve("train"))) {
			return List.of(new AnnotatedFolder(photographs, annotations, affix));
		}
		List<AnnotatedFolder> parts = new ArrayList<>();
		parts.add(new AnnotatedFolder(photographs, folder.resolve("train"), affix, true));
		String[] validation = folder.resolve("val").toFile().list((parent, name) -> !name.startsWith("."));
		if (validation != null && validation.length > 0) {
			parts.add(new AnnotatedFolder(photographs, folder.resolve("val"), affix, true));
		}
		return parts;
	}

	/**
	 * Reads every file in full and reports all that is wrong: a file without its counterpart, or with two; files that
	 * cannot be read, sizes that differ, annotations that say nothing, or of which it is not clear what they say. An
	 * annotation without roots is noted and used. Folders that cannot be listed, are empty or share no name are
	 * reported by one sentence.
	 *
	 * @throws CancellationException where {@code progress} is cancelled
	 */
	public DataReport check(ImageReader reader, Progress progress) {
		List<Problem> problems = new ArrayList<>();
		List<Path> photos;
		List<Path> masks;
		try {
			ImageFolder annotated = ImageFolder.of(annotations, reader.outlines());
			masks = annotated.images().stream().filter(file -> affix.fits(ImageReader.baseName(file))).toList();
			ImageFolder taken = ImageFolder.of(photographs);
			photos = taken.images().stream().filter(file -> !masks.contains(file)).toList();
			if (!photographs.equals(annotations)) {
				for (Path file : annotated.images()) {
					if (!masks.contains(file)) {
						problems.add(note(file, "Ignored: its name does not fit " + affix + "."));
					}
				}
				addLeftOut(annotated, problems);
			}
			addLeftOut(taken, problems);
			if (photos.isEmpty()) {
				return failed(photographs, "The folder has no photographs (png, jpg, tif)." + leftOut(taken));
			}
			if (masks.isEmpty()) {
				return failed(annotations, "The folder has no annotations (png, jpg, tif" + (affix.isEmpty() ? "" :
					", with names such as " + affix.add("NAME")) + ")." + leftOut(annotated) +
					hint(photos, annotated.images()));
			}
		}
		catch (IOException e) {
			return failed(annotations, e.getMessage());
		}
		Map<Path, Path> doubles = FileNames.clashes(photos);
		doubles.forEach((file, first) -> problems.add(error(file, "Same name as " + first.getFileName() +
			" except for the extension or case. Remove one of the two.")));
		Map<String, Path> byName = new LinkedHashMap<>();
		for (Path photo : photos) if (!doubles.containsKey(photo)) byName.put(ImageReader.baseName(photo), photo);
		NameMatch<Path> match = new NameMatch<>(byName.keySet(), masks,
			file -> affix.remove(ImageReader.baseName(file)), file -> file.getFileName().toString());
		if (byName.keySet().stream().noneMatch(match::has)) {
			return failed(annotations, "No annotation here is named like a photograph in " + photographs +
				": expected " +
				affix.add(byName.keySet().iterator().next()) + ".png or the like. Check both folders and the suffix." +
				hint(photos, masks));
		}
		List<String> outlines = List.of(reader.outlines());
		for (Path mask : match.strangers()) {
			String name = FileNames.folded(mask.getFileName().toString());
			// Other files have such extensions, too.
			if (outlines.contains(name.substring(name.lastIndexOf('.') + 1))) {
				problems.add(note(mask, "Left out: it belongs to no photograph."));
			}
			else problems.add(error(mask, "It has no photograph: add " +
				affix.remove(ImageReader.baseName(mask)) + " to " +
				photographs + ", or remove it."));
		}
		List<AnnotatedImage> images = read(byName, match, reader, progress, problems);
		if (!images.isEmpty() && images.stream().allMatch(image -> image.rootPixels() == 0)) {
			problems.add(error(annotations, "No annotation has a root pixel: there is nothing to learn from."));
		}
		problems.sort(Comparator.comparing(Problem::file));
		return new DataReport(images, problems);
	}

	private static void addLeftOut(ImageFolder folder, List<Problem> problems) {
		folder.leftOut().forEach((name, why) ->
			problems.add(note(folder.folder().resolve(name), "Left out: " + why + ".")));
	}

	private static String leftOut(ImageFolder folder) {
		String text = ImageFolder.leftOutText(folder.leftOut());
		return text.isEmpty() ? "" : " " + text;
	}

	/** What would make the names fit. */
	private String hint(List<Path> photos, List<Path> others) {
		return NameAffix.hint(photos.stream().map(ImageReader::baseName).toList(),
			others.stream().map(ImageReader::baseName).toList());
	}

	private List<AnnotatedImage> read(Map<String, Path> photos, NameMatch<Path> masks, ImageReader reader,
		Progress progress, List<Problem> problems)
	{
		long bare = photos.keySet().stream().filter(name -> !masks.has(name)).count();
		if (isPartial && bare > 0) {
			problems.add(note(photographs, bare + " of " + photos.size() + " photographs have no annotation in " +
				annotations.getFileName() + "."));
		}
		List<Future<DataReport>> files = new ArrayList<>();
		List<AnnotatedImage> images = new ArrayList<>();
		ExecutorService threads = Background.threads(THREADS, "taproot-annotations");
		try {
			photos.forEach((name, photo) -> {
				if (!isPartial || masks.has(name)) files.add(threads.submit(() -> pair(name, photo, masks, reader)));
			});
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

	private DataReport pair(String name, Path photo, NameMatch<Path> masks, ImageReader reader) {
		Path mask;
		try {
			mask = masks.get(name);
		}
		catch (IOException e) {
			return failed(photo, e.getMessage());
		}
		if (mask == null) {
			return failed(photo, "It has no annotation: add " + affix.add(name) + ".png to " + annotations +
				", or remove it.");
		}
		Photograph photograph;
		Turn turn;
		try {
			photograph = reader.readPhotograph(photo);
			turn = reader.turn(photo);
		}
		catch (IOException e) {
			return failed(photo, e.getMessage());
		}
		int width = photograph.width();
		int height = photograph.height();
		Annotation annotation;
		try {
			annotation = reader.readAnnotation(mask, width, height);
			if (reader.turn(mask) == turn) turn = Turn.NONE;
		}
		catch (IOException e) {
			return failed(mask, e.getMessage());
		}
		String turned = " The camera stored " + photo.getFileName() + " turned (EXIF orientation): save it upright, " +
			"and check that the annotation fits.";
		if (annotation.width() != width || annotation.height() != height) {
			return failed(mask, "It has " + annotation.width() + "x" + annotation.height() + " pixels, but its " +
				"photograph " +
				photo.getFileName() + " has " + width + "x" + height + ": annotate at the photograph's size." +
				(turn == Turn.NONE ? "" : turned));
		}
		// ImageJ's selections do not tell the size of their image.
		boolean hasNoSize = mask.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.(roi|zip)");
		if (turn == Turn.HALF || turn == Turn.QUARTER && (width == height || hasNoSize)) {
			return failed(mask, "It is not known whether it was painted on the turned photograph." + turned);
		}
		long root = annotation.count(Annotation.ROOT);
		long soil = annotation.count(Annotation.SOIL);
		String flaw = flaw(annotation);
		if (!flaw.isEmpty()) return failed(mask, flaw);
		return new DataReport(List.of(new AnnotatedImage(name, photo, mask, width, height, root, soil)), root > 0 ?
			List.of() : List.of(note(mask, "No roots annotated: used as bare soil.")));
	}

	/** Why nobody can use an annotation, in one sentence: nothing is annotated in it; empty otherwise. */
	public static String flaw(Annotation annotation) {
		boolean isBlank = annotation.count(Annotation.UNKNOWN) == annotation.labels().length;
		return isBlank ? "Nothing is annotated in it: paint roots and soil, or remove it." : "";
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
