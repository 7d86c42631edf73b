package io.github.taproot.simulation;

import static io.github.taproot.simulation.Noise.lerp;
import static io.github.taproot.simulation.Noise.smooth;
import static io.github.taproot.simulation.Noise.step;

import io.github.taproot.image.Mask;
import java.util.Arrays;

/** Paints roots into one band and into the mask. */
final class RootPainter {

	/** How far a root darkens the soil beside it, in px. */
	private static final float SHADOW = 3;

	private final Band band;
	/** Of the root at hand: distance to its surface (negative within), place across it (-1 to 1), place along it. */
	private final float[] depth;
	private final float[] across;
	private final float[] along;

	RootPainter(Band band) {
		this.band = band;
		int size = band.width * band.rows;
		depth = new float[size];
		across = new float[size];
		along = new float[size];
	}

	/** Adds the root's pixels in the band's rows to the mask. */
	void paint(Root root, Mask mask) {
		int[] box = measure(root, SHADOW + root.softness());
		for (int y = box[2]; y < box[3]; y++) {
			for (int x = box[0], p = (y - band.top) * band.width + x; x < box[1]; x++, p++) {
				if (depth[p] <= 0 && y >= 0 && y < mask.height()) mask.pixels()[y * mask.width() + x] = Mask.ROOT;
				shade(root, p);
			}
		}
	}

	/** A scratch has no depth, no shadow and is not in the mask. */
	void paintScratch(Root scratch) {
		int[] box = measure(scratch, scratch.softness());
		for (int y = box[2]; y < box[3]; y++) {
			for (int x = box[0], p = (y - band.top) * band.width + x; x < box[1]; x++, p++) {
				if (depth[p] >= scratch.softness()) continue;
				float broken = step(0.6f + smooth(scratch.seed(), along[p] / 25, 0));
				float cover = step(0.5f - depth[p] / (2 * scratch.softness()));
				band.blend(p, scratch.colour(), 1, scratch.opacity() * broken * cover);
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

	/** Fills depth, across and along within the box (left, right, top, bottom) that it returns; ends excluded. */
	private int[] measure(Root root, float margin) {
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
