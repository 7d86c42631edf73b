// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.annotation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;

class PaintingTest {

	private static final byte ROOT = Annotation.ROOT;
	private static final byte SOIL = Annotation.SOIL;
	private static final byte UNKNOWN = Annotation.UNKNOWN;

	private static Stroke stroke(byte label, double diameter, double... xys) {
		double[] xs = new double[xys.length / 2];
		double[] ys = new double[xs.length];
		for (int i = 0; i < xs.length; i++) {
			xs[i] = xys[2 * i];
			ys[i] = xys[2 * i + 1];
		}
		return new Stroke(label, diameter, xs, ys);
	}

	/** Rows of s, # and . for soil, root and unknown. */
	private static String drawn(Painting painting) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < painting.labels().length; i++) {
			if (i > 0 && i % painting.width() == 0) text.append(' ');
			text.append("s#.".charAt(painting.labels()[i]));
		}
		return text.toString();
	}

	@Test
	void paintsTheDiscOfTheBrush() {
		Painting painting = Painting.blank(7, 5);
		assertEquals(new Area(2, 1, 3, 3), painting.paint(stroke(ROOT, 3, 3.5, 2.5)));
		assertEquals("....... ..###.. ..###.. ..###.. .......", drawn(painting));
		painting = Painting.blank(7, 5);
		painting.paint(stroke(ROOT, 2, 3.5, 2.5));
		assertEquals("....... ...#... ..###.. ...#... .......", drawn(painting));
		painting = Painting.blank(7, 5);
		painting.paint(stroke(ROOT, 2, 3, 2));
		assertEquals("....... ..##... ..##... ....... .......", drawn(painting));
	}

	@Test
	void paintsWherePointsFallBetweenPixels() {
		Painting painting = Painting.blank(5, 2);
		painting.paint(stroke(ROOT, 1, 1.99, 0.99));
		assertEquals(".#... .....", drawn(painting));
		painting.paint(stroke(SOIL, 1, 0.5, 1.5, 4.5, 1.5));
		assertEquals(".#... sssss", drawn(painting));
	}

	@Test
	void leavesNoGapHoweverFastAndThinTheBrush() {
		Random random = new Random(1);
		for (int run = 0; run < 200; run++) {
			Painting painting = Painting.blank(60, 40);
			double x0 = 60 * random.nextDouble(), y0 = 40 * random.nextDouble();
			double x1 = 60 * random.nextDouble(), y1 = 40 * random.nextDouble();
			painting.paint(stroke(ROOT, 1 + 3 * random.nextDouble(), x0, y0, x1, y1));
			for (int step = 0; step <= 100; step++) {
				int x = (int) (x0 + (x1 - x0) * step / 100);
				int y = (int) (y0 + (y1 - y0) * step / 100);
				boolean near = false;
				for (int j = Math.max(0, y - 1); j <= Math.min(39, y + 1); j++) {
					for (int i = Math.max(0, x - 1); i <= Math.min(59, x + 1); i++) {
						near |= painting.labels()[j * 60 + i] == ROOT;
					}
				}
				assertTrue(near, "gap at " + x + "," + y);
			}
		}
	}

	@Test
	void paintsExactlyThePixelsNearTheLine() {
		Random random = new Random(2);
		for (int run = 0; run < 300; run++) {
			Painting painting = Painting.blank(50, 40);
			// Also outside, upright, flat and standing still.
			double x0 = 80 * random.nextDouble() - 15, y0 = 70 * random.nextDouble() - 15;
			double x1 = run % 3 == 0 ? x0 : 80 * random.nextDouble() - 15, y1 = run % 5 == 0 ? y0 :
				70 * random.nextDouble() - 15;
			double diameter = 2 + 20 * random.nextDouble();
			Area area = painting.paint(stroke(SOIL, diameter, x0, y0, x1, y1));
			for (int y = 0; y < 40; y++) {
				for (int x = 0; x < 50; x++) {
					double px = x + 0.5 - x0, py = y + 0.5 - y0, dx = x1 - x0, dy = y1 - y0;
					double length = dx * dx + dy * dy;
					double t = length == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
					double distance = Math.hypot(px - t * dx, py - t * dy);
					if (Math.abs(distance - diameter / 2) < 1e-9) continue;
					boolean painted = painting.labels()[y * 50 + x] == SOIL;
					assertEquals(distance < diameter / 2, painted, "run " + run + " at " + x + "," + y);
					if (painted) {
						assertTrue(x >= area.x() && x < area.x() + area.width() && y >= area.y() && y < area.y() +
							area.height());
					}
				}
			}
		}
	}

	private static void haloed(Painting painting, double x0, double y0, double x1, double y1) {
		painting.begin(ROOT, 1, 2);
		painting.line(x0, y0, x1, y1, 1);
		painting.end();
	}

	/** A root 1 px wide, a gap of 1 px and 1 px of soil, and undo of all at once. */
	@Test
	void aHaloIsPartOfItsStroke() {
		Painting painting = Painting.blank(9, 5);
		painting.paint(stroke(ROOT, 1, 0.5, 0.5));
		painting.begin(ROOT, 1, 2);
		painting.line(4.5, 2.5, 4.5, 2.5, 1);
		assertEquals("#........ ......... ....#.... ......... .........", drawn(painting));
		assertEquals(new Area(2, 0, 5, 5), painting.end());
		String all = drawn(painting);
		assertEquals('#', all.charAt(2 * 10 + 4));
		assertEquals('.', all.charAt(2 * 10 + 5));
		assertEquals('s', all.charAt(2 * 10 + 6));
		assertEquals(new Area(2, 0, 5, 5), painting.undo());
		assertEquals("#........ ......... ......... ......... .........", drawn(painting));
		painting.redo();
		assertEquals(all, drawn(painting));
	}

	/** Crossing roots stay whole, whichever was first, and so does what a person painted; the eraser, too. */
	@Test
	void paintWinsOverAHalo() {
		Painting painting = Painting.blank(7, 7);
		haloed(painting, 0.5, 3.5, 6.5, 3.5);
		assertEquals("....... sssssss ....... ####### ....... sssssss .......", drawn(painting));
		haloed(painting, 3.5, 0.5, 3.5, 6.5);
		assertEquals(".s.#.s. sss#sss .s.#.s. ####### .s.#.s. sss#sss .s.#.s.", drawn(painting));
		painting.undo();
		assertEquals("....... sssssss ....... ####### ....... sssssss .......", drawn(painting));
		painting.paint(stroke(UNKNOWN, 1, 0.5, 1.5, 6.5, 1.5));
		painting.paint(stroke(ROOT, 1, 0.5, 0.5, 6.5, 0.5));
		assertEquals("####### ....... ....... ####### ....... sssssss .......", drawn(painting));
		haloed(painting, 0.5, 2.5, 0.5, 2.5);
		assertTrue(drawn(painting).startsWith("#######"));
	}

	/** Over its own halo, too: a stroke that turns back is not cut, and every pixel goes back to what it was. */
	@Test
	void strokesThatTurnBackAreUndoneWhole() {
		Random random = new Random(5);
		for (int run = 0; run < 50; run++) {
			Painting painting = Painting.blank(50, 40);
			painting.paint(stroke(SOIL, 5, 10, 10, 40, 30));
			painting.paint(stroke(ROOT, 3, 40, 5, 10, 35));
			String before = drawn(painting);
			painting.begin(ROOT, 2, 7);
			double x = 25, y = 20;
			for (int i = 0; i < 8; i++) {
				double toX = 50 * random.nextDouble(), toY = 40 * random.nextDouble();
				painting.line(x, y, toX, toY, 4);
				x = toX;
				y = toY;
			}
			String roots = drawn(painting);
			painting.end();
			String after = drawn(painting);
			for (int i = 0; i < roots.length(); i++) {
				if (roots.charAt(i) != '.') assertEquals(roots.charAt(i), after.charAt(i));
			}
			painting.undo();
			assertEquals(before, drawn(painting));
			painting.redo();
			assertEquals(after, drawn(painting));
		}
	}

	@Test
	void undoesAndRedoes() {
		Painting painting = Painting.blank(6, 1);
		painting.paint(stroke(ROOT, 1, 0.5, 0.5, 3.5, 0.5));
		painting.paint(stroke(SOIL, 1, 2.5, 0.5, 5.5, 0.5));
		painting.paint(stroke(UNKNOWN, 1, 1.5, 0.5, 2.5, 0.5));
		assertEquals("#..sss", drawn(painting));
		assertEquals(new Area(1, 0, 2, 1), painting.undo());
		assertEquals("##ssss", drawn(painting));
		assertEquals(new Area(2, 0, 4, 1), painting.undo());
		assertEquals("####..", drawn(painting));
		assertEquals(new Area(2, 0, 4, 1), painting.redo());
		assertEquals("##ssss", drawn(painting));
		painting.undo();
		painting.undo();
		assertEquals("......", drawn(painting));
		assertTrue(painting.undo().isEmpty());
		assertFalse(painting.canUndo());
		painting.redo();
		painting.paint(stroke(SOIL, 1, 5.5, 0.5));
		assertFalse(painting.canRedo(), "a new stroke takes the place of what was undone");
		assertTrue(painting.redo().isEmpty());
		assertEquals("####.s", drawn(painting));
	}

	@Test
	void aStrokeThatChangesNothingIsNoStep() {
		Painting painting = Painting.blank(3, 1);
		painting.paint(stroke(ROOT, 1, 0.5, 0.5));
		painting.paint(stroke(ROOT, 1, 0.5, 0.5));
		painting.paint(stroke(ROOT, 3, -50, -50));
		painting.undo();
		assertEquals("...", drawn(painting));
		painting.paint(stroke(ROOT, 3, -50, -50));
		assertTrue(painting.canRedo(), "a stroke outside the image takes nothing away");
	}

	@Test
	void undoesAStrokeThatHasNotEnded() {
		Painting painting = Painting.blank(3, 1);
		painting.begin(ROOT);
		painting.line(0.5, 0.5, 0.5, 0.5, 1);
		painting.undo();
		assertEquals("...", drawn(painting));
		assertThrows(IllegalStateException.class, () -> painting.line(0.5, 0.5, 0.5, 0.5, 1));
	}

	@Test
	void fillsShapes() {
		Painting painting = Painting.blank(5, 3);
		painting.begin(ROOT);
		assertEquals(new Area(0, 0, 2, 2), painting.fill(-1, -1, 3, 3, new byte[] { 1, 1, 1, 1, 0, 1, 1, 1, 0 }));
		assertEquals(new Area(3, 1, 2, 2), painting.fill(3, 1, 9, 9, null));
		assertTrue(painting.fill(7, 0, 2, 2, null).isEmpty());
		painting.end();
		assertEquals(".#... #..## ...##", drawn(painting));
		assertEquals(new Area(0, 0, 5, 3), painting.undo());
		assertEquals("..... ..... .....", drawn(painting));
	}

	@Test
	void fillsARegionBetweenStrokes() {
		Painting painting = Painting.blank(6, 4);
		painting.paint(stroke(ROOT, 1, 2.5, 0.5, 2.5, 2.5, 5.5, 2.5));
		assertEquals("..#... ..#... ..#### ......", drawn(painting));
		assertEquals(new Area(3, 0, 3, 2), painting.flood(4, 1, SOIL));
		assertEquals("..#sss ..#sss ..#### ......", drawn(painting));
		assertEquals(Area.NOTHING, painting.flood(4, 1, ROOT), "it is painted");
		assertEquals(Area.NOTHING, painting.flood(6, 1, ROOT), "it is outside");
		painting.flood(0, 0, SOIL);
		assertEquals("ss#sss ss#sss ss#### ssssss", drawn(painting));
		painting.undo();
		assertEquals("..#sss ..#sss ..#### ......", drawn(painting));
		painting.redo();
		assertEquals("ss#sss ss#sss ss#### ssssss", drawn(painting));
	}

	@Test
	void fillsAroundWhatIsPaintedHoweverItWinds() {
		Random random = new Random(3);
		for (int run = 0; run < 100; run++) {
			int width = 1 + random.nextInt(12);
			int height = 1 + random.nextInt(12);
			byte[] labels = new byte[width * height];
			for (int i = 0; i < labels.length; i++) labels[i] = random.nextInt(3) == 0 ? ROOT : UNKNOWN;
			Painting painting = new Painting(new Annotation(width, height, labels));
			int start = random.nextInt(labels.length);
			boolean[] reached = new boolean[labels.length];
			reached[start] = labels[start] == UNKNOWN;
			for (int round = 0; round < labels.length; round++) {
				for (int i = 0; i < labels.length; i++) {
					if (labels[i] != UNKNOWN) continue;
					boolean beside = i % width > 0 && reached[i - 1] || i % width < width - 1 && reached[i + 1] ||
						i >= width && reached[i - width] || i < labels.length - width && reached[i + width];
					reached[i] |= beside;
				}
			}
			painting.flood(start % width, start / width, SOIL);
			for (int i = 0; i < labels.length; i++) {
				assertEquals(reached[i] ? SOIL : labels[i], painting.labels()[i], "run " + run + ", pixel " + i);
			}
		}
	}

	@Test
	void aFinishedPhotographIsWhatTheModelFoundWhereNothingWasPainted() {
		Painting painting = Painting.blank(5, 2);
		painting.paint(stroke(SOIL, 1, 1.5, 0.5));
		Mask found = new Mask(5, 2, new byte[] { 0, -1, -1, -1, 0, -1, 0, 0, 0, -1 });
		assertEquals(new Area(0, 0, 5, 2), painting.complete(found));
		assertEquals("ss##s #sss#", drawn(painting));
		assertEquals(Area.NOTHING, painting.complete(found));
		painting.undo();
		assertEquals(".s... .....", drawn(painting));
		painting.complete(null);
		assertEquals("sssss sssss", drawn(painting));
		painting.undo();
		painting.redo();
		assertEquals("sssss sssss", drawn(painting));
	}

	@Test
	void refusesWhatIsNoStroke() {
		assertThrows(IllegalArgumentException.class, () -> stroke((byte) 3, 3, 1, 1));
		assertThrows(IllegalArgumentException.class, () -> stroke(ROOT, 0.5, 1, 1));
		assertThrows(IllegalArgumentException.class, () -> stroke(ROOT, Double.NaN, 1, 1));
		assertThrows(IllegalArgumentException.class, () -> stroke(ROOT, 3));
	}

	@Test
	void manyStrokesOnALargeImageAreAllUndone() {
		Painting painting = Painting.blank(2550, 2273);
		byte[] before = painting.labels().clone();
		Random random = new Random(3);
		List<byte[]> states = new ArrayList<>();
		for (int i = 0; i < 80; i++) {
			double[] xs = new double[200];
			double[] ys = new double[200];
			for (int j = 0; j < 200; j++) {
				xs[j] = j == 0 ? 2550 * random.nextDouble() : xs[j - 1] + 40 * random.nextGaussian();
				ys[j] = j == 0 ? 2273 * random.nextDouble() : ys[j - 1] + 40 * random.nextGaussian();
			}
			painting.paint(new Stroke((byte) (i % 2), 60, xs, ys));
			if (i == 29) states.add(painting.labels().clone());
		}
		byte[] last = painting.labels().clone();
		for (int i = 0; i < 50; i++) painting.undo();
		assertArrayEquals(states.get(0), painting.labels());
		for (int i = 0; i < 30; i++) painting.undo();
		assertArrayEquals(before, painting.labels());
		for (int i = 0; i < 80; i++) painting.redo();
		assertArrayEquals(last, painting.labels());
	}

	@Test
	void forgetsOnlyTheOldestStepsWhereMemoryEnds() {
		Painting painting = Painting.blank(2000, 2000);
		byte[] comb = new byte[4_000_000];
		for (int i = 0; i < comb.length; i += 2) comb[i] = 1;
		for (byte label : new byte[] { ROOT, SOIL, ROOT }) {
			painting.begin(label);
			painting.fill(0, 0, 2000, 2000, comb);
			painting.end();
		}
		painting.undo();
		painting.undo();
		assertEquals(ROOT, painting.labels()[0]);
		assertTrue(painting.undo().isEmpty(), "three steps of two million runs are more than four million");
	}
}
