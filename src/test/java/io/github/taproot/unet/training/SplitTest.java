// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.taproot.files.AnnotatedImage;

class SplitTest {

	/** Image n has n + 1 root pixels; in any order. */
	private static List<AnnotatedImage> images(int n) {
		List<AnnotatedImage> images = IntStream.range(0, n)
			.mapToObj(i -> new AnnotatedImage("" + i, Path.of(i + ".png"),
			Path.of(i + "_mask.png"), 10, 10, i + 1, 99 - i)).collect(Collectors.toList());
		Collections.shuffle(images, new Random(1));
		return images;
	}

	private static String counts(List<AnnotatedImage> images) {
		return images.stream().map(image -> "" + image.rootPixels()).collect(Collectors.joining(" "));
	}

	@Test
	void setsNineOf38EvenlyAside() {
		Split split = Split.byRootPixels(images(38), Split.defaultValidationCount(38));
		assertEquals(29, split.training().size());
		assertEquals("3 7 11 15 20 24 28 32 36", counts(split.validation()));
	}

	@Test
	void splitsFewImages() {
		Split five = Split.byRootPixels(images(5), 2);
		assertEquals("2 4", counts(five.validation()));
		assertEquals("1 3 5", counts(five.training()));
		assertEquals("2", counts(Split.byRootPixels(images(2), Split.defaultValidationCount(2)).validation()));
	}

	@Test
	void ordersImagesAlikeWhateverTheirOrder() {
		assertEquals(Split.byRootPixels(images(20), 5), Split.byRootPixels(images(20).stream().sorted((a, b) ->
			Long.compare(b.rootPixels(), a.rootPixels())).toList(), 5));
	}

	@Test
	void refusesAHalfOfBareSoil() {
		AnnotatedImage soil = new AnnotatedImage("soil", Path.of("soil.png"), Path.of("soil_mask.png"), 10, 10, 0, 100);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new Split(images(2), List.of(soil))).getMessage()
			.startsWith("None of the 1 validation photographs"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new Split(List.of(soil), images(2))).getMessage()
			.startsWith("None of the 1 training photographs"));
	}

	@Test
	void saysWhatIsMissing() {
		for (int n : new int[] { 0, 1 }) {
			assertTrue(assertThrows(IllegalArgumentException.class, () -> Split.byRootPixels(images(n), 1)).getMessage()
				.endsWith("there are " + n + "."));
		}
		for (int count : new int[] { 0, 5 }) {
			assertTrue(assertThrows(IllegalArgumentException.class, () -> Split.byRootPixels(images(5), count))
				.getMessage()
				.contains("from 1 to 4"));
		}
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new Split(images(2), images(1))).getMessage()
			.startsWith("0.png"));
	}
}
