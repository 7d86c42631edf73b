// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Draw.between;
import static io.github.taproot.simulation.Draw.chance;
import static io.github.taproot.simulation.Draw.logUniform;
import static io.github.taproot.simulation.Noise.cloudy;
import static io.github.taproot.simulation.Noise.lerp;
import static io.github.taproot.simulation.Noise.smooth;
import static io.github.taproot.simulation.Noise.step;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * The soil of one of many worlds: layers of noise from the largest clods to single grains, patches that are wet, dry
 * or smeared on the glass, gaps and particles.
 *
 * @param base mean colour
 * @param other colour of patches
 * @param patches how much of the other colour there is, around 0; -1 for none
 * @param patchSize in px
 * @param crisp how sharp the patches' borders are
 * @param coarsest size of the largest clods in px
 * @param octaves layers of noise
 * @param persistence of what is left from one layer to the next, finer one
 * @param roughness contrast of the noise, relative to the base
 * @param billow share of noise with dark furrows between round clods, 0 to 1
 * @param hue how far the colour strays
 * @param relief how much light from one side makes the noise look solid, 0 to 1
 * @param gaps how many dark gaps, 0 to 1
 * @param smear contrast of streaks
 * @param smearAngle their direction in radians
 * @param amounts of crumbs, small crumbs, bits, stones, chalk and sand
 * @param particles their seed, scale and tint
 */
