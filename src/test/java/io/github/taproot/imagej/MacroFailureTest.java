// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MacroFailureTest {

	@Test
	void sentencesAreBrokenIntoLinesThatFitTheScreen() {
		String hundred = "12345678 ".repeat(11).strip();
		assertEquals(hundred + "\n12345678 12345678", MacroFailure.lines(hundred + " 12345678 12345678"));
		assertEquals("2 done, 1 failed.\nThe rest.", MacroFailure.lines("2 done, 1 failed.\nThe rest."));
		String path = "/" + "x".repeat(150);
		assertEquals(path + "\nis missing.", MacroFailure.lines(path + " is missing."));
		assertEquals("", MacroFailure.lines(""));
	}
}
