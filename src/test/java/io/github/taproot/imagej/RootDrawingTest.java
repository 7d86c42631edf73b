// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import static io.github.taproot.files.ResultFilesTest.assertColour;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.roots.skeleton.Diameters;

class RootDrawingTest {

	@TempDir
	Path folder;

	/** A root along rows 100 to 104 of a large photograph, with its middle as skeleton. */
	private static BufferedImage large(boolean withSkeleton) {
		Mask roots = new Mask(2000, 600);
		Mask skeleton = new Mask(2000, 600);
		for (int x = 0; x < 2000; x++) {
			for (int y = 100; y < 105; y++) roots.pixels()[y * 2000 + x] = Mask.ROOT;
			skeleton.pixels()[102 * 2000 + x] = Mask.ROOT;
		}
		return RootDrawing.draw(roots, withSkeleton ? Diameters.inscribed(roots, skeleton) :
			null, PixelCalibration.PIXELS);
	}

	private static int at(BufferedImage image, int x, int y) {
		return image.getRGB(x, y) & 0xffffff;
	}

	@Test
	void linesGrowWithThePhotograph() {
		BufferedImage outlined = large(false);
		for (int y : new int[] { 97, 98, 99, 105, 106, 107 }) {
			assertEquals(RootDrawing.OUTLINE, at(outlined, 1000, y), "y " + y);
		}
		for (int y : new int[] { 96, 100, 102, 104, 108 }) assertEquals(0, at(outlined, 1000, y), "y " + y);
		BufferedImage coloured = large(true);
		// 5 px of 5: the scale's end, five rows wide.
		for (int y = 100; y <= 104; y++) assertEquals(RootDrawing.colour(1), at(coloured, 1000, y), "y " + y);
		assertEquals(RootDrawing.OUTLINE, at(coloured, 1000, 99));
		assertEquals(0, at(coloured, 1000, 98));
	}

	@Test
	void theLegendLiesInTheLowerLeftCornerOfLargePicturesOnly() {
		BufferedImage image = large(true);
		boolean white = false;
		for (int y = 500; y < 600; y++) for (int x = 0; x < 300; x++) white |= at(image, x, y) == 0xffffff;
		assertTrue(white);
		Mask dot = new Mask(60, 60);
		dot.pixels()[30 * 60 + 30] = Mask.ROOT;
		BufferedImage small = RootDrawing.draw(null, Diameters.inscribed(dot, dot), PixelCalibration.PIXELS);
		assertEquals(RootDrawing.colour(1), at(small, 30, 30));
		assertEquals(0, at(small, 10, 55));
		BufferedImage empty = RootDrawing.draw(new Mask(300, 300),
			Diameters.inscribed(new Mask(300, 300), new Mask(300, 300)), PixelCalibration.PIXELS);
		for (int i = 0; i < 300 * 300; i++) assertEquals(0, at(empty, i % 300, i / 300));
	}

	@Test
	void coloursGoFromBlueToYellowAndScalesEndAtRoundNumbers() {
		assertEquals(0x35608d, RootDrawing.colour(-1));
		assertEquals(0x33b47a, RootDrawing.colour(0.5));
		assertEquals(0xfde725, RootDrawing.colour(7));
		assertEquals(1, RootDrawing.nice(1));
		assertEquals(5, RootDrawing.nice(2.1));
		assertEquals(20, RootDrawing.nice(11));
		assertEquals(100, RootDrawing.nice(51));
	}

	@Test
	void overlaysReplaceTheirOwnAndKeepOthers() {
		ImagePlus image = new ImagePlus("i", new ByteProcessor(60, 60));
		image.setOverlay(new Overlay(new Roi(1, 1, 5, 5)));
		Mask dot = new Mask(60, 60);
		dot.pixels()[0] = Mask.ROOT;
		for (int i = 0; i < 2; i++) ImagePlusConversion.overlay(image, dot, null, PixelCalibration.PIXELS);
		assertEquals(2, image.getOverlay().size());
		assertNotEquals(null, image.getOverlay().get("Taproot roots"));
		ImagePlusConversion.overlay(image, "Taproot roots", null);
		assertEquals(1, image.getOverlay().size());
		assertNull(image.getOverlay().get("Taproot roots"));
	}

	@Test
	void outlinesRootsAndColoursTheSkeletonByDiameter() throws IOException {
		short[] dark = new short[64 * 64];
		Arrays.fill(dark, (short) 300);
		dark[0] = (short) 60000;
		Mask roots = new Mask(64, 64);
		Mask skeleton = new Mask(64, 64);
		for (int x = 0; x < 64; x++) {
			for (int y = 20; y < 31; y++) roots.pixels()[y * 64 + x] = Mask.ROOT;
			skeleton.pixels()[25 * 64 + x] = Mask.ROOT;
		}
		Path file = folder.resolve("overlay.jpg");
		RootDrawing.writeOverlay(Photograph.ofShorts(dark, 64, 64, 1, PixelCalibration.PIXELS), roots,
			Diameters.inscribed(roots, skeleton), null, file);
		BufferedImage image = ImageIO.read(file.toFile());
		assertColour(0xff00ff, image.getRGB(40, 19));
		assertColour(0xff00ff, image.getRGB(40, 31));
		// 11 px of 20.
		assertColour(RootDrawing.colour(0.55), image.getRGB(40, 25));
		assertColour(0x000000, image.getRGB(40, 22));
		assertColour(0x000000, image.getRGB(40, 50));
	}

	@Test
	void showsEightBitPhotographsAsTheyAre() throws IOException {
		float[] grey = new float[16 * 16];
		Arrays.fill(grey, 100);
		Path file = folder.resolve("overlay.jpg");
		for (float value : new float[] { 100, 0, Float.NaN }) {
			Arrays.fill(grey, value);
			Photograph photograph = Photograph.ofFloats(grey, 16, 16, 1, PixelCalibration.PIXELS);
			RootDrawing.writeOverlay(photograph, new Mask(16, 16), null, null, file);
			assertColour(value > 0 ? 0x646464 : 0, ImageIO.read(file.toFile()).getRGB(8, 8));
		}
	}

	@Test
	void writesANoteWhereThereIsRoom() throws IOException {
		Path file = folder.resolve("overlay.jpg");
		for (int side : new int[] { 240, 150 }) {
			byte[] grey = new byte[side * side];
			Arrays.fill(grey, (byte) 100);
			RootDrawing.writeOverlay(Photograph.ofBytes(grey, side, side, 1, PixelCalibration.PIXELS),
				new Mask(side, side), null, "Expected F1 0.62, length 1230 px (1010 to 1460), and more than there is " +
					"room for", file);
			BufferedImage image = ImageIO.read(file.toFile());
			int bright = 0;
			for (int y = 0; y < 30; y++) {
				for (int x = 0; x < side; x++) if ((image.getRGB(x, y) & 0xff) > 180) bright++;
			}
			assertEquals(side == 240, bright > 100, bright + " bright pixels of " + side + " px");
			assertColour(0x646464, image.getRGB(side - 2, 8));
			assertColour(0x646464, image.getRGB(side / 2, side / 2));
		}
	}

	@Test
	void refusesMasksOfAnotherSize() {
		Photograph photograph = Photograph.ofBytes(new byte[4], 2, 2, 1, PixelCalibration.PIXELS);
		Path file = folder.resolve("overlay.jpg");
		assertThrows(IllegalArgumentException.class,
			() -> RootDrawing.writeOverlay(photograph, new Mask(2, 3), null, null, file));
		assertTrue(Files.notExists(file));
	}
}
