// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is found when folders of photographs and annotations are checked.
 *
 * @param images the pairs that training can use, ordered by name
 * @param problems all that was found, ordered by file
 */
public record DataReport(List<AnnotatedImage> images, List<Problem> problems) {

	/**
	 * Something a user should know of a file or folder.
	 *
	 * @param sentence what is wrong and what to do
	 * @param error whether the file cannot be used; otherwise a note
	 */
	public record Problem(Path file, String sentence, boolean error) {}

	public DataReport {
		images = List.copyOf(images);
		problems = List.copyOf(problems);
	}

	public boolean hasErrors() {
		return problems.stream().anyMatch(Problem::error);
	}

	/** A line for each file, with all that is wrong with it. */
	public String text() {
		Map<Path, String> lines = new LinkedHashMap<>();
		for (Problem problem : problems) {
			String sentence = (problem.error() ? "" : "(note) ") + problem.sentence();
			String line = sentence.startsWith(problem.file().toString()) ? sentence : problem.file() + ": " + sentence;
			lines.merge(problem.file(), line, (before, after) -> before + " " + sentence);
		}
		return String.join("\n", lines.values());
	}

	/**
	 * As {@link #usable} without errors, where those of the validation's report are told in the same list.
	 *
	 * @throws IllegalArgumentException as {@link #usable}
	 */
	public List<AnnotatedImage> usableWith(DataReport validation) {
		List<Problem> all = new ArrayList<>(problems);
		for (Problem problem : validation.problems) if (!all.contains(problem)) all.add(problem);
		return new DataReport(images, all).usable(false);
	}

	/**
	 * The pairs to train with.
	 *
	 * @param skipErrors whether files with errors are left out; otherwise any error stops
	 * @throws IllegalArgumentException with one report that names every file, where errors are not to be skipped or
	 *           nothing usable is left
	 */
	public List<AnnotatedImage> usable(boolean skipErrors) {
		if (images.isEmpty() || hasErrors() && !skipErrors) {
			throw new IllegalArgumentException("These files cannot be used. Please fix them:\n" + text());
		}
		return images;
	}
}
