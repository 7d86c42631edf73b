package io.github.taproot.simulation;

import static io.github.taproot.simulation.Noise.cloudy;
import static io.github.taproot.simulation.Noise.hash;
import static io.github.taproot.simulation.Noise.lerp;
import static io.github.taproot.simulation.Noise.smooth;
import static io.github.taproot.simulation.Noise.step;
import static io.github.taproot.simulation.Noise.unit;

import java.util.Random;

/** The soil of one photograph; any part of it can be painted on its own. */
final class Soil {

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
	private record Kind(float cell, float small, float large, float share, float coarse, float rough, float grain,
		float[] dark, float[] light)
	{}

	private static final Kind CRUMBS =
		new Kind(30, 6, 17, 0.6f, 1, 0.5f, 0.2f, rgb(46, 38, 35), rgb(116, 76, 64));
	private static final Kind SMALL_CRUMBS =
		new Kind(13, 2.5f, 7, 0.7f, 0.7f, 0.5f, 0.2f, rgb(34, 30, 28), rgb(112, 82, 70));
	private static final Kind BITS =
		new Kind(4, 0.7f, 2.6f, 0.6f, 0, 0.5f, 0.2f, rgb(20, 18, 17), rgb(124, 106, 95));
	private static final Kind STONES =
		new Kind(240, 12, 40, 0.35f, 0, 0.2f, 0.15f, rgb(66, 61, 57), rgb(140, 126, 110));
	private static final Kind CHALK =
		new Kind(20, 1.6f, 7, 0.4f, 0.3f, 0.8f, 0.45f, rgb(120, 108, 95), rgb(235, 226, 205));
	private static final Kind SAND =
		new Kind(6, 0.5f, 1.5f, 0.45f, 0, 0.2f, 0.2f, rgb(80, 76, 72), rgb(225, 220, 210));

	private final int seed;
	private final float scale;
	private final float[] base;
	/** What the particles' colours are multiplied by. */
	private final float[] tint;
	private final float coarseness;
	private final float paleness;

	Soil(Random random, double rootWidth) {
		seed = random.nextInt();
		scale = (float) (rootWidth / 6);
		float red = (float) random.nextDouble(2, 13);
		float tone = (float) random.nextDouble(38, 70);
		base = rgb(tone + red, tone, tone - red / 2 - 1);
		float warmth = (float) random.nextDouble(-0.08, 0.1);
		tint = rgb(1 + warmth, 1, 1 - warmth);
		coarseness = (float) random.nextDouble(-0.5, 0.5);
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
				float gap = step((-crumbs - 0.45f) * 2.5f) * step(0.3f + coarse(u, v));
				band.blend(p, base, (1 + 0.12f * crumbs + 0.33f * fine) * (1 - 0.6f * gap), 1);
			}
		}
		paint(band, CRUMBS, 10, 1);
		paint(band, SMALL_CRUMBS, 20, 1);
		paint(band, BITS, 40, 1);
		paint(band, STONES, 30, 1);
		paint(band, SMALL_CRUMBS, 35, 0.15f);
		paint(band, CHALK, 50, paleness);
		paint(band, SAND, 60, paleness);
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
		paint(band, SMALL_CRUMBS, 70, 0.1f);
		paint(band, BITS, 80, 0.12f);
		paint(band, SAND, 90, 0.12f * paleness);
	}

	/** How coarse the soil is at a place, around -1 (packed and fine) to 1 (crumbs and gaps). */
	private float coarse(float u, float v) {
		return coarseness + 1.3f * cloudy(seed + 4, u / 260, v / 260);
	}

	private void paint(Band band, Kind kind, int salt, float density) {
		float cell = kind.cell * scale;
		float reach = 2 * kind.large * scale;
		for (int j = (int) Math.floor((band.top - reach) / cell); j * cell < band.bottom() + reach; j++) {
			for (int i = (int) Math.floor(-reach / cell); i * cell < band.width + reach; i++) {
				float x = i + unit(hash(seed + salt, i, j));
				float y = j + unit(hash(seed + salt + 1, i, j));
				float more = kind.coarse * coarse(x * kind.cell, y * kind.cell);
				float clump = 0.3f + 1.4f * step(0.5f + cloudy(seed + salt + 4, x * kind.cell / 28, y * kind.cell / 28));
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

	private static float[] rgb(float red, float green, float blue) {
		return new float[] { red, green, blue };
	}
}
