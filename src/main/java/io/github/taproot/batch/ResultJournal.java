// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonParseException;

import io.github.taproot.files.Json;
import io.github.taproot.files.SafeFile;

/**
 * What made each result of a folder, in its {@code results.jsonl}: a line for each photograph, the last of a photograph
 * counts. A photograph is entered as begun before any result of it is written, and with the checksums of what made its
 * results once all of them are on the disk, so that after a crash at any moment each result in the folder is known to
 * be whole, or to be made again. Calls of {@link #add} may come from any one thread at a time.
 */
final class ResultJournal {

	static final String FILE = "results.jsonl";

	/**
	 * A photograph.
	 *
	 * @param file its name
	 * @param sha256 of its content; null while it is only begun
	 * @param settings checksum of the settings and the model; null while it is only begun
	 * @param values its row of the summary; null while it is only begun
	 */
	record Entry(String file, String sha256, String settings, Map<String, Object> values) {

		static Entry begun(String file) {
			return new Entry(file, null, null, null);
		}

		boolean isDone() {
			return sha256 != null && settings != null && values != null;
		}
	}

	/** The journal that is written; the other one of a part is that of the whole folder. */
	private final Path file;
	/** All that there are, later ones of a part. */
	private final List<Path> files = new ArrayList<>();

	/**
	 * That of a folder, or of a part of a run, beside those of other parts: a part's is newer than the folder's, since
	 * a run over the whole folder takes them over, see {@link #takeOver}.
	 */
	ResultJournal(Path folder, FolderPart part) throws IOException {
		file = part.isPart() ? part.journal() : folder.resolve(FILE);
		files.add(folder.resolve(FILE));
		files.addAll(PartFiles.journals(PartFiles.folder(folder, false)));
	}

	/** All photographs by name; none where there is no journal. A line that a crash cut off does not count. */
	Map<String, Entry> read() throws IOException {
		Map<String, Entry> entries = new LinkedHashMap<>();
		for (Path each : files) entries.putAll(read(each));
		return entries;
	}

	private static Map<String, Entry> read(Path file) throws IOException {
		Map<String, Entry> entries = new LinkedHashMap<>();
		if (Files.notExists(file)) return entries;
		List<String> lines;
		try {
			lines = Files.readString(file).lines().toList();
		}
		catch (IOException e) {
			throw new IOException(file + " cannot be read: choose another output folder.", e);
		}
		for (String line : lines) {
			try {
				Entry entry = Json.read(line, Entry.class);
				if (entry != null && entry.file != null) entries.put(entry.file, entry);
			}
			catch (JsonParseException e) {
				// cut off
			}
		}
		return entries;
	}

	/** Replaces the journal, whole or not at all. */
	void write(Collection<Entry> entries) throws IOException {
		StringBuilder text = new StringBuilder();
		for (Entry entry : entries) text.append(Json.COMPACT.toJson(entry)).append('\n');
		SafeFile.writeText(file, text.toString());
	}

	/** Replaces the journal of the whole folder by entries that those of parts are among, and deletes these. */
	void takeOver(Collection<Entry> entries) throws IOException {
		write(entries);
		for (Path each : files) {
			if (!each.equals(file)) SafeFile.deleteOld(each.getParent(), each.getFileName().toString());
		}
	}

	/** Adds a photograph; once this returns, it is on the disk. */
	void add(Entry entry) throws IOException {
		// Not a channel: an interrupted thread would close it half-way.
		try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
			out.write((Json.COMPACT.toJson(entry) + "\n").getBytes(StandardCharsets.UTF_8));
			out.getFD().sync();
		}
		catch (IOException e) {
			throw new IOException("Cannot write " + file + ": check that the disk has space left and the file may be " +
				"written to.", e);
		}
	}
}
