// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import java.util.concurrent.CancellationException;

import io.github.taproot.image.PixelSource;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.tiling.TiledPrediction.Output;

/** A segmenter for images that do not fit into memory: it works on bands of rows, from top to bottom. */
public interface BandSegmenter extends RootSegmenter {

	/** The largest side of its tiles in px. */
	int side();

	/**
	 * Uses tiles of this largest side from now on, as an earlier run did whose results are kept, or smaller ones where
	 * memory is too small for them. Nothing happens where the side was given, or is the network's own.
	 *
	 * @throws IllegalArgumentException where no tile may have this side
	 */
	default void keepSide(int side) {
		// its own
	}

	/**
	 * How likely each pixel of a band is root.
	 *
	 * @param image of any size
	 * @param top the band's first row: 0, then the row after the band before
	 * @param output takes the band in parts that do not overlap, the one at its top left first; where memory runs out,
	 *          the whole band may come once more, from that part on
	 * @param progress counts the whole image
	 * @return how many rows the band has, at least 1
	 * @throws CancellationException where {@code progress} is cancelled
	 */
	int probability(PixelSource image, int top, Output output, Progress progress);
}
