// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Mask;

/**
 * How far a network's results can be trusted, learnt on photographs that are annotated in full and that it did not
 * learn from. It holds for photographs like those only. Immutable.
 *
 * @param photographs how many it was learnt on, at least {@value #FEWEST}
 * @param usual what these look like
 * @param calibration of each pixel's probability
 * @param f1Shift the mean of logit(F1) less logit({@link #overlap})
 * @param lengthShift the mean of the logarithm of annotated by predicted length, divided by 1 less
 *          {@link #overlap}: the less sure a network is, the larger its errors are
 * @param lengthSpread half the width of the interval of the same that holds 90 % of further photographs, after
 *          Student's t
 */
public record Reliability(int photographs, UsualAppearance usual, Calibration calibration, double f1Shift,
	double lengthShift, double lengthSpread)
{

	/** Photographs below which nothing is learnt. */
	public static final int FEWEST = 3;
	/** Added to lengths in px, so that a photograph without roots has a logarithm, too. */
	private static final double OFFSET = 20;
	/** F1 is held this far off 0 and 1. */
	private static final double LEAST_F1 = 0.02;
	/** No photograph is surer than this. */
	private static final double LEAST_DOUBT = 0.01;
	/** Further off than any length that is measured. */
	private static final double LARGEST = 1e4;

	/**
	 * A length that is expected, in px.
	 *
	 * @param low the lower end of the interval that holds it in 90 of 100 photographs, at least 0
	 * @param high the upper end
	 */
	public record Length(double expected, double low, double high) {}

	public Reliability {
		if (photographs < FEWEST || usual == null || calibration == null || !(Math.abs(f1Shift) <= LARGEST) ||
			!(Math.abs(lengthShift) <= LARGEST) || !(lengthSpread >= 0 && lengthSpread <= LARGEST))
		{
			throw new IllegalArgumentException("The model's reliability is incomplete, or not possible.");
		}
	}

	/**
	 * F1 of a mask as its probabilities alone tell it: twice their sum in the mask, divided by the mask's pixels and
	 * the sum of all above 0.1, since so many are below that these would hide all others.
	 *
	 * @param probability of the mask's size
	 * @return 0 to 1; 0 without root in the mask
	 */
	public static double overlap(RandomAccessibleInterval<FloatType> probability, Mask mask) {
		double inside = 0;
		double all = 0;
		long pixels = 0;
		Cursor<FloatType> cursor = Views.flatIterable(probability).cursor();
		for (byte pixel : mask.pixels()) {
			float p = cursor.next().get();
			if (p > Confidence.DOUBTLESS_SOIL) all += p;
			if (pixel == Mask.SOIL) continue;
			inside += p;
			pixels++;
		}
		return pixels == 0 ? 0 : 2 * inside / (pixels + all);
	}

	/** How far off a true F1 is, of which {@link #f1Shift} is the mean. */
	public static double f1Error(double f1, double overlap) {
		return Calibration.logit(f1, LEAST_F1) - Calibration.logit(overlap, LEAST_F1);
	}

	/** How far off a length is, of which {@link #lengthShift} is the mean. */
	public static double lengthError(double annotated, double predicted, double overlap) {
		return Math.log((annotated + OFFSET) / (predicted + OFFSET)) / doubt(overlap);
	}

	private static double doubt(double overlap) {
		return Math.max(LEAST_DOUBT, 1 - overlap);
	}

	/** The F1 that a mask should have, 0 to 1. */
	public double f1(double overlap) {
		return Calibration.logistic(Calibration.logit(overlap, LEAST_F1) + f1Shift);
	}

	/**
	 * The length of the roots that are there.
	 *
	 * @param predicted length of the mask at threshold 0.5, in px
	 * @param overlap of that mask
	 */
	public Length length(double predicted, double overlap) {
		return new Length(length(predicted, overlap, lengthShift),
			length(predicted, overlap, lengthShift - lengthSpread),
			length(predicted, overlap, lengthShift + lengthSpread));
	}

	private static double length(double predicted, double overlap, double shift) {
		return Math.max(0, (predicted + OFFSET) * Math.exp(shift * doubt(overlap)) - OFFSET);
	}
}
