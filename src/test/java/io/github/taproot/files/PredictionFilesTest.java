// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

import io.github.taproot.files.PredictionFiles.Kind;
import io.github.taproot.files.PredictionFiles.Prediction;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;
import io.github.taproot.imagej.ImagePlusFiles;
import io.github.taproot.segmentation.Threshold;

/** Four pixels of each kind of image. */
class PredictionFilesTest {

	private static final byte S = Annotation.SOIL;
	private static final byte R = Annotation.ROOT;
	private static final byte U = Annotation.UNKNOWN;

	@TempDir
	Path folder;

	private Path png(int type, int... argb) throws IOException {
		BufferedImage image = new BufferedImage(argb.length, 1, type);
		for (int i = 0; i < argb.length; i++) {
			if (image.getRaster().getNumBands() == 1) image.getRaster().setSample(i, 0, 0, argb[i]);
			else image.setRGB(i, 0, argb[i]);
		}
		Path file = folder.resolve("Wurzel [1], ä.png");
		assertTrue(ImageIO.write(image, "png", file.toFile()));
		return file;
	}

	private static void save(ImageProcessor pixels, Path tif) {
		new FileSaver(new ImagePlus("", pixels)).saveAsTiff(tif.toString());
	}

	private static Prediction read(Path file, Threshold threshold) throws IOException {
		return PredictionFiles.read(file, RootMarks.AUTOMATIC, threshold.value());
	}

	private static Prediction check(Kind kind, Path file, int... labels) throws IOException {
		Prediction prediction = read(file, Threshold.PAPER);
		assertEquals(kind, prediction.kind());
		byte[] expected = new byte[labels.length];
		for (int i = 0; i < labels.length; i++) expected[i] = (byte) labels[i];
		assertArrayEquals(expected, prediction.labels().labels());
		return prediction;
	}

	@Test
	void masksHaveOneValueBesidesZero() throws IOException {
		for (int value : new int[] { 1, 100, 255 }) {
			Path file = png(BufferedImage.TYPE_BYTE_GRAY, 0, value, 0, value);
			check(Kind.MASK, file, S, R, S, R);
		}
		check(Kind.MASK, png(BufferedImage.TYPE_USHORT_GRAY, 0, 1, 0, 1), S, R, S, R);
		check(Kind.MASK, png(BufferedImage.TYPE_BYTE_BINARY, 0, 1, 0, 0), S, R, S, S);
		check(Kind.MASK, png(BufferedImage.TYPE_BYTE_GRAY, 0, 0, 0, 0), S, S, S, S);
	}

	/** As low as probabilities of bare soil may be; whether they are is for others to say, who know the folder. */
	@Test
	void faintMasks() throws IOException {
		for (int value : new int[] { 1, 100, 127 }) {
			assertTrue(check(Kind.MASK, png(BufferedImage.TYPE_BYTE_GRAY, 0, value, 0, 0), S, R, S, S).isFaint());
		}
		assertTrue(check(Kind.MASK, png(BufferedImage.TYPE_USHORT_GRAY, 0, 255, 0, 0), S, R, S, S).isFaint());
		for (int value : new int[] { 128, 255 }) {
			assertFalse(check(Kind.MASK, png(BufferedImage.TYPE_BYTE_GRAY, 0, value, 0, 0), S, R, S, S).isFaint());
		}
		assertFalse(check(Kind.MASK, png(BufferedImage.TYPE_BYTE_GRAY, 0, 0, 0, 0), S, S, S, S).isFaint());
		assertFalse(check(Kind.PROBABILITIES, png(BufferedImage.TYPE_BYTE_GRAY, 0, 1, 20, 0), S, S, S, S).isFaint());
		Path floats = folder.resolve("p.tif");
		save(new FloatProcessor(4, 1, new float[] { 0, 1, 0, 0 }), floats);
		assertFalse(check(Kind.MASK, floats, S, R, S, S).isFaint());
	}

	@Test
	void greyImagesOfMoreValuesAreProbabilitiesOfTheirFullRange() throws IOException {
		check(Kind.PROBABILITIES, png(BufferedImage.TYPE_BYTE_GRAY, 0, 127, 128, 255), S, S, R, R);
		check(Kind.PROBABILITIES, png(BufferedImage.TYPE_USHORT_GRAY, 0, 32767, 32768, 255), S, S, R, S);
		Path file = png(BufferedImage.TYPE_BYTE_GRAY, 0, 10, 128, 255);
		assertArrayEquals(new byte[] { S, S, S, R }, read(file, new Threshold(0.9)).labels().labels());
		assertArrayEquals(new byte[] { S, S, R, R }, read(file, new Threshold(0.1)).labels().labels());
	}

	@Test
	void ourOwnProbabilities() throws IOException {
		Path file = folder.resolve("p.tif");
		ImagePlusFiles.writeProbability(ArrayImgs.floats(new float[] { 0, 0.5f, 0.51f, 1 }, 4, 1),
			PixelCalibration.PIXELS, file);
		check(Kind.PROBABILITIES, file, S, S, R, R);
		// The same everywhere, which is no mask.
		ImagePlusFiles.writeProbability(ArrayImgs.floats(new float[] { 0.3f, 0.3f, 0.3f, 0.3f }, 4, 1),
			PixelCalibration.PIXELS, file);
		check(Kind.PROBABILITIES, file, S, S, S, S);
	}

	@Test
	void floatingPointMasks() throws IOException {
		Path file = folder.resolve("p.tif");
		for (float value : new float[] { 1, 255 }) {
			save(new FloatProcessor(4, 1, new float[] { 0, value, 0, 0 }), file);
			check(Kind.MASK, file, S, R, S, S);
		}
	}

