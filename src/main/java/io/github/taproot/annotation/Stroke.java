// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.annotation;

import io.github.taproot.image.Annotation;

/**
 * A stroke of a round brush: along straight lines from point to point, or a dot for a single point.
 *
 * @param label what the brush paints: {@link Annotation#ROOT}, {@link Annotation#SOIL}, or {@link Annotation#UNKNOWN}
 *          to erase
 * @param diameter the brush's, in px, 1 to {@value #LARGEST}
 * @param xs columns of the points in px, at least one; 0.5 is the middle of the leftmost pixel; may lie outside the
 *          image
 * @param ys rows of the points, as many
 */
public record Stroke(byte label, double diameter, double[] xs, double[] ys) {

	/** Diameter of the largest brush in px. */
	public static final int LARGEST = 500;

	public Stroke {
		if (xs.length == 0 || xs.length != ys.length) {
			throw new IllegalArgumentException(
				"A stroke needs a column and a row for each point, but has " + xs.length + " and " + ys.length + ".");
		}
		check(label, diameter);
	}

	static void check(byte label, double diameter) {
		if (label != Annotation.ROOT && label != Annotation.SOIL && label != Annotation.UNKNOWN) {
			throw new IllegalArgumentException("A brush paints root, soil or unknown, but not " + label + ".");
		}
		if (!(diameter >= 1 && diameter <= LARGEST)) {
			throw new IllegalArgumentException("The brush must be 1 to " + LARGEST + " px wide, but is " +
				diameter + ".");
		}
	}
}
