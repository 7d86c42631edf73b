// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Draw.between;
import static io.github.taproot.simulation.Draw.chance;
import static io.github.taproot.simulation.Draw.logUniform;
import static io.github.taproot.simulation.Noise.cloudy;
import static io.github.taproot.simulation.Noise.hash;
import static io.github.taproot.simulation.Noise.smooth;
import static io.github.taproot.simulation.Noise.step;

import java.util.Random;

/**
 * A piece of tape, a label with print, or a ruler: a rectangle in front of the soil.
 *
 * @param x its middle in px
 * @param y likewise
 * @param halfLength in px
 * @param halfWidth likewise
 * @param cos of the angle of its long side to the x axis
 * @param sin likewise
 * @param ink of print and ticks
 */
record Sticker(Kind kind, int seed, float x, float y, float halfLength, float halfWidth, float cos, float sin,
	float[] colour, float[] ink)
{
	enum Kind { TAPE, LABEL, RULER }

	/** White, silver, black, brown parcel tape, blue, yellow, transparent-looking grey. */
	private static final float[][] COLOURS = { { 225, 224, 218 }, { 158, 160, 162 }, { 22, 22, 24 },
		{ 150, 112, 66 }, { 44, 84, 150 }, { 210, 180, 60 }, { 120, 118, 112 } };

	static Sticker draw(Random random, int width, int height) {
		Kind kind = Kind.values()[random.nextInt(3)];
		float size = Math.min(width, height);
		float halfWidth = size * (float) logUniform(random, 0.02, 0.07);
		float halfLength = halfWidth * (float) logUniform(random, 1.5, kind == Kind.LABEL ? 4 : 25);
		double angle = (random.nextInt(4) * 0.5 + (chance(random, 0.7) ? 0.01 : 0.2) * random.nextGaussian()) * Math.PI;
		float[] colour = COLOURS[kind == Kind.LABEL ? 0 : random.nextInt(COLOURS.length)].clone();
		float tone = between(random, 0.75, 1.1);
		for (int c = 0; c < 3; c++) colour[c] *= tone;
		float[] ink = Distractors.grey(colour[1] > 110 ? between(random, 5, 60) : between(random, 190, 240));
		return new Sticker(kind, random.nextInt(), width * random.nextFloat(), height * random.nextFloat(), halfLength,
			halfWidth, (float) StrictMath.cos(angle), (float) StrictMath.sin(angle), colour, ink);
	}

	/** From its border in px, negative within. */
	float distance(float px, float py) {
		return Math.max(Math.abs(along(px, py)) - halfLength, Math.abs(across(px, py)) - halfWidth);
	}

	private float along(float px, float py) {
		return (px - x) * cos + (py - y) * sin;
	}

	private float across(float px, float py) {
		return (py - y) * cos - (px - x) * sin;
	}

	void paint(Band band) {
		float reach = halfLength + halfWidth + 4;
		int bottom = (int) Math.min(band.bottom(), y + reach);
		int right = (int) Math.min(band.width, x + reach);
		for (int row = (int) Math.max(band.top, y - reach); row < bottom; row++) {
			for (int column = (int) Math.max(0, x - reach); column < right; column++) {
				float away = distance(column + 0.5f, row + 0.5f);
				if (away >= 4) continue;
				int p = (row - band.top) * band.width + column;
				if (away > 0) band.darken(p, 1 - 0.1f * (1 - away / 4));
				float u = along(column + 0.5f, row + 0.5f);
				float v = across(column + 0.5f, row + 0.5f);
				float light = 1 + 0.08f * cloudy(seed, u / 40, v / 40) + 0.05f * smooth(seed + 1, u / 2, v / 2);
				band.blend(p, printed(u, v) ? ink : colour, light, step(0.5f - away));
			}
		}
	}

	private boolean printed(float u, float v) {
		return switch (kind) {
			case TAPE -> false;
			case RULER -> {
				float gap = Math.max(4, halfWidth / 4);
				int tick = Math.round(u / gap);
				float length = halfWidth * (tick % 10 == 0 ? 1.1f : tick % 5 == 0 ? 0.8f : 0.5f);
				yield Math.abs(u - tick * gap) < 0.12f * gap + 0.4f && v > halfWidth - length ||
					Math.abs(u % (10 * gap)) < 2.5f * gap && v < -0.2f * halfWidth && glyph(u, v, gap);
			}
			case LABEL -> Math.abs(v) < 0.75f * halfWidth && Math.abs(u) < 0.85f * halfLength &&
				glyph(u, v, Math.max(3, halfWidth / 6));
		};
	}

	/** Marks of 3 x 5 dots that look like print from afar. */
	private boolean glyph(float u, float v, float size) {
		int column = (int) Math.floor(u / size * 4 / 3 + 1_000);
		int row = (int) Math.floor(v / size * 2 + 1_000);
		if (column % 4 == 3 || row % 7 > 4) return false;
		return hash(seed + 2 + hash(seed, column / 4, row / 7), column % 4, row % 7) % 3 != 0;
	}
}
