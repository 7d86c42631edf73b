// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Annotation;

/** Learns a {@link Calibration} from annotated photographs. Not for several threads at once. */
public final class CalibrationFit {

	/** Each photograph counts the same, whatever its size. */
	private final double[] pixels = new double[Calibration.BINS];
	private final double[] roots = new double[Calibration.BINS];

	/**
	 * Takes a photograph.
	 *
	 * @param probability (x, y) of the annotation's size
	 * @param truth whose unknown pixels are left out
	 */
	public void add(RandomAccessibleInterval<FloatType> probability, Annotation truth) {
		Cursor<FloatType> cursor = Views.flatIterable(probability).cursor();
		double share = 1.0 / truth.labels().length;
		for (byte label : truth.labels()) {
			int bin = Calibration.bin(cursor.next().get());
			if (label == Annotation.UNKNOWN) continue;
			pixels[bin] += share;
			if (label == Annotation.ROOT) roots[bin] += share;
		}
	}

	/** The calibration of all photographs that were taken. */
	public Calibration fit() {
		return new Calibration(increasing(roots, pixels));
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
