// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;

import io.github.taproot.table.Table;

/**
 * What a file adds to the tables of its folder. It is kept until the file is done, so that one that fails adds nothing,
 * and as text until the parts of a run are merged: doubles stay what they are to the last bit.
 */
final class FileRows {

	/** Takes rows for tables. */
	@FunctionalInterface
	interface Tables {

		/**
		 * @param table its name
		 * @param head cells of every row
		 * @param more further cells, a row for each; null for one row of the head alone
		 */
		void add(String table, Map<String, ?> head, Table more);
	}

	/** NaN is written as null. */
	static final Gson JSON = new GsonBuilder().disableHtmlEscaping().serializeNulls()
		.serializeSpecialFloatingPointValues().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create();

	private record Added(String table, Map<String, ?> head, Table more) {}

	/** As it is written; a row lacks those columns for which it has no cell. */
	private record Written(String table, Map<String, Object> head, List<String> columns,
		List<Map<String, Object>> rows)
	{}

	private final List<Added> added = new ArrayList<>();

	void add(String table, Map<String, ?> row) {
		add(table, row, null);
	}

	/** As {@link Tables#add}. */
	void add(String table, Map<String, ?> head, Table more) {
		added.add(new Added(table, head, more));
	}

	/** Adds all to the tables of the folder. */
	void into(Tables tables) {
		for (Added each : added) tables.add(each.table, each.head, each.more);
	}

	/** The rows of a table that are heads alone. */
	List<Map<String, Object>> of(String table) {
		List<Map<String, Object>> rows = new ArrayList<>();
		for (Added each : added) if (each.table.equals(table)) rows.add(new LinkedHashMap<>(each.head));
		return rows;
	}

	/** All in a line. */
	String text() {
		return JSON.toJson(added.stream().map(each -> new Written(each.table, written(each.head),
			each.more == null ? null : each.more.columns(),
			each.more == null ? null : each.more.rows().stream().map(FileRows::written).toList())).toArray());
	}

	/** @throws com.google.gson.JsonParseException where it is none */
	static FileRows parse(String text) {
		FileRows rows = new FileRows();
		for (Written each : JSON.fromJson(text, Written[].class)) {
			Table more = each.columns == null ? null : new Table(each.columns.toArray(String[]::new));
			if (more != null) each.rows.forEach(row -> more.add(read(row)));
			rows.add(each.table, read(each.head), more);
		}
		return rows;
	}

	/** Cells as JSON has them. */
	static Map<String, Object> written(Map<String, ?> cells) {
		Map<String, Object> written = new LinkedHashMap<>(cells);
		written.replaceAll((column, cell) -> Double.valueOf(Double.NaN).equals(cell) ? null : cell);
		return written;
	}

	/** The reverse of {@link #written}. */
	static Map<String, Object> read(Map<String, Object> cells) {
		Map<String, Object> read = new LinkedHashMap<>(cells);
		read.replaceAll((column, cell) -> cell == null ? Double.NaN : cell);
		return read;
	}
}
