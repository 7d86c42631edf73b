// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TimeLeftTest {

	private static final long MINUTE = 60_000_000_000L;

	@Test
	void goesByThePaceSinceTheFirstReport() {
		TimeLeft left = new TimeLeft();
		assertEquals("", left.of(50, 100, 7 * MINUTE), "resumed half-way");
		assertEquals("", left.of(51, 100, 7 * MINUTE + MINUTE / 60));
		assertEquals("4 min left", left.of(60, 100, 8 * MINUTE));
		assertEquals("under 1 min left", left.of(99, 100, 9 * MINUTE));
		assertEquals("", left.of(100, 100, 9 * MINUTE));
		TimeLeft slow = new TimeLeft();
		slow.of(0, 1000, 0);
		assertEquals("17 h left", slow.of(1, 1000, MINUTE));
	}

	@Test
	void startsAnewWithTheNextWork() {
		TimeLeft left = new TimeLeft();
		left.of(0, 10, 0);
		left.of(9, 10, MINUTE);
		assertEquals("", left.of(0, 10, 2 * MINUTE));
		assertEquals("9 min left", left.of(1, 10, 3 * MINUTE));
	}
}
