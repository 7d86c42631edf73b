// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.tracing;

import java.util.List;
import java.util.stream.Stream;

/**
 * The centre line of a root, traced by a person or a program. Coordinates are in px; (0, 0) is the middle of the first
 * pixel.
 *
 * @param label its name, "" for none
 * @param x columns of its points from base to tip, at least 1
 * @param y rows of its points
 * @param diameters at its points in px; NaN where unknown
 * @param laterals roots that begin at it
 */
public record TracedRoot(String label, double[] x, double[] y, double[] diameters, List<TracedRoot> laterals) {

	/** Length of the line in px, without laterals. */
	public double length() {
		double length = 0;
		for (int i = 1; i < x.length; i++) length += Math.hypot(x[i] - x[i - 1], y[i] - y[i - 1]);
		return length;
	}

	/** It and all its laterals, theirs, and so on. */
	public Stream<TracedRoot> all() {
		return Stream.concat(Stream.of(this), laterals.stream().flatMap(TracedRoot::all));
	}
}
