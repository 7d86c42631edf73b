// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import java.util.List;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * How often a pixel is root to which a network gives a probability: an increasing function in {@value #BINS} equal
 * steps of the logit from -10 to 10, with straight lines between the steps' middles (isotonic regression; Zadrozny and
 * Elkan 2002, doi:10.1145/775047.775151). Immutable.
 *
 * @param rates share of root in each step, 0 to 1, none smaller than the one before
 */
public record Calibration(List<Double> rates) {

	public static final int BINS = 10;
	private static final double REACH = 10;
	private static final double STEP = 2 * REACH / BINS;
	/** Rates nearer to 0 or 1 than this are seen in no number of photographs. */
	private static final double LEAST = 1e-5;

	public Calibration {
		if (rates == null || rates.size() != BINS) {
			throw new IllegalArgumentException("A calibration has " + BINS + " rates.");
		}
		double before = 0;
		for (Double rate : rates) {
			if (rate == null || !(rate >= before && rate <= 1)) {
				throw new IllegalArgumentException("The rates of a calibration must increase from 0 to 1, but are " +
					rates + ".");
			}
			before = rate;
		}
		rates = List.copyOf(rates);
	}

	/** The step that a probability is in, from 0. */
	public static int bin(float p) {
		return (int) Math.min(BINS - 1, Math.max(0, (logit(p, 1e-7) + REACH) / STEP));
	}

	/** The logit of a value, which is held off 0 and 1. */
	static double logit(double p, double least) {
		double inside = Math.min(1 - least, Math.max(least, p));
		return Math.log(inside / (1 - inside));
	}

	static double logistic(double logit) {
		return 1 / (1 + Math.exp(-logit));
	}

	/** The calibrated probability, 0 to 1, of one that a network gave. */
	public float of(float p) {
		double at = Math.min(BINS - 1.0, Math.max(0, (logit(p, 1e-7) + REACH) / STEP - 0.5));
		int lower = (int) Math.min(BINS - 2.0, at);
		double low = logit(rates.get(lower), LEAST);
		double high = logit(rates.get(lower + 1), LEAST);
		return (float) logistic(low + (at - lower) * (high - low));
	}

	/** All calibrated probabilities, as a new image. */
	public RandomAccessibleInterval<FloatType> of(RandomAccessibleInterval<FloatType> probability) {
		int width = (int) probability.dimension(0);
		int height = (int) probability.dimension(1);
		float[] values = new float[Math.multiplyExact(width, height)];
		Cursor<FloatType> cursor = Views.flatIterable(probability).cursor();
		for (int i = 0; i < values.length; i++) values[i] = of(cursor.next().get());
		return ArrayImgs.floats(values, width, height);
	}
}
