// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

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
			settings.setCompressionMode(compression == null ? ImageWriteParam.MODE_DISABLED :
				ImageWriteParam.MODE_EXPLICIT);
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
			{ BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_USHORT_GRAY,
			BufferedImage.TYPE_BYTE_INDEXED };
		for (int type : types) {
			if ("JPEG".equals(compression) && type != BufferedImage.TYPE_BYTE_GRAY &&
				type != BufferedImage.TYPE_INT_RGB) {
				continue;
			}
			Path file = write(noise(701, 1203, type), compression, tile);
			PixelSource whole = new ImageFiles().readPhotograph(file).source();
			try (ScanFile scan = new ScanFile(file)) {
				assertEquals("701x1203x" + whole.channels(), scan.width() + "x" + scan.height() + "x" +
					scan.channels());
				for (int[] part : new int[][] { { 0, 0, 701, 1203 }, { 100, 1100, 300, 103 }, { 255, 255, 2, 2 },
					{ 700, 1202, 1, 1 }, { 0, 0, 1, 1 } })
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

	/**
	 * Of 60,000x40,000 pixels, more than Java's arrays have and its readers take; almost all of it a hole in the file.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 64, 20_000 })
	@EnabledOnOs(OS.LINUX)
	void partsOfMorePixelsThanJavaCountsAreRead(int rows) throws IOException {
		int width = 60_000;
		int height = 40_000;
		int strips = height / rows;
		int shorts = 3;
		int longs = 4;
		int[][] tags = { { 256, longs, 1, width }, { 257, longs, 1, height }, { 258, shorts, 1, 8 },
			{ 259, shorts, 1, 1 }, { 262, shorts, 1, 1 }, { 273, longs, strips, 122 }, { 277, shorts, 1, 1 },
			{ 278, longs, 1, rows }, { 279, longs, strips, 122 + 4 * strips } };
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

	/** A TIFF of short (to 2^16) and long values, its pixels from byte 8 on. */
	private Path tiff(byte[] pixels, Map<Integer, int[]> tags) throws IOException {
		List<Integer> shorts = List.of(258, 259, 262, 277, 284);
		int directory = 8 + pixels.length;
		int values = directory + 2 + 12 * tags.size() + 4;
		ByteBuffer file = ByteBuffer.allocate(values + 4 * tags.values().stream().mapToInt(all -> all.length).sum())
			.order(ByteOrder.BIG_ENDIAN);
		file.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(directory).put(pixels)
			.putShort((short) tags.size());
		for (Map.Entry<Integer, int[]> tag : new TreeMap<>(tags).entrySet()) {
			int[] all = tag.getValue();
			boolean isShort = shorts.contains(tag.getKey());
			file.putShort((short) (int) tag.getKey()).putShort((short) (isShort ? 3 : 4)).putInt(all.length);
			int next = file.position() + 4;
			if (all.length * (isShort ? 2 : 4) > 4) {
				file.putInt(values).position(values);
				values += 4 * all.length;
			}
			for (int value : all) {
				if (isShort) file.putShort((short) value);
				else file.putInt(value);
			}
			file.position(next);
		}
		return Files.write(temp.resolve("made.tif"), file.array());
	}

	@ParameterizedTest
	@CsvSource({ "1,3,true", "2,3,true", "1,1,true", "1,3,false" })
	void stripsMayBePlanarAndLackWhatCanBeGuessed(int layout, int bitsEntries, boolean hasCounts) throws IOException {
		int width = 10;
		int height = 7;
		int rows = 4;
		byte[] pixels = new byte[3 * width * height];
		float[] expected = new float[pixels.length];
		for (int i = 0; i < pixels.length; i++) {
			int channel = i / (width * height);
			int pixel = i % (width * height);
			expected[i] = i;
			pixels[layout == 2 ? i : pixel * 3 + channel] = (byte) i;
		}
		int[] bits = new int[bitsEntries];
		Arrays.fill(bits, 8);
		int planes = layout == 2 ? 3 : 1;
		int[] offsets = new int[2 * planes];
		int[] counts = new int[2 * planes];
		for (int i = 0; i < offsets.length; i++) {
			int rowBytes = 3 * width / planes;
			offsets[i] = 8 + i / 2 * height * rowBytes + i % 2 * rows * rowBytes;
			counts[i] = (i % 2 == 0 ? rows : height - rows) * rowBytes;
		}
		Map<Integer, int[]> tags =
			new HashMap<>(Map.of(256, new int[] { width }, 257, new int[] { height }, 258, bits, 259,
			new int[] { 1 }, 262, new int[] { 2 }, 273, offsets, 277, new int[] { 3 }, 278, new int[] { rows }, 284,
			new int[] { layout }));
		if (hasCounts) tags.put(279, counts);
		try (ScanFile scan = new ScanFile(tiff(pixels, tags))) {
			float[] all = new float[pixels.length];
			scan.read(0, 0, width, height, all);
			assertArrayEquals(expected, all);
		}
	}

	@Test
	void tilesThatAskForMuchMemoryAreRefused() throws IOException {
		Path wide = tiff(new byte[16], Map.of(256, new int[] { 1000 }, 257, new int[] { 16 }, 258, new int[] { 8 }, 259,
			new int[] { 1 }, 262, new int[] { 1 }, 277, new int[] { 1 }, 322, new int[] { 100_000_000 }, 323,
			new int[] { 16 }, 324, new int[] { 8 }, 325, new int[] { 16 }));
		String message = assertThrows(IOException.class, () -> new ScanFile(wide)).getMessage();
		assertTrue(message.contains("very large tiles") && message.contains("save it as"), message);

		Path scan = write(noise(4200, 4100, BufferedImage.TYPE_BYTE_GRAY), null, 4208);
		message = assertThrows(IOException.class, () -> new ScanFile(scan)).getMessage();
		assertTrue(message.contains("very large tiles"), message);
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
