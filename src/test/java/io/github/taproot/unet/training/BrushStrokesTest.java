// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Annotation;

class BrushStrokesTest {

	private static final int WIDTH = 200;
	private static final int HEIGHT = 120;

	private final byte[] labels = new byte[WIDTH * HEIGHT];
	private final byte[] found = new byte[WIDTH * HEIGHT];

	BrushStrokesTest() {
		Arrays.fill(labels, Annotation.UNKNOWN);
	}

	private static void fill(byte[] pixels, int left, int top, int width, int height, int value) {
		for (int y = top; y < top + height; y++) {
			Arrays.fill(pixels, y * WIDTH + left, y * WIDTH + left + width, (byte) value);
		}
	}

	/** A column of labels: r root, s soil, u unknown. */
	private String column(int x, int reach) {
		byte[] read = BrushStrokes.read(new Annotation(WIDTH, HEIGHT, labels), found, reach).labels();
		StringBuilder text = new StringBuilder();
		for (int y = 0; y < HEIGHT; y++) text.append("sru".charAt(read[y * WIDTH + x]));
		return text.toString();
	}

	private static String of(Object... countsAndLabels) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < countsAndLabels.length; i += 2) {
			text.append(((String) countsAndLabels[i + 1]).repeat((Integer) countsAndLabels[i]));
		}
		return text.toString();
	}

	/** A stroke 15 px wide over a root that the model missed: the middle 5 px are root, its rim may be soil. */
	@Test
	void theMiddleOfAStrokeIsRoot() {
		fill(labels, 0, 50, WIDTH, 15, Annotation.ROOT);
		assertEquals(of(20, "u", 30, "s", 5, "u", 5, "r", 5, "u", 30, "s", 25, "u"), column(100, BrushStrokes.NEAR));
	}

	/** What the model finds of a root is as wide as it finds it. */
	@Test
	void whatIsFoundUnderAStrokeIsRoot() {
		fill(labels, 0, 50, WIDTH, 15, Annotation.ROOT);
		fill(found, 0, 51, WIDTH, 13, 130);
		assertEquals(of(50, "s", 1, "u", 13, "r", 1, "u", 55, "s"), column(100, BrushStrokes.EVERYWHERE));
	}

	/** A stroke as thin as the root is all root, and broad paint is root but for its rim. */
	@Test
	void thinAndBroadPaintIsRoot() {
		fill(found, 0, 0, WIDTH, 10, 255);
		fill(labels, 0, 50, WIDTH, 4, Annotation.ROOT);
		assertEquals(of(10, "r", 40, "s", 4, "r", 66, "s"), column(100, BrushStrokes.EVERYWHERE));
		fill(labels, 0, 50, WIDTH, 40, Annotation.ROOT);
		fill(found, 0, 0, WIDTH, 40, 255);
		assertEquals(of(40, "r", 10, "s", 5, "u", 30, "r", 5, "u", 30, "s"), column(100, BrushStrokes.EVERYWHERE));
	}

	/** Where the model is unsure, nobody knows. */
	@Test
	void whatIsUnsureIsUnknown() {
		fill(found, 0, 20, WIDTH, 10, 150);
		fill(found, 0, 30, WIDTH, 10, 220);
		fill(found, 0, 40, WIDTH, 10, 60);
		fill(labels, 0, 100, WIDTH, 10, Annotation.SOIL);
		assertEquals(of(20, "s", 10, "u", 10, "r", 10, "u", 70, "s"), column(100, BrushStrokes.EVERYWHERE));
		assertEquals(of(70, "u", 50, "s"), column(100, BrushStrokes.NEAR));
	}

	/** Soil painted on a false root: it is no longer root up to 100 px from there, and other roots stay. */
	@Test
	void aRootThatSoilIsPaintedOnIsDoubted() {
		fill(found, 0, 60, WIDTH, 4, 255);
		fill(found, 0, 90, WIDTH, 4, 255);
		fill(labels, 10, 50, 20, 20, Annotation.SOIL);
		assertEquals(of(60, "s", 4, "u", 26, "s", 4, "r", 26, "s"), column(129, BrushStrokes.EVERYWHERE));
		assertEquals(of(60, "s", 4, "r", 26, "s", 4, "r", 26, "s"), column(130, BrushStrokes.EVERYWHERE));
		assertEquals(of(90, "s", 4, "r", 26, "s"), column(20, BrushStrokes.EVERYWHERE));
	}

	/** A model that finds nothing does not speak for the whole photograph. */
	@Test
	void aModelThatMissesMostIsAskedNearPaintOnly() {
		fill(labels, 0, 50, 100, 15, Annotation.ROOT);
		assertEquals("u".repeat(HEIGHT), column(150, BrushStrokes.EVERYWHERE));
		fill(found, 100, 0, 100, 15, 255);
		assertEquals(of(15, "r", 105, "s"), column(150, BrushStrokes.EVERYWHERE));
	}
}
