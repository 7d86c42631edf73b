// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.github.taproot.files.FolderLock;
import io.github.taproot.files.SafeFile;
import io.github.taproot.table.Table;

/**
 * Which photographs of a batch a person has looked at, and which were rejected, in the {@code reviewed.csv} of its
 * folder. Its columns are {@code file} and, where any was rejected, {@code looked_at} and {@code rejected}, the reason.
 *
 * @param files names of those that were looked at, to be changed
 * @param rejected reasons by name, none of them blank, to be changed
 */
record ReviewTicks(Set<String> files, Map<String, String> rejected) {

	/** The folder of areas to leave out, beside that of the masks. */
	static final String EXCLUDED = "exclude";

	private static final String FILE = "reviewed.csv";

	/** Those of a folder; none where there is no file. */
	static ReviewTicks read(Path folder) throws IOException {
		ReviewTicks ticks = new ReviewTicks(new TreeSet<>(), new TreeMap<>());
		Path file = folder.resolve(FILE);
		if (Files.notExists(file)) return ticks;
		for (Map<String, ?> row : Table.read(file).rows()) {
			String name = Table.text(row.get("file"));
			String reason = Table.text(row.get("rejected")).strip();
			if (!Table.text(row.get("looked_at")).equals("no")) ticks.files.add(name);
			if (!reason.isEmpty()) ticks.rejected.put(name, reason);
		}
		return ticks;
	}

	/**
	 * Adds a photograph, or takes it away, and leaves all that others have ticked meanwhile. Any thread may call it.
	 *
	 * @return the ticks as they are now
	 * @throws IOException where the file can't be read or written
	 */
	static ReviewTicks set(Path folder, String file, boolean isReviewed) throws IOException {
		return change(folder, ticks -> isReviewed ? ticks.files.add(file) : ticks.files.remove(file));
	}

	/**
	 * Rejects a photograph, or takes that back, as {@link #set} does.
	 *
	 * @param reason empty to take it back
	 */
	static ReviewTicks reject(Path folder, String file, String reason) throws IOException {
		return change(folder, ticks -> {
			String before = reason.isEmpty() ? ticks.rejected.remove(file) : ticks.rejected.put(file, reason);
			return !reason.equals(before == null ? "" : before);
		});
	}

	/**
	 * Takes the ticks from photographs whose results are about to be made again. Those that were rejected stay so:
	 * their reason may be the photograph.
	 *
	 * @throws IOException as {@link #set}
	 */
	static void forget(Path folder, Collection<String> files) throws IOException {
		if (Files.exists(folder.resolve(FILE))) change(folder, ticks -> ticks.files.removeAll(Set.copyOf(files)));
	}

	/** The folder of areas that are left out beside a folder of masks that a batch wrote; null where there is none. */
	static Path drawnAreas(Path masks) {
		Path batch = masks.toAbsolutePath().normalize().getParent();
		Path areas = batch == null ? null : batch.resolve(EXCLUDED);
		return areas != null && Files.isDirectory(areas) && Files.exists(batch.resolve(FileBatch.SUMMARY)) ?
			areas : null;
	}

	/** @param change tells whether it changed anything */
	private static ReviewTicks change(Path folder, Predicate<ReviewTicks> change) throws IOException {
		Path file = folder.resolve(FILE);
		// Where it can't be locked, it can't be written either, or nobody else has it at this moment.
		try (FolderLock lock = FolderLock.ofFile(file, "Review Segmentation", sentence -> {})) {
			ReviewTicks ticks = read(folder);
			if (change.test(ticks)) SafeFile.writeText(file, ticks.table().csv());
			return ticks;
		}
	}

	private Table table() {
		Table table = new Table("file");
		Set<String> all = new TreeSet<>(files);
		all.addAll(rejected.keySet());
		for (String name : all) {
			Map<String, Object> row = new LinkedHashMap<>(Map.of("file", name));
			if (!rejected.isEmpty()) {
				row.put("looked_at", files.contains(name) ? "yes" : "no");
				row.put("rejected", rejected.getOrDefault(name, ""));
			}
			table.add(row);
		}
		return table;
	}
}
