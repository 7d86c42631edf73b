// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Noise.lerp;
import static io.github.taproot.simulation.Noise.smooth;
import static io.github.taproot.simulation.Noise.step;

import io.github.taproot.image.Mask;

/** Paints roots into one band and into the mask. */
final class RootBrush {

	/** How far a root darkens the soil beside it, in px. */
	private static final float SHADOW = 3;

	private final Band band;
	private final LineField line;
	private final float[] depth;
	private final float[] across;
	private final float[] along;

	RootBrush(Band band) {
		this.band = band;
		line = new LineField(band);
		depth = line.depth;
		across = line.across;
		along = line.along;
	}

	LineField line() {
		return line;
	}

	/** Adds the root's pixels in the band's rows to the mask. */
	void paint(Root root, Mask mask) {
		int[] box = line.measure(root, SHADOW + root.softness());
		for (int y = box[2]; y < box[3]; y++) {
			for (int x = box[0], p = (y - band.top) * band.width + x; x < box[1]; x++, p++) {
				if (depth[p] <= 0 && y >= 0 && y < mask.height()) mask.pixels()[y * mask.width() + x] = Mask.ROOT;
				shade(root, p);
			}
		}
	}

	/** A scratch has no depth, no shadow and is not in the mask. */
	void paintScratch(Root scratch) {
		int[] box = line.measure(scratch, scratch.softness());
		for (int y = box[2]; y < box[3]; y++) {
			for (int x = box[0], p = (y - band.top) * band.width + x; x < box[1]; x++, p++) {
				if (depth[p] >= scratch.softness()) continue;
				float broken = step(0.6f + smooth(scratch.seed(), along[p] / 25, 0));
				float cover = step(0.5f - depth[p] / (2 * scratch.softness()));
				band.blend(p, scratch.colour(), 1, scratch.opacity() * broken * cover);
			}
		}
	}

	/** A straw is flat, with fine lines along it; it is not in the mask. */
	void paintStraw(Root straw) {
		int[] box = line.measure(straw, straw.softness());
		for (int y = box[2]; y < box[3]; y++) {
			for (int x = box[0], p = (y - band.top) * band.width + x; x < box[1]; x++, p++) {
				if (depth[p] >= straw.softness()) continue;
				int seed = straw.seed();
				float u = across[p];
				float lines = 0.2f * smooth(seed, along[p] / 150, u * 6) +
					0.12f * smooth(seed + 1, along[p] / 40, u * 14);
				float patches = 0.12f * smooth(seed + 2, along[p] / 12, u * 2);
				float cover = step(0.5f - depth[p] / (2 * straw.softness()));
				band.blend(p, straw.colour(), 0.9f + lines + patches, straw.opacity() * cover);
			}
		}
	}

	private void shade(Root root, int p) {
		if (depth[p] == Float.POSITIVE_INFINITY) return;
		int seed = root.seed();
		float s = along[p];
		float u = Math.max(-1, Math.min(1, across[p]));
		// Roots dip into the soil and come back to the glass.
		float visible = 0.45f + 0.55f * step(0.8f + 1.2f * smooth(seed, s / 60, 0.5f));
		visible *= root.opacity() * step((s + 1) / (root.buried() + 1));
		if (depth[p] > 0) {
			float beside = 1 - depth[p] / (SHADOW + root.softness());
			band.darken(p, 1 - 0.35f * beside * beside * visible * (0.6f + 0.4f * u));
		}
		float cover = step(0.5f - depth[p] / (2 * root.softness()));
		if (cover == 0) return;
		float round = (float) Math.sqrt(Math.max(0, 1 - 0.8f * u * u));
		float streaks = 0.1f * smooth(seed + 1, s / 14, u * 2.5f) + 0.08f * smooth(seed + 2, s / 3, u * 2);
		float patches = 0.15f * smooth(seed + 3, s / 45, 0);
		band.blend(p, root.colour(), lerp(0.6f, 1.08f, round) - 0.1f * u + streaks + patches, visible * cover);
	}
}
