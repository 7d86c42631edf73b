package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.taproot.image.ImageReader;
import io.github.taproot.imagej.ImageFiles;

/**
 * A folder of annotations and others of predictions: to the annotation {@code NAME.png} belongs {@code NAME}, then the
 * suffix, then the ending of any image.
 *
 * @param annotations by name, in alphabetical order
 * @param predictions for each folder, in the given order, those that have an annotation, by name
 * @param extra for each folder the names of its files that have no annotation
 */
record Pairing(Map<String, Path> annotations, List<Map<String, Path>> predictions, List<List<String>> extra) {

	/**
	 * Lists the folders.
	 *
	 * @param suffix what a prediction's base name has after the annotation's, such as "_roots"; "" for nothing
	 * @throws IOException where a folder can't be read or has no images, two files in it differ in their ending only, or
	 *           no annotation has a prediction in every folder
	 */
	static Pairing of(Path annotations, List<Path> predictions, String suffix) throws IOException {
		List<Path> annotated = new ArrayList<>(list(annotations, "annotations"));
		List<List<Path>> predicted = new ArrayList<>();
		for (Path folder : predictions) {
			List<Path> files = new ArrayList<>(list(folder, "predictions"));
			if (Files.isSameFile(folder, annotations)) {
				if (suffix.isEmpty()) {
					throw new IOException("Predictions and annotations both lie in " + folder +
						": choose another folder, or give the suffix of the predictions' names, such as _roots.");
				}
				files.removeIf(file -> !ImageReader.baseName(file).endsWith(suffix));
				annotated.removeAll(files);
			}
			predicted.add(files);
		}
		Map<String, Path> truths = byName(annotated, "");
		List<Map<String, Path>> paired = new ArrayList<>();
		List<List<String>> extra = new ArrayList<>();
		for (List<Path> files : predicted) {
			List<Path> own = files.stream().filter(file -> ImageReader.baseName(file).endsWith(suffix)).toList();
			Map<String, Path> all = byName(own, suffix);
			all.keySet().retainAll(truths.keySet());
			if (all.isEmpty()) {
				String expected =
					truths.isEmpty() ? "" : ": expected " + truths.keySet().iterator().next() + suffix + ".png or the like";
				throw new IOException("No prediction in " + predictions.get(paired.size()) + " is named like an annotation in " +
					annotations + expected + ", so check both folders and the suffix.");
			}
			paired.add(all);
			extra.add(files.stream().filter(file -> !all.containsValue(file))
				.map(file -> file.getFileName().toString()).toList());
		}
		Pairing pairing = new Pairing(truths, paired, extra);
		if (pairing.complete().isEmpty()) {
			throw new IOException("No annotation in " + annotations + " has a prediction in every folder: check which images " +
				"each of them has.");
		}
		return pairing;
	}

	/** The annotations that have a prediction in every folder, in alphabetical order. */
	List<Path> complete() {
		return annotations.entrySet().stream()
			.filter(truth -> predictions.stream().allMatch(all -> all.containsKey(truth.getKey())))
			.map(Map.Entry::getValue).toList();
	}

	/** The names of those annotations that have no prediction in a folder. */
	List<String> missing(int folder) {
		return annotations.keySet().stream().filter(name -> !predictions.get(folder).containsKey(name)).toList();
	}

	/** The images of a folder by their names without ending and suffix. */
	static Map<String, Path> byName(List<Path> files, String suffix) throws IOException {
		Map<String, Path> byName = new TreeMap<>();
		for (Path file : files) {
			String name = ImageReader.baseName(file);
			Path other = byName.putIfAbsent(name.substring(0, name.length() - suffix.length()), file);
			if (other != null) {
				throw new IOException(file + " has the name of " + other.getFileName() + " but for the ending: remove one.");
			}
		}
		return byName;
	}

	private static List<Path> list(Path folder, String what) throws IOException {
		List<Path> files = ImageFiles.list(folder);
		if (files.isEmpty()) {
			throw new IOException("The folder " + folder + " has no " + what + ": choose one with PNG, TIFF or JPEG files.");
		}
		return files;
	}
}
