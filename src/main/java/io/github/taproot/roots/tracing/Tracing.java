// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.tracing;

import java.util.List;
import java.util.stream.Stream;

import io.github.taproot.image.Mask;

/**
 * The traced roots of an image.
 *
 * @param plants for each plant its main roots
 */
public record Tracing(List<List<TracedRoot>> plants) {

	/** All roots of all plants, laterals, too. */
	public Stream<TracedRoot> roots() {
		return plants.stream().flatMap(List::stream).flatMap(TracedRoot::all);
	}

	/** Length of all roots together in px. */
	public double length() {
		return roots().mapToDouble(TracedRoot::length).sum();
	}

	/** Length of all roots together in px, as far as they lie in an image of this size. */
	public double lengthWithin(int width, int height) {
		return roots().mapToDouble(root -> {
			double length = 0;
			for (int i = 1; i < root.x().length; i++) {
				double dx = root.x()[i] - root.x()[i - 1];
				double dy = root.y()[i] - root.y()[i - 1];
				double[] part = { 0, 1 };
				clip(root.x()[i - 1], dx, width, part);
				clip(root.y()[i - 1], dy, height, part);
				length += Math.max(0, part[1] - part[0]) * Math.hypot(dx, dy);
			}
			return length;
		}).sum();
	}

	/** Narrows the part of a line, from 0 to 1, to what lies between the edges of the pixels 0 to size - 1. */
	private static void clip(double from, double step, int size, double[] part) {
		double first = (-0.5 - from) / step;
		double last = (size - 0.5 - from) / step;
		if (step != 0) {
			part[0] = Math.max(part[0], Math.min(first, last));
			part[1] = Math.min(part[1], Math.max(first, last));
		}
		else if (from < -0.5 || from > size - 0.5) part[1] = -1;
	}

	/**
	 * Draws the roots as a mask: pixels whose middle lies on a root, whose width changes evenly from point to point.
	 *
	 * @param width columns of the mask; what lies outside is left out
	 * @param height rows of the mask
	 * @param diameter in px where the tracing has none, at least 1; thinner ones are drawn with 1, so that no line is
	 *          cut
	 */
	public Mask toMask(int width, int height, double diameter) {
		Mask mask = new Mask(width, height);
		roots().forEach(root -> {
			double[] radius = new double[root.x().length];
			for (int i = 0; i < radius.length; i++) {
				double given = root.diameters()[i];
				radius[i] = Math.max(1, given > 0 && given < 1e6 ? given : diameter) / 2;
			}
			for (int i = 0; i < radius.length; i++) draw(mask, root, radius, Math.max(0, i - 1), i);
		});
		return mask;
	}

	private static void draw(Mask mask, TracedRoot root, double[] radius, int a, int b) {
		double x = root.x()[a];
		double y = root.y()[a];
		double dx = root.x()[b] - x;
		double dy = root.y()[b] - y;
		double square = dx * dx + dy * dy;
		double reach = Math.max(radius[a], radius[b]);
		int left = (int) Math.max(0, Math.ceil(Math.min(x, x + dx) - reach));
		int right = (int) Math.min(mask.width() - 1, Math.floor(Math.max(x, x + dx) + reach));
		int top = (int) Math.max(0, Math.ceil(Math.min(y, y + dy) - reach));
		int bottom = (int) Math.min(mask.height() - 1, Math.floor(Math.max(y, y + dy) + reach));
		for (int row = top; row <= bottom; row++) {
			for (int column = left; column <= right; column++) {
				double along = square == 0 ? 0 :
					Math.max(0, Math.min(1, ((column - x) * dx + (row - y) * dy) / square));
				double asideX = column - x - along * dx;
				double asideY = row - y - along * dy;
				double r = radius[a] + along * (radius[b] - radius[a]);
				if (asideX * asideX + asideY * asideY <= r * r) mask.pixels()[row * mask.width() + column] = Mask.ROOT;
			}
		}
	}
}
