// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;

import java.awt.Color;
import java.util.List;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;

import io.github.taproot.files.ImageFilesTest;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;

class ImagePlusConversionTest {

	private static final byte[] BYTES = { 0, 100, (byte) 255 };

	@Test
	void readsGreyOfEveryDepth() {
		assertArrayEquals(new float[] { 0, 100, 255 }, photograph(new ByteProcessor(3, 1, BYTES.clone())));
		assertArrayEquals(new float[] { 1, 65535 },
			photograph(new ShortProcessor(2, 1, new short[] { 1, (short) 65535 }, null)));
		assertArrayEquals(new float[] { -1, 0.5f }, photograph(new FloatProcessor(2, 1, new float[] { -1, 0.5f })));
	}

	@Test
	void readsRgb() {
		assertArrayEquals(new float[] { 1, 255, 2, 128, 3, 0 },
			photograph(new ColorProcessor(2, 1, new int[] { 0x010203, 0xff8000 })));
	}

	@Test
	void followsLutsButNotTheDisplayRangeOrSelections() {
		ByteProcessor inverted = new ByteProcessor(3, 1, BYTES.clone());
		inverted.invertLut();
		assertArrayEquals(new float[] { 255, 155, 0 }, photograph(inverted));
		ByteProcessor red = new ByteProcessor(3, 1, BYTES.clone());
		red.setLut(LUT.createLutFromColor(Color.RED));
		assertArrayEquals(new float[] { 0, 100, 255, 0, 0, 0, 0, 0, 0 }, photograph(red));
		ImagePlus image = new ImagePlus("i", new ByteProcessor(3, 1, BYTES.clone()));
		image.setDisplayRange(50, 120);
		image.setRoi(1, 0, 1, 1);
		assertArrayEquals(new float[] { 0, 100, 255 }, ImageFilesTest.values(ImagePlusConversion.toPhotograph(image)));
		image.getProcessor().setLut(LUT.createLutFromColor(Color.RED));
		image.setDisplayRange(50, 120);
		assertArrayEquals(new float[] { 0, 100, 255, 0, 0, 0, 0, 0, 0 },
			ImageFilesTest.values(ImagePlusConversion.toPhotograph(image)));
	}

	@Test
	void readsThreeChannelsOrTheCurrentSlice() {
		ImageStack stack = new ImageStack(1, 1);
		for (int i = 1; i <= 6; i++) stack.addSlice(new ByteProcessor(1, 1, new byte[] { (byte) i }));
		ImagePlus slices = new ImagePlus("s", stack);
		slices.setSlice(4);
		assertArrayEquals(new float[] { 4 }, ImageFilesTest.values(ImagePlusConversion.toPhotograph(slices)));
		ImagePlus channels = new ImagePlus("c", stack);
		channels.setDimensions(3, 2, 1);
		CompositeImage composite = new CompositeImage(channels, CompositeImage.COLOR);
		composite.setPosition(2, 2, 1);
		assertArrayEquals(new float[] { 4, 5, 6 }, ImageFilesTest.values(ImagePlusConversion.toPhotograph(composite)));
	}

	@Test
	void doesNotFollowLaterChanges() {
		ImagePlus image = new ImagePlus("i", new ByteProcessor(3, 1, BYTES.clone()));
		Photograph photograph = ImagePlusConversion.toPhotograph(image);
		image.getProcessor().set(1, 0, 7);
		assertArrayEquals(new float[] { 0, 100, 255 }, ImageFilesTest.values(photograph));
	}

	@Test
	void readsMasksAsFilesAreRead() {
		byte[] stored = { 0, -1, 0 };
		ByteProcessor inverted = new ByteProcessor(3, 1, stored.clone());
		inverted.invertLut();
		assertArrayEquals(stored, mask(inverted));
		assertEquals("255 on 0, black by ImageJ's inverting LUT",
			ImagePlusConversion.toMask(new ImagePlus("i", inverted), RootMarks.AUTOMATIC).readAs());
		assertArrayEquals(stored, mask(new ShortProcessor(3, 1, new short[] { 0, 1, 0 }, null)));
		assertArrayEquals(stored, mask(new ColorProcessor(3, 1, new int[] { 0xff000000, 1, 0 })));
		assertArrayEquals(stored, mask(new FloatProcessor(3, 1, new float[] { 0, 1, 0 })));
		ByteProcessor labels = new ByteProcessor(3, 1, new byte[] { 0, 2, 1 });
		labels.setLut(LUT.createLutFromColor(Color.CYAN));
		assertThrows(IllegalArgumentException.class, () -> mask(labels));
		assertArrayEquals(stored,
			ImagePlusConversion.toMask(new ImagePlus("i", labels), RootMarks.of("2", "")).mask().pixels());
		for (ImageProcessor unclear : List.of(new ByteProcessor(3, 1, BYTES.clone()),
			new FloatProcessor(3, 1, new float[] { 0, -1, 0.1f }), new ByteProcessor(3, 1, new byte[] { -1, 0, -1 })))
		{
			String message = assertThrows(IllegalArgumentException.class, () -> mask(unclear)).getMessage();
			assertTrue(message.startsWith("\"i\" ") && message.contains("root_value="), message);
		}
	}

