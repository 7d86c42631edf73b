// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

class SampleTest {

	@Test
	void onPaper() {
		// Mean 40 / 8; squares of deviations 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32.
		Sample sample = Sample.of(9, 2, 4, Double.NaN, 4, 4, 5, 5, 7);
		assertEquals(8, sample.n());
		assertEquals(5, sample.mean());
		assertEquals(Math.sqrt(32 / 7.0), sample.sd(), 1e-15);
		assertEquals(Math.sqrt(32 / 7.0 / 8), sample.se(), 1e-15);
		assertArrayEquals(new double[] { 2, 4, 4.5, 5.5, 9 }, sample.quartiles(), 1e-15);
		assertEquals(Double.NaN, Sample.of(3).sd());
		assertEquals(3, Sample.of(3).mean());
		assertEquals(Double.NaN, Sample.of().mean());
		assertEquals(0, Sample.of().n());
	}

	@Test
	void aReplicateCountsOnceHoweverManyPhotographsItHas() {
		List<Map<String, ?>> rows = List.of(Map.of("t", "b", "tube", "1", "x", 1.0), Map.of("t", "b", "tube", "1", "x",
			3.0), Map.of("t", "b", "tube", "2", "x", 8.0), Map.of("t", "a", "tube", "10", "x", 4.0), Map.of("t", "a",
			"file", "y.png", "x", 5.0), Map.of("t", "", "tube", "1", "x", 99.0));
		Groups groups = new Groups(rows, List.of("t"), List.of("tube"));
		assertEquals(List.of(List.of("a"), List.of("b")), groups.names());
		assertArrayEquals(new double[] { 2, 8 }, groups.values(List.of("b"), "x"));
		Table table = groups.statistics(Set.of("tube"));
		assertEquals(List.of("t", "trait", "n", "mean", "sd", "se", "median", "min", "max"), table.columns());
		assertArrayEquals(new double[] { 4.5, 5 }, table.numbers("mean"));
		assertArrayEquals(new double[] { 2, 2 }, table.numbers("n"));
		// Of 4 and 5, and of 2 and 8.
		assertArrayEquals(new double[] { 0.5, 3 }, table.numbers("se"), 1e-15);
	}

	@Test
	void groupsAreInTheOrderOfNumbers() {
		List<Map<String, ?>> rows = List.of(Map.of("d", "10"), Map.of("d", "2"), Map.of("d", "x"), Map.of("d", "1.5"));
		assertEquals(List.of(List.of("1.5"), List.of("2"), List.of("10"), List.of("x")),
			new Groups(rows, List.of("d"), List.of()).names());
	}
}
