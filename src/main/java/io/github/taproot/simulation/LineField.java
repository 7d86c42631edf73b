// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Noise.lerp;

import java.util.Arrays;

/** Where the pixels of a band lie relative to one line with a width. */
final class LineField {

	private final Band band;
	/** Distance to the line's surface in px, negative within; infinite where it is out of reach. */
	final float[] depth;
	/** Place across the line: -1 and 1 are its borders. */
	final float[] across;
	/** Place along the line in px from its beginning. */
	final float[] along;

	LineField(Band band) {
		this.band = band;
		int size = band.width * band.rows;
		depth = new float[size];
		across = new float[size];
		along = new float[size];
	}

	/** Fills depth, across and along within the box (left, right, top, bottom) that it returns; ends excluded. */
	int[] measure(Root root, float margin) {
		float[] xs = root.x();
		float[] ys = root.y();
		float reach = Root.max(root.radius()) + margin;
		int[] box = clip(Root.min(xs) - reach, Root.max(xs) + reach, Root.min(ys) - reach, Root.max(ys) + reach);
		if (box[0] >= box[1] || box[2] >= box[3]) return box;
		for (int y = box[2]; y < box[3]; y++) {
			int o = (y - band.top) * band.width;
			Arrays.fill(depth, o + box[0], o + box[1], Float.POSITIVE_INFINITY);
		}
		float start = 0;
		for (int i = 1; i < xs.length; i++) {
			float dx = xs[i] - xs[i - 1];
			float dy = ys[i] - ys[i - 1];
			float length = (float) Math.sqrt(dx * dx + dy * dy);
			measure(root, i, dx, dy, length, start, margin);
			start += length;
		}
		return box;
	}

	private void measure(Root root, int i, float dx, float dy, float length, float start, float margin) {
		float x0 = root.x()[i - 1];
		float y0 = root.y()[i - 1];
		float r0 = root.radius()[i - 1];
		float r1 = root.radius()[i];
		float reach = Math.max(r0, r1) + margin;
		int[] box = clip(Math.min(x0, x0 + dx) - reach, Math.max(x0, x0 + dx) + reach, Math.min(y0, y0 + dy) - reach,
			Math.max(y0, y0 + dy) + reach);
		for (int y = box[2]; y < box[3]; y++) {
			for (int x = box[0], p = (y - band.top) * band.width + x; x < box[1]; x++, p++) {
				float px = x + 0.5f - x0;
				float py = y + 0.5f - y0;
				float t = length == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / (length * length)));
				float ex = px - t * dx;
				float ey = py - t * dy;
				float distance = (float) Math.sqrt(ex * ex + ey * ey);
				float radius = lerp(r0, r1, t);
				if (distance - radius >= Math.min(depth[p], margin)) continue;
				depth[p] = distance - radius;
				// The light comes from the upper left.
				across[p] = (ex + ey > 0 ? distance : -distance) / radius;
				along[p] = start + t * length;
			}
		}
	}

	/** The pixels whose centres may lie between the given borders, within the band. */
	private int[] clip(float left, float right, float top, float bottom) {
		return new int[] { Math.max(0, (int) Math.floor(left)), Math.min(band.width, (int) Math.ceil(right)),
			Math.max(band.top, (int) Math.floor(top)), Math.min(band.bottom(), (int) Math.ceil(bottom)) };
	}
}
