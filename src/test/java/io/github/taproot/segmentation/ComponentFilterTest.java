// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Mask;

class ComponentFilterTest {

	private static Mask drawn(String... rows) {
		Mask mask = new Mask(rows[0].length(), rows.length);
		for (int i = 0; i < mask.pixels().length; i++) {
			if (rows[i / mask.width()].charAt(i % mask.width()) == '#') mask.pixels()[i] = Mask.ROOT;
		}
		return mask;
	}

	private static String text(Mask mask) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < mask.pixels().length; i++) {
			if (i > 0 && i % mask.width() == 0) text.append(' ');
			text.append(mask.pixels()[i] == Mask.SOIL ? '.' : '#');
		}
		return text.toString();
	}

	@Test
	void removesWhatIsSmallerAndKeepsCornersTogether() {
		Mask mask = drawn("#...#", ".#...", "..#.#", "....#");
		assertEquals("#.... .#... ..#.. .....", text(new ComponentFilter(3).apply(mask)));
		assertEquals("#.... .#... ..#.# ....#", text(new ComponentFilter(2).apply(mask)));
		assertEquals(6, mask.rootPixels());
	}

	@Test
	void cornersDoNotConnectWhereFourNeighboursCount() {
		Mask mask = drawn("#...#", ".#..#", "..#.#", "....#");
		assertEquals("....# ....# ....# ....#", text(new ComponentFilter(2, 4).apply(mask)));
		assertThrows(IllegalArgumentException.class, () -> new ComponentFilter(2, 6));
	}

	@Test
	void leavesAllWhereNothingIsSmaller() {
		Mask mask = drawn("#.#");
		assertSame(mask, new ComponentFilter(0).apply(mask));
		assertSame(mask, new ComponentFilter(1).apply(mask));
		assertEquals("...", text(new ComponentFilter(2).apply(mask)));
	}

	@Test
	void takesAMaskThatIsAllRoot() {
		Mask mask = new Mask(300, 200);
		java.util.Arrays.fill(mask.pixels(), Mask.ROOT);
		assertEquals(60_000, new ComponentFilter(60_000).apply(mask).rootPixels());
		assertEquals(0, new ComponentFilter(60_001).apply(mask).rootPixels());
	}

	@Test
	void refusesNegativeSizes() {
		assertThrows(IllegalArgumentException.class, () -> new ComponentFilter(-1));
	}
}
