// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

import io.github.taproot.files.FileSet;
import io.github.taproot.files.Json;
import io.github.taproot.files.SafeFile;
import io.github.taproot.files.Sha256;

/**
 * Which files of a folder a run does: all, or each n-th, so that n runs, on as many computers, do all of them side by
 * side. What a part has done is kept in a folder of its own, {@link #folder()}, until {@link PartRecords} merges the
 * parts as one run. Not for several threads at once.
 */
public final class FolderPart {

	/** All files, of a run that never had parts. */
	public static final FolderPart WHOLE = new FolderPart(0, 0, null, null, null);

	private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,6})\\s*/\\s*(\\d{1,6})\\s*");
	private final int number;
	private final int count;
	private final Path folder;
	private final PartFiles.Run run;
	private final PartRecords merged;
	private final Map<String, PartFiles.Begun> begun = new LinkedHashMap<>();
	private int files;
	private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
	private Writer rows;

	private FolderPart(int number, int count, Path folder, PartFiles.Run run, PartRecords merged) {
		this.number = number;
		this.count = count;
		this.folder = folder;
		this.run = run;
		this.merged = merged;
	}

	/**
	 * A part, or the whole.
	 *
	 * @param text of the form 2/8; blank for the whole
	 * @param output the folder or table of the results
	 * @param run is asked of parts only
	 * @throws IllegalArgumentException as {@link #check}
	 */
	public static FolderPart of(String text, Path output, boolean isTable, Supplier<PartFiles.Run> run) {
		Path folder = PartFiles.folder(output, isTable);
		if (text.isBlank()) return new FolderPart(0, 0, folder, null, null);
		check(text);
		Matcher part = TEXT.matcher(text);
		part.matches();
		return new FolderPart(Integer.parseInt(part.group(1)), Integer.parseInt(part.group(2)), folder, run.get(),
			null);
	}

	/** All files, of which parts have done the work. */
	public static FolderPart merging(PartRecords records) {
		return new FolderPart(0, 0, null, null, records);
	}

	/** @throws IllegalArgumentException where a text is not a part of the form 2/8 */
	public static void check(String text) {
		Matcher part = TEXT.matcher(text);
		boolean isPart = part.matches() && Integer.parseInt(part.group(1)) >= 1 &&
			Integer.parseInt(part.group(1)) <= Integer.parseInt(part.group(2));
		if (!isPart) {
			throw new IllegalArgumentException("The part must be of the form i/n with i from 1 to n, such as 2/8, " +
				"but is \"" + text + "\".");
		}
	}

	/** The folder of the parts; null where there are none. */
	public Path folder() {
		return folder;
	}

	public boolean isPart() {
		return number > 0;
	}

	public boolean isMerge() {
		return merged != null;
	}

	/** Names the part, as in file names. */
	public String name() {
		return PartFiles.name(number, count);
	}

	/** Equal for the parts of one run, and for no others. */
	public String runIdentity() {
		return Sha256.of(Json.COMPACT.toJson(run) + count);
	}

	/** Those of a folder's files that this run does. */
	List<Path> of(List<Path> all) {
		if (isMerge()) return List.of();
		if (!isPart()) return all;
		List<Path> mine = new ArrayList<>();
		for (int i = number - 1; i < all.size(); i += count) mine.add(all.get(i));
		return mine;
	}

	/**
	 * Makes the folder of the parts, and deletes what this part kept before; nothing where it is no part.
	 *
	 * @throws IOException where the folder has parts of another number of parts, or cannot be written to
	 */
	public void open() throws IOException {
		if (!isPart()) return;
		SafeFile.makeFolder(folder);
		int other = PartFiles.count(folder);
		if (other != 0 && other != count) {
			throw new IOException(folder + " has results of a run in " + other + " parts: give part=" + number + "/" +
				other + ", or choose another output.");
		}
		SafeFile.deleteOld(folder, name() + PartFiles.RECORD, name() + PartFiles.SUMMARY, name() + PartFiles.ROWS);
	}

	/** Begins to go through the files; a run over all of them deletes what parts kept before. */
	void begin(List<Path> all) throws IOException {
		if (!isPart()) {
			if (folder != null) deleteParts();
			return;
		}
		files = all.size();
		for (Path file : of(all)) begun.put(file.getFileName().toString(), PartFiles.Begun.of(file));
		rows = new OutputStreamWriter(new GZIPOutputStream(packed), StandardCharsets.UTF_8);
	}

	private void deleteParts() throws IOException {
		if (!Files.isDirectory(folder)) return;
		for (Path file : PartFiles.list(folder)) SafeFile.deleteOld(folder, file.getFileName().toString());
		try {
			Files.deleteIfExists(folder);
		}
		catch (DirectoryNotEmptyException e) {
			// A lock, or what somebody else has put there.
		}
	}

	/** This part's journal. */
	Path journal() {
		return folder.resolve(name() + PartFiles.RESULTS);
	}

	/** Keeps what a file adds to tables. */
	void keep(Path file, FileRows added) {
		try {
			rows.write(Json.COMPACT.toJson(file.getFileName().toString()) + "\n" + added.text() + "\n");
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Keeps what this part has done, for the merge and for people. */
	void record(FileBatch.Summary summary, Map<String, Object> identity, Map<String, Object> about) throws IOException {
		rows.close();
		List<FileBatch.Outcome> outcomes = summary.outcomes().stream().map(outcome -> new FileBatch.Outcome(
			outcome.file(), outcome.status(), outcome.message(), outcome.seconds(),
			FileRows.written(outcome.values()))).toList();
		PartFiles.Kept kept = new PartFiles.Kept(run, number, count, files, identity, about, begun, outcomes);
		try (FileSet set = new FileSet(folder, name() + PartFiles.RECORD, name() + PartFiles.SUMMARY, name() +
			PartFiles.ROWS)) {
			set.writeText(name() + PartFiles.RECORD, FileRows.JSON.toJson(kept) + "\n");
			set.writeText(name() + PartFiles.SUMMARY, summary.csv());
			set.write(name() + PartFiles.ROWS, out -> packed.writeTo(out));
			set.publish();
		}
	}

	/** The records of the parts; null unless they are merged. */
	PartRecords merged() {
		return merged;
	}
}
