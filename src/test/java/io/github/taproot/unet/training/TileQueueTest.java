// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Photograph;

class TileQueueTest {

	private static final TileSampling SAMPLING = new MixedSampling(7, 0.7);

	private static TrainingImages images() {
		return DrawnImages.training(4, 150, 120);
	}

	private static List<TrainingBatch> take(int threads, int epoch, int first, int count) {
		List<TrainingBatch> batches = new ArrayList<>();
		BatchSettings settings = new BatchSettings(204, 3, 42, threads);
		try (TileQueue queue = new TileQueue(images(), SAMPLING, FastAugmentation.DEFAULT, settings, epoch, first)) {
			for (int i = 0; i < count; i++) batches.add(queue.take());
		}
		return batches;
	}

	private static void assertSame(TrainingBatch expected, TrainingBatch actual) {
		assertArrayEquals(expected.tiles(), actual.tiles());
		assertArrayEquals(expected.labels(), actual.labels());
	}

	@Test
	void givesTheSameBatchesWithAnyNumberOfThreadsAndFromAnyStart() {
		List<TrainingBatch> alone = take(1, 0, 0, 7);
		List<TrainingBatch> together = take(4, 0, 0, 7);
		List<TrainingBatch> resumed = take(2, 1, 1, 3);
		for (int i = 0; i < 7; i++) assertSame(alone.get(i), together.get(i));
		for (int i = 0; i < 3; i++) assertSame(alone.get(4 + i), resumed.get(i));
		assertArrayEquals(new int[] { 3, 3, 1, 3, 3, 1, 3 }, alone.stream().mapToInt(TrainingBatch::n).toArray());
	}

	@Test
	void scalesEveryTileAndCropsItsLabels() {
		TrainingBatch batch = take(2, 0, 0, 1).get(0);
		assertEquals(3 * 204 * 204 * 3, batch.tiles().length);
		assertEquals(3 * 20 * 20, batch.labels().length);
		float min = 1;
		float max = -1;
		for (int i = 0; i < 204 * 204 * 3; i++) {
			min = Math.min(min, batch.tiles()[i]);
			max = Math.max(max, batch.tiles()[i]);
		}
		assertEquals(-0.5f, min, 1e-6f);
		assertEquals(0.5f, max, 1e-6f);
	}

	@Test
	void keepsToTheMarginAndRangeOfTheNetwork() {
		TrainingBatch batch;
		BatchSettings settings = new BatchSettings(204, 3, 36, 0, 42, 2);
		try (TileQueue queue = new TileQueue(images(), SAMPLING, Augmentation.NONE, settings, 0, 0)) {
			batch = queue.take();
		}
		assertEquals(3 * 132 * 132, batch.labels().length);
		float min = 1;
		float max = -1;
		for (int i = 0; i < 204 * 204 * 3; i++) {
			min = Math.min(min, batch.tiles()[i]);
			max = Math.max(max, batch.tiles()[i]);
		}
		assertEquals(0, min, 1e-6f);
		assertEquals(1, max, 1e-6f);
	}

	@Test
	void tellsWhoTakesOfAFileThatCannotBeRead() {
		TrainingImages broken = new TrainingImages(DrawnImages.images(2, 150, 120), new DrawnImages(150, 120) {
			@Override
			public Photograph readPhotograph(Path file) throws IOException {
				throw new IOException(file + " is truncated.");
			}
		}, 0);
		BatchSettings settings = new BatchSettings(204, 3, 42, 2);
		try (TileQueue queue = new TileQueue(broken, SAMPLING, Augmentation.NONE, settings, 0, 0)) {
			String message = assertThrows(UncheckedIOException.class, queue::take).getMessage();
			assertEquals("is truncated.", message.substring(message.indexOf(' ') + 1));
		}
	}
}
