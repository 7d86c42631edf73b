// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import java.util.SplittableRandom;

/** Random changes of a training tile that leave it believable. Any number of threads may use one. */
@FunctionalInterface
public interface Augmentation {

	/** Leaves tiles as they are. */
	Augmentation NONE = (tile, labels, side, random) -> {};

	/**
	 * Changes a tile and its labels in place.
	 *
	 * @param tile (side, side, 3): rows, columns, channels, scaled to [0, 1]; may leave that range
	 * @param labels (side, side), values as in {@link io.github.taproot.image.Annotation}
	 * @param random the only source of chance
	 */
	void apply(float[] tile, byte[] labels, int side, SplittableRandom random);
}
