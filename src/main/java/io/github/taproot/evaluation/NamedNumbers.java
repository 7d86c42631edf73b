// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.taproot.files.FileNames;
import io.github.taproot.table.Table;

/**
 * The numbers that a column of a table gives to photographs. Cells that are empty or have a code for a missing number,
 * such as NA, n.d. or -, are no mistakes; photographs that the column {@code finished} says "no" of are.
 *
 * @param file the table
 * @param column the numbers' column
 * @param byKey numbers by folder and {@link #key} of a name, in the file's order
 * @param mistakes a sentence for each row that was left out, with what to do
 */
public record NamedNumbers(Path file, String column, Map<String, Entry> byKey, List<String> mistakes) {

	/** A photograph's numbers and their lines, at least one, under the name as it was first written. */
	public record Entry(String name, List<Double> values, List<Integer> lines) {

		public double mean() {
			return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
		}

		public double sum() {
			return values.stream().mapToDouble(Double::doubleValue).sum();
		}
	}

	private static final List<String> NAME_COLUMNS =
		List.of("file", "name", "image", "label", "photograph", "filename", "file_name", "file.name", "file name",
			"image_name", "image name");
	private static final Set<String> MISSING = Set.of("", "na", "nan", "n/a", "#n/a", "n.a.", "nd", "n.d.", "null", "-",
		"--", "\u2013", "\u2014", ".");
	private static final Pattern FOLDER = Pattern.compile("^.*[/\\\\]", Pattern.DOTALL);
	/** Behind it, WinRHIZO counts parts of an image, and ImageJ names the selection. */
	private static final Pattern EXTENSION =
		Pattern.compile("(?i)\\.(" + FileNames.IMAGE_EXTENSIONS + ")(_\\d+|:.*)?$");
	private static final Pattern ZEROS = Pattern.compile("^0+(?=\\d+$)");
	private static final int LONGEST_CELL = 40;
	private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+([.,]\\d+)?");
	/** What people write for a number that is missing, and no length or count is. */
	private static final Set<Double> CODES = Set.of(-99.0, -999.0, -9999.0, -99999.0);

	/**
	 * Finds numbers and names.
	 *
	 * @param file where {@code table} was read
	 * @param column the numbers' column; "" for the first one of {@code preferred} that is there, or else the only one
	 *          with numbers
	 * @param key the macro key of {@code column}
	 * @param nameColumn the names' column where the table has it; otherwise one with a usual heading, or else the first
	 * @throws IOException where no column can be chosen
	 */
	public static NamedNumbers of(Path file, Table table, String column, String key, List<String> preferred,
		String nameColumn) throws IOException
	{
		String names = nameColumn(table, nameColumn);
		String chosen = column.isBlank() ? numberColumn(file, table, names, key, preferred) : column(table, column);
		if (chosen == null) {
			throw new IOException(file + " has no column \"" + column.strip() + "\": choose one of " +
				listed(table.columns()) +
				" (" + key + "=...).");
		}
		boolean isNamed = !nameColumn.isBlank() || NAME_COLUMNS.contains(names.toLowerCase(Locale.ROOT));
		if (column.isBlank() && !isNamed && NUMBER.matcher(chosen).matches()) {
			throw new IOException(file + " seems to have no line of column names, since its first line has " +
				"the number " + chosen +
				": add that line, or choose the column (" + key + "=" + chosen + ").");
		}
		NamedNumbers read = new NamedNumbers(file, chosen, new LinkedHashMap<>(), new ArrayList<>());
		double[] numbers = table.numbers(chosen);
		for (int i = 0; i < numbers.length; i++) {
			String cell = cell(table, i, chosen);
			// WinRHIZO repeats some headings below others.
			if (MISSING.contains(cell.toLowerCase(Locale.ROOT)) || cell.equalsIgnoreCase(chosen)) continue;
			String place = "Line " + table.line(i) + " of " + file.getFileName();
			String name = cell(table, i, names);
			if (Double.isNaN(numbers[i])) {
				read.mistakes.add(place + " has \"" + shown(cell) + "\" in the column " + chosen +
					(Table.mayBeGrouped(cell) ?
					", whose " + (cell.indexOf(',') < 0 ? "point" : "comma") + " may be a decimal or a thousands " +
					"separator: save the table with decimal points and without thousands separators." :
						", which is not a number: correct or empty it."));
			}
			else if (CODES.contains(numbers[i])) {
				read.mistakes.add(place + " has " + cell + " in the column " + chosen +
					", a usual code for a missing number: empty the cell.");
			}
			else if (cell(table, i, "finished").equals("no")) {
				read.mistakes.add(place + " has " + name + ", whose count is not finished: finish it first.");
			}
			else if (key(name).isEmpty()) {
				read.mistakes.add(place + " has no name in the column " + names + ": add it.");
			}
			else {
				Entry entry =
					read.byKey.computeIfAbsent(path(name), k -> new Entry(name, new ArrayList<>(), new ArrayList<>()));
				entry.values.add(numbers[i]);
				entry.lines.add(table.line(i));
			}
		}
		return read;
	}

	/** Leaves out photographs with several numbers, as a mistake. */
	public void refuseRepeated() {
		refuseRepeated("");
	}

	/**
	 * Leaves out photographs with several numbers, as a mistake.
	 *
	 * @param otherwise what else one may do, behind "keep one of them"; "" for nothing
	 */
	public void refuseRepeated(String otherwise) {
		byKey.values().removeIf(entry -> {
			if (entry.lines.size() == 1) return false;
			mistakes.add(entry.name + " is on several lines of " + file.getFileName() + " (" + listed(entry.lines) +
				"), so that it was left out: keep one of them" + otherwise + ".");
			return true;
		});
	}

