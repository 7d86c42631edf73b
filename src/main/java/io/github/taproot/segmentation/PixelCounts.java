// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;

/**
 * Pixels by prediction and truth, with unknown pixels left out; counts of several images add up to pooled ones.
 *
 * @param truePositives root in both
 * @param falsePositives predicted root, annotated soil
 * @param falseNegatives predicted soil, annotated root
 * @param trueNegatives soil in both
 */
public record PixelCounts(long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {

	public static final PixelCounts NONE = new PixelCounts(0, 0, 0, 0);

	/**
	 * Counts the pixels of an image.
	 *
	 * @throws IllegalArgumentException where the sizes differ
	 */
	public static PixelCounts of(Mask prediction, Annotation truth) {
		if (prediction.width() != truth.width() || prediction.height() != truth.height()) {
			throw new IllegalArgumentException("The prediction has " + prediction.width() + "x" + prediction.height() +
				" px and the annotation " + truth.width() + "x" + truth.height() + ".");
		}
		long[] counts = new long[6];
		byte[] predicted = prediction.pixels();
		byte[] labels = truth.labels();
		for (int i = 0; i < labels.length; i++) counts[labels[i] * 2 + (predicted[i] == Mask.SOIL ? 0 : 1)]++;
		return new PixelCounts(counts[Annotation.ROOT * 2 + 1], counts[Annotation.SOIL * 2 + 1],
			counts[Annotation.ROOT * 2], counts[Annotation.SOIL * 2]);
	}

	public PixelCounts plus(PixelCounts other) {
		return new PixelCounts(truePositives + other.truePositives, falsePositives + other.falsePositives,
			falseNegatives + other.falseNegatives, trueNegatives + other.trueNegatives);
	}

	/** True among predicted roots; 0 where nothing is predicted. */
	public double precision() {
		return ratio(truePositives, truePositives + falsePositives);
	}

	/** Found among annotated roots; 0 where nothing is annotated. */
	public double recall() {
		return ratio(truePositives, truePositives + falseNegatives);
	}

	/** Harmonic mean of precision and recall, also called Dice; 0 without a true positive. */
	public double f1() {
		return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
	}

	/** Intersection over union; 0 without a true positive. */
	public double iou() {
		return ratio(truePositives, truePositives + falsePositives + falseNegatives);
	}

	/** Pixels that were judged rightly among all known ones; 0 without known pixels. */
	public double accuracy() {
		return ratio(truePositives + trueNegatives, pixels());
	}

	/** Annotated root among all known pixels; 0 without known pixels. */
	public double trueFraction() {
		return ratio(truePositives + falseNegatives, pixels());
	}

	/** Predicted root among all known pixels; 0 without known pixels. */
	public double predictedFraction() {
		return ratio(truePositives + falsePositives, pixels());
	}

	private long pixels() {
		return truePositives + falsePositives + falseNegatives + trueNegatives;
	}

	private static double ratio(long part, long whole) {
		return whole == 0 ? 0 : (double) part / whole;
	}
}
