// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import java.util.Map;

/** The range in which a true value lies with 95 % confidence; NaN at both ends where it is unknown. */
public record Interval(double low, double high) {

	static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

	/** Adds a value to a row of a table, and its interval in the columns {@code _low} and {@code _high} beside it. */
	public void put(Map<String, Object> row, String column, double value) {
		row.put(column, value);
		row.put(column + "_low", low);
		row.put(column + "_high", high);
	}

	static Interval around(double centre, double halfWidth) {
		return new Interval(centre - halfWidth, centre + halfWidth);
	}
}
