// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.taproot.progress.Progress;

class FileBatchTest {

	private static final List<Path> FILES = IntStream.range(0, 5).mapToObj(i -> Path.of("file" + i)).toList();

	private static int number(Path file) {
		return file.toString().charAt(4) - '0';
	}

	/** Fails at one file in one stage, and is cancelled at another. */
	private record Failing(int inRead, int inWork, int inFinish, int cancelled)
		implements FileBatch.Stages<Path, Path>
	{

		@Override
		public Path read(Path file) throws IOException {
			if (number(file) == inRead) throw new IOException(file + " is damaged: copy it again.");
			return file;
		}

		@Override
		public Path work(Path file, Progress within) {
			if (number(file) == inWork) throw new IllegalStateException("unforeseen");
			if (number(file) == cancelled) throw new CancellationException();
			within.report(1, 2, "half");
			return file;
		}

		@Override
		public Map<String, Object> finish(Path file) {
			if (number(file) == inFinish) {
				throw new UncheckedIOException(new IOException("The disk is full: make room."));
			}
			return Map.of("number", number(file));
		}
	}

	@Test
	void everyStageMayFailAndTheOthersAreDone() {
		List<String> said = Collections.synchronizedList(new ArrayList<>());
		FileBatch.Summary summary = FileBatch.run(FILES, file -> number(file) == 4, new Failing(0, 2, 3, -1), "Trying",
			Progress.NONE, said::add);
		assertEquals(List.of("FAILED", "DONE", "FAILED", "FAILED", "SKIPPED"),
			summary.outcomes().stream().map(outcome -> outcome.status().name()).toList());
		assertEquals("file0 is damaged: copy it again.", summary.outcomes().get(0).message());
		assertTrue(summary.outcomes().get(2).message().contains("please report"), summary.text());
		assertEquals("The disk is full: make room.", summary.outcomes().get(3).message());
		assertEquals(Map.of("number", 1), summary.outcomes().get(1).values());
		assertEquals(3, said.size());
	}

	@Test
	void cancellingKeepsWhatIsDone() {
		FileBatch.Summary summary =
			FileBatch.run(FILES, file -> false, new Failing(-1, -1, -1, 2), "Trying", Progress.NONE, message -> {});
		assertTrue(summary.cancelled());
		assertEquals(List.of("file0", "file1"), summary.outcomes().stream().map(FileBatch.Outcome::file).toList());
	}

	@Test
	void theNextFileIsReadAndTheOneBeforeFinishedWhileOneIsWorkedOn() {
		CountDownLatch read = new CountDownLatch(1);
		CountDownLatch finishing = new CountDownLatch(1);
		CountDownLatch worked = new CountDownLatch(1);
		FileBatch.Summary summary =
			FileBatch.run(FILES.subList(0, 3), file -> false, new FileBatch.Stages<Path, Path>() {

			@Override
			public Path read(Path file) {
				if (number(file) == 2) read.countDown();
				return file;
			}

			@Override
			public Path work(Path file, Progress within) throws IOException {
				if (number(file) == 1) {
					await(read);
					await(finishing);
					worked.countDown();
				}
				return file;
			}

			@Override
			public Map<String, Object> finish(Path file) throws IOException {
				if (number(file) == 0) {
					finishing.countDown();
					await(worked);
				}
				return Map.of();
			}
		}, "Trying", Progress.NONE, message -> {});
		assertEquals(3, summary.count(FileBatch.Status.DONE), summary.text());
	}

	private static void await(CountDownLatch latch) throws IOException {
		try {
			if (!latch.await(10, TimeUnit.SECONDS)) throw new IOException("Stages do not overlap.");
		}
		catch (InterruptedException e) {
			throw new IOException(e);
		}
	}

	@Test
	void progressCountsPartsOfFiles() {
		List<Double> shares = new ArrayList<>();
		FileBatch.run(FILES, file -> false, new Failing(-1, -1, -1, -1), "Trying", new Progress() {

			@Override
			public void report(long done, long total, String message) {
				shares.add((double) done / total);
			}

			@Override
			public boolean isCancelled() {
				return false;
			}
		}, message -> {});
		assertEquals(List.of(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
			shares.stream().map(share -> Math.round(share * 1000) / 1000.0).toList());
	}
}
