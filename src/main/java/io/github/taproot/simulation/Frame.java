// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Draw.between;
import static io.github.taproot.simulation.Draw.chance;
import static io.github.taproot.simulation.Draw.fork;
import static io.github.taproot.simulation.Draw.logUniform;
import static io.github.taproot.simulation.Noise.cloudy;
import static io.github.taproot.simulation.Noise.smooth;
import static io.github.taproot.simulation.Noise.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.github.taproot.image.Mask;

/**
 * What lies around and upon the soil of one photograph: the tube's dark edge with light that leaks in beside it and
 * cables behind it, a groove, tape, labels and rulers. Roots that it covers are not in the mask.
 *
 * @param width of the photograph in px
 * @param height likewise
 * @param insets how far the edge reaches in from the left, right, top and bottom in px, 0 for none
 * @param wave how far it strays from a straight line in px
 * @param colour of the edge
 * @param leak mean width of the bright strip beside it in px, 0 for none
 * @param lines cables and grooves: in front of everything but stickers
 */
record Frame(int seed, int width, int height, float[] insets, float wave, float[] colour, float leak,
	List<Root> lines, List<Sticker> stickers)
{
	static final Frame NONE =
		new Frame(0, 0, 0, new float[4], 0, new float[3], 0, List.of(), List.of());

	/** @param often how often there is an edge or a groove, 0 to 1 */
	static Frame draw(Random random, int width, int height, double often) {
		float[] insets = new float[4];
		List<Root> lines = new ArrayList<>();
		Random edge = fork(random);
		float wave = 0;
		if (chance(edge, often)) {
			double kind = edge.nextDouble();
			boolean swapped = chance(edge, 0.2);
			int sides = kind < 0.5 ? 2 : kind < 0.8 ? 1 : 4;
			int first = kind < 0.5 || kind >= 0.8 ? 0 : edge.nextInt(2);
			double most = 0.25 * Math.min(width, height);
			for (int i = first; i < Math.min(4, first + sides); i++) {
				insets[swapped ? (i + 2) % 4 : i] = (float) logUniform(edge, most / 12, most);
			}
			wave = chance(edge, 0.3) ? 0 : (float) (most / 12 * edge.nextDouble());
			for (int side = 0; side < 4; side++) {
				if (insets[side] > 0 && chance(edge, 0.6)) cables(lines, edge, side, insets[side], width, height);
			}
		}
		float tone = (float) logUniform(edge, 2, 60);
		float[] colour = { tone * between(edge, 0.5, 1), tone, tone * between(edge, 0.8, 1.4) };
		float leak = chance(edge, 0.6) ? (float) logUniform(edge, 2, 14) : 0;
		if (chance(random, often / 3)) groove(lines, fork(random), width, height);
		List<Sticker> stickers = new ArrayList<>();
		if (chance(random, 0.15)) {
			for (int i = random.nextInt(1, 4); i > 0; i--) stickers.add(Sticker.draw(fork(random), width, height));
		}
		return new Frame(random.nextInt(), width, height, insets, wave, colour, leak, lines, stickers);
	}

	/** Faint long curves in the dark, mostly along the edge. */
	private static void cables(List<Root> lines, Random random, int side, float inset, int width, int height) {
		boolean down = side < 2;
		for (int i = random.nextInt(1, 7); i > 0; i--) {
			float from = inset * random.nextFloat();
			float at = side % 2 == 0 ? from : (down ? width : height) - from;
			Walk walk = Walk.along(random, at, down ? height : width, down, 0.012);
			float tone = (float) logUniform(random, 20, 110);
			lines.add(walk.line(0, (float) logUniform(random, 0.4, 3.5), Distractors.grey(tone),
				between(random, 0.15, 0.8), between(random, 0.8, 2)));
		}
	}

	/**
	 * A scratch as wide as a root down the whole photograph: dull and bluish, with pale borders that soil has broken.
	 */
	private static void groove(List<Root> lines, Random random, int width, int height) {
		boolean down = chance(random, 0.7);
		float at = random.nextFloat() * (down ? width : height);
		Walk walk = Walk.along(random, at, down ? height : width, down, 0.002);
		float wide = (float) logUniform(random, 3, 16);
		float tone = between(random, 30, 110);
		float[] colour = { tone * 0.85f, tone, tone * 1.1f };
		lines.add(walk.line(0, wide, colour, between(random, 0.4, 0.95), 1.5f));
		lines.add(walk.line(-0.9f * wide, 1.5f, Distractors.grey(tone * 1.7f), 0.4f, 1.5f));
		lines.add(walk.line(0.9f * wide, 1.5f, Distractors.grey(tone * 1.5f), 0.4f, 1.5f));
		lines.add(walk.line(0.1f * wide, 0.35f * wide, Distractors.grey(6), between(random, 0.2, 0.8), 2));
	}

	/** How far a place lies from what covers the soil, in px; 0 or less where it is covered. */
	float free(float x, float y) {
		float least = Float.POSITIVE_INFINITY;
		for (int side = 0; side < 4; side++) {
			if (insets[side] > 0) least = Math.min(least, fromEdge(side, x, y) - leaking(side, x, y));
		}
		for (Sticker sticker : stickers) least = Math.min(least, sticker.distance(x, y));
		return least;
	}

	private float fromEdge(int side, float x, float y) {
		float along = side < 2 ? y : x;
		float from = switch (side) {
			case 0 -> x;
			case 1 -> width - x;
			case 2 -> y;
			default -> height - y;
		};
		return from - insets[side] - wave * (cloudy(seed + side, along / 230, 0.5f) +
			0.1f * smooth(seed + 10 + side, along / 9, 0.5f));
	}

	/** Width of the bright strip here in px. */
	private float leaking(int side, float x, float y) {
		float along = side < 2 ? y : x;
		return leak == 0 ? 0 : Math.max(0, leak * (0.6f + 1.6f * cloudy(seed + 20 + side, along / 150, 0.5f) +
			0.3f * smooth(seed + 24 + side, along / 12, 0.5f)));
	}

	/** The parts of a root that can be seen, in their order along it. */
	List<Root> visible(Root root) {
		if (this == NONE) return List.of(root);
		List<Root> parts = new ArrayList<>();
		int points = root.x().length;
		for (int from = 0, to; from < points; from = to + 1) {
			to = from;
			while (to < points && free(root.x()[to], root.y()[to]) > 0) to++;
			if (to - from == points) return List.of(root);
			if (to - from < 2) continue;
			parts.add(new Root(Arrays.copyOfRange(root.x(), from, to), Arrays.copyOfRange(root.y(), from, to),
				Arrays.copyOfRange(root.radius(), from, to), root.colour(), root.opacity(), root.softness(),
				from == 0 ? root.buried() : 0, root.seed()));
		}
		return parts;
	}

	/** Paints a band, and takes what it covers out of the mask. */
	void paint(Band band, RootBrush brush, Mask mask) {
		if (this == NONE) return;
		for (int y = band.top, p = 0; y < band.bottom(); y++) {
			for (int x = 0; x < band.width; x++, p++) {
				float px = x + 0.5f;
				float py = y + 0.5f;
				paintEdge(band, px, py, p);
				if (y >= 0 && y < mask.height() && free(px, py) <= 0) mask.pixels()[y * mask.width() + x] = Mask.SOIL;
			}
		}
		for (Root line : lines) brush.paintScratch(line);
		for (Sticker sticker : stickers) sticker.paint(band);
	}

	private void paintEdge(Band band, float x, float y, int p) {
		for (int side = 0; side < 4; side++) {
			if (insets[side] == 0) continue;
			float from = fromEdge(side, x, y);
			if (leak > 0) {
				float cover = step(leaking(side, x, y) - from + 0.5f);
				band.blend(p, Distractors.grey(250), 1 + 0.15f * smooth(seed + 30, x / 3, y / 3), cover);
			}
			float light = 1 + 0.3f * cloudy(seed + 31, x / 90, y / 90) + 0.2f * smooth(seed + 32, x / 2, y / 2);
			band.blend(p, colour, light, step(0.5f - from));
		}
	}
}
