// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.segmentation.Calibration;
import io.github.taproot.segmentation.Reliability;
import io.github.taproot.segmentation.UsualAppearance;

class ReliabilityStudyTest {

	private static final int SIDE = 120;
	private static final Calibration CALIBRATION =
		new Calibration(Collections.nCopies(Calibration.BINS, 0.5));

	private static final UsualAppearance USUAL =
		new UsualAppearance(Collections.nCopies(6, 0.), Collections.nCopies(6, 1.));

	/** A photograph with a root along the middle row, of which a network finds the first part, at a probability. */
	private record Drawn(int trueLength, int foundLength, float p) {

		Annotation truth() {
			byte[] labels = new byte[SIDE * SIDE];
			Arrays.fill(labels, Annotation.SOIL);
			for (int x = 0; x < trueLength; x++) labels[SIDE * 60 + x] = Annotation.ROOT;
			return new Annotation(SIDE, SIDE, labels);
		}

		void addTo(ReliabilityStudy study) {
			Mask found = new Mask(SIDE, SIDE);
			for (int x = 0; x < foundLength; x++) found.pixels()[SIDE * 60 + x] = Mask.ROOT;
			study.add(found, foundLength == 0 ? 0 : 2 * p / (1 + p), truth());
		}
	}

	@Test
	void whatIsAlwaysHalfFoundIsExpectedTwiceAsLong() {
		ReliabilityStudy study = new ReliabilityStudy();
		// With 20 px added to 80 and 30 of the links of 81 and 31 pixels: twice as much.
		for (int i = 0; i < 2; i++) {
			new Drawn(81, 31, 0.8f).addTo(study);
			assertNull(study.learn(USUAL, CALIBRATION));
		}
		new Drawn(81, 31, 0.8f).addTo(study);
		Reliability learnt = study.learn(USUAL, CALIBRATION);
		assertEquals(3, learnt.photographs());
		double overlap = 2 * 31 * 0.8 / (31 + 31 * 0.8);
		Reliability.Length length = learnt.length(30, overlap);
		assertEquals(80, length.expected(), 1e-3);
		assertEquals(80, length.low(), 1e-3);
		assertEquals(80, length.high(), 1e-3);
		assertEquals(2 * 31 / (81 + 31.0), learnt.f1(overlap), 1e-6);
	}

	@Test
	void intervalsHoldNineOfTenLengths() {
		Random random = new Random(5);
		int held = 0;
		int all = 0;
		for (int round = 0; round < 60; round++) {
			ReliabilityStudy study = new ReliabilityStudy();
			for (int i = 0; i < 5; i++) drawn(random).addTo(study);
			Reliability learnt = study.learn(USUAL, CALIBRATION);
			assertNotNull(learnt);
			for (int i = 0; i < 20; i++) {
				Drawn next = drawn(random);
				double overlap = 2 * next.p() / (1 + next.p());
				Reliability.Length length = learnt.length(next.foundLength() - 1, overlap);
				all++;
				if (length.low() <= next.trueLength() - 1 && next.trueLength() - 1 <= length.high()) held++;
			}
		}
		assertTrue(held > 0.84 * all && held < 0.96 * all, held + " of " + all);
	}

	private static Drawn drawn(Random random) {
		float p = 0.6f + 0.35f * random.nextFloat();
		int found = 30 + random.nextInt(30);
		double error = Math.max(-0.9, Math.min(1.2, 0.3 + 0.5 * random.nextGaussian()));
		double overlap = 2 * p / (1 + p);
		int length = (int) Math.round((found + 19) * Math.exp(error * 2 * (1 - overlap)) - 19);
		return new Drawn(Math.max(1, Math.min(SIDE, length)), found, p);
	}

	@Test
	void bareSoilHasALengthButNoF1() {
		ReliabilityStudy study = new ReliabilityStudy();
		for (int i = 0; i < 3; i++) new Drawn(0, 0, 0.8f).addTo(study);
		assertNull(study.learn(USUAL, CALIBRATION));
		for (int i = 0; i < 3; i++) new Drawn(60, 60, 0.8f).addTo(study);
		assertEquals(6, study.learn(USUAL, CALIBRATION).photographs());
	}

	@Test
	void strokesTellNoLength() {
		byte[] labels = new byte[SIDE * SIDE];
		Arrays.fill(labels, Annotation.UNKNOWN);
		assertThrows(IllegalArgumentException.class, () -> new ReliabilityStudy()
			.add(new Mask(SIDE, SIDE), 0, new Annotation(SIDE, SIDE, labels)));
	}
}
