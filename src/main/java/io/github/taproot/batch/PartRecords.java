// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import com.google.gson.JsonParseException;

import io.github.taproot.files.Json;

/**
 * What the parts of a run have kept, to be merged: the command runs once more over all files, and takes what it would
 * do with each from the part that did it. For one merge, and one thread at a time.
 */
public final class PartRecords {

	private final Path folder;
	private final List<PartFiles.Kept> parts;
	private final List<Iterator<FileBatch.Outcome>> outcomes = new ArrayList<>();
	private final List<BufferedReader> rows = new ArrayList<>();

	private PartRecords(Path folder, List<PartFiles.Kept> parts) {
		this.folder = folder;
		this.parts = parts;
	}

	/**
	 * Which parts of a run are missing.
	 *
	 * @param folder of the parts, as {@link PartFiles#folder}
	 * @return in their order, from 1; none where all have ended, whatever they say
	 * @throws IOException where there are no parts, or they cannot be read
	 */
	public static List<Integer> missing(Path folder) throws IOException {
		return missing(read(folder), PartFiles.count(folder));
	}

	private static List<Integer> missing(Map<Integer, PartFiles.Kept> found, int count) {
		List<Integer> missing = new ArrayList<>();
		for (int number = 1; number <= count; number++) if (!found.containsKey(number)) missing.add(number);
		return missing;
	}

