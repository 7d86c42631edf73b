// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.ImagePlus;
import ij.io.Opener;

import java.io.IOException;
import java.nio.file.Path;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFilesTest;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;

class ImagePlusFilesTest {

	@TempDir
	Path folder;

	@Test
	void writesProbabilitiesThatImageJOpensWithTheirScale() throws IOException {
		Path file = folder.resolve("probability.tif");
		float[] values = { 0, 0.25f, 1, 0.5f, 0.75f, 0.125f };
		PixelCalibration scale = new PixelCalibration(0.075, 0.05, "mm");
		ImagePlusFiles.writeProbability(ArrayImgs.floats(values, 3, 2), scale, file);
		ImagePlus opened = new Opener().openImage(file.toString());
		assertArrayEquals(values, (float[]) opened.getProcessor().getPixels());
		assertEquals(0.075, opened.getCalibration().pixelWidth, 1e-7);
		assertEquals(0.05, opened.getCalibration().pixelHeight, 1e-7);
		assertEquals("mm", opened.getCalibration().getUnit());
		assertEquals(1, opened.getDisplayRangeMax());
		Photograph photograph = new ImageFiles().readPhotograph(file);
		assertArrayEquals(values, ImageFilesTest.values(photograph));
		assertEquals(0.075, photograph.calibration().pixelWidth(), 1e-7);

		ImagePlusFiles.writeProbability(ArrayImgs.floats(values, 3, 2), PixelCalibration.PIXELS, file);
		assertEquals(PixelCalibration.PIXELS, new ImageFiles().readPhotograph(file).calibration());
	}
}
