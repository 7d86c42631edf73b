package io.github.taproot.imagej;

import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.skeleton.Diameters;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileInfo;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;

import java.util.Locale;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * ImageJ's images as the domain sees them, and back. Pixels are copied; selections and the display range do not
 * matter; nothing is shown.
 */
public final class ImagePlusConversion {

	/** Name of what {@link #overlay} shows. */
	private static final String OVERLAY = "Taproot roots";
	/** The property of images that were made of others: the base name of the first. */
	private static final String PHOTOGRAPH = "TaprootPhotograph";

	private ImagePlusConversion() {}

	/**
	 * The photograph that an image shows: the current slice of a stack, or all three channels of an image that has
	 * three. A colour LUT becomes red, green and blue, an inverting LUT inverts. 8 and 16 bits stay what they are.
	 *
	 * @throws IllegalArgumentException where there is no image, or it has no pixels or some that are no numbers, with a
	 *           sentence for the user
	 */
	public static Photograph toPhotograph(ImagePlus image) {
		ImageProcessor slice = currentSlice(image);
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
			if (!slice.isInvertedLut() && !slice.isColorLut()) {
				return Photograph.ofBytes(pixels.clone(), width, height, 1, calibration);
			}
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
	 * The mask that an image is: the current slice, where every stored value above 0 (in any channel of an RGB image) is
	 * root. As everywhere in ImageJ, LUTs do not count: 255 is root, and an inverting LUT shows it in black.
	 *
	 * @throws IllegalArgumentException where there is no image or it has no pixels, with a sentence for the user
	 */
	public static Mask toMask(ImagePlus image) {
		ImageProcessor slice = currentSlice(image);
		byte[] pixels = new byte[slice.getWidth() * slice.getHeight()];
		boolean rgb = slice instanceof ColorProcessor;
		for (int i = 0; i < pixels.length; i++) {
			if (rgb ? (slice.get(i) & 0xffffff) != 0 : slice.getf(i) > 0) pixels[i] = Mask.ROOT;
		}
		return new Mask(slice.getWidth(), slice.getHeight(), pixels);
	}

	/**
	 * The size of an image's pixels in millimetres, where its unit is a length; {@link PixelCalibration#PIXELS} where it
	 * is not, or is only the dpi of a TIFF that ImageJ did not write: see {@link ImageFiles}.
	 */
	public static PixelCalibration toCalibration(ImagePlus image) {
		Calibration calibration = image.getCalibration();
		FileInfo file = image.getOriginalFileInfo();
		boolean dpi = file != null && file.unit != null && file.pixelWidth == calibration.pixelWidth &&
			(file.description == null || !file.description.startsWith("ImageJ="));
		return dpi ? PixelCalibration.PIXELS
			: calibration(calibration.pixelWidth, calibration.pixelHeight, calibration.getUnit());
	}

	/** The title, without the ending of an image's file, of an image or of the photograph that it was made of. */
	public static String baseName(ImagePlus image) {
		String photograph = image.getProp(PHOTOGRAPH);
		return photograph != null ? photograph : image.getTitle().replaceFirst("(?i)\\.(png|jpe?g|tiff?)$", "");
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

	/** Any photograph as 8-bit colours to look at: see {@link ResultFiles#writeOverlay} for other ranges. */
	public static ColorProcessor toColours(Photograph photograph) {
		return new ColorProcessor(photograph.width(), photograph.height(), ResultFiles.displayed(photograph));
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

	/** A pixel's size in millimetres where {@code unit}, in any of the spellings in use, is a length. */
	static PixelCalibration calibration(double width, double height, String unit) {
		double millimetres = switch (unit == null ? "" : unit.trim().toLowerCase(Locale.ROOT)) {
			case "nm", "nanometer", "nanometre" -> 1e-6;
			// Both micro signs that Unicode has; the first turns into the second in some programs.
			case "\u00b5m", "\u03bcm", "um", "micron", "microns", "micrometer", "micrometre" -> 1e-3;
			case "mm", "millimeter", "millimeters", "millimetre", "millimetres" -> 1;
			case "cm", "centimeter", "centimeters", "centimetre", "centimetres" -> 10;
			case "m", "meter", "meters", "metre", "metres" -> 1000;
			case "in", "inch", "inches" -> 25.4;
			default -> 0;
		};
		double w = width * millimetres;
		double h = height * millimetres;
		if (!(w > 0 && h > 0 && w < 1e9 && h < 1e9)) return PixelCalibration.PIXELS;
		return new PixelCalibration(w, h, "mm");
	}

	/**
	 * Shows roots over an image of their size, as {@link RootDrawing} draws them, in place of those shown before; what
	 * else its overlay has is kept. In a stack they belong to the slice shown.
	 *
	 * @param roots to be outlined; null for none
	 * @param diameters along their centre lines; null for none
	 * @param scale gives the legend's unit
	 */
	public static void overlay(ImagePlus image, Mask roots, Diameters diameters, PixelCalibration scale) {
		ImageRoi drawn = new ImageRoi(0, 0, new ColorProcessor(RootDrawing.draw(roots, diameters, scale)));
		drawn.setZeroTransparent(true);
		overlay(image, OVERLAY, drawn);
	}

	/**
	 * Adds to an image's overlay, in place of what has the same name in it.
	 *
	 * @param roi null for taking away only
	 */
	public static void overlay(ImagePlus image, String name, Roi roi) {
		Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
		overlay.remove(name);
		if (roi != null) {
			roi.setName(name);
			if (image.isHyperStack()) roi.setPosition(0, image.getSlice(), image.getFrame());
			else if (image.getStackSize() > 1) roi.setPosition(image.getCurrentSlice());
			overlay.add(roi);
		}
		image.setOverlay(overlay.size() == 0 ? null : overlay);
	}
}
