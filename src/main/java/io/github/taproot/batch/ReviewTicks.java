// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.github.taproot.files.FolderLock;
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

	/**
	 * Adds a photograph, or takes it away, and leaves all that others have ticked meanwhile. Any thread may call it.
	 *
	 * @return the ticks as they are now
	 * @throws IOException where the file can't be read or written
	 */
	static ReviewTicks set(Path folder, String file, boolean isReviewed) throws IOException {
		return change(folder, files -> isReviewed ? files.add(file) : files.remove(file));
	}

	/**
	 * Takes the ticks from photographs whose results are about to be made again.
	 *
	 * @throws IOException as {@link #set}
	 */
	static void forget(Path folder, Collection<String> files) throws IOException {
		if (Files.exists(folder.resolve(FILE))) change(folder, ticked -> ticked.removeAll(Set.copyOf(files)));
	}

	/** @param change tells whether it changed anything */
	private static ReviewTicks change(Path folder, Predicate<Set<String>> change) throws IOException {
		Path file = folder.resolve(FILE);
		// Where it can't be locked, it can't be written either, or nobody else has it at this moment.
		try (FolderLock lock = FolderLock.ofFile(file, "Review Segmentation", sentence -> {})) {
			ReviewTicks ticks = read(folder);
			if (!change.test(ticks.files)) return ticks;
			Table table = new Table("file");
			for (String name : ticks.files) table.add(Map.of("file", name));
			SafeFile.writeText(file, table.csv());
			return ticks;
		}
	}
}
