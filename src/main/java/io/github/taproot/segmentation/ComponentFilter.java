// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import java.util.Arrays;

import io.github.taproot.image.Components;
import io.github.taproot.image.Mask;

/**
 * Removes specks: connected components of root with fewer pixels than a root that matters.
 *
 * @param pixels components of fewer root pixels are removed; 0 or 1 removes nothing
 * @param connectivity 4 where only pixels that share a side are connected, 8 where those that touch at a corner are,
 *          too
 */
public record ComponentFilter(int pixels, int connectivity) {

	public ComponentFilter {
		if (pixels < 0) {
			throw new IllegalArgumentException("The smallest component must be at least 0 px, but is " + pixels + ".");
		}
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
		Components components = new Components(mask, connectivity);
		for (int run = 0; run < components.runs(); run++) {
			if (components.size(run) < pixels) Arrays.fill(kept, components.start(run), components.end(run), Mask.SOIL);
		}
		return new Mask(mask.width(), mask.height(), kept);
	}
}