	@Test
	void refusesNumbersOfChannelsThatShowNoColours() {
		ImageStack four = new ImageStack(3, 1);
		for (int channel = 0; channel < 4; channel++) four.addSlice(new ByteProcessor(3, 1, BYTES.clone()));
		ImagePlus image = new ImagePlus("rgbn", four);
		image.setDimensions(4, 1, 1);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> ImagePlusConversion.toPhotograph(image))
			.getMessage()
			.contains("\"rgbn\" has 4 channels"));
	}

	@Test
	void givesResultsTheSourcesScaleButNotItsGreyValues() {
		ImagePlus source = new ImagePlus("s", new ByteProcessor(3, 1));
		source.getCalibration().pixelWidth = 75;
		source.getCalibration().setUnit("um");
		source.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] { 1, 2 }, "g");
		ImagePlus mask = ImagePlusConversion.toImagePlus("Roots", new Mask(3, 1, new byte[] { 0, -1, 0 }), source);
		assertEquals("Roots", mask.getTitle());
		assertArrayEquals(new byte[] { 0, -1, 0 }, (byte[]) mask.getProcessor().getPixels());
		assertFalse(mask.isInvertedLut());
		assertFalse(mask.getCalibration().calibrated());
		assertEquals(75, mask.getCalibration().pixelWidth);
		assertEquals(0.075, ImagePlusConversion.toCalibration(mask).pixelWidth(), 1e-12);
		float[] values = { 0, 0.5f, 1 };
		ImagePlus probability = ImagePlusConversion.toImagePlus("P", ArrayImgs.floats(values, 3, 1), source);
		assertEquals(32, probability.getBitDepth());
		assertArrayEquals(values, (float[]) probability.getProcessor().getPixels());
		assertEquals(75, probability.getCalibration().pixelWidth);
		assertEquals(PixelCalibration.PIXELS,
			ImagePlusConversion.toCalibration(ImagePlusConversion.toImagePlus("M", new Mask(1, 1), null)));
	}

	@Test
	void takesTheDpiOfAFileForNoScale() {
		ImagePlus image = new ImagePlus("i", new ByteProcessor(3, 1));
		image.getCalibration().pixelWidth = image.getCalibration().pixelHeight = 0.01;
		image.getCalibration().setUnit("inch");
		assertEquals(0.254, ImagePlusConversion.toCalibration(image).pixelWidth(), 1e-12);
		FileInfo file = new FileInfo();
		file.pixelWidth = 0.01;
		file.unit = "inch";
		image.setFileInfo(file);
		assertEquals(PixelCalibration.PIXELS, ImagePlusConversion.toCalibration(image));
		image.getCalibration().pixelWidth = 0.02;
		assertEquals(0.508, ImagePlusConversion.toCalibration(image).pixelWidth(), 1e-12);
	}

	@Test
	void refusesWhatIsNoImage() {
		assertThrows(IllegalArgumentException.class, () -> ImagePlusConversion.toPhotograph(null));
		assertThrows(IllegalArgumentException.class,
			() -> ImagePlusConversion.toMask(new ImagePlus(), RootMarks.AUTOMATIC));
	}

	private static float[] photograph(ImageProcessor processor) {
		return ImageFilesTest.values(ImagePlusConversion.toPhotograph(new ImagePlus("i", processor)));
	}

	private static byte[] mask(ImageProcessor processor) {
		return ImagePlusConversion.toMask(new ImagePlus("i", processor), RootMarks.AUTOMATIC).mask().pixels();
	}
}
