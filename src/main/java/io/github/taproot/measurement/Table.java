package io.github.taproot.measurement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows of numbers and texts under named columns. A row may lack any column, and may bring new ones, which are added at
 * the right. Not for several threads at once.
 */
public final class Table {

	private final Set<String> columns;
	private final List<Map<String, ?>> rows = new ArrayList<>();

	/** A table without rows. */
	public Table(String... columns) {
		this.columns = new LinkedHashSet<>(Arrays.asList(columns));
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

	/** A cell as text: numbers with a point and six significant digits, whole ones with all; empty for null and NaN. */
	public static String text(Object cell) {
		if (cell == null || cell.equals(Double.NaN)) return "";
		if (!(cell instanceof Double value)) return String.valueOf(cell);
		return value == Math.rint(value) && Math.abs(value) < 1e15 ? String.valueOf(value.longValue()) :
			String.format(Locale.ROOT, "%.6g", value);
	}

	/** The table with its header as comma-separated values: cells as {@link #text}, in quotes where they must be. */
	public String csv() {
		StringBuilder csv = new StringBuilder(line(columns));
		for (Map<String, ?> row : rows) csv.append(line(columns.stream().map(column -> text(row.get(column))).toList()));
		return csv.toString();
	}

	private static String line(Collection<String> cells) {
		return cells.stream().map(cell -> cell.matches("(?s).*[,\"\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell)
			.collect(Collectors.joining(",", "", "\n"));
	}
}
