// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.ImageReader;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Photograph;

class TrainingImagesTest {

	private static final long BYTES = 3 * 50 * 40;

	private final List<String> read = Collections.synchronizedList(new ArrayList<>());
	private final ImageReader reader = new DrawnImages(50, 40) {
		@Override
		public Photograph readPhotograph(Path file) throws IOException {
			read.add(file.toString());
			return super.readPhotograph(file);
		}
	};

	private TrainingImages images(long budget) {
		return new TrainingImages(DrawnImages.images(3, 50, 40), reader, budget);
	}

	@Test
	void forgetsTheLeastRecentlyUsedWhereTheBudgetIsShort() {
		TrainingImages images = images(2 * BYTES);
		for (int i : new int[] { 0, 1, 0, 2, 0, 1 }) images.photograph(i);
		assertEquals(List.of("0.png", "1.png", "2.png", "1.png"), read);
	}

	@Test
	void worksWithoutABudget() {
		TrainingImages images = images(0);
		for (int i : new int[] { 0, 0, 1, 0 }) assertEquals(50, images.photograph(i).width());
		assertEquals(List.of("0.png", "1.png", "0.png"), read);
	}

	@Test
	void decodesEachImageOnceForManyThreads() {
		TrainingImages images = images(10 * BYTES);
		IntStream.range(0, 300).parallel().forEach(i -> images.photograph(i % 3));
		assertEquals(3, read.size());
	}

	@Test
	void othersShareThePhotographsAndReadAnnotationsAgainThatHaveChanged() {
		List<String> annotations = new ArrayList<>();
		ImageReader counting = new DrawnImages(50, 40) {

			@Override
			public Photograph readPhotograph(Path file) throws IOException {
				read.add(file.toString());
				return super.readPhotograph(file);
			}

			@Override
			public Annotation readAnnotation(Path file) {
				annotations.add(file.toString());
				return super.readAnnotation(file);
			}
		};
		List<AnnotatedImage> all = DrawnImages.images(3, 50, 40);
		TrainingImages first = new TrainingImages(all.subList(0, 2), counting, 10 * BYTES);
		first.photograph(0);
		first.annotation(0);
		first.annotation(0);
		TrainingImages second = first.with(all, file -> false);
		assertEquals(3, second.size());
		second.photograph(0);
		second.photograph(2);
		second.annotation(0);
		assertEquals(List.of("0.png", "2.png"), read);
		assertEquals(2, annotations.size());
		second.with(all, file -> true).annotation(0);
		assertEquals(2, annotations.size(), "a file that is as it was");
	}

	@Test
	void needsAnImage() {
		assertThrows(IllegalArgumentException.class, () -> new TrainingImages(List.of(), reader, 0));
	}
}
