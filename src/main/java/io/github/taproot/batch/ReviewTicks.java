// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.taproot.files.SafeFile;
import io.github.taproot.table.Table;

/**
 * Which photographs of a batch a person has looked at, in the {@code reviewed.csv} of its folder.
 *
 * @param files their names, to be changed
 */
record ReviewTicks(Set<String> files) {

	private static final String FILE = "reviewed.csv";

	/** Those of a folder; none where there is no file. */
	static ReviewTicks read(Path folder) throws IOException {
		ReviewTicks ticks = new ReviewTicks(new TreeSet<>());
		Path file = folder.resolve(FILE);
		if (Files.notExists(file)) return ticks;
		for (Map<String, ?> row : Table.read(file).rows()) ticks.files.add(Table.text(row.get("file")));
		return ticks;
	}

	/** The file's content. */
	String table() {
		Table table = new Table("file");
		for (String file : files) table.add(Map.of("file", file));
		return table.csv();
	}

	/** Writes a {@link #table}. */
	static void save(Path folder, String table) throws IOException {
		SafeFile.writeText(folder.resolve(FILE), table);
	}

	/**
	 * Takes the ticks from photographs whose results are about to be made again.
	 *
	 * @throws IOException where the file can't be read or written
	 */
	static void forget(Path folder, Collection<String> files) throws IOException {
		ReviewTicks ticks = read(folder);
		if (ticks.files.removeAll(Set.copyOf(files))) save(folder, ticks.table());
	}
}
