// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.DoubleSummaryStatistics;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Mask;
import io.github.taproot.progress.Progress;

class DiametersTest {

	/** An upright bar from the upper to the lower border, in 31x31 pixels. */
	private static Mask bar(int left, int wide) {
		Mask mask = new Mask(31, 31);
		for (int i = 0; i < 31 * 31; i++) if (i % 31 >= left && i % 31 < left + wide) mask.pixels()[i] = Mask.ROOT;
		return mask;
	}

	private static Diameters inscribed(Mask mask) {
		return Diameters.inscribed(mask, Skeleton.of(mask, Progress.NONE).toMask());
	}

	@Test
	void theCircleInABarOfOddWidthHasItAndInOneOfEvenWidthOneLess() {
		for (int wide = 1; wide <= 9; wide++) {
			float[] found = inscribed(bar(10, wide)).sorted();
			int expected = wide % 2 == 1 ? wide : wide - 1;
			// In the middle of the skeleton, away from the ends that thinning makes.
			assertEquals(expected, found[found.length / 2], "width " + wide);
			assertTrue(found.length >= 20, "width " + wide);
		}
	}

	/** All pixels whose centre is at most 6 px away: the soil nearest to the middle is at (6, 1). */
	@Test
	void aDiscHasItsDiameter() {
		Mask disc = new Mask(21, 21);
		Mask middle = new Mask(21, 21);
		for (int y = -10; y <= 10; y++) {
			for (int x = -10; x <= 10; x++) if (x * x + y * y <= 36) disc.pixels()[(y + 10) * 21 + x + 10] = Mask.ROOT;
		}
		middle.pixels()[10 * 21 + 10] = Mask.ROOT;
		assertArrayEquals(new float[] { (float) (2 * Math.sqrt(37) - 1) }, Diameters.inscribed(disc, middle).sorted());
	}

	/** Columns 0 to 4 are root: from column 2, the nearest soil is at column 5, since outside there is none. */
	@Test
	void outsideOfTheImageThereIsNoSoil() {
		Mask skeleton = new Mask(31, 31);
		skeleton.pixels()[15 * 31 + 2] = Mask.ROOT;
		skeleton.pixels()[0] = Mask.ROOT;
		assertArrayEquals(new float[] { 5, 9 }, Diameters.inscribed(bar(0, 5), skeleton).sorted());
	}

	@Test
	void withoutSoilDiametersAreUnknownAndWithoutRootsThereAreNone() {
		Mask skeleton = new Mask(31, 31);
		skeleton.pixels()[40] = Mask.ROOT;
		Diameters unknown = Diameters.inscribed(bar(0, 31), skeleton);
		assertTrue(Float.isNaN(unknown.pixels()[40]));
		assertEquals(0, unknown.pixels()[41]);
		assertEquals(0, unknown.sorted().length);
		assertEquals(0, inscribed(new Mask(3, 2)).sorted().length);
		assertThrows(IllegalArgumentException.class, () -> Diameters.inscribed(new Mask(3, 2), new Mask(2, 3)));
	}

	@Test
	void equalsASearchOfAllPixels() {
		Random random = new Random(1);
		for (int round = 0; round < 60; round++) {
			Mask mask = new Mask(1 + random.nextInt(40), 1 + random.nextInt(40));
			double soil = Math.pow(random.nextDouble(), 4);
			for (int i = 0; i < mask.pixels().length; i++) {
				if (random.nextDouble() >= soil) mask.pixels()[i] = Mask.ROOT;
			}
			float[] expected = new float[mask.pixels().length];
			for (int i = 0; i < expected.length; i++) if (mask.pixels()[i] != Mask.SOIL) expected[i] = search(mask, i);
			assertArrayEquals(expected, Diameters.inscribed(mask, mask).pixels(), "round " + round);
		}
	}

	private static float search(Mask mask, int from) {
		int width = mask.width();
		long nearest = Long.MAX_VALUE;
		for (int i = 0; i < mask.pixels().length; i++) {
			int dx = i % width - from % width;
			int dy = i / width - from / width;
			if (mask.pixels()[i] == Mask.SOIL) nearest = Math.min(nearest, dx * dx + dy * dy);
		}
		return nearest == Long.MAX_VALUE ? Float.NaN : (float) (2 * Math.sqrt(nearest) - 1);
	}

	@Test
	void aBarHasItsWidthWhetherOddOrEven() {
		for (int wide = 1; wide <= 12; wide++) {
			int end = 10 + wide;
			Mask mask = Shapes.draw(31, 101, (x, y) -> x >= 10 && x < end);
			float[] found = Diameters.of(mask, Skeleton.of(mask, Progress.NONE)).pixels();
			// In the middle, away from the hooks that thinning makes at the ends.
			double middle = 0;
			for (int x = 0; x < 31; x++) middle = Math.max(middle, found[50 * 31 + x]);
			assertEquals(wide, middle, 1e-4, "width " + wide);
		}
	}

	/** How far the mean diameter along straight roots is off, over angles: README's table. */
	@Test
	void straightRootsAtEveryThirdDegree() {
		System.out.println("| width, px | mean error, px | lowest | highest | inscribed circle: mean error " +
			"|\n|---|---|---|---|---|");
		for (int wide : new int[] { 3, 4, 5, 6, 8, 10, 15, 20, 30, 40 }) {
			DoubleSummaryStatistics errors = new DoubleSummaryStatistics();
			DoubleSummaryStatistics circles = new DoubleSummaryStatistics();
			for (int angle = 0; angle < 180; angle += 3) {
				double cos = Math.cos(Math.toRadians(angle));
				double sin = Math.sin(Math.toRadians(angle));
				// Pixels leave the width of a single drawn root open: that of an upright one by up to 1 px.
				double found = 0;
				double circle = 0;
				int shifts = 7;
				int shrunk = 0;
				for (int shift = 0; shift < shifts; shift++) {
					double aside = shift * 0.618 % 1;
					Mask mask =
						Shapes.draw(151, 151, (x, y) ->
						Math.abs((x - 75) * sin - (y - 75) * cos - aside) <= wide / 2.0);
					Skeleton skeleton = Skeleton.of(mask, Progress.NONE);
					if (skeleton.pixelCount() < 90) {
						// The weakness of thinning that Skeleton tells of.
						assertEquals(45, angle);
						shrunk++;
						continue;
					}
					found += inMiddle(Diameters.of(mask, skeleton));
					circle += inMiddle(Diameters.inscribed(mask, skeleton.toMask()));
				}
				if (shrunk > 0) continue;
				errors.accept(found / shifts - wide);
				circles.accept(circle / shifts - wide);
			}
			System.out.printf("| %d | %+.2f | %+.2f | %+.2f | %+.2f |%n", wide, errors.getAverage(), errors.getMin(),
				errors.getMax(), circles.getAverage());
			assertEquals(0, errors.getMin(), 0.3, "width " + wide);
			assertEquals(0, errors.getMax(), 0.3, "width " + wide);
		}
	}

	/** The mean of those pixels that are at most 40 px from the middle. */
	private static double inMiddle(Diameters diameters) {
		double sum = 0;
		int count = 0;
		for (int i = 0; i < diameters.pixels().length; i++) {
			boolean isNear = Math.hypot(i % 151 - 75, i / 151 - 75) <= 40;
			if (!isNear || !(diameters.pixels()[i] > 0)) continue;
			sum += diameters.pixels()[i];
			count++;
		}
		return sum / count;
	}
}
