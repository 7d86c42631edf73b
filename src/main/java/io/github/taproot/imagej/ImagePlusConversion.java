// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileInfo;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;

import java.io.IOException;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.files.FileNames;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.files.StoredScale;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.Picture;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;
import io.github.taproot.roots.skeleton.Diameters;

/**
 * ImageJ's images as the domain sees them, and back. Pixels are copied; selections and the display range do not
 * matter; nothing is shown.
 */
public final class ImagePlusConversion {

	/**
	 * Property of an image that Taproot opened, with its {@link Picture}: what its file tells and ImageJ does not keep.
	 */
	private static final String PICTURE = "Taproot picture";
	/** Name of what {@link #overlay} shows. */
	private static final String OVERLAY = "Taproot roots";
	/** The property of images that were made of others: the base name of the first. */
	private static final String PHOTOGRAPH = "TaprootPhotograph";

	private ImagePlusConversion() {}

	/**
	 * The photograph that an image shows: the current slice of a stack, or all three channels of an image that has
	 * three. 8 bits are what their LUT shows; those of a colour LUT become red, green and blue. 8 and 16 bits stay 8
	 * and 16.
	 *
	 * @throws IllegalArgumentException where there is no image, or it has no pixels or some that are no numbers, with a
	 *           sentence for the user
	 */
	public static Photograph toPhotograph(ImagePlus image) {
		ImageProcessor slice = currentSlice(image);
		requireOneOrThreeChannels(image);
		if (image.getProperty(PICTURE) instanceof Picture picture) return picture.requirePhotograph();
		int width = slice.getWidth();
		int height = slice.getHeight();
		int plane = width * height;
		PixelCalibration calibration = toCalibration(image);
		if (slice instanceof ColorProcessor colour) {
			byte[] planes = new byte[3 * plane];
			for (int channel = 0; channel < 3; channel++) {
				System.arraycopy(colour.getChannel(channel + 1), 0, planes, channel * plane, plane);
			}
			return Photograph.ofBytes(planes, width, height, 3, calibration);
		}
		boolean threeChannels = image.getNChannels() == 3;
		if (slice instanceof ByteProcessor && !threeChannels) {
			byte[] pixels = (byte[]) slice.getPixels();
			byte[][] table = new byte[3][256];
			slice.getLut().getReds(table[0]);
			slice.getLut().getGreens(table[1]);
			slice.getLut().getBlues(table[2]);
			int channels = slice.isColorLut() ? 3 : 1;
			byte[] planes = new byte[channels * plane];
			for (int i = 0; i < planes.length; i++) planes[i] = table[i / plane][pixels[i % plane] & 0xff];
			return Photograph.ofBytes(planes, width, height, channels, calibration);
		}
		int channels = threeChannels ? 3 : 1;
		Object planes = slice instanceof ByteProcessor ? new byte[channels * plane]
			: slice.getBitDepth() == 16 ? new short[channels * plane] : new float[channels * plane];
		for (int channel = 0; channel < channels; channel++) {
			Object pixels = threeChannels
				? image.getStack().getPixels(image.getStackIndex(channel + 1, image.getSlice(), image.getFrame()))
				: slice.getPixels();
			System.arraycopy(pixels, 0, planes, channel * plane, plane);
		}
		if (planes instanceof byte[] bytes) return Photograph.ofBytes(bytes, width, height, channels, calibration);
		if (planes instanceof short[] shorts) return Photograph.ofShorts(shorts, width, height, channels, calibration);
		return Photograph.ofFloats((float[]) planes, width, height, channels, calibration).requireNumbers();
	}

	/**
	 * The mask that an image is: the current slice as {@link RootMarks} reads it. As everywhere in ImageJ, LUTs do not
	 * count: 255 is root, and an inverting LUT shows it in black.
	 *
	 * @throws IllegalArgumentException where there is no image, it has no pixels, or it is not clear which of them are
	 *           root, with a sentence for the user
	 */
	public static ImageFiles.ScaledMask toMask(ImagePlus image, RootMarks marks) {
		ImageProcessor slice = currentSlice(image);
		requireOneOrThreeChannels(image);
		PixelCalibration scale = toCalibration(image);
		try {
			RootMarks.Reading reading =
				marks.read(labels(image, slice, scale), "\"" + image.getTitle() + "\"", RootMarks.Use.MASK);
			return new ImageFiles.ScaledMask(reading.labels().roots(), scale, reading.readAs());
		}
		catch (IOException e) {
			throw new IllegalArgumentException(e.getMessage(), e);
		}
	}

