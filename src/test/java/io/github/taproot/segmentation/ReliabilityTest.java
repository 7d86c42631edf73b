// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import net.imglib2.img.array.ArrayImgs;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;

class ReliabilityTest {

	private static final Calibration CALIBRATION =
		new Calibration(List.of(0.001, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95));

	private static final UsualAppearance USUAL = new UsualAppearance(Collections.nCopies(Appearance.SIZE, 0.),
		Collections.nCopies(Appearance.SIZE, 1.));

	private static float p(double logit) {
		return (float) (1 / (1 + Math.exp(-logit)));
	}

	@Test
	void stepsHaveTheirRatesInTheMiddle() {
		for (int i = 0; i < Calibration.BINS; i++) {
			assertEquals(i, Calibration.bin(p(2 * i - 9)));
			assertEquals(CALIBRATION.rates().get(i), CALIBRATION.of(p(2 * i - 9)), 1e-3);
		}
		// Between logits -1 and 1, halfway in logits: of 0.2 -1.386, of 0.4 -0.405, together -0.896.
		assertEquals(1 / (1 + Math.exp(0.896)), CALIBRATION.of(0.5f), 1e-4);
		assertEquals(0.001, CALIBRATION.of(0), 1e-6);
		assertEquals(0.95, CALIBRATION.of(1), 1e-6);
		assertEquals(0.4, CALIBRATION.of(ArrayImgs.floats(new float[] { p(1), 0 }, 1, 2)).getAt(0, 0).get(), 1e-6);
	}

	@Test
	void laterProbabilitiesAreNeverLower() {
		float before = 0;
		for (int i = 0; i <= 1000; i++) {
			float now = CALIBRATION.of(i / 1000f);
			assertTrue(now >= before, i + ": " + now + " after " + before);
			before = now;
		}
	}

	@Test
	void ratesAreThoseOfThePhotographs() {
		CalibrationFit fit = new CalibrationFit();
		// Of 0.8 half is root, of 0 nothing; an unknown pixel says nothing.
		fit.add(ArrayImgs.floats(new float[] { 0.8f, 0.8f, 0, 0.9f }, 2, 2), new Annotation(2, 2,
			new byte[] { Annotation.ROOT, Annotation.SOIL, Annotation.SOIL, Annotation.UNKNOWN }));
		assertEquals(List.of(0., 0., 0., 0., 0., 0.5, 0.5, 0.5, 0.5, 0.5), fit.fit().rates());
	}

	@Test
	void neighboursInTheWrongOrderArePooled() {
		// 1/2 after 3/4: together 4/6. Nothing was seen in the third, which goes with those before it.
		assertEquals(List.of(0.1, 4 / 6.0, 4 / 6.0, 4 / 6.0, 1.0),
			CalibrationFit.increasing(new double[] { 1, 3, 0, 1, 5 }, new double[] { 10, 4, 0, 2, 5 }));
		assertEquals(List.of(0.5, 0.5), CalibrationFit.increasing(new double[] { 0, 1 }, new double[] { 0, 2 }));
		assertEquals(List.of(0.0, 0.0), CalibrationFit.increasing(new double[2], new double[2]));
	}

	@Test
	void ratesOfStrangersAreChecked() {
		List<List<Double>> wrong = new ArrayList<>();
		wrong.add(null);
		wrong.add(List.of(0.1, 0.2));
		wrong.add(Collections.nCopies(Calibration.BINS, Double.NaN));
		wrong.add(Collections.nCopies(Calibration.BINS, 1.5));
		wrong.add(Arrays.asList(null, 0., 0., 0., 0., 0., 0., 0., 0., 0.));
		wrong.add(List.of(0.2, 0.1, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0));
		for (List<Double> rates : wrong) assertThrows(IllegalArgumentException.class, () -> new Calibration(rates));
		for (double value : new double[] { Double.NaN, Double.POSITIVE_INFINITY, -1e9 }) {
			assertThrows(IllegalArgumentException.class, () -> new Reliability(5, USUAL, CALIBRATION, value, 0, 1));
			assertThrows(IllegalArgumentException.class, () -> new Reliability(5, USUAL, CALIBRATION, 0, value, 1));
			assertThrows(IllegalArgumentException.class, () -> new Reliability(5, USUAL, CALIBRATION, 0, 0, value));
		}
		assertThrows(IllegalArgumentException.class, () -> new Reliability(2, USUAL, CALIBRATION, 0, 0, 1));
		assertThrows(IllegalArgumentException.class, () -> new Reliability(5, USUAL, null, 0, 0, 1));
	}

	@Test
	void appearancesOfStrangersAreChecked() {
		List<Double> right = USUAL.means();
		for (Double value : new Double[] { Double.NaN, Double.NEGATIVE_INFINITY, null }) {
			List<Double> wrong = Collections.nCopies(Appearance.SIZE, value);
			assertThrows(IllegalArgumentException.class, () -> new UsualAppearance(wrong, right));
			assertThrows(IllegalArgumentException.class, () -> new UsualAppearance(right, wrong));
		}
		assertThrows(IllegalArgumentException.class, () -> new UsualAppearance(List.of(1.), right));
		assertThrows(IllegalArgumentException.class, () -> new UsualAppearance(null, right));
		assertThrows(IllegalArgumentException.class, () -> new Reliability(5, null, CALIBRATION, 0, 0, 1));
	}

	@Test
	void overlapIsF1OfProbabilities() {
		Mask mask = new Mask(2, 2, new byte[] { Mask.ROOT, Mask.ROOT, Mask.SOIL, Mask.SOIL });
		// 1.7 of 2 pixels are right, 0.3 are missed, and 0.05 is soil without doubt: 2 * 1.7 / (2 + 2).
		assertEquals(0.85, Reliability.overlap(ArrayImgs.floats(new float[] { 0.9f, 0.8f, 0.05f, 0.3f }, 2, 2), mask),
			1e-6);
		assertEquals(0, Reliability.overlap(ArrayImgs.floats(new float[4], 2, 2), new Mask(2, 2)));
	}

	@Test
	void expectedValuesUndoTheErrors() {
		assertEquals(0.7, new Reliability(5, USUAL, CALIBRATION, 0, 0, 1).f1(0.7), 1e-9);
		double f1Error = Reliability.f1Error(0.5, 0.8);
		assertEquals(0.5, new Reliability(5, USUAL, CALIBRATION, f1Error, 0, 1).f1(0.8), 1e-9);
		// 180 px where 80 were found, 20 added to each: twice as long, with a doubt of 0.5.
		double error = Reliability.lengthError(180, 80, 0.5);
		assertEquals(Math.log(2) / 0.5, error, 1e-9);
		Reliability.Length length = new Reliability(5, USUAL, CALIBRATION, 0, error, error).length(80, 0.5);
		assertEquals(180, length.expected(), 1e-9);
		assertEquals(80, length.low(), 1e-9);
		assertEquals(380, length.high(), 1e-9);
		// Surer, so less is expected beside what was found, and the interval is narrower.
		Reliability.Length surer = new Reliability(5, USUAL, CALIBRATION, 0, error, error).length(80, 0.9);
		assertTrue(surer.high() - surer.low() < length.high() - length.low());
		assertTrue(surer.expected() < length.expected());
		assertEquals(0, new Reliability(5, USUAL, CALIBRATION, 0, -100, 1).length(80, 0.5).expected());
	}
}
