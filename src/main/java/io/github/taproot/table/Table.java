// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rows of numbers and texts under named columns. A row may lack any column, and may bring new ones, which are added at
 * the right. Not for several threads at once.
 */
public final class Table {

	// Possessive, so that a cell of many digits takes no longer than it has.
	private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d++\\.?+\\d*+|\\.\\d++)(?:[eE][+-]?\\d++)?+");

	/** A comma or a point here may be a decimal one or one of thousands. */
	private static final Pattern GROUPED = Pattern.compile("[+-]?[1-9]\\d{0,2}(?:(?:,\\d{3})++|(?:\\.\\d{3})++)");

	/** Blanks or apostrophes between thousands, which can be nothing else. */
	private static final Pattern SPACED =
		Pattern.compile("[+-]?\\d{1,3}(?:[ \u00A0\u2009\u202F'\u2019]\\d{3})++(?:[.,]\\d++)?+");
	private static final Pattern SPACE = Pattern.compile("[ \u00A0\u2009\u202F'\u2019]");

	private final Set<String> columns;
	private final List<Map<String, ?>> rows = new ArrayList<>();
	private final List<Integer> lines = new ArrayList<>();
	/** Between the cells of the file that was read. */
	private char separator = ',';

	/** A table without rows. */
	public Table(String... columns) {
		this.columns = new LinkedHashSet<>(Arrays.asList(columns));
	}

	/**
	 * Reads a text file with a line of column names: cells as texts, without blanks around them but those in quotes; of
	 * a row that is too short the last ones are missing. Separated by tabs, semicolons or commas, whichever most of the
	 * first lines have; with or without quotes; in UTF-8, UTF-16 with a byte order mark, or else Windows-1252. Empty
	 * lines are left out, and so are titles: lines with one cell before the first with more.
	 *
	 * @throws IOException where the file is missing, empty, no text, or larger than 64 MB, two columns have one name,
	 *           or a row has more cells than there are columns, in one sentence
	 */
	public static Table read(Path file) throws IOException {
		CsvReader.Content content = new CsvReader(file).read();
		Table table = new Table(content.columns().toArray(String[]::new));
		table.separator = content.separator();
		for (CsvReader.Line line : content.lines()) {
			Map<String, String> row = new LinkedHashMap<>();
			for (int i = 0; i < Math.min(line.cells().size(), content.columns().size()); i++) {
				row.put(content.columns().get(i), line.cells().get(i));
			}
			table.add(row);
			table.lines.add(line.number());
		}
		return table;
	}

	/** Adds those columns that the table lacks. */
	public void addColumns(Collection<String> names) {
		columns.addAll(names);
	}

	/** Adds a row: its cells by column. */
	public void add(Map<String, ?> row) {
		addColumns(row.keySet());
		rows.add(row);
	}

	/** The columns' names, from left to right. */
	public List<String> columns() {
		return List.copyOf(columns);
	}

	/** The rows from top to bottom, each by column. */
	public List<Map<String, ?>> rows() {
		return Collections.unmodifiableList(rows);
	}

	/** The line of the file on which a row that was read begins; the row from 0, the line from 1. */
	public int line(int row) {
		return lines.get(row);
	}

	/**
	 * A column's cells as numbers, row by row; NaN where a cell is none, empty or missing. Blanks or apostrophes
	 * between thousands are taken away. Commas are decimal ones where no number of the column has a point, and at least
	 * one can't be in groups of thousands, such as 0,125 or 3,5; otherwise numbers with commas are none.
	 * <p>
	 * Where cells are separated by semicolons or tabs, as in countries that write 1.234 for a thousand and more, such
	 * numbers are none either, unless a number of the table shows that points are decimal ones, such as 0.125, 3.5 or
	 * 1234; with tabs also unless the column has whole numbers without a point, since ImageJ writes three decimals.
	 * </p>
	 */
	public double[] numbers(String column) {
		List<String> texts = rows.stream().map(row -> ungrouped(text(row.get(column)))).toList();
		boolean commas =
			texts.stream().noneMatch(text -> text.indexOf('.') >= 0 && NUMBER.matcher(text).matches()) &&
			texts.stream().anyMatch(text -> text.indexOf(',') >= 0 && !mayBeGrouped(text) &&
				NUMBER.matcher(text.replace(',', '.')).matches());
		boolean points = mayGroupByPoints(texts);
		double[] numbers = new double[texts.size()];
		for (int i = 0; i < numbers.length; i++) {
			if (rows.get(i).get(column) instanceof Number number) numbers[i] = number.doubleValue();
			else if (points && mayBeGrouped(texts.get(i))) numbers[i] = Double.NaN;
			else numbers[i] = number(commas ? texts.get(i).replace(',', '.') : texts.get(i));
		}
		return numbers;
	}

	private boolean mayGroupByPoints(List<String> texts) {
		if (separator == ',' || texts.stream().noneMatch(text -> text.indexOf('.') > 0 && mayBeGrouped(text))) {
			return false;
		}
		if (texts.stream().anyMatch(text -> text.matches("[+-]?\\d{4,}"))) return false;
		if (separator == '\t' && texts.stream().noneMatch(text -> text.matches("[+-]?\\d{1,3}"))) return false;
		for (Map<String, ?> row : rows) {
			for (Object cell : row.values()) {
				String text = text(cell);
				if (text.indexOf('.') >= 0 && NUMBER.matcher(text).matches() && !mayBeGrouped(text)) return false;
			}
		}
		return true;
	}

	private static String ungrouped(String text) {
		String stripped = text.strip();
		return SPACED.matcher(stripped).matches() ? SPACE.matcher(stripped).replaceAll("") : stripped;
	}

	/** Whether a cell is a number whose commas or points may be those of thousands, such as 1,234 or -12.345.678. */
	public static boolean mayBeGrouped(String cell) {
		return GROUPED.matcher(cell).matches();
	}

	private static double number(String text) {
		double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
		return Double.isFinite(value) ? value : Double.NaN;
	}

	/** A cell as text: numbers with a point and six significant digits, whole ones with all; empty for null and NaN. */
	public static String text(Object cell) {
		if (cell == null || cell.equals(Double.NaN)) return "";
		if (!(cell instanceof Double value)) return String.valueOf(cell);
		return value == Math.rint(value) && Math.abs(value) < 1e15 ? String.valueOf(value.longValue()) :
			String.format(Locale.ROOT, "%.6g", value);
	}

	/**
	 * The table with its header as comma-separated values: cells as {@link #text}, in quotes where they must be. A text
	 * that a spreadsheet would run as a formula gets a blank in front, which {@link #read} takes away; behind the
	 * first column also after each semicolon, tab or line break that is followed by one, where a spreadsheet may split
	 * it.
	 */
	public String csv() {
		StringBuilder csv = new StringBuilder(line(columns));
		for (Map<String, ?> row : rows) csv.append(line(row, columns));
		return csv.toString();
	}

	/** A row as a line of {@link #csv}. */
	static String line(Map<String, ?> row, Collection<String> columns) {
		return line(columns.stream().map(row::get).toList());
	}

	private static String line(Collection<?> cells) {
		StringBuilder line = new StringBuilder();
		for (Object cell : cells) line.append(line.isEmpty() ? "" : ",").append(csv(cell, line.isEmpty()));
		return line.append('\n').toString();
	}

	private static String csv(Object cell, boolean isFirst) {
		String text = text(cell);
		boolean isInQuotes = !text.strip().equals(text) || text.chars().anyMatch(c -> ",;\t\"\r\n".indexOf(c) >= 0);
		String safe = CsvReader.FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? " " + text : text;
		if (!isInQuotes) return safe;
		// At the beginning of a line, quotes hold whatever a spreadsheet takes for the separator.
		if (!isFirst) safe = CsvReader.FORMULA_WITHIN.matcher(safe).replaceAll("$1 ");
		return '"' + safe.replace("\"", "\"\"") + '"';
	}
}