	/** Colours of a LUT stand for the labels that they show. */
	private static Picture labels(ImagePlus image, ImageProcessor slice, PixelCalibration scale) {
		if (image.getProperty(PICTURE) instanceof Picture picture) return picture;
		boolean isGrey = slice instanceof ByteProcessor && image.getNChannels() == 1;
		Photograph photograph = isGrey && slice.isColorLut()
			? Photograph.ofBytes((byte[]) slice.getPixels(), slice.getWidth(), slice.getHeight(), 1, scale) :
				toPhotograph(image);
		return new Picture(photograph, null, isGrey && slice.isInvertedLut(), false, white(slice), "");
	}

	/** A picture as an image shows it, with what else its file told. */
	static Picture toPicture(ImagePlus image) {
		ImageProcessor slice = currentSlice(image);
		requireOneOrThreeChannels(image);
		if (image.getStackSize() > image.getNChannels()) {
			throw new IllegalArgumentException("It has " + image.getStackSize() + " pages, of which one was " +
				"expected: save each page as its own file.");
		}
		boolean inverted = slice instanceof ByteProcessor && slice.isInvertedLut();
		return new Picture(toPhotograph(image), null, inverted, false, white(slice), "");
	}

	private static int white(ImageProcessor slice) {
		return slice.getBitDepth() == 8 || slice.getBitDepth() == 24 ? 0xff : slice.getBitDepth() == 16 ? 0xffff : 1;
	}

	static void requireOneOrThreeChannels(ImagePlus image) {
		int channels = image.getNChannels();
		if (channels == 1 || channels == 3) return;
		throw new IllegalArgumentException("\"" + image.getTitle() + "\" has " + channels + " channels: keep one, or " +
			"red, green and blue (Image > Color > Arrange Channels, Image > Type > RGB Color).");
	}

	/**
	 * The size of an image's pixels in millimetres, where its unit is a length; {@link PixelCalibration#PIXELS} where
	 * it is not, is only the dpi of a TIFF that ImageJ did not write, or is from before another program saved the file
	 * again: see {@link ImageFiles}. ImageJ does not read the scale
	 * that Taproot writes into PNG files: it is looked up.
	 */
	public static PixelCalibration toCalibration(ImagePlus image) {
		Calibration calibration = image.getCalibration();
		FileInfo file = image.getOriginalFileInfo();
		boolean ofFile = file != null && file.unit != null && file.pixelWidth == calibration.pixelWidth;
		boolean imagej = file != null && file.description != null && file.description.startsWith("ImageJ=");
		boolean isLost = ofFile &&
			(!imagej || file.getFilePath() != null && StoredScale.hasLostScale(file.getFilePath()));
		PixelCalibration scale = isLost ? PixelCalibration.PIXELS
			: PixelCalibration.ofUnit(calibration.pixelWidth, calibration.pixelHeight, calibration.getUnit());
		return scale.isCalibrated() || file == null ? scale : StoredScale.pngScale(file.getFilePath());
	}

	/** The title, without the ending of an image's file, of an image or of the photograph that it was made of. */
	public static String baseName(ImagePlus image) {
		String photograph = image.getProp(PHOTOGRAPH);
		return photograph != null ? photograph : FileNames.withoutExtension(image.getTitle());
	}

	/** A picture as an image that converts back to it. */
	static ImagePlus toImagePlus(String title, Picture picture) {
		int width = picture.width();
		int height = picture.height();
		float[][] channels = new float[3][width * height];
		picture.forEach((place, red, green, blue) -> {
			channels[0][place] = red;
			channels[1][place] = green;
			channels[2][place] = blue;
		});
		ImageStack stack = new ImageStack(width, height);
		for (int c = 0; c < picture.photograph().channels(); c++) {
			ImageProcessor plane = new FloatProcessor(width, height, channels[c]);
			if (picture.white() == 0xff) plane = plane.convertToByteProcessor(false);
			else if (picture.white() == 0xffff) plane = plane.convertToShortProcessor(false);
			if (picture.inverted()) plane.invertLut();
			stack.addSlice(plane);
		}
		ImagePlus image = new ImagePlus(title, stack);
		if (stack.size() == 3 && picture.white() == 0xff) new ImageConverter(image).convertRGBStackToRGB();
		else if (stack.size() == 3) image.setDimensions(3, 1, 1);
		PixelCalibration scale = picture.photograph().calibration();
		if (scale.isCalibrated()) image.setCalibration(calibration(scale));
		image.setProperty(PICTURE, picture);
		return image;
	}

