// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.util.Map;

import ij.measure.ResultsTable;

import io.github.taproot.table.Table;

/** Tables as ImageJ shows them. */
public final class TableConversion {

	private static final int DECIMALS = 4;

	private TableConversion() {}

	/** A table with the same columns and rows; cells that are missing or no number are empty, texts stay texts. */
	public static ResultsTable toResultsTable(Table table) {
		ResultsTable results = new ResultsTable();
		results.setNaNEmptyCells(true);
		results.setPrecision(DECIMALS);
		for (Map<String, ?> row : table.rows()) {
			results.incrementCounter();
			for (String column : table.columns()) addCell(results, column, row.get(column));
		}
		return results;
	}

	/** Adds numbers and texts by column to the last row of a table; null is an empty cell. */
	public static void addCells(ResultsTable results, Map<String, ?> cells) {
		cells.forEach((column, cell) -> addCell(results, column, cell));
	}

	private static void addCell(ResultsTable results, String column, Object cell) {
		if (cell instanceof Number number) results.addValue(column, number.doubleValue());
		else if (cell != null) results.addValue(column, cell.toString());
		else results.addValue(column, Double.NaN);
	}
}
