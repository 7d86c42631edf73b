// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.imageio.IIOImage;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What is left of a photograph that a camera has stored as a small JPEG. */
public final class JpegBlocks {

	private JpegBlocks() {}

	/**
	 * @param planes red, green and blue, one byte for each pixel and colour; changed in place
	 * @param quality 0 to 1
	 * @throws UncheckedIOException where the JDK's JPEG fails
	 */
	public static void compress(byte[] planes, int width, int height, float quality) {
		int size = width * height;
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		int[] rgb = new int[width];
		for (int y = 0, p = 0; y < height; y++) {
			for (int x = 0; x < width; x++, p++) {
				rgb[x] = (planes[p] & 255) << 16 | (planes[size + p] & 255) << 8 | planes[2 * size + p] & 255;
			}
			image.setRGB(0, y, width, 1, rgb, 0, width);
		}
		try {
			image = compressed(image, quality);
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
		for (int y = 0, p = 0; y < height; y++) {
			image.getRGB(0, y, width, 1, rgb, 0, width);
			for (int x = 0; x < width; x++, p++) {
				planes[p] = (byte) (rgb[x] >> 16);
				planes[size + p] = (byte) (rgb[x] >> 8);
				planes[2 * size + p] = (byte) rgb[x];
			}
		}
	}

	private static BufferedImage compressed(BufferedImage image, float quality) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ImageWriter writer = ResultFiles.writer("jpeg");
		try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
			ImageWriteParam param = writer.getDefaultWriteParam();
			param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			param.setCompressionQuality(quality);
			writer.setOutput(out);
			writer.write(null, new IIOImage(image, null, null), param);
			out.flush();
		}
		finally {
			writer.dispose();
		}
		ImageReader reader = ImageFormat.JPEG.reader();
		try (MemoryCacheImageInputStream in =
			new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes.toByteArray())))
		{
			reader.setInput(in);
			return reader.read(0);
		}
		finally {
			reader.dispose();
		}
	}
}
