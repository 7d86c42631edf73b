// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import net.imglib2.Cursor;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.ImagePlusConversion;

public class ImageFilesTest {

	private static final byte S = Annotation.SOIL;
	private static final byte R = Annotation.ROOT;
	private static final byte U = Annotation.UNKNOWN;

	private final ImageFiles files = new ImageFiles();
	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "png", "tiff", "bmp" })
	void readsRgb(String format) throws IOException {
		Path file = save(colours(BufferedImage.TYPE_INT_RGB, 0x010203, 0xff8040, 0, 0xffffff), format, "a b [1].PNG");
		Photograph photograph = files.readPhotograph(file);
		assertArrayEquals(new float[] { 1, 255, 0, 255, 2, 128, 0, 255, 3, 64, 0, 255 }, values(photograph));
		assertEquals(PixelCalibration.PIXELS, photograph.calibration());
	}

	@Test
	void refusesPhotographsWithTransparency() throws IOException {
		Path some = save(colours(BufferedImage.TYPE_INT_ARGB, 0x00010203, 0x80ff8040, 0xff000000, -1), "png",
			"some.png");
		assertTrue(assertThrows(IOException.class, () -> files.readPhotograph(some)).getMessage()
			.contains("transparent"));
		Path file = save(colours(BufferedImage.TYPE_INT_ARGB, 0xff010203, 0xffff8040, 0xff000000, -1), "png",
			"alpha.png");
		float[] expected = { 1, 255, 0, 255, 2, 128, 0, 255, 3, 64, 0, 255 };
		assertArrayEquals(expected, values(files.readPhotograph(file)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "tiff" })
	void readsGreyOf8And16BitsAndPalettesAndSingleBits(String format) throws IOException {
		BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
		grey.getRaster().setSample(1, 0, 0, 77);
		assertArrayEquals(new float[] { 0, 77 }, values(files.readPhotograph(save(grey, format, "8"))));
		BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
		deep.getRaster().setSample(1, 0, 0, 65000);
		assertArrayEquals(new float[] { 0, 65000 }, values(files.readPhotograph(save(deep, format, "16"))));
		BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
		bits.getRaster().setSample(1, 0, 0, 1);
		assertArrayEquals(new float[] { 0, 255 }, values(files.readPhotograph(save(bits, format, "1"))));
		byte[] r = { 10, (byte) 200 }, g = { 20, 100 }, b = { 30, 50 };
		BufferedImage palette =
			new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 2, r, g, b));
		palette.getRaster().setSample(1, 0, 0, 1);
		Photograph photograph = files.readPhotograph(save(palette, format, "palette"));
		assertEquals(3, photograph.channels());
		assertArrayEquals(new float[] { 10, 200, 20, 100, 30, 50 }, values(photograph));
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "tiff" })
	void readsRgbOf16Bits(String format) throws IOException {
		ComponentColorModel model = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false,
			Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
		WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
		raster.setPixel(1, 0, new int[] { 1000, 40000, 65535 });
		Path file = save(new BufferedImage(model, raster, false, null), format, "rgb48");
		assertArrayEquals(new float[] { 0, 1000, 0, 40000, 0, 65535 }, values(files.readPhotograph(file)));
	}

	@Test
	void readsJpegs() throws IOException {
		BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
		for (int i = 0; i < 256; i++) image.setRGB(i % 16, i / 16, 0x80a040);
		float[] values = values(files.readPhotograph(save(image, "jpeg", "a.jpg")));
		assertEquals(0x80, values[100], 3);
		assertEquals(0xa0, values[256 + 100], 3);
		assertEquals(0x40, values[512 + 100], 3);
	}

	/** As Photoshop writes them: every sample is 255 minus the ink. */
	@Test
	void readsCmykJpegs() throws IOException {
		WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
		for (int i = 0; i < 256; i++) raster.setPixel(i % 16, i / 16, new int[] { 200, 100, 50, 204 });
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
			writer.setOutput(out);
			writer.write(new IIOImage(raster, null, null));
		}
		byte[] adobe = { (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0 };
		byte[] jpeg = bytes.toByteArray();
		Path file = Files.write(folder.resolve("cmyk.jpg"), ByteBuffer.allocate(jpeg.length + adobe.length)
			.put(jpeg, 0, 2).put(adobe).put(jpeg, 2, jpeg.length - 2).array());
		float[] values = values(files.readPhotograph(file));
		assertEquals(160, values[100], 3);
		assertEquals(80, values[256 + 100], 3);
		assertEquals(40, values[512 + 100], 3);
	}

	@Test
	void readsWhatImageJSaves() throws IOException {
		ImagePlus floats = new ImagePlus("f", new FloatProcessor(2, 1, new float[] { -0.5f, 1e6f }));
		calibrate(floats, 50, 25, "\u00b5m");
		Photograph photograph = files.readPhotograph(saveTiff(floats, "float.tif"));
		assertArrayEquals(new float[] { -0.5f, 1e6f }, values(photograph));
		assertEquals(0.05, photograph.calibration().pixelWidth(), 1e-7);
		assertEquals(0.025, photograph.calibration().pixelHeight(), 1e-7);
		assertEquals("mm", photograph.calibration().unit());

		ImageStack stack = new ImageStack(2, 1);
		for (short c = 1; c <= 3; c++) stack.addSlice(new ShortProcessor(2, 1, new short[] { c, (short) 60000 }, null));
		ImagePlus channels = new ImagePlus("c", stack);
		channels.setDimensions(3, 1, 1);
		Path file = saveTiff(new CompositeImage(channels), "composite.tif");
		assertArrayEquals(new float[] { 1, 60000, 2, 60000, 3, 60000 }, values(files.readPhotograph(file)));
		ImageStack bytes = new ImageStack(2, 1);
		for (byte c = 1; c <= 3; c++) bytes.addSlice(new ByteProcessor(2, 1, new byte[] { c, (byte) 200 }));
		channels = new ImagePlus("c", bytes);
		channels.setDimensions(3, 1, 1);
		for (int mode : new int[] { CompositeImage.COMPOSITE, CompositeImage.COLOR, CompositeImage.GRAYSCALE }) {
			file = saveTiff(new CompositeImage(channels, mode), "composite.tif");
			assertArrayEquals(new float[] { 1, 200, 2, 200, 3, 200 }, values(files.readPhotograph(file)));
		}

		ImagePlus slices = new ImagePlus("s", stack);
		slices.setDimensions(1, 3, 1);
		assertTrue(failure(saveTiff(slices, "slices.tif")).contains("3 pages"));
	}

	@Test
	void takesOnlyLengthsForScales() throws IOException {
		ImagePlus image = new ImagePlus("i", new ByteProcessor(3, 2));
		Object[][] cases = { { 0.1, "cm", 1.0 }, { 2.0, "mm", 2.0 }, { 0.01, "inch", 0.254 }, { 0.001, "m", 1.0 },
			{ 20.0, "um", 0.02 }, { 20.0, "microns", 0.02 }, { 5.0, "pixel", -1.0 }, { 5.0, "sec", -1.0 }, };
		for (Object[] c : cases) {
			calibrate(image, (double) c[0], (double) c[0], (String) c[1]);
			PixelCalibration calibration = files.readPhotograph(saveTiff(image, "scale.tif")).calibration();
			if ((double) c[2] < 0) assertEquals(PixelCalibration.PIXELS, calibration);
			else assertEquals((double) c[2], calibration.pixelWidth(), 1e-4 * (double) c[2], (String) c[1]);
			assertEquals(calibration.unit(), ImagePlusConversion.toCalibration(image).unit());
		}
	}

	@Test
	void readsRootPaintersAnnotations() throws IOException {
		assertArrayEquals(new byte[] { R, S, U, U }, annotation(0xb4ff0000, 0xb400ff00, 0, 0x00ff0000));
		assertArrayEquals(new byte[] { U, U, U, U }, annotation(0, 0, 0, 0));
		// Edges between the brushes are mixed; a brush of another colour says nothing.
		assertArrayEquals(new byte[] { R, S, U, U }, annotation(0xb4a04000, 0xb440a000, 0xb40000ff, 0));
		// All was looked at.
		assertArrayEquals(new byte[] { R, S, S, S }, annotation(0xffff0000, 0xff00ff00, 0xff00ff00, 0xff00ff00));
		assertTrue(assertThrows(IOException.class, () -> annotation(-1, 0, 0, -1)).getMessage()
			.contains("red or green"));
		assertTrue(assertThrows(IOException.class, () -> annotation(0xffff0000, 0xff00ff00, 0xff000000, 0xff000000))
			.getMessage().contains("not clear which pixels are unlabelled"));
	}

	@Test
	void rootPaintersSegmentationsAreMasksAndNoAnnotations() throws IOException {
		int cyan = 0xb300ffff;
		BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_INT_ARGB);
		image.setRGB(0, 0, 4, 1, new int[] { 0, cyan, cyan, 0 }, 0, 4);
		Path file = save(image, "png", "segmentation.png");
		assertArrayEquals(new byte[] { 0, Mask.ROOT, Mask.ROOT, 0 }, files.readMask(file).mask().pixels());
		assertTrue(assertThrows(IOException.class, () -> files.readAnnotation(file)).getMessage()
			.contains("red or green"));
		Path blank = save(new BufferedImage(4, 1, BufferedImage.TYPE_INT_ARGB), "png", "blank.png");
		assertEquals(0, files.readMask(blank).mask().rootPixels());
		image.setRGB(0, 0, 4, 1, new int[] { 0, 0xff000000, 0xff000000, 0 }, 0, 4);
		Path black = save(image, "png", "black.png");
		assertTrue(assertThrows(IOException.class, () -> files.readMask(black)).getMessage()
			.contains(black.toString()));
	}

	@Test
	void readsMasks() throws IOException {
		assertArrayEquals(new byte[] { S, R, S, R }, annotation(0xff000000, -1, 0xff000000, -1));
		assertArrayEquals(new byte[] { S, R, S, R }, annotation(0xff000000, 0xffff0000, 0xff000000, 0xffff0000));
		BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
		deep.getRaster().setSample(1, 0, 0, 1);
		assertArrayEquals(new byte[] { S, R }, files.readAnnotation(save(deep, "png", "deep.png")).labels());
		ImagePlus floats = new ImagePlus("f", new FloatProcessor(3, 1, new float[] { 0, 1, 0 }));
		assertArrayEquals(new byte[] { S, R, S }, files.readAnnotation(saveTiff(floats, "f.tif")).labels());
	}

	@Test
	void countsInvertedMasksAsImageJDoes() throws IOException {
		ImagePlus mask = new ImagePlus("m", new ByteProcessor(2, 1, new byte[] { 0, (byte) 255 }));
		mask.getProcessor().invertLut();
		Path png = folder.resolve("inverted.png");
		assertTrue(new FileSaver(mask).saveAsPng(png.toString()));
		for (Path file : List.of(png, saveTiff(mask, "inverted.tif"))) {
			assertArrayEquals(new byte[] { S, R }, files.readAnnotation(file).labels(), file.toString());
			assertArrayEquals(new float[] { 255, 0 }, values(files.readPhotograph(file)), file.toString());
		}
	}

	@Test
	void takesTheBrighterHalfOfJpegMasks() throws IOException {
		BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 0; y < 64; y++) for (int x = 29; x < 34; x++) image.getRaster().setSample(x, y, 0, 255);
		Annotation annotation = files.readAnnotation(save(image, "jpeg", "mask.jpg"));
		assertEquals(5 * 64, annotation.count(R));
	}

	@Test
	void saysWhyAFileCannotBeRead() throws IOException {
		assertTrue(failure(folder.resolve("none.png")).contains("does not exist"));
		assertTrue(failure(Files.createDirectory(folder.resolve("dir.png"))).contains("is a folder"));
		assertTrue(failure(Files.createFile(folder.resolve("empty.png"))).contains("is empty"));
		assertTrue(failure(Files.writeString(folder.resolve("text.png"), "no picture")).contains("not an image"));
		assertTrue(failure(Files.writeString(folder.resolve("short.png"), "x")).contains("not an image"));
		Path big = Files.write(folder.resolve("big.tif"), new byte[] { 'I', 'I', 43, 0, 8, 0, 0, 0 });
		assertTrue(failure(big).contains("BigTIFF"));
	}

	@Test
	void refusesSizesThatNoMemoryHolds() throws IOException {
		for (int side : new int[] { 40_000, Integer.MAX_VALUE }) {
			byte[] png = Files.readAllBytes(
				save(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png", "huge.png"));
			ByteBuffer header = ByteBuffer.wrap(png).putInt(16, side).putInt(20, side);
			CRC32 crc = new CRC32();
			crc.update(png, 12, 17);
			header.putInt(29, (int) crc.getValue());
			Path file = Files.write(folder.resolve("huge.png"), png);
			assertTrue(failure(file).contains(side + "x" + side + " pixels"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg", "tiff" })
	void refusesFilesThatWereCutShort(String format) throws IOException {
		byte[] whole = Files.readAllBytes(save(noise(64, 48), format, "whole"));
		for (int length : new int[] { 5, 30, 100, whole.length / 2, whole.length * 9 / 10, whole.length - 40 }) {
			Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
			assertTrue(failure(file).contains("cut short"), format + " of " + length + " bytes");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg", "tiff" })
	void survivesDamagedFiles(String format) throws IOException {
		Random random = new Random(7);
		byte[] whole = Files.readAllBytes(save(noise(24, 16), format, "whole"));
		int[] read = new int[1];
		assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
			for (int i = 0; i < 400; i++) {
				byte[] bytes = i % 4 == 0 ? Arrays.copyOf(whole, 4 + random.nextInt(whole.length - 4)) : whole.clone();
				int start = i % 2 == 0 ? 0 : Math.max(0, bytes.length - 300);
				int span = Math.min(bytes.length - start, i % 3 == 0 ? bytes.length : 300);
				for (int n = random.nextInt(6); n >= 0; n--) {
					bytes[start + random.nextInt(span)] = (byte) random.nextInt(256);
				}
				Path file = Files.write(folder.resolve("fuzzed"), bytes);
				try {
					files.readPhotograph(file);
					files.readAnnotation(file);
					read[0]++;
				}
				catch (IOException e) {
					assertTrue(e.getMessage().contains("fuzzed"), e.getMessage());
				}
			}
		});
		assertTrue(read[0] < 400);
	}

	@Test
	void readsNamesWithUmlauts() throws IOException {
		Path file;
		try {
			file = folder.resolve("W\u00fcrzelchen \u00b5 (1).png");
			Files.createFile(file);
		}
		catch (InvalidPathException e) {
			assumeTrue(false, "This system's file names are ASCII.");
			return;
		}
		Files.copy(save(noise(4, 3), "png", "ascii.png"), file, StandardCopyOption.REPLACE_EXISTING);
		assertTrue(ImageFolder.of(folder).images().contains(file));
	}

	private String failure(Path file) {
		String message = assertThrows(IOException.class, () -> files.readPhotograph(file)).getMessage();
		assertTrue(message.contains(file.toString()) && message.endsWith("."), message);
		assertFalse(message.contains("\n"), message);
		assertEquals(message, assertThrows(IOException.class, () -> files.readAnnotation(file)).getMessage());
		return message;
	}

	private byte[] annotation(int... argb) throws IOException {
		return files.readAnnotation(save(colours(BufferedImage.TYPE_INT_ARGB, argb), "png", "annotation.png")).labels();
	}

	/** 2x2 pixels. */
	private static BufferedImage colours(int type, int... argb) {
		BufferedImage image = new BufferedImage(2, 2, type);
		image.setRGB(0, 0, 2, 2, argb, 0, 2);
		return image;
	}

	private static BufferedImage noise(int width, int height) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Random random = new Random(1);
		for (int i = 0; i < width * height; i++) image.setRGB(i % width, i / width, random.nextInt());
		return image;
	}

	private Path save(BufferedImage image, String format, String name) throws IOException {
		Path file = folder.resolve(name);
		assertTrue(ImageIO.write(image, format, file.toFile()), format);
		return file;
	}

	private Path saveTiff(ImagePlus image, String name) {
		Path file = folder.resolve(name);
		FileSaver saver = new FileSaver(image);
		assertTrue(image.getStackSize() > 1 ? saver.saveAsTiffStack(file.toString()) :
			saver.saveAsTiff(file.toString()));
		return file;
	}

	private static void calibrate(ImagePlus image, double width, double height, String unit) {
		image.getCalibration().pixelWidth = width;
		image.getCalibration().pixelHeight = height;
		image.getCalibration().setUnit(unit);
	}

	/** Channel after channel, row by row. */
	public static float[] values(Photograph photograph) {
		float[] values = new float[photograph.width() * photograph.height() * photograph.channels()];
		Cursor<FloatType> cursor = Views.flatIterable(photograph.pixels()).cursor();
		for (int i = 0; i < values.length; i++) values[i] = cursor.next().get();
		return values;
	}

	/** A grey JPEG that EXIF turns: one entry in its first directory, little-endian. */
	private static byte[] turned(BufferedImage image, int orientation) throws IOException {
		ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
		ImageIO.write(image, "jpeg", jpeg);
		byte[] exif = { 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0,
			(byte) orientation, 0, 0, 0, 0, 0, 0, 0 };
		ByteArrayOutputStream turned = new ByteArrayOutputStream();
		turned.write(jpeg.toByteArray(), 0, 2);
		turned.write(new byte[] { (byte) 0xFF, (byte) 0xE1, 0, (byte) (exif.length + 2) });
		turned.write(exif);
		turned.write(jpeg.toByteArray(), 2, jpeg.size() - 2);
		return turned.toByteArray();
	}

	/** A bright quarter is stored at the upper left; where it is seen is EXIF's table. */
	@Test
	void turnsPicturesAsExifSays() throws IOException {
		BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 0; y < 8; y++) for (int x = 0; x < 16; x++) image.getRaster().setSample(x, y, 0, 255);
		for (int orientation = 1; orientation <= 8; orientation++) {
			Path file = Files.write(folder.resolve("turned.jpg"), turned(image, orientation));
			Photograph photograph = files.readPhotograph(file);
			int width = orientation < 5 ? 32 : 16;
			assertEquals(width, photograph.width());
			assertEquals(48 - width, photograph.height());
			boolean isRight = List.of(2, 3, 6, 7).contains(orientation);
			boolean isLow = List.of(3, 4, 7, 8).contains(orientation);
			float[] values = values(photograph);
			for (int y = 2; y < photograph.height(); y += 4) {
				for (int x = 2; x < width; x += 4) {
					boolean isBright = isRight == x >= width / 2 && isLow == y >= photograph.height() / 2;
					assertEquals(isBright ? 255 : 0, values[y * width + x], 5, orientation + ": " + x + ", " + y);
				}
			}
			Mask mask = files.readMask(file).mask();
			assertEquals(128, mask.rootPixels());
			assertEquals(isRight, mask.isRoot(width - 2, isLow ? photograph.height() - 2 : 2));
			BufferedImage small = ImageFiles.subsampled(file, 16);
			assertEquals(photograph.width() / 2, small.getWidth(), "gallery");
			int corner = small.getRGB(isRight ? small.getWidth() - 2 : 1, isLow ? small.getHeight() - 2 : 1) & 0xff;
			assertEquals(255, corner, 5, "gallery");
		}
	}
}
