// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Draw.between;
import static io.github.taproot.simulation.Draw.chance;
import static io.github.taproot.simulation.Draw.logUniform;

import java.util.Random;

/**
 * What looks like roots and is not: it is in no mask. Shares of nothing are 0, otherwise amounts for 512 x 512 px.
 *
 * @param seed of their places
 * @param straws straight stalks with parallel borders, behind roots
 * @param leaves pieces of leaves with veins, behind roots
 * @param cracks in the soil, behind roots
 * @param hyphae threads of fungi, in front of roots
 * @param scratches on the glass
 * @param films borders of films of water or clay on the glass
 * @param burrows of worms, behind roots
 * @param scannerLines straight lines across the whole photograph, in front of roots; not for 512 x 512 px
 */
record Distractors(long seed, float straws, float leaves, float cracks, float hyphae, float scratches, float films,
	float burrows, float scannerLines)
{
	static Distractors draw(Random random) {
		return new Distractors(random.nextLong(), some(random, 0.1, 1, 4), some(random, 0.12, 1, 2),
			some(random, 0.3, 1, 8), some(random, 0.2, 2, 25), some(random, 0.4, 1, 12), some(random, 0.2, 1, 3),
			some(random, 0.12, 0.5, 2), some(random, 0.3, 1, 6));
	}

	private static float some(Random random, double probability, double min, double max) {
		return chance(random, probability) ? (float) logUniform(random, min, max) : 0;
	}

	/** Burrows, straws, leaves and cracks. */
	void paintBehind(Band band, RootBrush brush) {
		Random random = new Random(seed);
		for (int i = count(burrows, band); i > 0; i--) burrow(band, brush, Draw.fork(random));
		for (int i = count(leaves, band); i > 0; i--) new Leaf(band, brush, Draw.fork(random)).paint();
		for (int i = count(straws, band); i > 0; i--) straw(band, brush, Draw.fork(random));
		for (int i = count(cracks, band); i > 0; i--) crack(band, brush, Draw.fork(random));
	}

	/** Hyphae, films, scratches and a scanner's lines. */
	void paintFront(Band band, RootBrush brush) {
		Random random = new Random(seed + 1);
		for (int i = count(hyphae, band); i > 0; i--) hypha(band, brush, Draw.fork(random));
		for (int i = count(films, band); i > 0; i--) film(band, brush, Draw.fork(random));
		for (int i = count(scratches, band); i > 0; i--) scratch(band, brush, Draw.fork(random));
		for (int i = Math.round(scannerLines); i > 0; i--) scannerLine(band, Draw.fork(random));
	}

	private static int count(float amount, Band band) {
		return Math.round(amount * Math.max(0.3f, band.width * (float) band.rows / (512 * 512)));
	}

	private static void straw(Band band, RootBrush brush, Random random) {
		float width = (float) logUniform(random, 4, 22);
		int points = 12;
		Walk walk = new Walk(random, band, points, width * between(random, 3, 12) / points, 0.004, 0);
		float tone = between(random, 0.3, 1.1);
		float[] colour = { 190 * tone, between(random, 130, 165) * tone, between(random, 70, 135) * tone };
		// A flat stalk: a body with fine lines along it, all of them parallel.
		brush.paintScratch(walk.line(0, width / 2 + 1.5f, new float[] { 20, 16, 12 }, 0.35f, 1.5f));
		brush.paintStraw(walk.line(0, width / 2, colour, between(random, 0.8, 1), 0.7f));
	}

	private static void crack(Band band, RootBrush brush, Random random) {
		Walk walk = new Walk(random, band, random.nextInt(15, 90), between(random, 3, 7), 0.1, 0.6);
		float opacity = between(random, 0.4, 0.9);
		float width = (float) logUniform(random, 0.5, 3.5);
		if (chance(random, 0.5)) brush.paintScratch(walk.line(width, width * 0.7f, grey(150), opacity / 4, 1));
		brush.paintScratch(walk.line(0, width, new float[] { 14, 11, 9 }, opacity, 0.8f));
	}

	private static void hypha(Band band, RootBrush brush, Random random) {
		Walk walk = new Walk(random, band, random.nextInt(20, 120), 4, between(random, 0.05, 0.25), 0);
		float tone = chance(random, 0.75) ? between(random, 150, 235) : between(random, 10, 40);
		brush.paintScratch(walk.line(0, between(random, 0.2, 0.45), grey(tone), between(random, 0.08, 0.4), 0.6f));
	}

	private static void scratch(Band band, RootBrush brush, Random random) {
		Walk walk = new Walk(random, band, random.nextInt(4, 45), 12, 0.006, 0);
		float tone = chance(random, 0.6) ? between(random, 130, 250) : between(random, 5, 40);
		brush.paintScratch(walk.line(0, (float) logUniform(random, 0.25, 1), grey(tone), between(random, 0.08, 0.55),
			0.7f));
	}

	/** The border of a film: a light line beside a dark one, smooth and long. */
	private static void film(Band band, RootBrush brush, Random random) {
		Walk walk = new Walk(random, band, random.nextInt(40, 160), 6, between(random, 0.02, 0.09), 0);
		float width = (float) logUniform(random, 0.5, 2.5);
		float opacity = between(random, 0.15, 0.6);
		brush.paintScratch(walk.line(2 * width, width, grey(10), opacity * between(random, 0, 0.8), 1 + width / 2));
		brush.paintScratch(walk.line(0, width, grey(between(random, 170, 245)), opacity, 1));
	}

	/** A worm's burrow: a dark tube with a lit rim. */
	private static void burrow(Band band, RootBrush brush, Random random) {
		float width = (float) logUniform(random, 4, 20);
		Walk walk = new Walk(random, band, random.nextInt(15, 60), width, between(random, 0.05, 0.3), 0);
		float tone = between(random, 8, 40);
		float[] colour = { tone * 1.15f, tone, tone * 0.85f };
		brush.paintScratch(walk.line(-0.5f * width, width, grey(tone * 4), between(random, 0, 0.3), 2));
		brush.paintScratch(walk.line(0, width, colour, between(random, 0.4, 0.9), between(random, 1.5, 5)));
	}

	/** Whole rows or columns that a scanner read wrongly or joined badly. */
	private static void scannerLine(Band band, Random random) {
		boolean down = chance(random, 0.75);
		int at = random.nextInt(down ? band.width : band.rows);
		int from = 0;
		int to = down ? band.rows : band.width;
		if (chance(random, 0.3)) from = random.nextInt(to);
		float[] colour = grey(chance(random, 0.5) ? between(random, 120, 250) : between(random, 0, 50));
		float opacity = (float) logUniform(random, 0.05, 0.5);
		int side = Math.min(at + random.nextInt(1, 4), down ? band.width : band.rows);
		for (int line = at; line < side; line++) {
			for (int i = from; i < to; i++) {
				band.blend(down ? i * band.width + line : line * band.width + i, colour, 1, opacity);
			}
		}
	}

	static float[] grey(float tone) {
		return new float[] { tone, tone, tone };
	}
}
