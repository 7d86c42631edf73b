// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.spark;

import java.io.Serializable;

/**
 * A photograph or mask as it was listed.
 *
 * @param path relative to the input folder, with slashes
 * @param bytes of its file
 * @param modified in milliseconds since 1970
 * @param sameAs path of another whose results would have the same names; "" for none
 */
record Listed(String path, long bytes, long modified, String sameAs) implements Serializable {

	/** The folder within the input, with a slash at its end; "" for the input itself. */
	String folder() {
		return path.substring(0, path.lastIndexOf('/') + 1);
	}

	String name() {
		return path.substring(path.lastIndexOf('/') + 1);
	}
}
