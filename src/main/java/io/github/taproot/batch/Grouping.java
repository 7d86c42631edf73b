// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.taproot.evaluation.NamedNumbers;
import io.github.taproot.files.FileNames;
import io.github.taproot.files.NameMatch;
import io.github.taproot.table.Table;

/**
 * Which photographs are compared with which: by parts of their names, or by a table of the user's that has a line for
 * each photograph (column {@code file}) or for each part of a name, such as a tube.
 *
 * @param table null where names alone tell
 * @param by columns of the table or parts of names; empty for the table's only column, or for no groups
 * @param replicate columns that together name a replicate, whose photographs count once; empty for the tube or
 *          rhizotron that names tell, or else each photograph
 */
public record Grouping(Path table, List<String> by, List<String> replicate) {

	/** Neither groups nor a table. */
	public static final Grouping NONE = new Grouping(null, List.of(), List.of());

	/** Columns that do not tell one tube or rhizotron from another, or one photograph from another on a date. */
	private static final Set<String> WITHIN = Set.of("file", "page", "date", "time", "session", "user", "window",
		"panel", "tile", "direction", "depth");

	/** What a table may tell of a replicate. */
	private static final Set<String> TOLD = Set.of("tube", "rhizotron", "plant", "pot", "box", "block", "replicate");

