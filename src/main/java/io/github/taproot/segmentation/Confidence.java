// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * How sure a segmentation is of what it says: the mean of |2p - 1| over the pixels whose probability p is above 0.1. It
 * is 0 where all of these are at 0.5, 1 where they are all at 1, and 1 where there are none.
 */
public final class Confidence {

	/** Pixels up to here are soil without doubt, and so many that they would hide all others. */
	static final double DOUBTLESS_SOIL = 0.1;

	private double sum;
	private long count;

	/** That of all pixels together. */
	public static double of(RandomAccessibleInterval<FloatType> probability) {
		Confidence confidence = new Confidence();
		for (FloatType pixel : Views.iterable(probability)) confidence.add(pixel.get());
		return confidence.value();
	}

	/** Takes a pixel's probability, 0 to 1. */
	public void add(float p) {
		if (!(p > DOUBTLESS_SOIL)) return;
		sum += Math.abs(2.0 * p - 1);
		count++;
	}

	/** Takes all pixels that another one took. */
	public void add(Confidence other) {
		sum += other.sum;
		count += other.count;
	}

	/** Of all pixels that were added. */
	public double value() {
		return count == 0 ? 1 : sum / count;
	}
}
