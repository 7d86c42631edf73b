// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Mask;

/**
 * Turns probabilities into a mask: root where the probability is above the value.
 *
 * @param value above 0 and below 1; 0.5 is the paper's
 */
public record Threshold(double value) {

	public static final Threshold PAPER = new Threshold(0.5);

	public Threshold {
		if (!(value > 0 && value < 1)) {
			throw new IllegalArgumentException("The threshold must be above 0 and below 1, but is " + value + ".");
		}
	}

	/**
	 * Applies the threshold.
	 *
	 * @param probability (x, y), at least one pixel
	 */
	public Mask apply(RandomAccessibleInterval<FloatType> probability) {
		Mask mask = new Mask((int) probability.dimension(0), (int) probability.dimension(1));
		Cursor<FloatType> cursor = Views.flatIterable(probability).cursor();
		byte[] pixels = mask.pixels();
		for (int i = 0; i < pixels.length; i++) if (cursor.next().get() > value) pixels[i] = Mask.ROOT;
		return mask;
	}
}
