// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Noise.hash;
import static io.github.taproot.simulation.Noise.lerp;
import static io.github.taproot.simulation.Noise.smooth;
import static io.github.taproot.simulation.Noise.step;
import static io.github.taproot.simulation.Noise.unit;

import java.util.Arrays;

import io.github.taproot.image.Mask;

/**
 * Paints the roots of one world. Each stands out from the soil along it: where its colour is too near, it becomes
 * lighter or darker, and less transparent if that is not enough.
 */
final class WorldRoots {

	/** Least mean difference from the soil along a root, in parts of that soil's range. */
	static final float CONTRAST = 0.4f;
	/** Least mean difference in grey levels where the soil is even. */
	static final float LEAST = 14;
	/** The soil along a root reaches this far from its surface, in px. */
	static final float AROUND = 6;

	private final Band band;
	/** Without roots. */
	private final Band soil;
	private final LineField line;
	private final RootLook look;
	/** Whether roots that are too near to the soil become lighter, or darker: one way for all, where there is room. */
	private final boolean lighter;
	private final int[] levels = new int[256];
	/** Of the root at hand, and how far its gaps are filled, 0 to 1. */
	private final float[] colour = new float[3];
	private float filled;
	/** Its mean opacity, and what that would be without gaps; 0 where none of it is in the photograph. */
	private float share;
	private float solid;
	/** The soil's mean grey level behind it, the mean of its own brightness, and the range of the soil along it. */
	private float middle;
	private float light;
	private float range;

	/** @param band as large as the photograph, with everything behind the roots */
	WorldRoots(Band band, LineField line, RootLook look) {
		this.band = band;
		soil = band.copy();
		double mean = 0;
		int size = band.width * band.rows;
		for (int p = 0; p < size; p++) mean += soil.luminance(p) / size;
		float[] own = look.colours()[0];
		lighter = 0.299f * own[0] + 0.587f * own[1] + 0.114f * own[2] > mean;
		this.line = line;
		this.look = look;
	}

	/** Adds the root's pixels to the mask. */
	void paint(Root root, Mask mask) {
		float margin = Math.max(AROUND, (look.hairs() > 0 ? look.hairLength() : 0) + root.softness());
		int[] box = line.measure(root, margin);
		chooseColour(root, box);
		for (int y = box[2]; y < box[3]; y++) {
			for (int x = box[0], p = y * band.width + x; x < box[1]; x++, p++) {
				if (line.depth[p] == Float.POSITIVE_INFINITY) continue;
				if (line.depth[p] <= 0) mask.pixels()[p] = Mask.ROOT;
				shade(root, p);
			}
		}
	}

	private void chooseColour(Root root, int[] box) {
		float[] own = look.colours()[unit(hash(root.seed(), 1, 0)) < look.others() ? 1 : 0];
		float tone = 0.85f + 0.3f * unit(hash(root.seed(), 2, 0));
		for (int c = 0; c < 3; c++) colour[c] = tone * own[c];
		filled = 0;
		compare(root, box);
		if (share == 0) return;
		float need = Math.max(LEAST, 1.1f * CONTRAST * range);
		float away = brightness() * light - middle;
		if (Math.abs(away) * share >= need) return;
		float change = lighter ? need / share : -need / share;
		float target = middle + change;
		if (target < 3 || target > 245) target = middle - change;
		if (target < 3 || target > 245) {
			target = middle < 124 ? 245 : 3;
			float wanted = need / Math.abs(target - middle);
			filled = Math.max(0, Math.min(1, (wanted - share) / (solid - share)));
			compare(root, box);
		}
		float now = brightness();
		float wanted = target / light;
		float white = 255 / light;
		for (int c = 0; c < 3; c++) {
			if (wanted < now) colour[c] *= wanted / now;
			else colour[c] = lerp(colour[c], white, (wanted - now) / (white - now));
		}
	}

