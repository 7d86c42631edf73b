// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Noise.cloudy;
import static io.github.taproot.simulation.Noise.smooth;
import static io.github.taproot.simulation.Noise.step;

import java.util.Random;

/** The soil of one photograph; any part of it can be painted on its own. */
final class Soil {

	private static final Particles.Kind CRUMBS =
		new Particles.Kind(30, 6, 17, 0.6f, 1, 0.5f, 0.2f, rgb(46, 38, 35), rgb(116, 76, 64));
	private static final Particles.Kind SMALL_CRUMBS =
		new Particles.Kind(13, 2.5f, 7, 0.7f, 0.7f, 0.5f, 0.2f, rgb(34, 30, 28), rgb(112, 82, 70));
	private static final Particles.Kind BITS =
		new Particles.Kind(4, 0.7f, 2.6f, 0.6f, 0, 0.5f, 0.2f, rgb(20, 18, 17), rgb(124, 106, 95));
	private static final Particles.Kind STONES =
		new Particles.Kind(240, 12, 40, 0.35f, 0, 0.2f, 0.15f, rgb(66, 61, 57), rgb(140, 126, 110));
	private static final Particles.Kind CHALK =
		new Particles.Kind(20, 1.6f, 7, 0.4f, 0.3f, 0.8f, 0.45f, rgb(120, 108, 95), rgb(235, 226, 205));
	private static final Particles.Kind SAND =
		new Particles.Kind(6, 0.5f, 1.5f, 0.45f, 0, 0.2f, 0.2f, rgb(80, 76, 72), rgb(225, 220, 210));

	private final int seed;
	private final float scale;
	private final float[] base;
	private final Particles particles;
	private final float paleness;

	Soil(Random random, double rootWidth) {
		seed = random.nextInt();
		scale = (float) (rootWidth / 6);
		float red = (float) random.nextDouble(2, 13);
		float tone = (float) random.nextDouble(38, 70);
		base = rgb(tone + red, tone, tone - red / 2 - 1);
		float warmth = (float) random.nextDouble(-0.08, 0.1);
		float[] tint = rgb(1 + warmth, 1, 1 - warmth);
		particles = new Particles(seed, scale, tint, (float) random.nextDouble(-0.5, 0.5));
		paleness = (float) random.nextDouble(0.3, 1.5);
	}

	/** The mean colour of the fine soil. */
	float[] base() {
		return base;
	}

	/** What roots lie on. */
	void paintGround(Band band) {
		for (int y = band.top, p = 0; y < band.bottom(); y++) {
			for (int x = 0; x < band.width; x++, p++) {
				float u = x / scale;
				float v = y / scale;
				float crumbs = smooth(seed + 1, u / 9, v / 9) + 0.6f * smooth(seed + 2, u / 24, v / 24);
				float fine = smooth(seed + 3, u / 3.1f, v / 3.1f) + 0.8f * smooth(seed + 6, u / 1.4f, v / 1.4f);
				float gap = step((-crumbs - 0.45f) * 2.5f) * step(0.3f + particles.coarse(u, v));
				band.blend(p, base, (1 + 0.12f * crumbs + 0.33f * fine) * (1 - 0.6f * gap), 1);
			}
		}
		particles.paint(band, CRUMBS, 10, 1);
		particles.paint(band, SMALL_CRUMBS, 20, 1);
		particles.paint(band, BITS, 40, 1);
		particles.paint(band, STONES, 30, 1);
		particles.paint(band, SMALL_CRUMBS, 35, 0.15f);
		particles.paint(band, CHALK, 50, paleness);
		particles.paint(band, SAND, 60, paleness);
		for (int y = band.top, p = 0; y < band.bottom(); y++) {
			for (int x = 0; x < band.width; x++, p++) {
				float u = x / scale;
				float v = y / scale;
				float wet = cloudy(seed + 7, u / 170, v / 170) + 0.2f * smooth(seed + 8, u / 20, v / 20);
				band.darken(p, 1 - 0.22f * step(2.5f * (wet - 0.05f)));
			}
		}
	}

	/** What lies between roots and glass. */
	void paintFront(Band band) {
		particles.paint(band, SMALL_CRUMBS, 70, 0.1f);
		particles.paint(band, BITS, 80, 0.12f);
		particles.paint(band, SAND, 90, 0.12f * paleness);
	}

	private static float[] rgb(float red, float green, float blue) {
		return new float[] { red, green, blue };
	}
}
