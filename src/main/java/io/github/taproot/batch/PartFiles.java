// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files in which parts of a run keep what they have done, and their form. */
public final class PartFiles {

	private static final Pattern FILE =
		Pattern.compile("part-(\\d+)-of-(\\d+)(\\.json|\\.csv|-rows\\.gz|-results\\.jsonl)");
	/** Endings of what a part leaves: what became of its files, for programs and people, and rows for tables. */
	static final String RECORD = ".json";
	static final String SUMMARY = ".csv";
	static final String ROWS = "-rows.gz";
	/** Its {@link ResultJournal}. */
	static final String RESULTS = "-results.jsonl";

	/**
	 * What all parts of a run have in common.
	 *
	 * @param command its title
	 * @param inputs that were given, by key
	 * @param checksums of the files that were given, and the version, by key
	 */
	public record Run(String command, Map<String, String> inputs, Map<String, String> checksums) {}

	/** A file when its part began. */
	record Begun(long size, String modified) {

		static Begun of(Path file) throws IOException {
			return new Begun(Files.size(file), Files.getLastModifiedTime(file).toString());
		}
	}

	/**
	 * What a part has done, as it is kept.
	 *
	 * @param files how many the whole run has
	 * @param identity what decides the results, beside the inputs
	 * @param about what a summary tells beside
	 */
	record Kept(Run run, int number, int count, int files, Map<String, Object> identity, Map<String, Object> about,
		Map<String, Begun> begun, List<FileBatch.Outcome> outcomes)
	{}

	private PartFiles() {}

	/** Where the parts of a run keep what they have done: within the folder of its results, or beside its table. */
	public static Path folder(Path output, boolean isTable) {
		if (!isTable) return output.resolve("parts");
		return output.resolveSibling(output.getFileName() + "-parts");
	}

	/** Names a part, as in file names. */
	static String name(int number, int count) {
		return "part-" + number + "-of-" + count;
	}

	/** The files of parts in a folder; none where it is missing. */
	static List<Path> list(Path folder) throws IOException {
		if (!Files.isDirectory(folder)) return List.of();
		try (Stream<Path> all = Files.list(folder)) {
			return all.filter(file -> FILE.matcher(file.getFileName().toString()).matches()).sorted().toList();
		}
	}

	/** Their journals. */
	static List<Path> journals(Path folder) throws IOException {
		return list(folder).stream().filter(file -> file.toString().endsWith(RESULTS)).toList();
	}

	/** How many parts the run has that a folder has files of; 0 where it has none. */
	static int count(Path folder) throws IOException {
		for (Path file : list(folder)) {
			Matcher part = FILE.matcher(file.getFileName().toString());
			if (part.matches()) return Integer.parseInt(part.group(2));
		}
		return 0;
	}
}
