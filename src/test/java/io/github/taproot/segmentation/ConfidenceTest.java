// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import net.imglib2.img.array.ArrayImgs;

class ConfidenceTest {

	private static double of(float... probabilities) {
		return Confidence.of(ArrayImgs.floats(probabilities, probabilities.length, 1));
	}

	@Test
	void isTheMeanDistanceFromDoubt() {
		// |2p - 1| is 1, 0.5, 0.5 and 0; soil does not count.
		assertEquals(0.5, of(1, 0.75f, 0.25f, 0.5f, 0, 0.05f, 0));
		assertEquals(0, of(0.5f, 0.5f, 0));
		assertEquals(1, of(1, 1, 0));
		assertEquals(1, of(0, 0.1f - 1e-6f));
	}
}