	/** A scale as ImageJ has it. */
	static Calibration calibration(PixelCalibration scale) {
		Calibration calibration = new Calibration();
		calibration.pixelWidth = scale.pixelWidth();
		calibration.pixelHeight = scale.pixelHeight();
		calibration.setUnit(scale.unit());
		return calibration;
	}

	/**
	 * A mask as an 8-bit image, 0 and 255, with the scale of the image that it was made from.
	 *
	 * @param source gives the scale; null for none
	 */
	public static ImagePlus toImagePlus(String title, Mask mask, ImagePlus source) {
		ByteProcessor pixels = new ByteProcessor(mask.width(), mask.height(), mask.pixels().clone());
		return withScale(new ImagePlus(title, pixels), source);
	}

	/**
	 * Values in axis order (x, y), such as probabilities, as a 32-bit image displayed from 0 to 1.
	 *
	 * @param source gives the scale; null for none
	 */
	public static ImagePlus toImagePlus(String title, RandomAccessibleInterval<FloatType> values, ImagePlus source) {
		int width = Math.toIntExact(values.dimension(0));
		float[] pixels = new float[Math.multiplyExact(width, Math.toIntExact(values.dimension(1)))];
		Cursor<FloatType> cursor = Views.flatIterable(values).cursor();
		for (int i = 0; i < pixels.length; i++) pixels[i] = cursor.next().get();
		FloatProcessor processor = new FloatProcessor(width, pixels.length / width, pixels);
		processor.setMinAndMax(0, 1);
		return withScale(new ImagePlus(title, processor), source);
	}

	/** Any photograph as 8-bit colours to look at: see {@link ResultFiles#displayed} for other ranges. */
	public static ColorProcessor toColours(Photograph photograph) {
		return new ColorProcessor(photograph.width(), photograph.height(), ResultFiles.displayed(photograph));
	}

	/** Lets an image know of which photograph another one knows that it was made. */
	static void keepOrigin(ImagePlus from, ImagePlus to) {
		to.setProp(PHOTOGRAPH, from.getProp(PHOTOGRAPH));
	}

	private static ImagePlus withScale(ImagePlus image, ImagePlus source) {
		if (source == null) return image;
		image.setProp(PHOTOGRAPH, baseName(source));
		Calibration calibration = source.getCalibration().copy();
		// A density calibration belongs to the source's grey values.
		calibration.disableDensityCalibration();
		image.setCalibration(calibration);
		return image;
	}

	private static ImageProcessor currentSlice(ImagePlus image) {
		ImageProcessor processor = image == null ? null : image.getProcessor();
		if (processor == null || processor.getWidth() < 1 || processor.getHeight() < 1) {
			throw new IllegalArgumentException("There is no image: open one first, or check its title.");
		}
		return processor;
	}

	/**
	 * Shows roots over an image of their size, as {@link RootDrawing} draws them, in place of those shown before; what
	 * else its overlay has is kept. In a stack they belong to one slice of one frame.
	 *
	 * @param roots to be outlined; null for none
	 * @param diameters along their centre lines; null for none
	 * @param scale gives the legend's unit
	 */
	public static void overlay(ImagePlus image, int slice, int frame, Mask roots, Diameters diameters,
		PixelCalibration scale)
	{
		ImageRoi drawn = new ImageRoi(0, 0, new ColorProcessor(RootDrawing.draw(roots, diameters, scale)));
		drawn.setZeroTransparent(true);
		boolean isStack = image.getNSlices() * image.getNFrames() > 1;
		overlay(image, isStack ? OVERLAY + ", slice " + slice + ", frame " + frame : OVERLAY, slice, frame, drawn);
	}

	/** The same of the slice shown. */
	public static void overlay(ImagePlus image, Mask roots, Diameters diameters, PixelCalibration scale) {
		int[] shown = image.convertIndexToPosition(image.getCurrentSlice());
		overlay(image, shown[1], shown[2], roots, diameters, scale);
	}

	/**
	 * Adds to an image's overlay, in place of what has the same name in it.
	 *
	 * @param roi null for taking away only
	 */
	public static void overlay(ImagePlus image, String name, Roi roi) {
		int[] shown = image.convertIndexToPosition(image.getCurrentSlice());
		overlay(image, name, shown[1], shown[2], roi);
	}

	private static void overlay(ImagePlus image, String name, int slice, int frame, Roi roi) {
		Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
		overlay.remove(name);
		if (roi != null) {
			roi.setName(name);
			if (image.isHyperStack()) roi.setPosition(0, slice, frame);
			else if (image.getStackSize() > 1) roi.setPosition(image.getStackIndex(image.getChannel(), slice, frame));
			overlay.add(roi);
		}
		image.setOverlay(overlay.size() == 0 ? null : overlay);
	}
}
