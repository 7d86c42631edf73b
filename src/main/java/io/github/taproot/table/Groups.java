// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rows of a table in groups, and in each group those of one replicate together. A replicate counts once, by the mean of
 * its rows: photographs of one tube are no independent observations. Rows that lack a group's cell are in no group.
 */
public final class Groups {

	private static final Comparator<String> NATURAL = Comparator
		.comparing((String text) -> isNumber(text) ? Double.parseDouble(text) : Double.POSITIVE_INFINITY)
		.thenComparing(Comparator.naturalOrder());

	private static final Comparator<List<String>> ORDER = (a, b) -> {
		for (int i = 0; i < a.size(); i++) {
			int order = NATURAL.compare(a.get(i), b.get(i));
			if (order != 0) return order;
		}
		return 0;
	};

	private final List<String> by;
	/** Rows by group and by replicate, both in order. */
	private final Map<List<String>, Map<List<String>, List<Map<String, ?>>>> groups = new TreeMap<>(ORDER);

	/**
	 * Groups rows.
	 *
	 * @param by columns whose cells name a group; empty for one group of all
	 * @param replicate columns whose cells together name a replicate; rows that have none of them are one by their file
	 */
	public Groups(List<? extends Map<String, ?>> rows, List<String> by, List<String> replicate) {
		this.by = List.copyOf(by);
		for (Map<String, ?> row : rows) {
			List<String> group = cells(row, by);
			if (group.contains("")) continue;
			List<String> name = cells(row, replicate);
			if (name.stream().allMatch(String::isEmpty)) name = List.of("file " + row.get("file"));
			groups.computeIfAbsent(group, key -> new TreeMap<>(Comparator.comparing(List::toString)))
				.computeIfAbsent(name, key -> new ArrayList<>()).add(row);
		}
	}

	/** A row's cells of some columns as texts. */
	public static List<String> cells(Map<String, ?> row, List<String> columns) {
		return columns.stream().map(column -> Table.text(row.get(column))).toList();
	}

	/** The names of the groups, numbers by size and other texts in the order of the alphabet. */
	public List<List<String>> names() {
		return List.copyOf(groups.keySet());
	}

	/** The rows of a group's replicates. */
	public List<List<Map<String, ?>>> replicates(List<String> group) {
		return List.copyOf(groups.get(group).values());
	}

	/** The means of a group's replicates in a column, without those that have no number there. */
	public double[] values(List<String> group, String column) {
		return groups.get(group).values().stream()
			.mapToDouble(rows -> Sample.of(rows.stream().mapToDouble(row -> number(row, column)).toArray()).mean())
			.filter(Double::isFinite).toArray();
	}

	private static double number(Map<String, ?> row, String column) {
		return row.get(column) instanceof Number number ? number.doubleValue() : Double.NaN;
	}

	/**
	 * A row for each group and column of numbers: the group's cells, trait, n, mean, sd, se, median, min, max.
	 *
	 * @param without columns that are no traits
	 */
	public Table statistics(Set<String> without) {
		Set<String> columns = new LinkedHashSet<>();
		groups.values().forEach(replicates -> replicates.values().forEach(rows -> rows.forEach(row -> row
			.forEach((column, cell) -> {
				if (cell instanceof Number && !without.contains(column) && !by.contains(column)) columns.add(column);
			}))));
		Table table = new Table(by.toArray(String[]::new));
		for (List<String> group : groups.keySet()) {
			for (String column : columns) {
				Map<String, Object> row = head(group);
				row.put("trait", column);
				describe(row, Sample.of(values(group, column)));
				table.add(row);
			}
		}
		return table;
	}

	/** The cells that name a group, by column. */
	public Map<String, Object> head(List<String> group) {
		Map<String, Object> row = new LinkedHashMap<>();
		for (int i = 0; i < by.size(); i++) row.put(by.get(i), group.get(i));
		return row;
	}

	/** Adds n, mean, sd, se, median, min and max to a row. */
	public static void describe(Map<String, Object> row, Sample sample) {
		row.put("n", sample.n());
		row.put("mean", sample.mean());
		row.put("sd", sample.sd());
		row.put("se", sample.se());
		row.put("median", sample.median());
		row.put("min", sample.quartiles()[0]);
		row.put("max", sample.quartiles()[4]);
	}

	private static boolean isNumber(String text) {
		return text.matches("[+-]?\\d{1,15}(\\.\\d{1,15})?");
	}
}
