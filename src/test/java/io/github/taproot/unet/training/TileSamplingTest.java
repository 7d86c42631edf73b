// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.image.Annotation;

class TileSamplingTest {

	private static final int SIDE = 20;

	/** One image whose left 30 columns are annotated, with one root pixel in them. */
	private static TrainingImages onePixel(int x, int y) {
		AnnotatedImage image = new AnnotatedImage("0", Path.of("0.png"), Path.of("0_mask.png"), 100, 80, 1,
			30 * 80 - 1);
		return new TrainingImages(List.of(image), new DrawnImages(100, 80) {
			@Override
			public Annotation readAnnotation(Path file) {
				byte[] labels = new byte[100 * 80];
				for (int i = 0; i < labels.length; i++) labels[i] = i % 100 < 30 ? Annotation.SOIL : Annotation.UNKNOWN;
				labels[y * 100 + x] = Annotation.ROOT;
				return new Annotation(100, 80, labels);
			}
		}, 0);
	}

	private static boolean covers(TileList list, int i, int x, int y) {
		return x >= list.x()[i] && x < list.x()[i] + SIDE && y >= list.y()[i] && y < list.y()[i] + SIDE;
	}

	@Test
	void findsRunsOfPixels() {
		Annotation annotation = new Annotation(5, 4, new byte[] {
			0, 0, 0, 0, 0,
			1, 1, 2, 1, 0,
			0, 0, 0, 0, 0,
			2, 0, 0, 1, 1 });
		PixelRuns roots = PixelRuns.ofRoot(annotation);
		assertArrayEquals(new int[] { 5, 6, 8, 18, 19 }, IntStream.range(0, (int) roots.count()).map(roots::pixel)
			.toArray());
		assertTrue(roots.any(2, 1, 2));
		assertFalse(roots.any(2, 1, 1));
		assertFalse(roots.any(0, 2, 3));
		assertTrue(roots.any(-3, -3, 5));
		assertFalse(roots.any(5, 4, 9));
		assertEquals(18, PixelRuns.ofDefined(annotation).count());
	}

	@Test
	void paperKeepsOnlyTilesWithRootsAndSoManyOfEachImage() {
		TrainingImages images = DrawnImages.training(4, 150, 120);
		TileList list = new PaperSampling(3000, 10).epoch(images, SIDE, 1, 0);
		assertEquals(40, list.size());
		for (int i = 0; i < 4; i++) {
			int image = i;
			assertEquals(10, Arrays.stream(list.image()).filter(of -> of == image).count());
		}
		for (int i = 0; i < 40; i++) {
			int root = 10 * list.image()[i];
			assertTrue(list.x()[i] + SIDE > root && list.x()[i] < root + 3);
			assertTrue(list.x()[i] <= 130 && list.y()[i] >= 0 && list.y()[i] <= 100);
		}
		assertFalse(Arrays.equals(list.image(), Arrays.stream(list.image()).sorted().toArray()), "shuffled");
	}

	@Test
	void paperSaysWhereNoTileHasRoots() {
		assertThrows(IllegalArgumentException.class, () -> new PaperSampling(1, 1).epoch(onePixel(0, 0), SIDE, 1, 0));
	}

	@Test
	void mixedCoversARootPixelInItsShareOfTilesAndAnAnnotatedOneAlways() {
		for (int[] pixel : new int[][] { { 0, 0 }, { 15, 40 }, { 29, 79 } }) {
			TileList list = new MixedSampling(400, 0.7).epoch(onePixel(pixel[0], pixel[1]), SIDE, 1, 0);
			int covering = 0;
			for (int i = 0; i < 400; i++) {
				if (covers(list, i, pixel[0], pixel[1])) covering++;
				assertTrue(list.x()[i] >= 0 && list.x()[i] < 30 && list.y()[i] >= 0 && list.y()[i] <= 60);
			}
			assertTrue(covering > 250 && covering < 340, "" + covering);
		}
		TileList rooted = new MixedSampling(100, 1).epoch(onePixel(15, 40), SIDE, 1, 0);
		for (int i = 0; i < 100; i++) assertTrue(covers(rooted, i, 15, 40));
	}

	@Test
	void drawsAnewEveryEpochAndTheSameForTheSameSeed() {
		TrainingImages images = DrawnImages.training(4, 150, 120);
		for (TileSampling sampling : List.of(new MixedSampling(50, 0.5), PaperSampling.DEFAULT)) {
			int[] first = sampling.epoch(images, SIDE, 1, 0).x();
			assertArrayEquals(first, sampling.epoch(images, SIDE, 1, 0).x());
			assertFalse(Arrays.equals(first, sampling.epoch(images, SIDE, 1, 1).x()));
			assertFalse(Arrays.equals(first, sampling.epoch(images, SIDE, 2, 0).x()));
		}
	}

	@Test
	void placesSmallImagesInsideTheOutput() {
		TrainingImages images = DrawnImages.training(2, 12, 20);
		for (TileSampling sampling : List.of(new MixedSampling(50, 0.5), PaperSampling.DEFAULT)) {
			TileList list = sampling.epoch(images, SIDE, 1, 0);
			for (int i = 0; i < list.size(); i++) {
				assertTrue(list.x()[i] >= -8 && list.x()[i] <= 0);
				assertEquals(0, list.y()[i]);
			}
		}
	}

	@Test
	void refusesNumbersThatMeanNothing() {
		assertThrows(IllegalArgumentException.class, () -> new MixedSampling(0, 0.5));
		assertThrows(IllegalArgumentException.class, () -> new MixedSampling(1, Double.NaN));
		assertThrows(IllegalArgumentException.class, () -> new PaperSampling(0, 1));
		assertThrows(IllegalArgumentException.class, () -> new BatchSettings(572, 0, 1, 1));
		assertThrows(IllegalArgumentException.class, () -> new BatchSettings(572, 1, 1, 0));
		assertThrows(IllegalArgumentException.class, () -> new FastAugmentation(true, true, 2, 0, 0, 0));
	}
}
