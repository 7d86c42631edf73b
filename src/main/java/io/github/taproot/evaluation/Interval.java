// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

/** The range in which a true value lies with 95 % confidence; NaN at both ends where it is unknown. */
public record Interval(double low, double high) {

	static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

	static Interval around(double centre, double halfWidth) {
		return new Interval(centre - halfWidth, centre + halfWidth);
	}
}
