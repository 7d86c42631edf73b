// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Noise.cloudy;
import static io.github.taproot.simulation.Noise.hash;
import static io.github.taproot.simulation.Noise.lerp;
import static io.github.taproot.simulation.Noise.smooth;
import static io.github.taproot.simulation.Noise.step;
import static io.github.taproot.simulation.Noise.unit;

/**
 * The particles of one soil; any part of them can be painted on its own.
 *
 * @param scale px that one unit of their lengths has
 * @param tint what their colours are multiplied by
 * @param coarseness around -0.5 (fine) to 0.5 (coarse)
 */
record Particles(int seed, float scale, float[] tint, float coarseness) {

	/**
	 * Particles of one kind, one at most in each cell of a grid. Lengths are in px where main roots are 6 px wide; the
	 * smallest particles and the darkest colours are the most frequent.
	 *
	 * @param cell side of a cell
	 * @param small smallest radius
	 * @param large largest radius
	 * @param share mean share of cells with a particle
	 * @param coarse how much more frequent they are in coarse soil than in fine
	 * @param rough how far the outline strays from an ellipse, in radii
	 * @param grain contrast of the texture within
	 */
	record Kind(float cell, float small, float large, float share, float coarse, float rough, float grain,
		float[] dark, float[] light)
	{}

	/** A kind whose colours lie between two multiples of the soil's. */
	Kind kind(float cell, float small, float large, float share, float rough, float[] soil, float dark, float light) {
		float[][] colours = new float[2][3];
		for (int c = 0; c < 3; c++) {
			float pale = soil[c] * light;
			colours[0][c] = soil[c] * dark / tint[c];
			// Pale grains are white rather than a brighter red, and nothing is whiter than white.
			float white = light * (soil[0] + soil[1] + soil[2]) / 3;
			colours[1][c] = Math.min(240, lerp(pale, white, Math.min(1, light / 5)) + 6 * light) / tint[c];
		}
		return new Kind(cell, small, large, share, 0.5f, rough, 0.25f, colours[0], colours[1]);
	}

	/** How coarse the soil is at a place, around -1 (packed and fine) to 1 (crumbs and gaps). */
	float coarse(float u, float v) {
		return coarseness + 1.3f * cloudy(seed + 4, u / 260, v / 260);
	}

	void paint(Band band, Kind kind, int salt, float density) {
		float cell = kind.cell * scale;
		float reach = 2 * kind.large * scale;
		for (int j = (int) Math.floor((band.top - reach) / cell); j * cell < band.bottom() + reach; j++) {
			for (int i = (int) Math.floor(-reach / cell); i * cell < band.width + reach; i++) {
				float x = i + unit(hash(seed + salt, i, j));
				float y = j + unit(hash(seed + salt + 1, i, j));
				float more = kind.coarse * coarse(x * kind.cell, y * kind.cell);
				float clump = 0.3f + 1.4f *
					step(0.5f + cloudy(seed + salt + 4, x * kind.cell / 28, y * kind.cell / 28));
				if (unit(hash(seed + salt + 2, i, j)) < kind.share * density * (1 + more) * clump) {
					paintOne(band, kind, x * cell, y * cell, hash(seed + salt + 3, i, j));
				}
			}
		}
	}

	private void paintOne(Band band, Kind kind, float x, float y, int id) {
		float size = unit(hash(id, 0, 0));
		float radius = scale * lerp(kind.small, kind.large, size * size);
		float tone = unit(hash(id, 1, 0));
		float[] colour = new float[3];
		for (int c = 0; c < 3; c++) {
			float hue = 0.97f + 0.06f * unit(hash(id, 6, c));
			colour[c] = tint[c] * hue * lerp(kind.dark[c], kind.light[c], tone * tone);
		}
		float turn = 6.2832f * unit(hash(id, 2, 0));
		float sin = (float) StrictMath.sin(turn);
		float cos = (float) StrictMath.cos(turn);
		float flat = lerp(1, 1.7f, unit(hash(id, 3, 0)));
		float soft = 0.9f + 0.15f * radius * unit(hash(id, 4, 0));
		float opacity = lerp(0.55f, 1, unit(hash(id, 5, 0)));
		float reach = radius * 1.5f + soft + 1;
		int bottom = Math.min(band.bottom(), (int) Math.ceil(y + reach));
		int right = Math.min(band.width, (int) Math.ceil(x + reach));
		for (int row = Math.max(band.top, (int) Math.floor(y - reach)); row < bottom; row++) {
			for (int column = Math.max(0, (int) Math.floor(x - reach)); column < right; column++) {
				float dx = column + 0.5f - x;
				float dy = row + 0.5f - y;
				float a = (dx * cos + dy * sin) / radius;
				float b = (dy * cos - dx * sin) * flat / radius;
				float q = (float) Math.sqrt(a * a + b * b);
				if (q > 1.6f) continue;
				float edge = smooth(id, dx / radius * 1.6f, dy / radius * 1.6f);
				float depth = (q - 1 + kind.rough * edge) * radius;
				if (depth > soft + 1.5f) continue;
				int p = (row - band.top) * band.width + column;
				float cover = step(0.5f - depth / (2 * soft)) * opacity;
				if (radius > 2) band.darken(p, 1 - 0.3f * (1 - cover) * step(1.2f - depth / (soft + 1.5f)));
				float light = 1 - 0.22f * (dx + dy) / radius * Math.min(1, q) - 0.15f * q * q;
				float grain = kind.grain * smooth(id + 1, dx / 2.2f, dy / 2.2f) + 0.12f * edge;
				band.blend(p, colour, light + 0.1f + grain, cover);
			}
		}
	}
}