	/** Fills share, solid, middle, light and range. */
	private void compare(Root root, int[] box) {
		Arrays.fill(levels, 0);
		double soils = 0;
		double covers = 0;
		double edges = 0;
		double lights = 0;
		int around = 0;
		int within = 0;
		for (int y = box[2]; y < box[3]; y++) {
			for (int x = box[0], p = y * band.width + x; x < box[1]; x++, p++) {
				if (line.depth[p] >= AROUND) continue;
				float here = soil.luminance(p);
				levels[Math.max(0, Math.min(255, (int) here))]++;
				around++;
				if (line.depth[p] > 0) continue;
				float cover = cover(root, p);
				within++;
				covers += cover;
				edges += edge(root, p);
				soils += cover * here;
				lights += cover * light(root, p);
			}
		}
		share = covers == 0 ? 0 : (float) (covers / within);
		if (share == 0) return;
		solid = (float) (edges / within);
		middle = (float) (soils / covers);
		light = (float) (lights / covers);
		range = level(around, 0.95) - level(around, 0.05);
	}

	private float brightness() {
		return 0.299f * colour[0] + 0.587f * colour[1] + 0.114f * colour[2];
	}

	/** The grey level below which this share of the soil lies. */
	private int level(int count, double share) {
		int level = 0;
		for (int sum = levels[0]; sum < share * count; sum += levels[level]) level++;
		return level;
	}

	/** How much of a root is seen at a pixel: roots dip into the soil and come back to the glass. */
	private float cover(Root root, int p) {
		float s = line.along[p];
		float visible = 0.5f + 0.5f * step(0.9f + 1.2f * smooth(root.seed(), s / 60, 0.5f));
		visible *= look.opacity() * step((s + 1) / (root.buried() + 1));
		visible += filled * (1 - visible);
		return visible * edge(root, p);
	}

	private float edge(Root root, int p) {
		return step(0.5f - line.depth[p] / (2 * root.softness()));
	}

	/** Brightness of a root at a pixel: its roundness, its highlight and its texture. */
	private float light(Root root, int p) {
		int seed = root.seed();
		float s = line.along[p];
		float u = Math.max(-1, Math.min(1, line.across[p]));
		float round = (float) Math.sqrt(1 - 0.85f * u * u);
		float light = lerp(look.rim(), 1.05f, round) - look.side() * u;
		float shine = Math.max(0, 1 - 3.5f * Math.abs(u - look.shinePlace()));
		light += look.shine() * shine * shine * step(0.6f + smooth(seed + 4, s / 18, 0));
		float texture = smooth(seed + 1, s / 14, u * 2.5f) + 0.8f * smooth(seed + 2, s / 3, u * 2) +
			1.2f * smooth(seed + 3, s / 45, 0);
		return Math.max(0.05f, light + look.streaks() * texture);
	}

	private void shade(Root root, int p) {
		float depth = line.depth[p];
		if (depth > 0) {
			if (depth < AROUND) {
				float beside = 1 - depth / AROUND;
				float u = Math.max(-1, Math.min(1, line.across[p]));
				band.darken(p, 1 - look.shadow() * beside * beside * look.opacity() * (0.55f + 0.45f * u));
			}
			if (look.hairs() > 0 && depth < look.hairLength()) {
				float fade = 1 - depth / look.hairLength();
				float hair = step(3 * smooth(root.seed() + 5, line.along[p] / 1.3f + 0.08f * depth, depth / 9) - 0.6f);
				band.blend(p, colour, 0.9f, look.hairs() * hair * fade);
			}
		}
		float cover = cover(root, p);
		if (cover == 0) return;
		float light = light(root, p);
		if (look.added()) {
			for (int c = 0; c < 3; c++) {
				float sum = soil.rgb[c][p] + light * colour[c] - middle;
				band.rgb[c][p] = lerp(band.rgb[c][p], sum, cover);
			}
		}
		else band.blend(p, colour, light, cover);
	}
}
