// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.nio.file.Path;

import io.github.taproot.image.Annotation;

/** Reads annotations that people drew as outlines; found by {@link java.util.ServiceLoader}. */
public interface OutlineReader {

	/** Extensions of its files, in lower case. */
	String[] extensions();

	/**
	 * Reads a file.
	 *
	 * @param width columns of its photograph
	 * @param height rows of its photograph
	 * @throws IOException where it can't be read, shows no area, or one that is mostly outside of the photograph, in
	 *           one sentence that names it
	 */
	Annotation read(Path file, int width, int height) throws IOException;
}
