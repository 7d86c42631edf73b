package io.github.taproot.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.Opener;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.ImageIO;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFilesTest;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.roots.skeleton.Diameters;

class ResultFilesTest {

	@TempDir
	Path folder;

	@Test
	void writesMasksAsGreyPng() throws IOException {
		Path file = folder.resolve("a b (mask) [1].png");
		ResultFiles.writeMask(new Mask(3, 1, new byte[] { Mask.ROOT, Mask.SOIL, Mask.ROOT }), file);
		BufferedImage image = ImageIO.read(file.toFile());
		assertEquals(BufferedImage.TYPE_BYTE_GRAY, image.getType());
		assertArrayEquals(new int[] { 255, 0, 255 }, image.getRaster().getSamples(0, 0, 3, 1, 0, (int[]) null));
		ImagePlus opened = new Opener().openImage(file.toString());
		assertEquals(255, opened.getProcessor().get(0, 0));
		assertTrue(opened.getProcessor().isBinary());
	}

	@Test
	void masksKeepTheScale() throws IOException {
		for (double side : new double[] { 0.1, 0.0423333, 25.4 / 1200, 3e-4, 12.5 }) {
			PixelCalibration scale = new PixelCalibration(side, side / 2, "mm");
			Mask mask = new Mask(3, 1, new byte[] { Mask.ROOT, Mask.SOIL, Mask.SOIL });
			Path png = folder.resolve("mask.png");
			ResultFiles.writeMask(mask, scale, png);
			assertEquals(scale, new ImageFiles().readMask(png).calibration());
			assertEquals(scale, ImagePlusConversion.toCalibration(new Opener().openImage(png.toString())));
			Path tif = folder.resolve("mask.tif");
			ResultFiles.writeMask(3, 1, scale, (pixels, count) -> pixels[0] = Mask.ROOT, tif);
			assertEquals(side, new ImageFiles().readMask(tif).calibration().pixelWidth(), 1e-7 * side);
			assertEquals(side / 2, new ImageFiles().readMask(tif).calibration().pixelHeight(), 1e-7 * side);
		}
		Path plain = folder.resolve("plain.png");
		ResultFiles.writeMask(new Mask(3, 1), plain);
		assertEquals(PixelCalibration.PIXELS, new ImageFiles().readMask(plain).calibration());
	}

	@Test
	void writesProbabilitiesThatImageJOpensWithTheirScale() throws IOException {
		Path file = folder.resolve("probability.tif");
		float[] values = { 0, 0.25f, 1, 0.5f, 0.75f, 0.125f };
		PixelCalibration scale = new PixelCalibration(0.075, 0.05, "mm");
		ResultFiles.writeProbability(ArrayImgs.floats(values, 3, 2), scale, file);
		ImagePlus opened = new Opener().openImage(file.toString());
		assertArrayEquals(values, (float[]) opened.getProcessor().getPixels());
		assertEquals(0.075, opened.getCalibration().pixelWidth, 1e-7);
		assertEquals(0.05, opened.getCalibration().pixelHeight, 1e-7);
		assertEquals("mm", opened.getCalibration().getUnit());
		assertEquals(1, opened.getDisplayRangeMax());
		Photograph photograph = new ImageFiles().readPhotograph(file);
		assertArrayEquals(values, ImageFilesTest.values(photograph));
		assertEquals(0.075, photograph.calibration().pixelWidth(), 1e-7);

		ResultFiles.writeProbability(ArrayImgs.floats(values, 3, 2), PixelCalibration.PIXELS, file);
		assertEquals(PixelCalibration.PIXELS, new ImageFiles().readPhotograph(file).calibration());
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
		ResultFiles.writeOverlay(Photograph.ofShorts(dark, 64, 64, 1, PixelCalibration.PIXELS), roots,
			Diameters.inscribed(roots, skeleton), file);
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
			ResultFiles.writeOverlay(photograph, new Mask(16, 16), null, file);
			assertColour(value > 0 ? 0x646464 : 0, ImageIO.read(file.toFile()).getRGB(8, 8));
		}
	}

	/** Squares of 16 px: a hit, a false positive, a miss, and a prediction where nothing is known. */
	@Test
	void drawsErrors() throws IOException {
		byte[] grey = new byte[64 * 16];
		Arrays.fill(grey, (byte) 120);
		byte[] labels = new byte[64 * 16];
		Mask prediction = new Mask(64, 16);
		byte[] ofSquare = { Annotation.ROOT, Annotation.SOIL, Annotation.ROOT, Annotation.UNKNOWN };
		for (int i = 0; i < labels.length; i++) {
			int square = i % 64 / 16;
			labels[i] = ofSquare[square];
			if (square != 2) prediction.pixels()[i] = Mask.ROOT;
		}
		Annotation truth = new Annotation(64, 16, labels);
		Path file = folder.resolve("errors.jpg");
		ResultFiles.writeErrors(Photograph.ofBytes(grey, 64, 16, 1, PixelCalibration.PIXELS), prediction, truth, file);
		int[] onPhotograph = { 0x787878, 0xff0000, 0x00ff00, 0x787878 };
		int[] onBlack = { 0xc8c8c8, 0xff0000, 0x00ff00, 0x000000 };
		for (int s = 0; s < 4; s++) assertColour(onPhotograph[s], ImageIO.read(file.toFile()).getRGB(16 * s + 8, 8));
		ResultFiles.writeErrors(null, prediction, truth, file);
		for (int s = 0; s < 4; s++) assertColour(onBlack[s], ImageIO.read(file.toFile()).getRGB(16 * s + 8, 8));
		assertThrows(IllegalArgumentException.class, () -> ResultFiles.writeErrors(null, new Mask(16, 64), truth, file));
	}

	@Test
	void refusesMasksOfAnotherSize() {
		Photograph photograph = Photograph.ofBytes(new byte[4], 2, 2, 1, PixelCalibration.PIXELS);
		Path file = folder.resolve("overlay.jpg");
		assertThrows(IllegalArgumentException.class,
			() -> ResultFiles.writeOverlay(photograph, new Mask(2, 3), null, file));
		assertTrue(Files.notExists(file));
	}

	@Test
	void saysWhereItCannotWrite() {
		Path file = folder.resolve("missing").resolve("mask.png");
		String message = assertThrows(IOException.class, () -> ResultFiles.writeMask(new Mask(2, 2), file)).getMessage();
		assertTrue(message.contains(file.toString()) && message.contains("create it first"), message);
	}

	private static void assertColour(int expected, int actual) {
		for (int shift = 0; shift <= 16; shift += 8) {
			assertEquals(expected >> shift & 0xff, actual >> shift & 0xff, 40, Integer.toHexString(actual));
		}
	}
}
