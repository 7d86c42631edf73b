// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.PixelCalibration;

class SimulationSettingsTest {

	@Test
	void refusesWhatCannotBeSimulated() {
		assertRefused("A simulated photograph needs at least 16 x 16 pixels, but 15 x 100 are asked for.",
			15, 100, 1, 6, 1);
		assertRefused("A simulated photograph of 30000 x 30000 pixels is too large for one image; " +
			"choose a width and height whose product is below 715,000,000.", 30_000, 30_000, 1, 6, 1);
		assertRefused("The share of root pixels (%) must be from 0.0 to 20.0, but is 21.0.", 100, 100, 21, 6, 1);
		assertRefused("The typical root width (px) must be from 3.0 to 60.0, but is 2.0.", 100, 100, 1, 2, 1);
		assertRefused("The contrast of the roots must be from 0.0 to 2.0, but is NaN.", 100, 100, 1, 6, Double.NaN);
	}

	private static void assertRefused(String sentence, int width, int height, double percent, double rootWidth,
		double contrast)
	{
		assertEquals(sentence, assertThrows(IllegalArgumentException.class, () -> new SimulationSettings(width, height,
			1, percent, rootWidth, contrast, PixelCalibration.PIXELS)).getMessage());
	}
}
