// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import java.util.List;

import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;

/**
 * A photograph of which the truth is known.
 *
 * @param photograph red, green and blue, 0 to 255
 * @param mask root where a pixel's centre is no further from a root's centre line than the root's radius there, whether
 *          the root can be seen or lies behind a crumb of soil (such gaps are a few pixels long); not under tape,
 *          labels and the tube's edge, where its centre line ends, too
 * @param rootLengthPx sum of the lengths in px of all centre lines within the image's borders; a lateral counts from
 *          its parent's centre line, as a skeleton of the mask has it; where roots cross, each counts
 * @param rootCount roots with any of their centre line in the image, laterals included
 */
public record SimulatedPhotograph(Photograph photograph, Mask mask, double rootLengthPx, int rootCount) {

	static SimulatedPhotograph of(Photograph photograph, Mask mask, List<Root> roots) {
		double length = 0;
		int count = 0;
		for (Root root : roots) {
			double within = root.lengthWithin(mask.width(), mask.height());
			length += within;
			if (within > 0) count++;
		}
		return new SimulatedPhotograph(photograph, mask, length, count);
	}
}
