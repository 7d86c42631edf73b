// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import io.github.taproot.image.Mask;

/** Masks of shapes whose measures are known on paper: pixels whose middle lies in the shape, (0, 0) the first one's. */
public interface Shapes {

	boolean contains(double x, double y);

	static Mask draw(int width, int height, Shapes shape) {
		Mask mask = new Mask(width, height);
		for (int i = 0; i < mask.pixels().length; i++) {
			if (shape.contains(i % width, i / width)) mask.pixels()[i] = Mask.ROOT;
		}
		return mask;
	}

	/** A straight root from one point to another with round ends. */
	static Shapes line(double x0, double y0, double x1, double y1, double width) {
		return taper(x0, y0, x1, y1, width, width);
	}

	/** The same, whose width changes evenly from one end to the other. */
	static Shapes taper(double x0, double y0, double x1, double y1, double width0, double width1) {
		double length = Math.hypot(x1 - x0, y1 - y0);
		double cos = (x1 - x0) / length;
		double sin = (y1 - y0) / length;
		return (x, y) -> {
			double along = Math.min(Math.max((x - x0) * cos + (y - y0) * sin, 0), length);
			double half = (width0 + (width1 - width0) * along / length) / 2;
			double dx = x - x0 - along * cos;
			double dy = y - y0 - along * sin;
			return dx * dx + dy * dy <= half * half;
		};
	}

	default Shapes and(Shapes other) {
		return (x, y) -> contains(x, y) || other.contains(x, y);
	}
}
