// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.segmentation.Calibration;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.segmentation.Reliability;
import io.github.taproot.segmentation.UsualAppearance;

/** Learns a network's {@link Reliability} from annotated photographs. Not for several threads at once. */
public final class ReliabilityStudy {

	/** Of lengths in intervals. */
	private static final double COVERAGE = 0.9;

	private final SummaryStatistics f1Errors = new SummaryStatistics();
	private final SummaryStatistics lengthErrors = new SummaryStatistics();

	/**
	 * Takes a photograph.
	 *
	 * @param found roots at threshold 0.5
	 * @param overlap {@link Reliability#overlap} of these
	 * @throws IllegalArgumentException where the truth has unknown pixels: its length is not known
	 */
	public void add(Mask found, double overlap, Annotation truth) {
		if (truth.count(Annotation.UNKNOWN) > 0) {
			throw new IllegalArgumentException("The annotation has unlabelled pixels.");
		}
		PixelCounts counts = PixelCounts.of(found, truth);
		// Where there is no root, F1 is 0 however little is wrong.
		if (truth.count(Annotation.ROOT) > 0) f1Errors.addValue(Reliability.f1Error(counts.f1(), overlap));
		lengthErrors.addValue(Reliability.lengthError(length(truth.roots()), length(found), overlap));
	}

	private static double length(Mask mask) {
		return Skeleton.complete(mask, Progress.NONE).links().kimuraLength(PixelCalibration.PIXELS);
	}

	/**
	 * What was learnt.
	 *
	 * @param usual what the same photographs look like
	 * @param calibration learnt from them
	 * @return null with fewer than {@value Reliability#FEWEST} photographs that have roots
	 */
	public Reliability learn(UsualAppearance usual, Calibration calibration) {
		if (f1Errors.getN() < Reliability.FEWEST) return null;
		long n = lengthErrors.getN();
		double spread = new TDistribution(null, n - 1.0).inverseCumulativeProbability((1 + COVERAGE) / 2) *
			lengthErrors.getStandardDeviation() * Math.sqrt(1 + 1.0 / n);
		return new Reliability((int) n, usual, calibration, f1Errors.getMean(),
			lengthErrors.getMean(), spread);
	}
}
