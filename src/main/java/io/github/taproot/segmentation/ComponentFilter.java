package io.github.taproot.segmentation;

import java.util.Arrays;

import io.github.taproot.image.Mask;

/**
 * Removes specks: connected components of root with fewer pixels than a root that matters.
 *
 * @param pixels components of fewer root pixels are removed; 0 or 1 removes nothing
 * @param connectivity 4 where only pixels that share a side are connected, 8 where those that touch at a corner are, too
 */
public record ComponentFilter(int pixels, int connectivity) {

	public ComponentFilter {
		if (pixels < 0) throw new IllegalArgumentException("The smallest component must be at least 0 px, but is " + pixels + ".");
		if (connectivity != 4 && connectivity != 8) {
			throw new IllegalArgumentException("The connectivity must be 4 or 8, but is " + connectivity + ".");
		}
	}

	/** Components are 8-connected. */
	public ComponentFilter(int pixels) {
		this(pixels, 8);
	}

	/** A new mask without the small components, or the same one where nothing is to be removed. */
	public Mask apply(Mask mask) {
		if (pixels <= 1) return mask;
		byte[] kept = mask.pixels().clone();
		boolean[] seen = new boolean[kept.length];
		int[] component = new int[1024];
		for (int start = 0; start < kept.length; start++) {
			if (kept[start] == Mask.SOIL || seen[start]) continue;
			int size = 0;
			component[size++] = start;
			seen[start] = true;
			for (int next = 0; next < size; next++) {
				int x = component[next] % mask.width();
				int y = component[next] / mask.width();
				for (int j = Math.max(0, y - 1); j <= Math.min(mask.height() - 1, y + 1); j++) {
					for (int i = Math.max(0, x - 1); i <= Math.min(mask.width() - 1, x + 1); i++) {
						int neighbour = j * mask.width() + i;
						if (connectivity == 4 && i != x && j != y) continue;
						if (kept[neighbour] == Mask.SOIL || seen[neighbour]) continue;
						seen[neighbour] = true;
						if (size == component.length) component = Arrays.copyOf(component, 2 * size);
						component[size++] = neighbour;
					}
				}
			}
			if (size < pixels) for (int i = 0; i < size; i++) kept[component[i]] = Mask.SOIL;
		}
		return new Mask(mask.width(), mask.height(), kept);
	}
}
