// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;

class AppearanceTest {

	private static void assertNumbers(Appearance actual, double... expected) {
		for (int i = 0; i < expected.length; i++) assertEquals(expected[i], actual.numbers().get(i), 1e-5, "" + i);
	}

	@Test
	void numbersAreThoseOnPaper() {
		// Rows of 0 and 100: mean and deviation 50; neighbours differ by 100 but at the right end.
		byte[] stripes = new byte[10 * 4];
		for (int i = 0; i < stripes.length; i++) stripes[i] = (byte) (i % 2 * 100);
		double near = Math.sqrt(0.9) * 100 / 52 + 0.01;
		// 6 px apart, the same again, but for 5 columns at the right end that meet column 9: columns 4, 6 and 8 differ.
		double far = Math.sqrt(0.3) * 100 / 52 + 0.01;
		assertNumbers(Appearance.of(Photograph.ofBytes(stripes, 10, 4, 1, PixelCalibration.PIXELS)), Math.log(58),
			Math.log(52), 0, 0, Math.log(near), Math.log(far));
		byte[] red = new byte[3 * 12];
		for (int i = 0; i < 12; i++) red[i] = 92;
		Appearance colour = Appearance.of(Photograph.ofBytes(red, 4, 3, 3, PixelCalibration.PIXELS));
		assertNumbers(colour, Math.log(0.299 * 92 + 8), Math.log(2), Math.log(100 / 8.0), 0, Math.log(0.01),
			Math.log(0.01));
		Appearance pixel = Appearance.of(Photograph.ofBytes(new byte[1], 1, 1, 1, PixelCalibration.PIXELS));
		assertNumbers(pixel, Math.log(8), Math.log(2), 0, 0);
	}

	@Test
	void bitDepthIsNoDifference() {
		byte[] eight = new byte[100];
		short[] sixteen = new short[100];
		float[] unit = new float[100];
		for (int i = 0; i < 100; i++) {
			eight[i] = (byte) (2 * i);
			sixteen[i] = (short) (2 * i * 257);
			unit[i] = 2 * i / 255f;
		}
		double[] expected = Appearance.of(Photograph.ofBytes(eight, 10, 10, 1, PixelCalibration.PIXELS)).numbers()
			.stream().mapToDouble(Double::doubleValue).toArray();
		assertNumbers(Appearance.of(Photograph.ofShorts(sixteen, 10, 10, 1, PixelCalibration.PIXELS)), expected);
		assertNumbers(Appearance.of(Photograph.ofFloats(unit, 10, 10, 1, PixelCalibration.PIXELS)), expected);
	}

	@Test
	void otherSetsOfPhotographsAreToldFromTheirOwn() throws IOException {
		Path data = Path.of("..", "shared", "data");
		assumeTrue(Files.isDirectory(data.resolve("segroot")), "There is no ../shared/data/segroot.");
		List<Appearance> known = appearances(data.resolve("segroot/train/images"), 10);
		for (List<Appearance> some : List.of(known, known.subList(0, 5))) {
			UsualAppearance usual = UsualAppearance.of(some);
			assertTrue(appearances(data.resolve("segroot/val/images"), 9).stream().allMatch(usual::fits));
			assertFalse(appearances(data.resolve("prmi/peanut/images"), 16).stream().anyMatch(usual::fits));
			// One of the 13 is just within the limit, by ten known photographs: 3.9 standard deviations.
			assertTrue(appearances(data.resolve("prmi/switchgrass/images"), 13).stream().filter(usual::fits)
				.count() <= 1);
		}
	}

	private static List<Appearance> appearances(Path folder, int count) throws IOException {
		List<Appearance> appearances = new ArrayList<>();
		for (Path file : ImageFolder.of(folder).images().stream().limit(count).toList()) {
			appearances.add(Appearance.of(new ImageFiles().readPhotograph(file)));
		}
		return appearances;
	}
}
