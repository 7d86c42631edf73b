// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class EpochScoreTest {

	/** Epochs of ten minutes; NaN for one that was not validated. */
	private static List<EpochScore> epochs(double... f1) {
		List<EpochScore> epochs = new ArrayList<>();
		for (int i = 0; i < f1.length; i++) {
			Double score = Double.isNaN(f1[i]) ? null : f1[i];
			epochs.add(new EpochScore(i + 1, 100 * i, 10 * (i + 1), 0.001, 0.5, 0, score, score, score, score, null));
		}
		return epochs;
	}

	@Test
	void tellsWhetherMoreTimeWouldHelp() {
		assertEquals("", EpochScore.verdict(List.of()));
		assertEquals("", EpochScore.verdict(epochs(0.1, Double.NaN, 0.3)));
		assertEquals("It was still improving: train longer (tick Resume).",
			EpochScore.verdict(epochs(0.1, 0.3, 0.2, 0.4, 0.5)));
		assertEquals("It did not improve in the last 30 of its 50 minutes: more annotations, above all of " +
			"photographs like the worst ones, will help more than more time.",
			EpochScore.verdict(epochs(0.1, 0.5, 0.4, 0.4, Double.NaN)));
	}
}
