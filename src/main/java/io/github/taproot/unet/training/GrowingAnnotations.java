// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.taproot.files.AnnotatedFolder;
import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.FileNames;
import io.github.taproot.files.ImageReader;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Photograph;

/**
 * Annotations that are painted while they are learnt from: PNG files in the subfolders {@code train} and {@code val},
 * named as their photographs. Files are read again only where they have changed. For one thread.
 */
public final class GrowingAnnotations {

	/**
	 * What is annotated at a time.
	 *
	 * @param training photographs to learn from, by name; may be empty
	 * @param validation photographs that choose the best model, by name; may be empty
	 * @param times when each annotation was written
	 */
	public record Found(List<AnnotatedImage> training, List<AnnotatedImage> validation, Map<Path, FileTime> times) {

		/** What is missing before training can begin, in one sentence; empty where nothing is. */
		public String lacks() {
			if (training.stream().noneMatch(image -> image.rootPixels() > 0)) {
				return "Training waits: annotate roots, and soil beside them, in a first photograph.";
			}
			return validation.isEmpty() ? "Training waits: annotate roots and soil in a second photograph, for " +
				"validation."
				: "";
		}
	}

	private final Map<String, Path> photographs = new HashMap<>();
	private final Path folder;
	private final ImageReader reader;
	private final Map<Path, FileTime> times = new TreeMap<>();
	private final Map<Path, AnnotatedImage> known = new HashMap<>();
	/** Width and height of photographs that were looked at. */
	private final Map<Path, List<Integer>> sizes = new HashMap<>();

	/**
	 * @param photographs files, no two of the same base name
	 * @param folder has the subfolders train and val, which may be missing
	 */
	public GrowingAnnotations(List<Path> photographs, Path folder, ImageReader reader) {
		for (Path photograph : photographs) {
			this.photographs.put(FileNames.composed(ImageReader.baseName(photograph)), photograph);
		}
		this.folder = folder;
		this.reader = reader;
	}

	/**
	 * Looks at what is annotated now.
	 *
	 * @param log is told once of each file that can't be used, in a sentence
	 * @throws IOException where a folder can't be listed
	 */
	public Found look(Consumer<String> log) throws IOException {
		Map<Path, FileTime> now = new TreeMap<>();
		List<AnnotatedImage> training = look("train", now, log);
		List<AnnotatedImage> validation = look("val", now, log);
		times.keySet().retainAll(now.keySet());
		known.keySet().retainAll(now.keySet());
		return new Found(training, validation, now);
	}

	private List<AnnotatedImage> look(String part, Map<Path, FileTime> now, Consumer<String> log) throws IOException {
		Path subfolder = folder.resolve(part);
		if (!Files.isDirectory(subfolder)) return List.of();
		List<Path> files;
		try (Stream<Path> all = Files.list(subfolder)) {
			files = all.filter(file -> file.getFileName().toString().matches("(?i)[^.].*\\.png")).sorted().toList();
		}
		List<AnnotatedImage> images = new ArrayList<>();
		for (Path file : files) {
			FileTime time;
			try {
				time = Files.getLastModifiedTime(file);
			}
			catch (NoSuchFileException e) {
				continue;
			}
			now.put(file, time);
			if (!time.equals(times.put(file, time))) {
				known.remove(file);
				try {
					known.put(file, read(file));
				}
				catch (IOException e) {
					log.accept(e.getMessage() + " Training continues without it.");
				}
			}
			if (known.containsKey(file)) images.add(known.get(file));
		}
		return List.copyOf(images);
	}

	private AnnotatedImage read(Path file) throws IOException {
		String name = ImageReader.baseName(file);
		Path photograph = photographs.get(FileNames.composed(name));
		if (photograph == null) {
			throw new IOException(file + " has no photograph: name it as its photograph, or remove it.");
		}
		Annotation annotation = reader.readAnnotation(file);
		List<Integer> size = sizes.get(photograph);
		if (size == null) {
			Photograph pixels = reader.readPhotograph(photograph);
			size = List.of(pixels.width(), pixels.height());
			sizes.put(photograph, size);
		}
		if (!size.equals(List.of(annotation.width(), annotation.height()))) {
			throw new IOException(file + " has " + annotation.width() + "x" + annotation.height() +
				" pixels, but its photograph " +
				size.get(0) + "x" + size.get(1) + ": annotate at the photograph's size.");
		}
		String flaw = AnnotatedFolder.flaw(annotation);
		if (!flaw.isEmpty()) throw new IOException(file + " cannot be used. " + flaw);
		return new AnnotatedImage(name, photograph, file, annotation.width(), annotation.height(),
			annotation.count(Annotation.ROOT), annotation.count(Annotation.SOIL));
	}
}
