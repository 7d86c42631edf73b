// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StatusTextTest {

	@Test
	void whatFitsStaysAsItIs() {
		assertEquals("Finding roots", StatusText.of("Finding roots", "", ""));
		assertEquals("Finding roots on CPU, 3 min left",
			StatusText.of("Finding roots", "CPU", "3 min left"));
	}

	@Test
	void theDeviceGoesFirstAndThenTheMiddleOfAName() {
		String text = StatusText.of("Segmenting T006_L002_28.03.17_095137_002.jpg", "CPU, 2 threads",
			"12 min left");
		assertTrue(text.length() <= StatusText.MOST, text);
		assertTrue(text.startsWith("Segmenting T") && text.endsWith("2.jpg, 12 min left"), text);
		assertEquals("Segmenting IMG_01.jpg, 3 min left",
			StatusText.of("Segmenting IMG_01.jpg", "NVIDIA GeForce RTX 3060", "3 min left"));
	}

	@Test
	void everyTextFits() {
		for (int length = 0; length < 200; length++) {
			for (String left : new String[] { "", "under 1 min left", "117 min left" }) {
				String text = StatusText.of("x".repeat(length), "CPU, 64 threads", left);
				assertTrue(text.length() <= StatusText.MOST && text.endsWith(left), text);
			}
		}
	}
}
