// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Draw.between;
import static io.github.taproot.simulation.Draw.chance;
import static io.github.taproot.simulation.Draw.logUniform;
import static io.github.taproot.simulation.Noise.cloudy;
import static io.github.taproot.simulation.Noise.hash;
import static io.github.taproot.simulation.Noise.lerp;
import static io.github.taproot.simulation.Noise.smooth;
import static io.github.taproot.simulation.Noise.step;
import static io.github.taproot.simulation.Noise.unit;

import java.util.Random;

/**
 * Drops, bubbles, condensation and haze on the glass, in front of everything.
 *
 * @param drops share of places with a drop or bubble, 0 to 1
 * @param largest radius of a drop in px
 * @param mist share of places with condensation, 0 to 1
 * @param grain size of its droplets in px
 * @param sparkle how bright its droplets are, 0 to 1
 * @param colourful how green and purple they are, 0 to 1
 * @param lightAngle where the light comes from, in radians
 * @param haze opacity of a pale veil in patches, 0 to 1
 */
record WetGlass(int seed, float drops, float largest, float mist, float grain, float sparkle, float colourful,
	float lightAngle, float haze)
{
	static WetGlass draw(Random random) {
		boolean wet = chance(random, 0.35);
		return new WetGlass(random.nextInt(), wet && chance(random, 0.75) ? (float) logUniform(random, 0.05, 0.9) : 0,
			(float) logUniform(random, 8, 110), wet && chance(random, 0.6) ? between(random, 0.2, 1) : 0,
			(float) logUniform(random, 3, 7), between(random, 0.3, 1), chance(random, 0.5) ?
			between(random, 0.2, 1) : 0, between(random, -Math.PI, Math.PI), chance(random, 0.25) ?
			between(random, 0.05, 0.35) : 0);
	}

	void paint(Band band) {
		if (haze > 0) veil(band);
		if (mist > 0) condensation(band);
		if (drops > 0) {
			drops(band, largest, 1);
			drops(band, largest / 2.2f, 2);
			drops(band, largest / 5, 3);
		}
	}

	private void veil(Band band) {
		float[] milk = { 150, 152, 150 };
		for (int y = 0, p = 0; y < band.rows; y++) {
			for (int x = 0; x < band.width; x++, p++) {
				float where = step(0.6f + 1.6f * cloudy(seed + 1, x / 130f, y / 130f) +
					0.2f * cloudy(seed + 2, x / 17f, y / 17f));
				band.blend(p, milk, 1, haze * where);
			}
		}
	}

	/** Droplets side by side, each with a bright point towards the light and a dark one on the other side. */
	private void condensation(Band band) {
		float dx = 0.32f * grain * (float) StrictMath.cos(lightAngle);
		float dy = 0.32f * grain * (float) StrictMath.sin(lightAngle);
		float[] green = { 1 - 0.5f * colourful, 1, 1 - 0.7f * colourful };
		float[] purple = { 1 - 0.3f * colourful, 1 - 0.55f * colourful, 1 };
		for (int j = 0; j * grain < band.rows; j++) {
			for (int i = 0; i * grain < band.width; i++) {
				float x = grain * (i + 0.8f * unit(hash(seed + 3, i, j)));
				float y = grain * (j + 0.8f * unit(hash(seed + 4, i, j)));
				float where = cloudy(seed + 5, x / 120, y / 120) + 0.3f * cloudy(seed + 6, x / 25, y / 25);
				float here = step(3 * (where + 1.2f * mist - 0.8f));
				if (unit(hash(seed + 7, i, j)) > here * 0.8f) continue;
				int id = hash(seed + 8, i, j);
				float light = sparkle * (90 + 260 * unit(hash(id, 0, 0)) * unit(hash(id, 1, 0)));
				float[] hue = unit(hash(id, 2, 0)) < 0.5f ? green : purple;
				float size = 0.13f * grain + 0.4f;
				spot(band, x - dx, y - dy, size * 1.4f, 0.45f, null, 0);
				spot(band, x + dx, y + dy, size * (0.7f + 0.8f * unit(hash(id, 3, 0))), 1, hue, light);
			}
		}
	}

	/** Adds light of a colour, or, without one, darkens. */
	private static void spot(Band band, float x, float y, float size, float strength, float[] hue, float light) {
		int right = Math.min(band.width - 1, (int) (x + 2 * size));
		int bottom = Math.min(band.rows - 1, (int) (y + 2 * size));
		for (int row = Math.max(0, (int) (y - 2 * size)); row <= bottom; row++) {
			for (int column = Math.max(0, (int) (x - 2 * size)); column <= right; column++) {
				float ex = column + 0.5f - x;
				float ey = row + 0.5f - y;
				float q = step(1.4f - (float) Math.sqrt(ex * ex + ey * ey) / size) * strength;
				if (q == 0) continue;
				int p = row * band.width + column;
				if (hue == null) band.darken(p, 1 - 0.5f * q);
				else for (int c = 0; c < 3; c++) band.rgb[c][p] += q * light * hue[c];
			}
		}
	}

	private void drops(Band band, float size, int salt) {
		Band still = band.copy();
		float cell = size * 1.8f;
		for (int j = -1; j * cell < band.rows + cell; j++) {
			for (int i = -1; i * cell < band.width + cell; i++) {
				int id = hash(seed + 10 * salt, i, j);
				float x = cell * (i + unit(hash(id, 1, 0)));
				float y = cell * (j + unit(hash(id, 2, 0)));
				float where = cloudy(seed + 9, x / 150, y / 150);
				if (unit(hash(id, 0, 0)) > step(1.6f * where + drops * 1.3f - 0.2f) * 0.85f) continue;
				float t = unit(hash(id, 3, 0));
				drop(band, still, x, y, size * (0.35f + 0.65f * t * t), id);
			}
		}
	}

	/** A lens: turns round and flattens what lies behind, with a dark rim and bright crescents. */
	private void drop(Band band, Band still, float x, float y, float radius, int id) {
		float dark = 0.3f + 0.5f * unit(hash(id, 4, 0));
		float bright = 110 + 220 * unit(hash(id, 5, 0));
		float flat = 0.85f + 0.35f * unit(hash(id, 6, 0));
		float bend = 0.4f - 0.9f * unit(hash(id, 7, 0));
		float arc = 0.7f * unit(hash(id, 8, 0));
		float lx = (float) StrictMath.cos(lightAngle);
		float ly = (float) StrictMath.sin(lightAngle);
		float reach = radius * 1.35f + 2;
		int bottom = Math.min(band.rows - 1, (int) (y + reach));
		int right = Math.min(band.width - 1, (int) (x + reach));
		for (int row = Math.max(0, (int) (y - reach)); row <= bottom; row++) {
			for (int column = Math.max(0, (int) (x - reach)); column <= right; column++) {
				float ex = (column + 0.5f - x) / radius;
				float ey = (row + 0.5f - y) / radius * flat;
				float q = (float) Math.sqrt(ex * ex + ey * ey);
				float r = q * (1 + 0.1f * smooth(id, ex / (q + 0.1f) * 1.5f, ey / (q + 0.1f) * 1.5f));
				float cover = step((1 - r) * radius + 0.5f);
				if (cover == 0) continue;
				int sx = Math.max(0, Math.min(band.width - 1, (int) (x + ex * radius * bend)));
				int sy = Math.max(0, Math.min(band.rows - 1, (int) (y + ey * radius * bend)));
				float towards = (ex * lx + ey * ly) / (q + 0.01f);
				// Next to the border, less wide where the drop is large.
				float rim = Math.max(0, 1 - (1 - r) * (3 + radius / 6));
				float crescent = rim * step(1.5f * (towards - arc) + 0.5f * smooth(id + 1, ex * 3, ey * 3)) +
					0.8f * rim * step(2 * (-towards - arc));
				float shade = 1 - dark * step(rim * 1.2f) * (1 - 0.5f * towards) + 0.12f * towards * q;
				int p = row * band.width + column;
				int s = sy * band.width + sx;
				for (int c = 0; c < 3; c++) {
					float behind = lerp(still.rgb[c][p], still.rgb[c][s], 0.75f);
					float value = behind * shade + bright * step(1.6f * crescent - 0.2f);
					band.rgb[c][p] = lerp(band.rgb[c][p], value, cover);
				}
			}
		}
	}
}