	/** A name without folder, image extension and case; the same for both ways to write an umlaut. */
	public static String key(String name) {
		String bare = EXTENSION.matcher(FOLDER.matcher(name).replaceFirst("").replace('\u00a0', ' ').strip())
			.replaceFirst("");
		return FileNames.folded(bare).strip();
	}

	/** The folder as it is written, but with slashes and in lower case, and the {@link #key}. */
	private static String path(String name) {
		Matcher folder = FOLDER.matcher(name);
		return (folder.find() ? FileNames.folded(folder.group()).replace('\\', '/') : "") + key(name);
	}

	/**
	 * Which photographs of two tables are the same: those of one name, whatever the folder. Where several have the
	 * name, as many of the folders that they are in must be the same as for no other one. Whole numbers are the same
	 * with zeros in front, which spreadsheets take away, and without.
	 *
	 * @param mistakes takes a sentence for each photograph that may be several of the other table
	 * @return keys of the second table by those of the first, in the first one's order
	 */
	public static Map<String, String> match(NamedNumbers first, NamedNumbers second, List<String> mistakes) {
		Map<String, String> there = closest(first, second, mistakes);
		Map<String, String> back = closest(second, first, mistakes);
		Map<String, String> both = new LinkedHashMap<>();
		there.forEach((key, other) -> {
			if (key.equals(back.get(other))) both.put(key, other);
		});
		return both;
	}

	private static Map<String, String> closest(NamedNumbers from, NamedNumbers to, List<String> mistakes) {
		Map<String, List<String>> named = to.byKey.keySet().stream()
			.collect(Collectors.groupingBy(NamedNumbers::loose));
		Map<String, String> closest = new LinkedHashMap<>();
		for (String key : from.byKey.keySet()) {
			List<String> found = new ArrayList<>();
			int most = -1;
			for (String other : named.getOrDefault(loose(key), List.of())) {
				int common = common(key, other);
				if (common > most) found.clear();
				if (common >= most) found.add(other);
				most = Math.max(most, common);
			}
			if (found.size() == 1) closest.put(key, found.get(0));
			if (found.size() < 2) continue;
			mistakes.add(from.byKey.get(key).name + " in " + from.file.getFileName() + " may be " +
				String.join(" or ", found.stream().map(other -> to.byKey.get(other).name).toList()) + " in " +
				to.file.getFileName() + ", so that it was left out: write the folders in both tables.");
		}
		return closest;
	}

	/** A key without folders, and without zeros in front of a whole number. */
	private static String loose(String key) {
		return ZEROS.matcher(key.substring(key.lastIndexOf('/') + 1)).replaceFirst("");
	}

	/** How many parts of two keys are the same, from the last one on. */
	private static int common(String a, String b) {
		String[] first = a.split("/");
		String[] second = b.split("/");
		int common = 0;
		while (common < Math.min(first.length, second.length) &&
			first[first.length - 1 - common].equals(second[second.length - 1 - common])) common++;
		return common;
	}

	/** The column of this name, or else the only one that has it in another case; null for none. */
	public static String column(Table table, String name) {
		if (table.columns().contains(name.strip())) return name.strip();
		List<String> found = table.columns().stream().filter(column -> column.equalsIgnoreCase(name.strip())).toList();
		return found.size() == 1 ? found.get(0) : null;
	}

	/** A cell as text, without blanks around it, which strangers' tables may have in quotes. */
	public static String cell(Table table, int row, String column) {
		return Table.text(table.rows().get(row).get(column)).strip();
	}

	private static String nameColumn(Table table, String given) {
		String column = given.isBlank() ? null : column(table, given);
		if (column == null) column = usualNames(table);
		return column != null ? column : table.columns().get(0);
	}

	/** The column of photographs' names by its heading, such as file or image; null for none. */
	public static String usualNames(Table table) {
		for (String usual : NAME_COLUMNS) {
			String found = column(table, usual);
			if (found != null) return found;
		}
		return null;
	}

	private static String numberColumn(Path file, Table table, String names, String key, List<String> preferred)
		throws IOException
	{
		for (String column : preferred) if (column(table, column) != null) return column(table, column);
		List<String> found = table.columns().stream()
			.filter(column -> !column.isEmpty() && !column.equals(names) && isMostlyNumbers(table, column)).toList();
		if (found.size() == 1) return found.get(0);
		throw new IOException(file +
			(found.isEmpty() ? " has no column of numbers beside the names in \"" + names + "\""
			: " has several columns of numbers") + ": choose one of " +
			listed(found.isEmpty() ? table.columns() : found) + " (" + key + "=...).");
	}

	private static boolean isMostlyNumbers(Table table, String column) {
		double[] numbers = table.numbers(column);
		int balance = 0;
		for (int i = 0; i < numbers.length; i++) {
			String cell = cell(table, i, column).toLowerCase(Locale.ROOT);
			// Ambiguous ones, too: their mistakes say more than a column that is not found.
			if (Double.isFinite(numbers[i]) || Table.mayBeGrouped(cell)) balance++;
			else if (!MISSING.contains(cell)) balance--;
		}
		return balance > 0;
	}

	public static String listed(List<?> items) {
		return String.join(", ", items.stream().map(item -> shown(item.toString())).toList());
	}

	private static String shown(String cell) {
		return cell.length() > LONGEST_CELL ? cell.substring(0, LONGEST_CELL) + "..." : cell;
	}
}