	/** Numbers as sbatch --array takes them: 2,5-7. */
	public static String ranges(List<Integer> numbers) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < numbers.size();) {
			int last = i;
			while (last + 1 < numbers.size() && numbers.get(last + 1) == numbers.get(last) + 1) last++;
			text.append(text.isEmpty() ? "" : ",").append(numbers.get(i));
			if (last > i) text.append('-').append(numbers.get(last));
			i = last + 1;
		}
		return text.toString();
	}

	/**
	 * Reads the parts of a run that can be merged.
	 *
	 * @throws IOException where parts are missing or were made with other settings than most, with their names and what
	 *             to do
	 */
	public static PartRecords complete(Path folder) throws IOException {
		Map<Integer, PartFiles.Kept> found = read(folder);
		List<String> problems = new ArrayList<>();
		int count = PartFiles.count(folder);
		List<Integer> missing = missing(found, count);
		if (found.isEmpty()) {
			throw new IOException("None of the " + missing.size() + " parts in " + folder + " has finished: submit " +
				"them again (sbatch --array=1-" + missing.size() + ").");
		}
		if (!missing.isEmpty()) {
			problems.add((missing.size() == 1 ? "Part " : "Parts ") + ranges(missing) + " of " + count +
				(missing.size() == 1 ? " has" : " have") + " not finished.");
		}
		PartFiles.Kept most = found.values().stream().collect(Collectors.groupingBy(PartRecords::settings, TreeMap::new,
			Collectors.toList())).values().stream().max(Comparator.comparingInt(List::size)).orElseThrow().get(0);
		List<Integer> again = new ArrayList<>(missing);
		for (PartFiles.Kept part : found.values()) {
			String difference = difference(part, most);
			if (difference.isEmpty()) continue;
			again.add(part.number());
			problems.add("Part " + part.number() + " was made with " + difference + ".");
		}
		if (problems.isEmpty()) return new PartRecords(folder, List.copyOf(found.values()));
		String parts = ranges(again.stream().sorted().toList());
		throw new IOException(String.join("\n", problems) + "\nNothing was merged: submit again " + parts +
			" (sbatch --array=" + parts + ").");
	}

	private static String settings(PartFiles.Kept part) {
		return Json.COMPACT.toJson(List.of(part.run(), part.identity(), part.files()));
	}

	/** How a part differs from the most of them, in words; "" where it does not. */
	private static String difference(PartFiles.Kept part, PartFiles.Kept most) {
		if (settings(part).equals(settings(most))) return "";
		Set<String> differences = new LinkedHashSet<>();
		if (!part.run().command().equals(most.run().command())) {
			differences.add(part.run().command() + " instead of " + most.run().command());
		}
		if (part.files() != most.files()) {
			differences.add(part.files() + " files in the folder instead of " + most.files());
		}
		for (Function<PartFiles.Kept, Map<String, ?>> each : List.<Function<PartFiles.Kept, Map<String, ?>>>of(
			kept -> kept.run().inputs(), kept -> kept.run().checksums(), PartFiles.Kept::identity))
		{
			Map<String, ?> its = each.apply(part);
			Map<String, ?> others = each.apply(most);
			TreeSet<String> keys = new TreeSet<>(its.keySet());
			keys.addAll(others.keySet());
			for (String key : keys) {
				if (Objects.equals(its.get(key), others.get(key))) continue;
				String value = String.valueOf(its.get(key));
				differences.add(value.length() == 64 ? "another " + key.replace("_sha256", "") :
					key + "=" + value + " instead of " + others.get(key));
			}
		}
		return String.join(", ", differences);
	}

	private static Map<Integer, PartFiles.Kept> read(Path folder) throws IOException {
		int count = PartFiles.count(folder);
		if (count == 0) {
			throw new IOException("There are no parts in " + folder + ": run a folder command with part=1/4, " +
				"2/4 and so on first, and give the same output here.");
		}
		Map<Integer, PartFiles.Kept> found = new TreeMap<>();
		for (int number = 1; number <= count; number++) {
			Path file = folder.resolve(PartFiles.name(number, count) + PartFiles.RECORD);
			if (Files.notExists(file)) continue;
			try {
				PartFiles.Kept part = FileRows.JSON.fromJson(Files.readString(file), PartFiles.Kept.class);
				if (part.number() == number && part.count() == count) found.put(number, part);
			}
			catch (JsonParseException | NullPointerException e) {
				throw new IOException(file + " is damaged: delete it, and submit part " + number + " again.", e);
			}
		}
		return found;
	}

	/** What all parts have in common. */
	public PartFiles.Run run() {
		return parts.get(0).run();
	}

	/** What a summary tells beside, as the first part would. */
	Map<String, Object> about() {
		return parts.get(0).about();
	}

	Path folder() {
		return folder;
	}

	/**
	 * What became of all files, as one run would have it.
	 *
	 * @param tables takes the rows of all files, in their order
	 * @throws IOException where the files are not those that the parts saw
	 */
	List<FileBatch.Outcome> merge(List<Path> files, FileRows.Tables tables) throws IOException {
		if (files.size() != parts.get(0).files()) {
			throw new IOException("The folder has " + files.size() + " files now, but had " + parts.get(0).files() +
				" when the parts ran: submit all parts again.");
		}
		for (PartFiles.Kept part : parts) {
			outcomes.add(part.outcomes().iterator());
			Path packed = folder.resolve(PartFiles.name(part.number(), part.count()) + PartFiles.ROWS);
			rows.add(new BufferedReader(new InputStreamReader(new GZIPInputStream(
				new ByteArrayInputStream(Files.readAllBytes(packed))), StandardCharsets.UTF_8)));
		}
		String[] next = new String[parts.size()];
		for (int i = 0; i < next.length; i++) next[i] = rows.get(i).readLine();
		List<FileBatch.Outcome> all = new ArrayList<>();
		for (int i = 0; i < files.size(); i++) {
			PartFiles.Kept part = parts.get(i % parts.size());
			String name = files.get(i).getFileName().toString();
			FileBatch.Outcome outcome = outcomes.get(i % parts.size()).next();
			if (!outcome.file().equals(name) || !PartFiles.Begun.of(files.get(i)).equals(part.begun().get(name))) {
				throw new IOException(files.get(i) + " was changed, added or removed after part " + part.number() +
					" began: submit " + (outcome.file().equals(name) ? "that part" : "all parts") + " again.");
			}
			all.add(new FileBatch.Outcome(name, outcome.status(), outcome.message(), outcome.seconds(),
				FileRows.read(outcome.values())));
			if (Json.COMPACT.toJson(name).equals(next[i % next.length])) {
				FileRows.parse(rows.get(i % next.length).readLine()).into(tables);
				next[i % next.length] = rows.get(i % next.length).readLine();
			}
		}
		return all;
	}

	/** Numbers of the parts in which files failed. */
	public List<Integer> failed() {
		return parts.stream().filter(part -> part.outcomes().stream()
			.anyMatch(outcome -> outcome.status() == FileBatch.Status.FAILED)).map(PartFiles.Kept::number).toList();
	}

	/** What of parts was left out beside what a listing tells, by name. */
	Map<String, String> leftOut() {
		Map<String, String> all = new TreeMap<>();
		for (PartFiles.Kept part : parts) {
			for (FileBatch.Outcome outcome : part.outcomes()) {
				if (outcome.status() == FileBatch.Status.LEFT_OUT) all.put(outcome.file(), outcome.message());
			}
		}
		return all;
	}

	/** The part that did the file of this place in the list, from 0. */
	int numberOf(int file) {
		return parts.get(file % parts.size()).number();
	}
}
