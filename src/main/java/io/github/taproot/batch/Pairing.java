// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taproot.files.FileNames;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.NameAffix;
import io.github.taproot.files.NameMatch;

/**
 * A folder of annotations and others of predictions: to the annotation {@code NAME.png} belongs {@code NAME}, then the
 * suffix, then the ending of any image.
 *
 * @param annotations by name, in natural order
 * @param predictions for each folder, in the given order, those that have an annotation, by the annotation's name
 * @param extra for each folder the names of its files that have no annotation
 * @param leftOut everything that is not an image in one of the folders, as {@link ImageFolder#leftOut}
 */
record Pairing(Map<String, Path> annotations, List<Map<String, Path>> predictions, List<List<String>> extra,
	Map<String, String> leftOut)
{

	/**
	 * Lists the folders. Names are compared as {@link NameMatch}.
	 *
	 * @param outlines extensions of annotations that are not images
	 * @param affix what a prediction's name has beside its annotation's
	 * @throws IOException where a folder can't be read or has no images, two files that are compared have the same name
	 *           but for the extension, or no annotation has a prediction in every folder
	 */
	static Pairing of(Path annotations, String[] outlines, List<Path> predictions, NameAffix affix) throws IOException {
		Map<String, String> leftOut = new LinkedHashMap<>();
		List<Path> annotated = new ArrayList<>(list(annotations, "annotations", leftOut, outlines));
		List<List<Path>> predicted = new ArrayList<>();
		for (Path folder : predictions) {
			List<Path> files = new ArrayList<>(list(folder, "predictions", leftOut));
			if (Files.isSameFile(folder, annotations)) {
				if (affix.isEmpty()) {
					throw new IOException("Predictions and annotations both lie in " + folder +
						": choose another folder, or give the suffix of the predictions' names, such as _roots.");
				}
				files.removeIf(file -> !affix.fits(ImageReader.baseName(file)));
				annotated.removeAll(files);
			}
			predicted.add(files);
		}
		// Other files have such extensions, too.
		NameMatch<Path> drawn = new NameMatch<>(predicted.stream().flatMap(List::stream).map(ImageReader::baseName)
			.filter(affix::fits).map(affix::remove).toList(), annotated, ImageReader::baseName, Path::toString);
		for (Path file : drawn.strangers()) {
			if (!isOutline(file, outlines)) continue;
			annotated.remove(file);
			leftOut.put(annotations.getFileName() + "/" + file.getFileName(), "belongs to no prediction");
		}
		Map<String, Path> truths = byName(annotated);
		List<Map<String, Path>> paired = new ArrayList<>();
		List<List<String>> extra = new ArrayList<>();
		for (List<Path> files : predicted) {
			List<Path> own = files.stream().filter(file -> affix.fits(ImageReader.baseName(file))).toList();
			NameMatch<Path> match = new NameMatch<>(truths.keySet(), own,
				file -> affix.remove(ImageReader.baseName(file)), Path::toString);
			Map<String, Path> found = new LinkedHashMap<>();
			for (String name : truths.keySet()) if (match.has(name)) found.put(name, match.get(name));
			if (found.isEmpty()) {
				String expected =
					truths.isEmpty() ? "" : ": expected " + affix.add(truths.keySet().iterator().next()) +
					".png or the like";
				String hint = NameAffix.hint(List.copyOf(truths.keySet()), files.stream()
					.map(ImageReader::baseName).toList());
				throw new IOException("No prediction in " + predictions.get(paired.size()) + " is named like an " +
					"annotation in " +
					annotations + expected + ". Check both folders and the suffix." + hint);
			}
			paired.add(found);
			extra.add(files.stream().filter(file -> !found.containsValue(file))
				.map(file -> file.getFileName().toString()).toList());
		}
		Pairing pairing = new Pairing(truths, paired, extra, leftOut);
		if (pairing.complete().isEmpty()) {
			throw new IOException("No annotation in " + annotations + " has a prediction in every folder: check " +
				"which images each of them has.");
		}
		return pairing;
	}

	/** The annotations that have a prediction in every folder, in natural order. */
	List<Path> complete() {
		return annotations.entrySet().stream()
			.filter(truth -> predictions.stream().allMatch(all -> all.containsKey(truth.getKey())))
			.map(Map.Entry::getValue).toList();
	}

	/** The names of those annotations that have no prediction in a folder. */
	List<String> missing(int folder) {
		return annotations.keySet().stream().filter(name -> !predictions.get(folder).containsKey(name)).toList();
	}

	/** Files by their names without extension. */
	private static Map<String, Path> byName(List<Path> files) throws IOException {
		for (Map.Entry<Path, Path> clash : FileNames.clashes(files).entrySet()) {
			throw new IOException(clash.getKey() + " has the same name as " + clash.getValue().getFileName() +
				" except for the extension or case: remove one, or rename it.");
		}
		Map<String, Path> byName = new LinkedHashMap<>();
		for (Path file : files) byName.put(ImageReader.baseName(file), file);
		return byName;
	}

	private static boolean isOutline(Path file, String[] outlines) {
		String name = FileNames.folded(file.getFileName().toString());
		return Arrays.stream(outlines).anyMatch(extension -> name.endsWith("." + extension));
	}

	private static List<Path> list(Path folder, String what, Map<String, String> leftOut, String... outlines)
		throws IOException
	{
		ImageFolder listed = ImageFolder.of(folder, outlines).require(what);
		listed.leftOut().forEach((name, reason) -> leftOut.put(folder.getFileName() + "/" + name, reason));
		return listed.images();
	}
}
