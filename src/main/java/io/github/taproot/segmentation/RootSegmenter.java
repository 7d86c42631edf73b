// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import java.util.concurrent.CancellationException;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;

/** Answers where the roots are. Not for several threads at once; it uses all cores itself. */
public interface RootSegmenter {

	/**
	 * How likely each pixel is root.
	 *
	 * @param photograph of any size
	 * @return (x, y), of the photograph's size, each value in [0, 1]
	 * @throws CancellationException where {@code progress} is cancelled
	 */
	RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress);

	/** Whether the values are probabilities, which tell how sure they are; others, as vesselness, only order pixels. */
	default boolean givesProbabilities() {
		return true;
	}

	/** How far its results can be trusted; null where nobody has measured it. */
	default Reliability reliability() {
		return null;
	}
}
