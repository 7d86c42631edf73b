// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.Opener;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.ImagePlusConversion;

public class ResultFilesTest {

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
		assertThrows(IllegalArgumentException.class,
			() -> ResultFiles.writeErrors(null, new Mask(16, 64), truth, file));
	}

	@Test
	void saysWhereItCannotWrite() {
		Path file = folder.resolve("missing").resolve("mask.png");
		String message = assertThrows(IOException.class, () -> ResultFiles.writeMask(new Mask(2, 2), file))
			.getMessage();
		assertTrue(message.contains(file.toString()) && message.contains("create it first"), message);
	}

	/** Within what a JPEG changes. */
	public static void assertColour(int expected, int actual) {
		for (int shift = 0; shift <= 16; shift += 8) {
			assertEquals(expected >> shift & 0xff, actual >> shift & 0xff, 40, Integer.toHexString(actual));
		}
	}
}
