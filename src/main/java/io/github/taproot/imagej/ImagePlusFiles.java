// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.io.IOException;
import java.nio.file.Path;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import ij.ImagePlus;
import ij.io.FileSaver;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.PixelCalibration;

/** Files as ImageJ's images. */
public final class ImagePlusFiles {

	private ImagePlusFiles() {}

	/**
	 * Opens an image, for a command that is run without windows, with the pixels and the scale that folders of files
	 * have.
	 *
	 * @return not shown; named as the file
	 * @throws IOException as {@link ImageFiles#read}
	 */
	public static ImagePlus open(Path file) throws IOException {
		return ImagePlusConversion.toImagePlus(file.getFileName().toString(), ImageFiles.read(file));
	}

	/**
	 * Writes values in axis order (x, y), such as probabilities, as a 32-bit TIFF that ImageJ opens with its scale.
	 *
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void writeProbability(RandomAccessibleInterval<FloatType> values, PixelCalibration scale, Path tif)
		throws IOException
	{
		ImagePlus image = ImagePlusConversion.toImagePlus(tif.getFileName().toString(), values, null);
		if (scale.isCalibrated()) image.setCalibration(ImagePlusConversion.calibration(scale));
		write(image, tif);
	}

	/**
	 * Writes an image of ImageJ as a TIFF that ImageJ opens with its scale, overlay and properties.
	 *
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void write(ImagePlus image, Path tif) throws IOException {
		SafeFile.write(tif, out -> out.write(new FileSaver(image).serialize()));
	}
}
