package io.github.taproot.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
	@CsvSource({ "Deflate,256", "LZW,64", ",128", ",0", "Deflate,0" })
	void partsAreThoseOfTheWholeImage(String compression, int tile) throws IOException {
		int[] types =
			{ BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_INDEXED };
		for (int type : types) {
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

	@Test
	void aFileCompressedAsAWholeIsRefused() throws IOException {
		Path file = write(noise(4200, 4100, BufferedImage.TYPE_BYTE_GRAY), "Deflate", 4112);
		String message = assertThrows(IOException.class, () -> new ScanFile(file)).getMessage();
		assertTrue(message.contains("compressed as a whole") && message.contains("in tiles"), message);
	}
}
