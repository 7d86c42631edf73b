// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.progress.CancelledProgress;
import io.github.taproot.progress.Progress;
import io.github.taproot.table.Table;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.Precision;

class BenchmarkTest {

	@TempDir
	private Path temp;

	private Benchmark benchmark(String row, Progress progress, List<String> said) throws IOException {
		return new Benchmark(EngineLoader.engine(),
			new Benchmark.Wanted(List.of(row), 1, "no python of this name", 1, arguments -> Double.NaN), temp,
			progress, said::add);
	}

	@Test
	void ratiosAreThoseOfPairs() {
		Measured row = new Measured("a", "s", new double[] { 1, 2, 4 }, "b", new double[] { 8, 2, 12 }, "");
		assertArrayEquals(new double[] { 8, 1, 3 }, row.ratios());
		assertEquals(2.0, row.row().get("taproot_median"));
		assertEquals(8.0, row.row().get("peer_median"));
		assertEquals(3.0, row.row().get("ratio_median"), "not that of the medians, which is 4");
		assertEquals("| a | 2.00 (1.00 to 4.00) s | b 8.00 (2.00 to 12.0) | 3.00 (1.00 to 8.00) |  |", row.line());
		assertEquals(2.5, Measured.median(new double[] { 4, 1, 3, 2 }));
	}

	@Test
	void whatHasNoPeerIsMeasuredAloneAndSaysSo() throws IOException {
		List<String> said = new ArrayList<>();
		String text = benchmark("thinning", Progress.NONE, said).run();
		assertTrue(text.contains("there is no no python of this name") &&
			text.contains("scikit-image is not there"), text);
		assertEquals(text, Files.readString(temp.resolve("benchmark.md")));
		Table table = Table.read(temp.resolve("benchmark.csv"));
		assertEquals(1, table.rows().size());
		double seconds = table.numbers("taproot_median")[0];
		assertTrue(seconds > 0 && seconds < 60, seconds + " s");
		assertEquals(List.of(), said);
	}

	@Test
	void aScanIsMeasuredAndOfARowThatFailsOneIsTold() throws IOException {
		List<String> said = new ArrayList<>();
		String text = benchmark("scan", Progress.NONE, said).run();
		assertTrue(text.contains("a grey scan of 1225x816 px") && text.contains("against the smaller one"), text);
		String failed = assertThrows(IOException.class, () -> benchmark("start", Progress.NONE, said).run())
			.getMessage();
		assertTrue(failed.contains("The row start could not be measured."), failed);
	}

	@Test
	void theLimitIsThatOfTheMachine() throws IOException {
		double rate = EngineLoader.engine().gigaflops(512, Precision.EXACT);
		assertTrue(rate > 1 && rate < 100_000, rate + " GFLOP/s");
	}

	@Test
	void nonsenseIsRefusedAndCancellingKeepsWhatIsThere() throws IOException {
		assertThrows(IllegalArgumentException.class,
			() -> new Benchmark.Wanted(List.of("coffee"), 1, "python3", 1, arguments -> 1));
		assertThrows(CancellationException.class,
			() -> benchmark("thinning", new CancelledProgress(() -> true), new ArrayList<>()).run());
		assertFalse(Files.exists(temp.resolve("benchmark.csv")));
	}
}
