// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.segmentation.Calibration;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.segmentation.Reliability;
import io.github.taproot.segmentation.Threshold;

/** Learns a network's {@link Reliability} from annotated photographs. Not for several threads at once. */
public final class ReliabilityStudy {

	/** Of lengths in intervals. */
	private static final double COVERAGE = 0.9;

	/** Each photograph counts the same, whatever its size. */
	private final double[] pixels = new double[Calibration.BINS];
	private final double[] roots = new double[Calibration.BINS];
	private final SummaryStatistics f1Errors = new SummaryStatistics();
	private final SummaryStatistics lengthErrors = new SummaryStatistics();

	/**
	 * Takes a photograph.
	 *
	 * @param probability (x, y) of the annotation's size
	 * @throws IllegalArgumentException where it is not annotated in full, since its length is not known
	 */
	public void add(RandomAccessibleInterval<FloatType> probability, Annotation truth) {
		if (truth.count(Annotation.UNKNOWN) > 0) {
			throw new IllegalArgumentException("The annotation has unknown pixels.");
		}
		Cursor<FloatType> cursor = Views.flatIterable(probability).cursor();
		double share = 1.0 / truth.labels().length;
		for (byte label : truth.labels()) {
			int bin = Calibration.bin(cursor.next().get());
			pixels[bin] += share;
			if (label == Annotation.ROOT) roots[bin] += share;
		}
		Mask found = Threshold.PAPER.apply(probability);
		double overlap = Reliability.overlap(probability, found);
		PixelCounts counts = PixelCounts.of(found, truth);
		// Where there is no root, F1 is 0 however little is wrong.
		if (truth.count(Annotation.ROOT) > 0) f1Errors.addValue(Reliability.f1Error(counts.f1(), overlap));
		lengthErrors.addValue(Reliability.lengthError(length(truth.roots()), length(found), overlap));
	}

	private static double length(Mask mask) {
		return Skeleton.complete(mask, Progress.NONE).links().kimuraLength(PixelCalibration.PIXELS);
	}

	/** What was learnt; null with fewer than {@value Reliability#FEWEST} photographs that have roots. */
	public Reliability learn() {
		if (f1Errors.getN() < Reliability.FEWEST) return null;
		long n = lengthErrors.getN();
		double spread = new TDistribution(null, n - 1.0).inverseCumulativeProbability((1 + COVERAGE) / 2) *
			lengthErrors.getStandardDeviation() * Math.sqrt(1 + 1.0 / n);
		return new Reliability((int) n, new Calibration(increasing(roots, pixels)), f1Errors.getMean(),
			lengthErrors.getMean(), spread);
	}

	/**
	 * The increasing rates that fit best: neighbours in the wrong order are pooled (Ayer et al. 1955,
	 * doi:10.1214/aoms/1177728423). A bin without pixels takes the rate before it.
	 */
	static List<Double> increasing(double[] parts, double[] wholes) {
		double[] part = new double[parts.length];
		double[] whole = new double[parts.length];
		int[] size = new int[parts.length];
		int blocks = 0;
		for (int i = 0; i < parts.length; i++) {
			part[blocks] = parts[i];
			whole[blocks] = wholes[i];
			size[blocks++] = 1;
			while (blocks > 1 && (whole[blocks - 1] == 0 ||
				part[blocks - 2] * whole[blocks - 1] >= part[blocks - 1] * whole[blocks - 2]))
			{
				blocks--;
				part[blocks - 1] += part[blocks];
				whole[blocks - 1] += whole[blocks];
				size[blocks - 1] += size[blocks];
			}
		}
		List<Double> rates = new ArrayList<>();
		for (int block = 0; block < blocks; block++) {
			Double rate = whole[block] == 0 ? 0 : Math.min(1, part[block] / whole[block]);
			Double[] same = new Double[size[block]];
			Arrays.fill(same, rate);
			rates.addAll(Arrays.asList(same));
		}
		return rates;
	}
}
