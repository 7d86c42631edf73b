// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import static io.github.taproot.roots.skeleton.References.drawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.taproot.image.Components;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;

/** Nothing of a root may vanish in thinning. */
class CompleteSkeletonTest {

	private static double length(Mask mask) {
		return Branch.length(Skeleton.complete(mask, Progress.NONE).branches(), PixelCalibration.PIXELS);
	}

	@Test
	void aDiagonalOfEvenThicknessKeepsItsLength() {
		Mask mask = drawn("##.... .##... ..##.. ...##. ....## .....#");
		assertEquals(1, Skeleton.of(mask, Progress.NONE).pixelCount());
		assertEquals(6, Skeleton.complete(mask, Progress.NONE).pixelCount(), 1);
		assertEquals(5 * Math.sqrt(2), length(mask), 1);
	}

	/** Ends lie up to 0.8 widths before those of the root, or fork. */
	private static void assertKeeps(int width, double length, String what) {
		assertTrue(length > 212 - 1.6 * width - 8 && length < 212 + 2 * width + 2, () -> what + ": " + length);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 20 })
	void rootsAtEveryDiagonalAndShiftKeepTheirLength(int width) {
		for (int angle : new int[] { 45, 135, 44, 46 }) {
			double dx = 106 * Math.cos(Math.toRadians(angle));
			double dy = 106 * Math.sin(Math.toRadians(angle));
			for (double aside = 0; aside < 1.4; aside += 0.07) {
				double x = 120 + aside;
				Mask round = Shapes.draw(240, 240, Shapes.line(x - dx, 120 - dy, x + dx, 120 + dy, width));
				assertKeeps(width, length(round), "round " + angle + " " + aside);
				double half = width / 2.0;
				Mask square = Shapes.draw(240, 240, (a, b) -> Math.abs((a - x) * dx + (b - 120) * dy) <= 106 * 106 &&
					Math.abs((a - x) * dy - (b - 120) * dx) <= 106 * half);
				assertKeeps(width, length(square), "square " + angle + " " + aside);
			}
		}
	}

	@Test
	void otherRootsKeepThePapersSkeleton() throws Exception {
		Mask mask = drawn("##................ .##............... ..##..........#### ...##.........#### " +
			"....##........#### .....#............");
		Mask complete = Skeleton.complete(mask, Progress.NONE).toMask();
		Mask papers = Skeleton.of(mask, Progress.NONE).toMask();
		for (int y = 0; y < 6; y++) {
			for (int x = 10; x < 18; x++) assertEquals(papers.isRoot(x, y), complete.isRoot(x, y));
		}
		for (String folder : List.of("reference/skeleton", "data/segroot/val/masks")) {
			try (Stream<Path> files = Files.list(References.shared(folder))) {
				for (Path file : files.filter(f -> f.toString().matches(".*(-mask|masks.*)\\.png")).sorted().toList()) {
					Mask real = References.mask(file);
					Skeleton skeleton = Skeleton.of(real, Progress.NONE);
					Skeleton whole = skeleton.completed(real, Progress.NONE);
					// Pieces of a few px had vanished in some of them.
					assertEquals(skeleton.pixelCount(), whole.pixelCount(), 0.001 * skeleton.pixelCount() + 5,
						file::toString);
					if (file.toString().contains("segroot-")) assertSame(skeleton, whole, file::toString);
				}
			}
		}
	}

	@Test
	void componentsStayWhole() {
		Random random = new Random(3);
		for (int round = 0; round < 40; round++) {
			Mask mask = new Mask(60, 50);
			double density = 0.2 + 0.6 * random.nextDouble();
			for (int i = 0; i < mask.pixels().length; i++) {
				if (random.nextDouble() < density) mask.pixels()[i] = Mask.ROOT;
			}
			Mask skeleton = Skeleton.complete(mask, Progress.NONE).toMask();
			assertEquals(new Components(mask, 8).count(), new Components(skeleton, 8).count());
			for (int i = 0; i < mask.pixels().length; i++) {
				assertTrue(skeleton.pixels()[i] == Mask.SOIL || mask.pixels()[i] != Mask.SOIL);
			}
		}
	}
}
