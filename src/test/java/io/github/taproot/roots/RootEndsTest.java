// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Shapes;

/** Roots 300 px long from end to end, at every whole degree: each has two tips, and its length. */
@Tag("slow")
class RootEndsTest {

	@ParameterizedTest
	@CsvSource({ "2", "3", "4", "5", "8", "13", "20", "40", "60" })
	void rootsReachTheirEnds(int width) {
		for (boolean isRound : new boolean[] { true, false }) {
			double sum = 0;
			double least = 1e9;
			double most = 0;
			double tips = 0;
			double areas = 0;
			for (int angle = 0; angle < 180; angle++) {
				RootTraits traits = RootTraits.of(root(width, isRound, angle), PixelCalibration.PIXELS,
					TraitSettings.DEFAULT, Progress.NONE);
				double length = value(traits, "polyline_length");
				sum += length / 180;
				least = Math.min(least, length);
				most = Math.max(most, length);
				tips += value(traits, "tips") / 180;
				areas += value(traits, "projected_area") / value(traits, "root_area") / 180;
			}
			System.out.printf(Locale.ROOT, "%s ends, %d px wide: length %.1f (%.1f to %.1f), tips %.2f, area %.3f%n",
				isRound ? "round" : "square", width, sum, least, most, tips, areas);
			assertEquals(300, sum, 3);
			assertEquals(2, tips, 0.1);
			assertEquals(1, areas, 0.02);
			assertTrue(least >= 297 && most <= 303, least + " " + most);
		}
	}

	private static Mask root(int width, boolean isRound, int angle) {
		double cos = Math.cos(Math.toRadians(angle));
		double sin = Math.sin(Math.toRadians(angle));
		double x = 200.3;
		double y = 200.1;
		double half = isRound ? 150 - width / 2.0 : 150;
		return Shapes.draw(400, 400, isRound
			? Shapes.line(x - half * cos, y - half * sin, x + half * cos, y + half * sin, width)
			: (a, b) -> Math.abs((a - x) * cos + (b - y) * sin) <= half &&
			Math.abs((a - x) * sin - (b - y) * cos) <= width / 2.0);
	}

	private static double value(RootTraits traits, String name) {
		return traits.quantities().stream().filter(q -> q.name().equals(name)).findFirst().orElseThrow().value();
	}
}