	private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "-");

	/**
	 * Groups as people write them.
	 *
	 * @param by names separated by commas or semicolons; blank for none
	 * @param replicate likewise
	 */
	public static Grouping of(Path table, String by, String replicate) {
		return new Grouping(table, list(by), list(replicate));
	}

	private static List<String> list(String text) {
		return Arrays.stream(text.split("[,;]")).map(String::strip).filter(part -> !part.isEmpty()).toList();
	}

	boolean isAsked() {
		return table != null || !by.isEmpty();
	}

	/**
	 * What is known of a folder's photographs.
	 *
	 * @param told cells by column for each photograph, in their order: those of the table
	 * @param by columns of groups as they are written; with {@code date} where photographs have several
	 * @param replicates columns that name a replicate
	 * @param without for each photograph in no group a reason
	 * @param strangers lines of the table that no photograph belongs to
	 */
	record Read(List<Map<String, String>> told, List<String> by, List<String> replicates,
		Map<String, String> without, List<String> strangers)
	{

		/** The same with replicates that these columns name. */
		Read ofReplicates(List<String> columns) {
			return new Read(told, by, columns, without, strangers);
		}
	}

	/**
	 * Reads the table.
	 *
	 * @param files names of photographs
	 * @param told what each name tells
	 * @param parts that names may tell
	 * @param taken columns that the table must not have, since results have them
	 * @throws IOException where the table can't be used, or nothing tells a group, with what to do
	 */
	Read read(List<String> files, List<Map<String, String>> told, List<String> parts, Set<String> taken)
		throws IOException
	{
		List<Map<String, String>> more = new ArrayList<>();
		List<String> strangers = List.of();
		List<String> added = List.of();
		if (table == null) files.forEach(file -> more.add(Map.of()));
		else {
			Table read = Table.read(table);
			String names = NamedNumbers.usualNames(read);
			List<String> keys = names != null ? List.of(names)
				: read.columns().stream().filter(parts::contains).toList();
			if (keys.isEmpty()) {
				throw new IOException(table + " does not say which photographs its lines are of: add the column file" +
					(parts.isEmpty() ? ", or give a pattern of names (names=...)." : ", or one of " +
						String.join(", ", parts) + "."));
			}
			added = read.columns().stream().filter(column -> !keys.contains(column) && !column.isBlank()).toList();
			refuseColumns(added, parts, taken);
			refuseSpellings(read, added);
			strangers = names != null ? byFile(read, names, files, added, more)
				: byParts(read, keys, told, added, more);
		}
		List<String> columns = columns(added, parts);
		List<Map<String, String>> all = new ArrayList<>();
		for (int i = 0; i < files.size(); i++) {
			Map<String, String> both = new LinkedHashMap<>(told.get(i));
			both.putAll(more.get(i));
			all.add(both);
		}
		if (!columns.contains("date") && all.stream().map(each -> each.getOrDefault("date", ""))
			.filter(date -> !date.isEmpty()).distinct().count() > 1) columns.add("date");
		Map<String, String> without = new LinkedHashMap<>();
		for (int i = 0; i < files.size(); i++) {
			Map<String, String> each = all.get(i);
			List<String> empty = columns.stream().filter(column -> each.getOrDefault(column, "").isEmpty()).toList();
			if (!empty.isEmpty()) without.put(files.get(i), "no " + String.join(", no ", empty));
		}
		return new Read(List.copyOf(more), List.copyOf(columns), replicates(added, parts), without, strangers);
	}

	private void refuseColumns(List<String> added, List<String> parts, Set<String> taken) throws IOException {
		for (String column : added) {
			if (!parts.contains(column) && !taken.contains(column)) continue;
			throw new IOException(table + " has the column " + column + ", which the " +
				(parts.contains(column) ? "file names have" : "results have") + ", too: rename it.");
		}
	}

	/** Refuses one group that is written in two ways. */
	private void refuseSpellings(Table read, List<String> columns) throws IOException {
		for (String column : columns) {
			Map<String, Integer> first = new HashMap<>();
			for (int i = 0; i < read.rows().size(); i++) {
				String cell = NamedNumbers.cell(read, i, column);
				int line = first.merge(FileNames.folded(cell).replaceAll("[\\s_-]+", " "), i, (a, b) -> a);
				String earlier = NamedNumbers.cell(read, line, column);
				if (earlier.equals(cell)) continue;
				throw new IOException(table + " has \"" + earlier + "\" (line " + read.line(line) + ") and \"" + cell +
					"\" (line " + read.line(i) + ") in the column " + column + ": write them the same way.");
			}
		}
	}

	private List<String> byFile(Table read, String names, List<String> files, List<String> added,
		List<Map<String, String>> more) throws IOException
	{
		Map<String, Integer> lines = new LinkedHashMap<>();
		for (int i = 0; i < read.rows().size(); i++) {
			add(lines, NamedNumbers.key(NamedNumbers.cell(read, i, names)), read, i, names, added);
		}
		NameMatch<String> match = new NameMatch<>(files.stream().map(FileNames::withoutExtension).toList(),
			lines.keySet(), key -> key, key -> NamedNumbers.cell(read, lines.get(key), names) + " in " +
				table.getFileName());
		for (String file : files) {
			String key = match.get(FileNames.withoutExtension(file));
			more.add(key == null ? Map.of() : cells(read, lines.get(key), added));
		}
		return match.strangers().stream().map(key -> NamedNumbers.cell(read, lines.get(key), names)).toList();
	}

	private List<String> byParts(Table read, List<String> keys, List<Map<String, String>> told, List<String> added,
		List<Map<String, String>> more) throws IOException
	{
		Map<String, Integer> lines = new LinkedHashMap<>();
		for (int i = 0; i < read.rows().size(); i++) {
			int line = i;
			add(lines, key(keys.stream().map(key -> NamedNumbers.cell(read, line, key)).toList()), read, i,
				String.join(" and ", keys), added);
		}
		Set<String> found = new LinkedHashSet<>();
		for (Map<String, String> each : told) {
			String key = key(keys.stream().map(part -> each.getOrDefault(part, "")).toList());
			found.add(key);
			more.add(lines.containsKey(key) ? cells(read, lines.get(key), added) : Map.of());
		}
		return lines.keySet().stream().filter(key -> !found.contains(key)).toList();
	}

	/** Numbers lose zeros in front, as in names. */
	private static String key(List<String> cells) {
		return FileNames.folded(String.join(", ", cells.stream().map(FileNames::withoutZeros).toList()));
	}

	private void add(Map<String, Integer> lines, String key, Table read, int line, String names, List<String> added)
		throws IOException
	{
		Integer earlier = lines.putIfAbsent(key, line);
		if (earlier == null || cells(read, earlier, added).equals(cells(read, line, added))) return;
		throw new IOException(table + " has two lines for the " + names + " \"" + key + "\" (" + read.line(earlier) +
			" and " + read.line(line) + "), which differ: keep one of them.");
	}

	private static Map<String, String> cells(Table read, int line, List<String> columns) {
		Map<String, String> cells = new LinkedHashMap<>();
		for (String column : columns) {
			String cell = NamedNumbers.cell(read, line, column);
			cells.put(column, MISSING.contains(FileNames.folded(cell)) ? "" : cell);
		}
		return cells;
	}

	/** The columns of groups, as they are written. */
	private List<String> columns(List<String> added, List<String> parts) throws IOException {
		if (by.isEmpty() && table == null) return new ArrayList<>();
		List<String> all = new ArrayList<>(added);
		all.addAll(parts);
		if (by.isEmpty()) {
			if (added.size() == 1) return new ArrayList<>(added);
			throw new IOException(table + " has " + (added.isEmpty() ? "no column" : "several columns") +
				" that may be groups: " + (added.isEmpty() ? "add one." : "choose some of " +
					String.join(", ", added) + " (group_by=...)."));
		}
		List<String> columns = new ArrayList<>();
		for (String column : by) columns.add(written(column, all, "group_by"));
		return columns;
	}

	private String written(String column, List<String> all, String key) throws IOException {
		for (String each : all) if (FileNames.folded(each).equals(FileNames.folded(column))) return each;
		throw new IOException("Nothing shows the " + column + " of a photograph: " + (all.isEmpty()
			? "give a pattern of names (names=...) or a table of groups (groups=...)."
			: "choose some of " + String.join(", ", all) + " (" + key + "=...)."));
	}

	/** The columns that name a replicate; "file" where each photograph is one. */
	private List<String> replicates(List<String> added, List<String> parts) throws IOException {
		List<String> columns = new ArrayList<>();
		if (replicate.isEmpty()) {
			columns.addAll(parts);
			added.stream().filter(column -> TOLD.contains(FileNames.folded(column))).forEach(columns::add);
			columns.removeAll(WITHIN);
			return columns.isEmpty() ? List.of("file") : columns;
		}
		List<String> all = new ArrayList<>(added);
		all.addAll(parts);
		all.add("file");
		for (String column : replicate) columns.add(written(column, all, "replicate"));
		return columns;
	}
}
