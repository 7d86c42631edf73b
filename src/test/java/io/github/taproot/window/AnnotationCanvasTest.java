// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import ij.ImagePlus;
import ij.process.ColorProcessor;

import io.github.taproot.annotation.Painting;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.window.AnnotationCanvas.Layer;

/** Paints the canvas into an image; no window is opened. */
class AnnotationCanvasTest {

	private static final int GREY = 0x646464;

	private AnnotationCanvas canvas;
	private Painting painting;
	private Mask roots;

	private static final Color FOUND = found(AnnotationCanvas.OPACITY);

	private static Color found(int percent) {
		Color colour = AnnotationCanvas.SEGMENTATION;
		return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), percent * 255 / 100);
	}

	@BeforeEach
	void makeCanvas() {
		int[] grey = new int[40 * 30];
		Arrays.fill(grey, GREY);
		canvas = new AnnotationCanvas(new ImagePlus("photo", new ColorProcessor(40, 30, grey)));
		canvas.setSize(40, 30);
		painting = Painting.blank(40, 30);
		roots = new Mask(40, 30);
		roots.pixels()[5 * 40 + 5] = Mask.ROOT;
		canvas.show(painting);
		canvas.show(roots, 0, 0);
	}

	private BufferedImage painted(int width, int height) {
		BufferedImage screen = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D g = screen.createGraphics();
		canvas.paint(g);
		g.dispose();
		return screen;
	}

	/** A colour over another, as far as it is opaque. */
	private static void assertOver(Color over, int below, int actual) {
		for (int shift = 0; shift <= 16; shift += 8) {
			double expected =
				((over.getRGB() >> shift & 0xff) * over.getAlpha() +
				(below >> shift & 0xff) * (255 - over.getAlpha())) / 255.0;
			assertEquals(expected, actual >> shift & 0xff, 1.5, Integer.toHexString(actual));
		}
	}

	@Test
	void showsPaintAndRootsOverThePhotograph() {
		painting.begin(Annotation.ROOT);
		painting.fill(10, 10, 2, 1, null);
		painting.begin(Annotation.SOIL);
		painting.fill(20, 10, 2, 1, null);
		BufferedImage screen = painted(40, 30);
		assertEquals(GREY, screen.getRGB(0, 0) & 0xffffff);
		assertOver(FOUND, GREY, screen.getRGB(5, 5));
		assertOver(AnnotationCanvas.ROOT, GREY, screen.getRGB(10, 10));
		assertOver(AnnotationCanvas.SOIL, GREY, screen.getRGB(21, 10));
		painting.undo();
		assertEquals(GREY, painted(40, 30).getRGB(21, 10) & 0xffffff, "the canvas looks at the painting itself");
	}

	@Test
	void whatIsFoundIsShownMoreOrLessOpaqueOrAsOutlines() {
		Mask square = new Mask(5, 5);
		Arrays.fill(square.pixels(), Mask.ROOT);
		canvas.show(square, 10, 10);
		canvas.setFoundLook(90, false);
		assertOver(found(90), GREY, painted(40, 30).getRGB(12, 12));
		assertOver(found(90), GREY, painted(40, 30).getRGB(5, 5));
		canvas.setFoundLook(90, true);
		BufferedImage screen = painted(40, 30);
		assertEquals(GREY, screen.getRGB(12, 12) & 0xffffff, "inside");
		assertOver(found(90), GREY, screen.getRGB(10, 12));
		assertOver(found(90), GREY, screen.getRGB(14, 14));
	}

	@Test
	void aPartThatIsFoundAgainReplacesWhatWasFoundThere() {
		canvas.show(new Mask(3, 3), 4, 4);
		assertEquals(GREY, painted(40, 30).getRGB(5, 5) & 0xffffff);
		Mask dot = new Mask(2, 2);
		dot.pixels()[3] = Mask.ROOT;
		canvas.show(dot, 38, 28);
		assertOver(FOUND, GREY, painted(40, 30).getRGB(39, 29));
		canvas.show(dot, 39, 28);
		assertEquals(1, canvas.found().rootPixels(), "a part of another photograph is left out");
	}

	@Test
	void brightnessAndContrastChangeTheScreenAndNotThePhotograph() {
		int[] pixels = (int[]) canvas.getImage().getProcessor().getPixels();
		int[] before = pixels.clone();
		canvas.clearFound();
		canvas.setPhotoLook(50, 0);
		// 50 percent of 128 more.
		assertEquals((GREY & 0xff) + 64, painted(40, 30).getRGB(1, 1) & 0xff);
		canvas.setPhotoLook(0, -50);
		// Half of the way to the middle by the tangent of 22.5 degrees.
		assertEquals(Math.round(((GREY & 0xff) - 128) * Math.tan(Math.PI / 8) + 128), painted(40, 30)
			.getRGB(1, 1) & 0xff);
		canvas.setPhotoLook(0, 0);
		assertEquals(GREY, painted(40, 30).getRGB(1, 1) & 0xffffff);
		assertArrayEquals(before, pixels);
	}

	@Test
	void hidesLayers() {
		painting.begin(Annotation.ROOT);
		painting.fill(10, 10, 2, 1, null);
		canvas.setVisible(Layer.SEGMENTATION, false);
		assertEquals(GREY, painted(40, 30).getRGB(5, 5) & 0xffffff);
		canvas.setVisible(Layer.ANNOTATION, false);
		assertEquals(GREY, painted(40, 30).getRGB(10, 10) & 0xffffff);
		canvas.setVisible(Layer.PHOTOGRAPH, false);
		canvas.setVisible(Layer.SEGMENTATION, true);
		assertEquals(0, painted(40, 30).getRGB(0, 0) & 0xffffff);
		assertOver(FOUND, 0, painted(40, 30).getRGB(5, 5));
		canvas.clearFound();
		assertEquals(0, painted(40, 30).getRGB(5, 5) & 0xffffff);
	}

	@Test
	void layersKeepToThePhotographWhereItIsMagnified() {
		canvas.setSourceRect(new Rectangle(4, 4, 10, 8));
		canvas.setMagnification(4);
		BufferedImage screen = painted(40, 30);
		for (int i = 0; i < 4; i++) assertOver(FOUND, GREY, screen.getRGB(4 + i, 4 + i));
		assertEquals(GREY, screen.getRGB(8, 8) & 0xffffff);
		assertEquals(GREY, screen.getRGB(3, 3) & 0xffffff);
	}

	@Test
	void drawsTheBrushAtItsTrueSize() {
		canvas.setSourceRect(new Rectangle(0, 0, 20, 15));
		canvas.setMagnification(2);
		canvas.setBrush(10, 7, 10, Color.RED);
		BufferedImage screen = painted(40, 30);
		// 10 px wide at twice the size: 20 px around (20, 14).
		for (int[] edge : new int[][] { { 10, 14 }, { 30, 14 }, { 20, 4 }, { 20, 24 } }) {
			boolean drawn = false;
			for (int d = -1; d <= 0; d++) {
				drawn |= (screen.getRGB(edge[0] + d, edge[1] + d) & 0xffffff) != GREY;
			}
			assertTrue(drawn, Arrays.toString(edge));
		}
		assertEquals(GREY, screen.getRGB(20, 14) & 0xffffff);
		assertEquals(GREY, screen.getRGB(35, 14) & 0xffffff);
	}
}
