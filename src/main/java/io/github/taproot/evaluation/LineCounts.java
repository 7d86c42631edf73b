// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

/**
 * Pixels of centre lines, and how many of them the other side confirms; counts of several images add up to pooled ones.
 *
 * @param predicted pixels of the predicted centre lines
 * @param confirmed those of them that the annotation confirms
 * @param annotated pixels of the annotated centre lines
 * @param found those of them that the prediction confirms
 */
public record LineCounts(long predicted, long confirmed, long annotated, long found) {

	public LineCounts plus(LineCounts other) {
		return new LineCounts(predicted + other.predicted, confirmed + other.confirmed, annotated + other.annotated,
			found + other.found);
	}

	/** Confirmed among predicted pixels; 0 where nothing is predicted. */
	public double precision() {
		return predicted == 0 ? 0 : (double) confirmed / predicted;
	}

	/** Found among annotated pixels; 0 where nothing is annotated. */
	public double recall() {
		return annotated == 0 ? 0 : (double) found / annotated;
	}

	/** Harmonic mean of precision and recall; 0 where both are 0. */
	public double f1() {
		double sum = precision() + recall();
		return sum == 0 ? 0 : 2 * precision() * recall() / sum;
	}
}
