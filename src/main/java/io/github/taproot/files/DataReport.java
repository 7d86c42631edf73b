// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

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

	/** Every problem on a line of its own: file and sentence. */
	public String text() {
		return problems.stream()
			.map(p -> (p.sentence().startsWith(p.file().toString()) ? "" : p.file() + ": ") +
				(p.error() ? "" : "(note) ") + p.sentence())
			.collect(Collectors.joining("\n"));
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
			throw new IllegalArgumentException("The training data cannot be used:\n" + text());
		}
		return images;
	}
}