record WorldSoil(int seed, float[] base, float[] other, float patches, float patchSize, float crisp, float coarsest,
	int octaves, float persistence, float roughness, float billow, float hue, float relief,
	float gaps, float smear, float smearAngle,
	float[] amounts, Particles particles)
{
	/** Brown, peat, grey clay, dark grey, red, sand, ash, loam, dark red, black, olive, yellow clay. */
	private static final float[][] COLOURS = { { 62, 50, 42 }, { 36, 29, 24 }, { 92, 88, 82 }, { 54, 53, 51 },
		{ 112, 66, 46 }, { 172, 148, 112 }, { 158, 153, 146 }, { 124, 104, 80 }, { 70, 47, 40 }, { 19, 14, 11 },
		{ 84, 83, 72 }, { 140, 116, 72 } };
	/** Paper and cloth on which washed roots lie. */
	private static final float[][] CLOTHS = { { 226, 224, 218 }, { 14, 14, 15 }, { 46, 66, 124 }, { 120, 122, 120 } };

	static WorldSoil draw(Random random) {
		int seed = random.nextInt();
		boolean washed = chance(random, 0.05);
		float[] base = jitter(random, washed ? CLOTHS : COLOURS, 0.18);
		float[] other = base.clone();
		if (chance(random, 0.3)) other = jitter(random, COLOURS, 0.1);
		float wet = (float) logUniform(random, 0.4, 0.85);
		if (chance(random, 0.25)) wet = Math.min(1 / wet, 1.6f);
		for (int c = 0; c < 3; c++) other[c] = Math.min(235, wet * lerp(other[c], base[c], 0.6f));
		float patches = washed || chance(random, 0.3) ? -1 : between(random, -0.4, 0.5);
		float[] amounts = new float[6];
		for (int i = 0; i < amounts.length; i++) {
			// Bits and sand are everywhere.
			if (chance(random, washed ? 0.1 : i == 2 || i == 5 ? 0.75 : 0.45)) {
				amounts[i] = (float) logUniform(random, 0.1, 1.4);
			}
		}
		float fade = (base[0] + base[1] + base[2]) / 150;
		float[] tint = new float[3];
		for (int c = 0; c < 3; c++) tint[c] = lerp(1, base[c] / (base[1] + 1), 0.5f) * (0.4f + 0.6f * fade);
		Particles particles = new Particles(random.nextInt(), (float) logUniform(random, 0.6, 2.2), tint,
			between(random, -0.5, 0.5));
		return new WorldSoil(seed, base, other, patches, (float) logUniform(random, 25, 220),
			(float) logUniform(random, 1.5, 30), (float) logUniform(random, 8, 90), 6, between(random, 0.6, 1.05),
			washed ? between(random, 0.01, 0.06) : (float) logUniform(random, 0.18, 0.8),
			Math.max(0, between(random, -0.5, 1)), between(random, 0, 0.06), chance(random, 0.6) ?
			between(random, 0.1, 0.6) : 0, washed || chance(random, 0.5) ? 0 : between(random, 0.2, 1),
			chance(random, 0.35) ? between(random, 0.1, 0.5) : 0, between(random, 0, Math.PI), amounts, particles);
	}

	private static float[] jitter(Random random, float[][] colours, double spread) {
		float[] colour = colours[random.nextInt(colours.length)].clone();
		double tone = spread * 1.5 * random.nextGaussian();
		for (int c = 0; c < 3; c++) {
			colour[c] *= (float) StrictMath.exp(tone + spread / 4 * random.nextGaussian());
			colour[c] = Math.min(235, colour[c]);
		}
		return colour;
	}

	/** Paints what roots lie on. Works on all cores. */
	void paint(Band band) {
		IntStream.range(0, band.rows).parallel().forEach(row -> paintRow(band, row));
		particles.paint(band, particles.kind(30, 6, 17, 0.6f, 0.5f, base, 0.5f, 1.5f), 10, amounts[0]);
		particles.paint(band, particles.kind(13, 2.5f, 7, 0.7f, 0.5f, base, 0.4f, 1.9f), 20, amounts[1]);
		particles.paint(band, particles.kind(5, 0.8f, 2.6f, 0.6f, 0.5f, base, 0.3f, 2.2f), 40, amounts[2]);
		particles.paint(band, particles.kind(240, 10, 40, 0.5f, 0.2f, base, 0.6f, 2.2f), 30, amounts[3]);
		particles.paint(band, particles.kind(24, 1.4f, 6, 0.35f, 0.8f, base, 1.5f, 4.5f), 50, amounts[4]);
		particles.paint(band, particles.kind(7, 0.5f, 1.5f, 0.45f, 0.2f, base, 0.9f, 4), 60, amounts[5]);
	}

	/** Paints the little that lies between roots and glass. */
	void paintFront(Band band) {
		particles.paint(band, particles.kind(13, 2.5f, 6, 0.7f, 0.5f, base, 0.5f, 1.6f), 70, 0.1f * amounts[1]);
		particles.paint(band, particles.kind(5, 0.8f, 2.4f, 0.6f, 0.5f, base, 0.4f, 2), 80, 0.15f * amounts[2]);
	}

	private void paintRow(Band band, int row) {
		float y = band.top + row;
		float cos = (float) StrictMath.cos(smearAngle);
		float sin = (float) StrictMath.sin(smearAngle);
		float[] colour = new float[3];
		float before = 0;
		float last = 0;
		for (int x = 0, p = row * band.width; x < band.width; x++, p++) {
			// Bent coordinates, so that no grid and no straight border shows.
			float u = x + 0.35f * coarsest * cloudy(seed + 1, x / coarsest / 2, y / coarsest / 2);
			float v = y + 0.35f * coarsest * cloudy(seed + 2, x / coarsest / 2, y / coarsest / 2);
			float texture = texture(u, v);
			float patch = cloudy(seed + 3, u / patchSize, v / patchSize) + 0.12f * texture +
				0.15f * cloudy(seed + 4, u / patchSize * 5, v / patchSize * 5);
			float share = patches == -1 ? 0 : step(0.5f + crisp * (patch + patches));
			float hues = hue * cloudy(seed + 5, u / 60, v / 60) + hue * smooth(seed + 6, x / 5f, y / 5f) / 2;
			for (int c = 0; c < 3; c++) colour[c] = lerp(base[c], other[c], share) * (1 + (1 - c) * hues);
			float contrast = roughness * (0.65f + 0.6f * cloudy(seed + 7, u / 150, v / 150));
			float lit = contrast * (texture + 1.5f * relief * (texture - before));
			before = x == 0 ? texture : last;
			last = texture;
			float light = lit > 0 ? 1 + lit : 1 / (1 - lit);
			if (gaps > 0) {
				float hole = cloudy(seed + 8, u / coarsest, v / coarsest) + 0.25f * texture;
				light *= 1 - 0.7f * step(4 * (gaps * 0.5f - 0.75f - hole));
			}
			if (smear > 0) {
				float a = x * cos + y * sin;
				float b = y * cos - x * sin;
				float where = step(1.5f * cloudy(seed + 9, x / 110f, y / 110f));
				light *= 1 + smear * where * (smooth(seed + 10, a / 70, b / 3) + smooth(seed + 11, a / 25, b / 1.3f)) /
					1.5f;
			}
			band.blend(p, colour, light, 1);
		}
	}

	/** Noise of many sizes, about -2 to 2. */
	private float texture(float u, float v) {
		float sum = 0;
		float weight = 0;
		float amplitude = 1;
		float size = coarsest;
		float a = u;
		float b = v;
		for (int i = 0; i < octaves && size > 1; i++) {
			// Each layer is turned, so that their grids do not add up.
			float turned = 0.8f * a + 0.6f * b;
			b = 0.8f * b - 0.6f * a;
			a = turned;
			float noise = smooth(seed + 20 + i, a / size, b / size);
			float round = 1 - 2.4f * Math.abs(smooth(seed + 40 + i, b / size, -a / size));
			sum += amplitude * lerp(noise, round, billow * (i < 3 ? 1 : 0.4f));
			weight += amplitude * amplitude;
			amplitude *= persistence;
			size *= 0.5f;
		}
		return 1.6f * sum / (float) Math.sqrt(weight);
	}

	/** Turns light into dark and dark into light, and keeps the hue. */
	static void invert(Band band) {
		int pixels = band.rgb[0].length;
		double mean = 0;
		for (int p = 0; p < pixels; p++) mean += band.luminance(p) / pixels;
		// Dark soil becomes light, light soil dark, but neither black nor white.
		float target = (float) Math.max(50, Math.min(190, 235 - mean));
		float slope = (float) Math.max(0.4, Math.min(1.6, 60 / (mean + 10)));
		for (int p = 0; p < pixels; p++) {
			float light = band.luminance(p);
			float turned = target - slope * (light - (float) mean);
			float bright = Math.max(6, turned < 190 ? turned : 190 + 0.4f * (turned - 190));
			float hue = bright / (light + 4);
			for (float[] plane : band.rgb) plane[p] = lerp(bright + plane[p] - light, bright, hue > 3 ? 0.75f : 0.45f);
		}
	}
}
