// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import io.github.taproot.files.ImageReader;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;

/** Reads what the JDK can: 8 bits, annotations by transparency where there is any, else by values above 0. */
public class PngFiles implements ImageReader {

	@Override
	public Photograph readPhotograph(Path file) throws IOException {
		BufferedImage image = read(file);
		int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
		byte[] planes = new byte[3 * rgb.length];
		for (int i = 0; i < rgb.length; i++) {
			planes[i] = (byte) (rgb[i] >> 16);
			planes[rgb.length + i] = (byte) (rgb[i] >> 8);
			planes[2 * rgb.length + i] = (byte) rgb[i];
		}
		return Photograph.ofBytes(planes, image.getWidth(), image.getHeight(), 3, PixelCalibration.PIXELS);
	}

	@Override
	public Annotation readAnnotation(Path file) throws IOException {
		BufferedImage image = read(file);
		int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
		boolean transparency = image.getColorModel().hasAlpha();
		byte[] labels = new byte[rgb.length];
		for (int i = 0; i < rgb.length; i++) {
			boolean root = (rgb[i] & (transparency ? 0xff0000 : 0xffffff)) != 0;
			labels[i] = transparency && rgb[i] >>> 24 == 0 ? Annotation.UNKNOWN : root ? Annotation.ROOT :
				Annotation.SOIL;
		}
		return new Annotation(image.getWidth(), image.getHeight(), labels);
	}

	private static BufferedImage read(Path file) throws IOException {
		BufferedImage image = ImageIO.read(file.toFile());
		if (image == null) throw new IOException(file.getFileName() + " is no image.");
		return image;
	}
}
