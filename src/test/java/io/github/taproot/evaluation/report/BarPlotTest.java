// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

class BarPlotTest {

	/** How far pixels of a series' colour reach in the rows where it has most. */
	private static int longest(BufferedImage image, int series, int fromRow, int toRow) {
		int longest = 0;
		for (int y = fromRow; y < toRow; y++) {
			int count = 0;
			for (int x = 0; x < image.getWidth(); x++) {
				if ((image.getRGB(x, y) & 0xffffff) == (Chart.COLOURS[series].getRGB() & 0xffffff)) count++;
			}
			longest = Math.max(longest, count);
		}
		return longest;
	}

	@Test
	void barsAreAsLongAsTheirValues() throws IOException {
		Map<String, double[]> series = new LinkedHashMap<>();
		series.put("U-Net", new double[] { 0.25, 1 });
		series.put("Frangi", new double[] { 0.5, Double.NaN });
		Chart chart = BarPlot.draw("F1", "F1", 1, List.of("first", "a rather long name of the second image"), series,
			"Two images.");
		assertEquals("Two images.", chart.description());
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(chart.png()));
		// The legend has squares of both colours further down.
		int middle = image.getHeight() / 2;
		int whole = longest(image, 0, 0, image.getHeight());
		assertTrue(whole > image.getWidth() / 3, "a bar for 1: " + whole);
		int quarter = longest(image, 0, 0, middle - 30);
		assertEquals(whole / 4.0, quarter, 4, "names from top to bottom");
		assertEquals(whole / 2.0, longest(image, 1, 0, image.getHeight()), 4);
	}

	@Test
	void manyImagesMakeATallerChart() throws IOException {
		BufferedImage one = ImageIO.read(new ByteArrayInputStream(
			BarPlot.draw("", "F1", 1, List.of("a"), Map.of("F1", new double[1]), "").png()));
		BufferedImage three = ImageIO.read(new ByteArrayInputStream(
			BarPlot.draw("", "F1", 1, List.of("a", "b", "c"), Map.of("F1", new double[3]), "").png()));
		assertTrue(three.getHeight() > one.getHeight() + 60, one.getHeight() + ", " + three.getHeight());
	}
}
