// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Draw.between;
import static io.github.taproot.simulation.Draw.logUniform;
import static io.github.taproot.simulation.Noise.cloudy;
import static io.github.taproot.simulation.Noise.smooth;
import static io.github.taproot.simulation.Noise.step;

import java.util.Random;

/** A piece of a dead leaf, with a midrib and side veins, which are not roots. */
final class Leaf {

	private final Band band;
	private final RootBrush brush;
	private final Random random;

	Leaf(Band band, RootBrush brush, Random random) {
		this.band = band;
		this.brush = brush;
		this.random = random;
	}

	void paint() {
		double length = logUniform(random, 80, 320);
		int points = 24;
		Walk midrib = new Walk(random, band, points, length / points, 0.03, 0);
		int seed = random.nextInt();
		float tone = between(random, 0.5, 1.3);
		float[] brown = { 118 * tone, 88 * tone, 54 * tone };
		float half = (float) length * between(random, 0.15, 0.3);
		blade(midrib, seed, brown, half);
		float light = random.nextBoolean() ? 1.5f : 0.55f;
		float[] veins = { brown[0] * light, brown[1] * light, brown[2] * light };
		brush.paintScratch(midrib.line(0, between(random, 0.8, 2.2), veins, 0.8f, 0.8f));
		double angle = random.nextDouble(0.6, 1.1);
		for (int i = 2; i < points - 2; i += 2) {
			for (int side = -1; side <= 1; side += 2) {
				int reach = Math.max(3, (int) (half * width(i / (points - 1f)) / 4));
				Walk vein = new Walk(random, midrib.x(i), midrib.y(i), midrib.heading(i) + side * angle, reach, 4,
					-side * 0.03);
				brush.paintScratch(vein.line(0, between(random, 0.4, 0.9), veins, 0.65f, 0.7f));
			}
		}
	}

	/** From 0 at both ends to 1. */
	private static float width(float share) {
		return (float) Math.sqrt(Math.max(0, 4 * share * (1 - share)));
	}

	private void blade(Walk midrib, int seed, float[] colour, float half) {
		LineField line = brush.line();
		Root centre = midrib.line(0, 1, colour, 1, 1);
		int[] box = line.measure(centre, half * 1.2f);
		float[] along = line.along;
		float length = 0;
		for (int i = 1; i < midrib.points(); i++) {
			length += (float) Math.hypot(midrib.x(i) - midrib.x(i - 1), midrib.y(i) - midrib.y(i - 1));
		}
		for (int y = box[2]; y < box[3]; y++) {
			for (int x = box[0], p = y * band.width + x; x < box[1]; x++, p++) {
				if (line.depth[p] == Float.POSITIVE_INFINITY) continue;
				float border = half * width(along[p] / length) - line.depth[p] +
					0.1f * half * cloudy(seed, x / 14f, y / 14f);
				float cover = step(border / 2);
				if (cover == 0) continue;
				float light = 1 + 0.2f * smooth(seed + 1, x / 3f, y / 3f) + 0.25f * cloudy(seed + 2, x / 40f, y / 40f);
				band.blend(p, colour, light, 0.93f * cover);
			}
		}
	}
}
