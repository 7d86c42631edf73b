// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Mask;

class RootTest {

	private static final float[] PALE = { 120, 110, 100 };

	@Test
	void lengthCountsWithinTheImageOnly() {
		assertEquals(60, root(4, 20, 50, 80, 50).lengthWithin(100, 100), 1e-9);
		assertEquals(100, root(4, -30, 50, 400, 50).lengthWithin(100, 100), 1e-9);
		assertEquals(0, root(4, -30, -5, 400, -5).lengthWithin(100, 100));
		// Cuts off a corner: from (0, 50) to (50, 0).
		assertEquals(50 * Math.sqrt(2), root(4, -10, 60, 60, -10).lengthWithin(100, 100), 1e-9);
		// 3, 4, 5 and back inside the image.
		assertEquals(50 + 20, root(4, 10, 10, 40, 50, 60, 50).lengthWithin(100, 100), 1e-9);
		assertEquals(8 * 60, root(4, 20, 50, 80, 50).areaWithin(100, 100), 1e-9);
	}

	/** Against the share of many points along the line that lie in the image. */
	@Test
	void lengthOfRootThatLeavesAndComesBack() {
		Root root = root(2, -12, 33, 48.5f, -20, 70, 60, 130, 72, 60, 140, 22, 91);
		double length = 0;
		int steps = 100_000;
		for (int i = 1; i < root.x().length; i++) {
			double dx = root.x()[i] - root.x()[i - 1];
			double dy = root.y()[i] - root.y()[i - 1];
			for (int k = 0; k < steps; k++) {
				double x = root.x()[i - 1] + dx * (k + 0.5) / steps;
				double y = root.y()[i - 1] + dy * (k + 0.5) / steps;
				if (x >= 0 && x <= 90 && y >= 0 && y <= 110) length += Math.hypot(dx, dy) / steps;
			}
		}
		assertTrue(length > 100 && length < 300, "the test's line is partly inside: " + length);
		assertEquals(length, root.lengthWithin(90, 110), 0.01);
	}

	/** A straight root's mask is its rectangle and two half discs. */
	@Test
	void maskIsWithinTheRadiusOfTheCentreLine() {
		Mask mask = paint(root(5, 20, 50, 80, 50));
		assertEquals(60 * 10 + Math.PI * 25, mask.rootPixels(), 8);
		assertTrue(mask.isRoot(50, 45) && mask.isRoot(50, 54), "centres 4.5 px away");
		assertFalse(mask.isRoot(50, 44) || mask.isRoot(50, 55), "centres 5.5 px away");
		assertTrue(mask.isRoot(15, 50) && !mask.isRoot(14, 50) && mask.isRoot(84, 50) && !mask.isRoot(85, 50));

		double length = Math.hypot(60, 35);
		assertEquals(length * 6 + Math.PI * 9, paint(root(3, 15, 25, 75, 60)).rootPixels(), 0.02 * length * 6);
	}

	@Test
	void bentRootIsTheUnionOfItsSegments() {
		Root root = root(3, 15.3f, 20, 40, 41.7f, 35, 75, 90, 80);
		Mask mask = paint(root);
		for (int y = 0; y < 100; y++) {
			for (int x = 0; x < 100; x++) {
				double nearest = Double.MAX_VALUE;
				for (int i = 1; i < 4; i++) {
					nearest = Math.min(nearest,
						java.awt.geom.Line2D.ptSegDist(root.x()[i - 1], root.y()[i - 1], root.x()[i],
						root.y()[i], x + 0.5, y + 0.5));
				}
				if (Math.abs(nearest - 3) > 1e-3) assertEquals(nearest < 3, mask.isRoot(x, y), x + ", " + y);
			}
		}
	}

	private static Mask paint(Root root) {
		Mask mask = new Mask(100, 100);
		for (int top = -8; top < 100; top += 40) new RootBrush(new Band(100, top, 40)).paint(root, mask);
		return mask;
	}

	private static Root root(float radius, float... xy) {
		float[] x = new float[xy.length / 2];
		float[] y = new float[x.length];
		float[] radii = new float[x.length];
		for (int i = 0; i < x.length; i++) {
			x[i] = xy[2 * i];
			y[i] = xy[2 * i + 1];
			radii[i] = radius;
		}
		return new Root(x, y, radii, PALE, 1, 1, 0, 7);
	}
}
