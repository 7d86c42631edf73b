// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.nio.file.Path;

import io.github.taproot.image.Picture;

/**
 * Reads kinds of image files that Java does not know. {@link java.util.ServiceLoader} finds the readers; the first that
 * knows a file reads it.
 */
public interface ForeignReader {

	/**
	 * Reads an image.
	 *
	 * @return null where the file is of none of its kinds
	 * @throws IOException with one sentence that names the file, where it is damaged or cannot be used
	 */
	Picture read(Path file) throws IOException;
}
