// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Draw.between;
import static io.github.taproot.simulation.Draw.chance;
import static io.github.taproot.simulation.Draw.logUniform;

import java.util.Random;

/**
 * What the roots of one world look like.
 *
 * @param colours of most roots, and of the others
 * @param others share of the others, 0 to 1
 * @param opacity of roots where they touch the glass, 0 to 1
 * @param added whether roots are added to the soil's texture, which then shows through, rather than painted over it
 * @param rim brightness at the border relative to the middle: below 1 like a cylinder, above 1 like glass
 * @param side how much lighter one side is
 * @param shine brightness of a highlight along the root, 0 to 1
 * @param shinePlace -1 to 1 across the root
 * @param streaks contrast of streaks and patches along the root
 * @param shadow how dark the soil beside the root is, 0 to 1
 * @param hairs opacity of root hairs, 0 for none
 * @param hairLength in px
 */
record RootLook(float[][] colours, float others, float opacity, boolean added, float rim, float side, float shine,
	float shinePlace, float streaks, float shadow, float hairs, float hairLength)
{
	/** White, cream, pale brown, tan, orange, brown, dark brown, black, grey, glassy. */
	private static final float[][] COLOURS =
		{ { 214, 210, 200 }, { 206, 190, 150 }, { 160, 142, 120 }, { 150, 116, 84 },
		{ 170, 104, 62 }, { 104, 74, 54 }, { 62, 44, 34 }, { 28, 22, 19 }, { 138, 138, 134 }, { 120, 122, 112 } };

	static RootLook draw(Random random) {
		boolean glassy = chance(random, 0.15);
		float[][] colours = { colour(random), colour(random) };
		return new RootLook(colours, chance(random, 0.6) ? 0 : between(random, 0.05, 0.5),
			glassy ? between(random, 0.3, 0.6) : between(random, 0.65, 1), chance(random, 0.5),
			glassy ? between(random, 0.9, 1.5) : between(random, 0.35, 1.02), between(random, -0.25, 0.25),
			chance(random, 0.35) ? between(random, 0.1, 0.6) : 0, between(random, -0.6, 0.6),
			(float) logUniform(random, 0.05, 0.35), between(random, 0, 0.5),
			chance(random, 0.2) ? between(random, 0.1, 0.5) : 0, between(random, 4, 14));
	}

	/** The same in other colours. */
	RootLook of(float[][] others) {
		return new RootLook(others, this.others, opacity, added, rim, side, shine, shinePlace, streaks, shadow, hairs,
			hairLength);
	}

	private static float[] colour(Random random) {
		float[] colour = COLOURS[random.nextInt(COLOURS.length)].clone();
		double tone = 0.2 * random.nextGaussian();
		for (int c = 0; c < 3; c++) {
			colour[c] = Math.min(240, colour[c] * (float) StrictMath.exp(tone + 0.03 * random.nextGaussian()));
		}
		return colour;
	}
}
