// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

class ScatterPlotTest {

	private static final double[] X = { 0, 1, 2, 3 };
	private static final double[] Y = { 0, 1, 2, 9 };

	private static BufferedImage draw(List<String> names, double[] line) throws IOException {
		Chart chart = ScatterPlot.draw("Title", "x", "y", X, Y, names, line, "What it shows.");
		assertEquals("What it shows.", chart.description());
		return ImageIO.read(new ByteArrayInputStream(chart.png()));
	}

	/** Pixels whose hue is that of a colour, drawn on white and more or less opaque. */
	private static long pixels(BufferedImage image, Color colour) {
		float hue = hue(colour.getRGB());
		long count = 0;
		for (int rgb : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
			float[] hsb = Color.RGBtoHSB(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, null);
			if (hsb[1] > 0.2 && Math.abs(hsb[0] - hue) < 0.02) count++;
		}
		return count;
	}

	private static float hue(int rgb) {
		return Color.RGBtoHSB(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, null)[0];
	}

	private static long dark(BufferedImage image) {
		return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
			.filter(rgb -> (rgb & 255) < 100 && (rgb >> 8 & 255) < 100 && (rgb >> 16 & 255) < 100).count();
	}

	@Test
	void dotsHaveTheirColoursAndNamedOnesAnother() throws IOException {
		BufferedImage plain = draw(null, null);
		assertEquals("1520x1040", plain.getWidth() + "x" + plain.getHeight());
		long dot = pixels(plain, Chart.COLOURS[0]) / 4;
		// A circle of 12 px across, and its rim.
		assertTrue(dot > 100 && dot < 200, "pixels of a dot: " + dot);
		assertEquals(0, pixels(plain, Chart.COLOURS[1]));
		BufferedImage named = draw(List.of("", "", "", "far off.png"), null);
		assertEquals(3 * dot, pixels(named, Chart.COLOURS[0]), 20);
		assertEquals(dot, pixels(named, Chart.COLOURS[1]), 20);
		assertTrue(dark(named) > dark(plain) + 100, "no name is drawn");
	}

	@Test
	void theLineCrossesTheChart() throws IOException {
		// At the very least as many pixels as it is wide.
		long more = dark(draw(null, new double[] { 0, 2 })) - dark(draw(null, null));
		assertTrue(more > 1000, "dark pixels of the line: " + more);
	}

	@Test
	void crowdedNamesAndFewDotsAreDrawn() throws IOException {
		long none = dark(drawSame(40, ""));
		long one = dark(drawSame(1, "a very long name of a photograph [1], ä.png")) - none;
		long forty = dark(drawSame(40, "a very long name of a photograph [1], ä.png")) - none;
		assertTrue(one > 100, "dark pixels of a name: " + one);
		// Names above each other would share their pixels.
		assertEquals(40 * one, forty, 4 * one);
		assertEquals(0, pixels(drawSame(0, ""), Chart.COLOURS[0]));
		assertTrue(pixels(drawSame(1, ""), Chart.COLOURS[0]) > 100);
	}

	private static BufferedImage drawSame(int dots, String name) throws IOException {
		double[] same = new double[dots];
		return ImageIO.read(new ByteArrayInputStream(
			ScatterPlot.draw("", "", "", same, same, Collections.nCopies(dots, name), null, "").png()));
	}
}
