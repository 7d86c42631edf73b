package io.github.taproot.segmentation;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/** How sure a segmentation is of what it says. */
public final class Confidence {

	/** Pixels up to here are soil without doubt, and so many that they would hide all others. */
	static final double DOUBTLESS_SOIL = 0.1;

	private Confidence() {}

	/**
	 * The mean of |2p - 1| over the pixels whose probability p is above 0.1.
	 *
	 * @param probability 0 to 1
	 * @return 0 where all of these pixels are at 0.5, 1 where they are all at 1, and 1 where there are none
	 */
	public static double of(RandomAccessibleInterval<FloatType> probability) {
		double sum = 0;
		long count = 0;
		for (FloatType pixel : Views.iterable(probability)) {
			float p = pixel.get();
			if (!(p > DOUBTLESS_SOIL)) continue;
			sum += Math.abs(2.0 * p - 1);
			count++;
		}
		return count == 0 ? 1 : sum / count;
	}
}
