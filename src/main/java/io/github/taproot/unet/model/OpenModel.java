// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.util.function.Consumer;

import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.unet.Precision;

/** A model in an engine's memory, opened to segment. Whoever opened it closes it. Not for several threads at once. */
public interface OpenModel extends AutoCloseable {

	/**
	 * What segments with it.
	 *
	 * @param side as for {@link io.github.taproot.unet.UNetSegmenter}; others' packages have their own
	 * @param batch as for {@link io.github.taproot.unet.UNetSegmenter}
	 * @param flips in which mirrored forms it sees an image, too; {@link Flips#NONE} for others' packages
	 * @param isOverlapping as for {@link io.github.taproot.unet.UNetSegmenter}; not for others' packages
	 * @throws IllegalArgumentException where they are not allowed
	 */
	BandSegmenter segmenter(int side, int batch, Flips flips, boolean isOverlapping, Consumer<String> log);

	/** As {@link io.github.taproot.unet.UNetNetwork#device}. */
	String device();

	/** As {@link io.github.taproot.unet.UNetNetwork#precision}; others' packages are exact. */
	default Precision precision() {
		return Precision.EXACT;
	}

	@Override
	void close();
}
