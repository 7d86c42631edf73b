// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a folder command does with a single file. Not for several threads at once. */
@FunctionalInterface
public interface FileStep extends AutoCloseable {

	/**
	 * Does it.
	 *
	 * @param results an empty folder, in which a command makes the folders that it writes files to
	 * @return rows of the command's main table, each by column, without the file's name
	 * @throws IOException with one sentence that names the file and what to do
	 */
	List<Map<String, Object>> rows(Path file, Path results) throws IOException;

	@Override
	default void close() {
		// nothing is held
	}
}
