package io.github.taproot.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.taproot.image.PixelSource;

class ScanFileTest {

	@TempDir
	private Path temp;

	private static BufferedImage noise(int width, int height, int type) {
		BufferedImage image = new BufferedImage(width, height, type);
		Random random = new Random(3);
		for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) image.setRGB(x, y, random.nextInt());
		return image;
	}

	private Path write(BufferedImage image, String compression, int tile) throws IOException {
		Path file = temp.resolve("scan.tif");
		ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
		try (FileImageOutputStream out = new FileImageOutputStream(file.toFile())) {
			writer.setOutput(out);
			ImageWriteParam settings = writer.getDefaultWriteParam();
			settings.setCompressionMode(compression == null ? ImageWriteParam.MODE_DISABLED : ImageWriteParam.MODE_EXPLICIT);
			if (compression != null) settings.setCompressionType(compression);
			if (tile > 0) {
				settings.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
				settings.setTiling(tile, tile, 0, 0);
			}
			writer.write(null, new IIOImage(image, null, null), settings);
		}
		finally {
			writer.dispose();
		}
		return file;
	}

	@ParameterizedTest
	@CsvSource({ "Deflate,256", "LZW,64", "JPEG,64", ",128", ",0", "Deflate,0" })
	void partsAreThoseOfTheWholeImage(String compression, int tile) throws IOException {
		int[] types =
			{ BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_INDEXED };
		for (int type : types) {
			if ("JPEG".equals(compression) && type != BufferedImage.TYPE_BYTE_GRAY && type != BufferedImage.TYPE_INT_RGB) continue;
			Path file = write(noise(701, 1203, type), compression, tile);
			PixelSource whole = new ImageFiles().readPhotograph(file).source();
			try (ScanFile scan = new ScanFile(file)) {
				assertEquals("701x1203x" + whole.channels(), scan.width() + "x" + scan.height() + "x" + scan.channels());
				for (int[] part : new int[][] { { 0, 0, 701, 1203 }, { 100, 1100, 300, 103 }, { 255, 255, 2, 2 }, { 700, 1202, 1, 1 },
					{ 0, 0, 1, 1 } })
				{
					float[] expected = new float[part[2] * part[3] * whole.channels()];
					float[] actual = new float[expected.length];
					whole.read(part[0], part[1], part[2], part[3], expected);
					scan.read(part[0], part[1], part[2], part[3], actual);
					assertArrayEquals(expected, actual, type + ": " + Arrays.toString(part));
				}
			}
		}
	}

	/** Of 60,000x40,000 pixels, more than Java's arrays have and its readers take; almost all of it a hole in the file. */
	@ParameterizedTest
	@ValueSource(ints = { 64, 20_000 })
	@EnabledOnOs(OS.LINUX)
	void partsOfMorePixelsThanJavaCountsAreRead(int rows) throws IOException {
		int width = 60_000;
		int height = 40_000;
		int strips = height / rows;
		int shorts = 3;
		int longs = 4;
		int[][] tags = { { 256, longs, 1, width }, { 257, longs, 1, height }, { 258, shorts, 1, 8 }, { 259, shorts, 1, 1 },
			{ 262, shorts, 1, 1 }, { 273, longs, strips, 122 }, { 277, shorts, 1, 1 }, { 278, longs, 1, rows },
			{ 279, longs, strips, 122 + 4 * strips } };
		int pixels = 122 + 8 * strips;
		ByteBuffer head = ByteBuffer.allocate(pixels).order(ByteOrder.LITTLE_ENDIAN);
		head.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) tags.length);
		for (int[] tag : tags) head.putShort((short) tag[0]).putShort((short) tag[1]).putInt(tag[2]).putInt(tag[3]);
		head.putInt(0);
		for (int i = 0; i < strips; i++) head.putInt((int) (pixels + (long) i * rows * width));
		for (int i = 0; i < strips; i++) head.putInt(rows * width);
		Path big = temp.resolve("big.tif");
		try (RandomAccessFile out = new RandomAccessFile(big.toFile(), "rw")) {
			out.write(head.array());
			out.setLength(pixels + (long) width * height);
			for (int y : new int[] { 19_999, 20_000, 39_990 }) {
				out.seek(pixels + (long) y * width + 59_995);
				out.write(new byte[] { 7, 8, 9 });
			}
		}
		assertEquals(2_400_000_000L, ImageFiles.pixels(big));
		try (ScanFile scan = new ScanFile(big)) {
			float[] part = new float[20];
			scan.read(59_990, 39_989, 10, 2, part);
			assertArrayEquals(new float[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 8, 9, 0, 0 }, part);
			part = new float[16];
			scan.read(59_994, 19_998, 4, 4, part);
			assertArrayEquals(new float[] { 0, 0, 0, 0, 0, 7, 8, 9, 0, 7, 8, 9, 0, 0, 0, 0 }, part);
		}
	}

	@Test
	void badFilesAreNamedWithWhatToDo() throws IOException {
		Path damaged = write(noise(900, 1600, BufferedImage.TYPE_INT_RGB), null, 128);
		byte[] bytes = Files.readAllBytes(damaged);
		Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 3));
		String message = assertThrows(IOException.class, () -> {
			try (ScanFile scan = new ScanFile(damaged)) {
				scan.read(800, 1500, 50, 50, new float[7500]);
			}
			catch (UncheckedIOException e) {
				throw e.getCause();
			}
		}).getMessage();
		assertTrue(message.startsWith(damaged + " is damaged"), message);

		Path png = temp.resolve("scan.png");
		ImageIO.write(noise(20, 20, BufferedImage.TYPE_BYTE_GRAY), "png", png.toFile());
		message = assertThrows(IOException.class, () -> new ScanFile(png)).getMessage();
		assertTrue(message.startsWith(png + " does not fit into memory: save it as a TIFF in tiles"), message);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 64 })
	void aRowOfHighTilesReadsNoPieceTwice(int tile) throws IOException {
		Path file = write(noise(300, 4000, BufferedImage.TYPE_BYTE_GRAY), null, tile);
		int height = 1800;
		int y = 1001;
		try (ScanFile scan = new ScanFile(file)) {
			for (int x = 0; x < 300; x += 50) scan.read(x, y, 50, height, new float[50 * height]);
			try (RandomAccessFile lost = new RandomAccessFile(file.toFile(), "rw")) {
				lost.setLength(0);
			}
			for (int x = 0; x < 300; x += 50) scan.read(x, y, 50, height, new float[50 * height]);
		}
	}

	@Test
	void aFileCompressedAsAWholeIsRefused() throws IOException {
		Path file = write(noise(4200, 4100, BufferedImage.TYPE_BYTE_GRAY), "Deflate", 4112);
		String message = assertThrows(IOException.class, () -> new ScanFile(file)).getMessage();
		assertTrue(message.contains("compressed as a whole") && message.contains("in tiles"), message);
	}
}
