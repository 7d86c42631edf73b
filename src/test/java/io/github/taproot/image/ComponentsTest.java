// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.taproot.roots.skeleton.References;

class ComponentsTest {

	@ParameterizedTest
	@CsvSource({ "#,1,1", ".,0,0", "#.#,2,2", "#. .#,1,2", ".# #.,1,2", "#.. ..#,2,2", "#.#.# #.#.# #####,1,1",
		"####. .....,1,1", "#...# .#.#. ..#..,1,5", "##### #...# #.#.# #...# #####,2,2", "...# #...,2,2" })
	void touchAtSidesAndCorners(String rows, int eight, int four) {
		assertEquals(eight, new Components(References.drawn(rows), 8).count());
		assertEquals(four, new Components(References.drawn(rows), 4).count());
	}

	@Test
	void sizesAreThoseOfEachComponent() {
		Components components = new Components(References.drawn("##..# .##.# ....#"), 4);
		assertEquals(4, components.size(0));
		assertEquals(3, components.size(1));
		assertEquals(4, components.size(2));
		assertEquals(5 + 1, components.start(2));
		assertEquals(5 + 3, components.end(2));
		assertEquals(7, components.pixels());
	}

	@ParameterizedTest
	@CsvSource({ "4", "8" })
	void thoseOfNoiseAreThoseOfAFloodFill(int connectivity) {
		Random random = new Random(1);
		for (int density = 1; density < 10; density++) {
			Mask mask = new Mask(97, 61);
			for (int i = 0; i < mask.pixels().length; i++) {
				if (random.nextInt(10) < density) mask.pixels()[i] = Mask.ROOT;
			}
			assertFloodFilled(mask, connectivity);
		}
	}

	@Test
	void thoseOfARealMaskAreThoseOfAFloodFill() throws IOException {
		assertFloodFilled(References.mask(References.shared("reference/skeleton/segroot-3-mask.png")), 8);
	}

	private static void assertFloodFilled(Mask mask, int connectivity) {
		Components found = new Components(mask, connectivity);
		Mask left = new Mask(mask.width(), mask.height(), mask.pixels().clone());
		int[] sizes = new int[left.pixels().length];
		int components = 0;
		int[] stack = new int[8 * left.pixels().length];
		for (int i = 0; i < left.pixels().length; i++) {
			if (left.pixels()[i] == Mask.SOIL) continue;
			components++;
			int size = 0;
			int[] members = new int[(int) mask.rootPixels()];
			int count = 0;
			stack[size++] = i;
			left.pixels()[i] = Mask.SOIL;
			while (size > 0) {
				int p = stack[--size];
				members[count++] = p;
				for (int n = 0; n < 9; n++) {
					if (connectivity == 4 && n % 2 == 0) continue;
					int x = p % left.width() + n % 3 - 1;
					int y = p / left.width() + n / 3 - 1;
					if (!left.isRoot(x, y)) continue;
					left.pixels()[y * left.width() + x] = Mask.SOIL;
					stack[size++] = y * left.width() + x;
				}
			}
			for (int m = 0; m < count; m++) sizes[members[m]] = count;
		}
		assertEquals(components, found.count());
		assertEquals(mask.rootPixels(), found.pixels());
		for (int run = 0; run < found.runs(); run++) {
			for (int i = found.start(run); i < found.end(run); i++) assertEquals(sizes[i], found.size(run));
		}
	}
}
