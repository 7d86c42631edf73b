// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.benchmark;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A row of the benchmark's table.
 *
 * @param what was measured
 * @param unit of the values, such as s
 * @param ours a value for each run
 * @param peer what is compared with; "" for nothing
 * @param theirs a value for each run, in pairs with ours; empty for nothing
 * @param note what else matters; "" for nothing
 */
record Measured(String what, String unit, double[] ours, String peer, double[] theirs, String note) {

	/** One without a peer. */
	Measured(String what, String unit, double[] ours, String note) {
		this(what, unit, ours, "", new double[0], note);
	}

	/** The same with a note before its own. */
	Measured noting(String first) {
		return new Measured(what, unit, ours, peer, theirs, (first + " " + note).strip());
	}

	static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/** How many times the peer takes as long, for each pair of runs; empty without a peer. */
	double[] ratios() {
		double[] ratios = new double[theirs.length];
		for (int i = 0; i < ratios.length; i++) ratios[i] = theirs[i] / ours[i];
		return ratios;
	}

	Map<String, Object> row() {
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("what", what);
		row.put("unit", unit);
		row.put("runs", ours.length);
		put(row, "taproot", ours);
		row.put("peer", peer);
		if (theirs.length > 0) {
			put(row, "peer", theirs);
			put(row, "ratio", ratios());
		}
		row.put("note", note);
		return row;
	}

	private static void put(Map<String, Object> row, String name, double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		row.put(name + "_median", median(values));
		row.put(name + "_lowest", sorted[0]);
		row.put(name + "_highest", sorted[sorted.length - 1]);
	}

	/** A line of a Markdown table: what, ours, peer, times as fast, note. */
	String line() {
		String compared = theirs.length == 0 ? " | " : peer + " " + range(theirs) + " | " + range(ratios());
		return "| " + what + " | " + range(ours) + " " + unit + " | " + compared + " | " + note + " |";
	}

	private static String range(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		String middle = text(median(values));
		return values.length == 1 ? middle : middle + " (" + text(sorted[0]) + " to " +
			text(sorted[values.length - 1]) + ")";
	}

	private static String text(double value) {
		return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" :
			"%.3f", value);
	}
}
