// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Draw.between;
import static io.github.taproot.simulation.Draw.chance;
import static io.github.taproot.simulation.Draw.logUniform;
import static io.github.taproot.simulation.Noise.cloudy;
import static io.github.taproot.simulation.Noise.smooth;
import static io.github.taproot.simulation.Noise.step;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * Hard shadows, as of leaves and spades on the wall of a trench.
 *
 * @param shade brightness in the shadow, 0 to 1; 1 for no sun
 * @param share how much lies in the shadow, around 0
 * @param size of shadows in px
 * @param stretch how much longer than wide they are
 * @param angle of their long side in radians
 * @param edge width of their borders in px
 */
record Sunlight(int seed, float shade, float share, float size, float stretch, float angle, float edge) {

	static Sunlight draw(Random random) {
		return new Sunlight(random.nextInt(), chance(random, 0.12) ? between(random, 0.3, 0.7) : 1,
			between(random, -0.3, 0.3), (float) logUniform(random, 40, 400), (float) logUniform(random, 1, 12),
			between(random, 0, Math.PI), (float) logUniform(random, 1, 12));
	}

	void paint(Band band) {
		if (shade == 1) return;
		float cos = (float) StrictMath.cos(angle);
		float sin = (float) StrictMath.sin(angle);
		IntStream.range(0, band.rows).parallel().forEach(y -> {
			for (int x = 0, p = y * band.width; x < band.width; x++, p++) {
				float u = (x * cos + y * sin) / (size * stretch);
				float v = (y * cos - x * sin) / size;
				float where = cloudy(seed, u, v) + 0.15f * smooth(seed + 1, 6 * u, 6 * v) + share;
				float dark = step(0.5f + where * size / edge);
				// Outside, the sun is warmer and stronger.
				float light = 1.1f - (1.1f - shade) * dark;
				band.rgb[0][p] *= light * (1.04f - 0.08f * dark);
				band.rgb[1][p] *= light;
				band.rgb[2][p] *= light * (0.95f + 0.1f * dark);
			}
		});
	}
}
