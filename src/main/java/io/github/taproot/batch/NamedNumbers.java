package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.taproot.measurement.Table;

/**
 * The numbers that a column of a table gives to photographs. Cells that are empty, NA or NaN are no numbers, and no
 * mistakes.
 *
 * @param file the table
 * @param column the numbers' column
 * @param byKey numbers by what is compared of a name, in the file's order
 * @param mistakes a sentence for each row that was left out, with what to do
 */
record NamedNumbers(Path file, String column, Map<String, Entry> byKey, List<String> mistakes) {

	/** A photograph's numbers and their lines, at least one, under the name as it was first written. */
	record Entry(String name, List<Double> values, List<Integer> lines) {

		double mean() {
			return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
		}
	}

	private static final List<String> NAME_COLUMNS = List.of("file", "name", "image", "label", "photograph", "filename");
	private static final Set<String> MISSING = Set.of("", "na", "nan");
	private static final Pattern FOLDER = Pattern.compile("^.*[/\\\\]", Pattern.DOTALL);
	private static final Pattern EXTENSION = Pattern.compile("(?i)\\.(png|jpe?g|tiff?)$");

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
	static NamedNumbers of(Path file, Table table, String column, String key, List<String> preferred,
		String nameColumn) throws IOException
	{
		String names = nameColumn(table, nameColumn);
		String chosen = column.isBlank() ? numberColumn(file, table, names, key, preferred) : column.strip();
		if (!table.columns().contains(chosen)) {
			throw new IOException(file + " has no column \"" + chosen + "\": choose one of " + listed(table.columns()) +
				" (" + key + "=...).");
		}
		NamedNumbers read = new NamedNumbers(file, chosen, new LinkedHashMap<>(), new ArrayList<>());
		double[] numbers = table.numbers(chosen);
		for (int i = 0; i < numbers.length; i++) {
			String cell = Table.text(table.rows().get(i).get(chosen));
			if (MISSING.contains(cell.toLowerCase(Locale.ROOT))) continue;
			String place = "Line " + table.line(i) + " of " + file.getFileName();
			String name = Table.text(table.rows().get(i).get(names));
			if (Double.isNaN(numbers[i])) {
				read.mistakes.add(place + " has \"" + cell + "\" in the column " + chosen + (Table.mayBeGrouped(cell) ?
					", whose comma may be a decimal one or one of thousands: save the table with decimal points and without " +
						"separators of thousands." : ", which is no number: correct or empty it."));
			}
			else if (key(name).isEmpty()) read.mistakes.add(place + " has no name in the column " + names + ": add it.");
			else {
				Entry entry =
					read.byKey.computeIfAbsent(key(name), k -> new Entry(name, new ArrayList<>(), new ArrayList<>()));
				entry.values.add(numbers[i]);
				entry.lines.add(table.line(i));
			}
		}
		return read;
	}

	/** Leaves out photographs with several numbers, as a mistake. */
	void refuseRepeated() {
		byKey.values().removeIf(entry -> {
			if (entry.lines.size() == 1) return false;
			mistakes.add(entry.name + " is on several lines of " + file.getFileName() + " (" + listed(entry.lines) +
				"), so that it was left out: keep one of them.");
			return true;
		});
	}

	/** A name without folder, image extension and case; the same for both ways to write an umlaut. */
	static String key(String name) {
		String bare = EXTENSION.matcher(FOLDER.matcher(name).replaceFirst("")).replaceFirst("");
		return Normalizer.normalize(bare, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
	}

	private static String nameColumn(Table table, String given) {
		if (table.columns().contains(given.strip()) && !given.isBlank()) return given.strip();
		for (String usual : NAME_COLUMNS) {
			for (String column : table.columns()) if (column.equalsIgnoreCase(usual)) return column;
		}
		return table.columns().get(0);
	}

	private static String numberColumn(Path file, Table table, String names, String key, List<String> preferred)
		throws IOException
	{
		for (String column : preferred) if (table.columns().contains(column)) return column;
		List<String> found = table.columns().stream()
			.filter(column -> !column.isEmpty() && !column.equals(names) && isMostlyNumbers(table, column)).toList();
		if (found.size() == 1) return found.get(0);
		throw new IOException(file + (found.isEmpty() ? " has no column of numbers beside the names in \"" + names + "\""
			: " has several columns of numbers") + ": choose one of " +
			listed(found.isEmpty() ? table.columns() : found) + " (" + key + "=...).");
	}

	private static boolean isMostlyNumbers(Table table, String column) {
		double[] numbers = table.numbers(column);
		int balance = 0;
		for (int i = 0; i < numbers.length; i++) {
			String cell = Table.text(table.rows().get(i).get(column)).toLowerCase(Locale.ROOT);
			// Ambiguous ones, too: their mistakes say more than a column that is not found.
			if (Double.isFinite(numbers[i]) || Table.mayBeGrouped(cell)) balance++;
			else if (!MISSING.contains(cell)) balance--;
		}
		return balance > 0;
	}

	static String listed(List<?> items) {
		return String.join(", ", items.stream().map(String::valueOf).toList());
	}
}
