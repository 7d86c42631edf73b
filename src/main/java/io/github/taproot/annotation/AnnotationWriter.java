// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.annotation;

import java.io.IOException;
import java.nio.file.Path;

import io.github.taproot.image.Annotation;

/** Writes annotations to files, each whole or not at all. Any number of threads may call it. */
@FunctionalInterface
public interface AnnotationWriter {

	/**
	 * Writes a PNG in RootPainter's colours, or replaces it.
	 *
	 * @throws IOException where it can't be written, with one sentence that names the file and what to do
	 */
	void write(Annotation annotation, Path png) throws IOException;
}
