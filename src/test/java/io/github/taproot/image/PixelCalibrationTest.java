// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PixelCalibrationTest {

	@Test
	void keepsPixelsThatAreNotSquare() {
		PixelCalibration calibration = new PixelCalibration(0.5, 0.25, "mm");
		assertEquals(0.5, calibration.pixelWidth());
		assertEquals(0.25, calibration.pixelHeight());
		assertTrue(calibration.isCalibrated());
		assertFalse(PixelCalibration.PIXELS.isCalibrated());
	}

	@Test
	void refusesSizesThatNoPixelHas() {
		for (double bad : new double[] { 0, -1, Double.NaN, Double.POSITIVE_INFINITY }) {
			assertThrows(IllegalArgumentException.class, () -> PixelCalibration.millimetres(bad));
		}
	}
}
