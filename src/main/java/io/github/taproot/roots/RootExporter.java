// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.io.IOException;
import java.nio.file.Path;

/** A way to write the roots of an image for another program. */
public interface RootExporter {

	/** What its files' folder is called: lower-case letters, digits and underscores. */
	String name();

	/** Of its files, with the dot: letters and digits, such as {@code .rsml}. */
	String extension();

	/**
	 * What the format has no place for, such as {@code its scale, since ...}, which the user is told; "" for nothing.
	 *
	 * @param roots of one image
	 */
	default String lacks(ExportedRoots roots) {
		return "";
	}

	/**
	 * Writes a file.
	 *
	 * @param roots of one image, which may be none
	 * @param file does not exist yet; its folder does
	 * @throws IOException where it can't be written, with one sentence that says what to do
	 */
	void write(ExportedRoots roots, Path file) throws IOException;
}