	@Test
	void floatsThatAreNoProbabilities() throws IOException {
		Path file = folder.resolve("p.tif");
		for (float value : new float[] { 1.5f, -0.1f, Float.NaN, Float.POSITIVE_INFINITY }) {
			save(new FloatProcessor(4, 1, new float[] { 0, value, 0.5f, 0 }), file);
			String message =
				assertThrows(IOException.class, () -> read(file, Threshold.PAPER), "" + value).getMessage();
			assertTrue(message.startsWith(file.toString()) &&
				message.contains("cannot be probabilities (expected 0 to 1): save"), message);
		}
	}

	@Test
	void rootPainterSegmentations() throws IOException {
		int cyan = 0xb300ffff;
		check(Kind.ROOTPAINTER_SEGMENTATION, png(BufferedImage.TYPE_INT_ARGB, 0, cyan, 0, 0), S, R, S, S);
		check(Kind.ROOTPAINTER_SEGMENTATION, png(BufferedImage.TYPE_INT_ARGB, 0, 0xffff00ff, 0xff000000, 0x00ffffff), S,
			R, S, S);
		check(Kind.ROOTPAINTER_SEGMENTATION, png(BufferedImage.TYPE_INT_ARGB, 0, 0, 0, 0), S, S, S, S);
	}

	@Test
	void aSecondAnnotatorLeavesPixelsOpen() throws IOException {
		int red = 0xb3ff0000;
		int green = 0xb300ff00;
		check(Kind.ROOTPAINTER_ANNOTATION, png(BufferedImage.TYPE_INT_ARGB, 0, red, green, 0), U, R, S, U);
		// All that is painted is soil.
		check(Kind.ROOTPAINTER_ANNOTATION, png(BufferedImage.TYPE_INT_ARGB, 0, 0, green, 0), U, U, S, U);
	}

	@Test
	void coloursWithoutTransparency() throws IOException {
		check(Kind.MASK, png(BufferedImage.TYPE_INT_RGB, 0, 0xffffff, 0, 0), S, R, S, S);
		check(Kind.MASK, png(BufferedImage.TYPE_INT_RGB, 0, 0x00ffff, 0, 0), S, R, S, S);
		check(Kind.MASK, png(BufferedImage.TYPE_INT_RGB, 0xff0000, 0x00ff00, 0x00ff00, 0x00ff00), R, S, S, S);
		check(Kind.PROBABILITIES, png(BufferedImage.TYPE_INT_RGB, 0, 0x101010, 0xf0f0f0, 0), S, S, R, S);
		Path file = png(BufferedImage.TYPE_INT_RGB, 0, 0xff0000, 0x00ff00, 0);
		assertThrows(IOException.class, () -> read(file, Threshold.PAPER));
	}

	@Test
	void jpegMasksAreBlurred() throws IOException {
		BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
		for (int x = 0; x < 64; x++) for (int y = 29; y < 34; y++) image.getRaster().setSample(x, y, 0, 255);
		Path file = folder.resolve("m.jpg");
		assertTrue(ImageIO.write(image, "jpg", file.toFile()));
		assertEquals(5 * 64, read(file, Threshold.PAPER).labels().count(R));
	}

	@Test
	void invertingLookUpTables() throws IOException {
		ByteProcessor pixels = new ByteProcessor(4, 1, new byte[] { 0, (byte) 255, 0, 0 });
		pixels.invertLut();
		Path file = folder.resolve("m.tif");
		save(pixels, file);
		check(Kind.MASK, file, S, R, S, S);
	}

	private static void assertRefused(Path file, String part) {
		String message = assertThrows(IOException.class, () -> read(file, Threshold.PAPER)).getMessage();
		assertTrue(message.startsWith(file.toString()) && message.contains(part), message);
	}

	@Test
	void moreThanHalfRootIsRefused() throws IOException {
		assertRefused(png(BufferedImage.TYPE_BYTE_GRAY, 255, 0, 255, 255), "75 % root");
		assertRefused(png(BufferedImage.TYPE_BYTE_GRAY, 255, 200, 150, 10), "more than half");
		check(Kind.MASK, png(BufferedImage.TYPE_BYTE_GRAY, 255, 0, 255, 0), R, S, R, S);
	}

	@Test
	void labelsAreRefused() throws IOException {
		assertRefused(png(BufferedImage.TYPE_BYTE_GRAY, 1, 2, 1, 1), "the values 1 (3 px) and 2 (1 px)");
		assertRefused(png(BufferedImage.TYPE_BYTE_GRAY, 0, 2, 1, 1), "from 0 to 2 of 255");
		Path file = folder.resolve("m.tif");
		save(new ShortProcessor(4, 1, new short[] { 0, 7, 255, 0 }, null), file);
		assertRefused(file, "255 of 65535");
		Prediction chosen = PredictionFiles.read(file, RootMarks.of("7", ""), Threshold.PAPER.value());
		assertArrayEquals(new byte[] { S, R, S, S }, chosen.labels().labels());
	}

	@Test
	void damagedFilesAreNamed() throws IOException {
		Path file = folder.resolve("cut.png");
		Files.write(file, new byte[] { (byte) 0x89, 'P', 'N', 'G', 13 });
		String message = assertThrows(IOException.class, () -> read(file, Threshold.PAPER)).getMessage();
		assertTrue(message.contains(file.toString()) && message.contains("damaged"), message);
	}
}
