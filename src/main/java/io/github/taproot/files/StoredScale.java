// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.awt.image.RenderedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;

import io.github.taproot.image.PixelCalibration;

/**
 * What a file tells of its pixels' size.
 *
 * @param note why a scale that it has does not count, for a table; "" for none
 */
public record StoredScale(PixelCalibration pixel, String note) {

	private static final StoredScale NONE = new StoredScale(PixelCalibration.PIXELS, "");
	private static final StoredScale RESIZED = new StoredScale(PixelCalibration.PIXELS,
		"; its scale was left out, since the image was resized or cropped after the scale was written");
	private static final StoredScale SAVED_AGAIN = new StoredScale(PixelCalibration.PIXELS,
		"; its scale was left out, since another program saved the file after ImageJ");
	/**
	 * Keyword of the text in a mask's PNG that tells its scale and the size that it holds for: "0.1 x 0.1 mm in 40x30
	 * px".
	 */
	private static final String SCALE = "Pixel size";
	static final String PNG = "javax_imageio_png_1.0";
	private static final String PNG_TEXT = "tEXtEntry";
	private static final Pattern SCALE_TEXT =
		Pattern.compile("([0-9.eE+-]{1,30}) x ([0-9.eE+-]{1,30}) mm in ([0-9]{1,9}x[0-9]{1,9}) px");
	/** How ImageJ marks what it writes, with the version whose words these are. */
	private static final String IMAGEJ = "ImageJ=1.54p";
	/**
	 * What Taproot adds to ImageJ's words in a TIFF: the size that the image had when its scale was written, such as
	 * 40x30.
	 */
	private static final String SIZE = "taproot_size";

	/** The scale of a PNG that Taproot wrote; {@link PixelCalibration#PIXELS} for all else. */
	public static PixelCalibration pngScale(String file) {
		return of(file, ImageFormat.PNG).pixel;
	}

	/** Whether a TIFF has a scale of ImageJ's that does not count any more. */
	public static boolean hasLostScale(String file) {
		return !of(file, ImageFormat.TIFF).note.isEmpty();
	}

	/** That of a file of this kind; none for all else. */
	private static StoredScale of(String file, ImageFormat kind) {
		try {
			Path path = Path.of(file);
			if (!Files.isRegularFile(path) || ImageFormat.of(path) != kind) return NONE;
			return ImageFormat.open(path, (reader, format) -> {
				return format == ImageFormat.PNG ? ofPng(reader)
					: ofTiff(TIFFDirectory.createFromMetadata(reader.getImageMetadata(0)));
			});
		}
		catch (IOException | InvalidPathException e) {
			// It was opened, so it has been there.
			return NONE;
		}
	}

	/** The scale that Taproot wrote into a mask's PNG; other programs keep the text where they change the size. */
	static StoredScale ofPng(ImageReader reader) throws IOException {
		IIOMetadataNode tree = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree(PNG);
		for (int i = 0; i < tree.getElementsByTagName(PNG_TEXT).getLength(); i++) {
			IIOMetadataNode text = (IIOMetadataNode) tree.getElementsByTagName(PNG_TEXT).item(i);
			if (!SCALE.equals(text.getAttribute("keyword"))) continue;
			Matcher scale = SCALE_TEXT.matcher(text.getAttribute("value"));
			if (!scale.matches() || !scale.group(3).equals(reader.getWidth(0) + "x" + reader.getHeight(0))) {
				return RESIZED;
			}
			try {
				double width = Double.parseDouble(scale.group(1));
				return new StoredScale(new PixelCalibration(width, Double.parseDouble(scale.group(2)), "mm"), "");
			}
			catch (IllegalArgumentException e) {
				// Somebody else's text.
			}
		}
		return NONE;
	}

	/**
	 * The scale of a TIFF that ImageJ wrote. Other programs keep ImageJ's words, but not the pixels or the resolution
	 * that they are about; most also say how the image is turned, which ImageJ does not.
	 */
	static StoredScale ofTiff(TIFFDirectory tags) throws IOException {
		Properties imagej = TiffTags.imagej(tags);
		String unit = imagej.getProperty("unit");
		double perWidth = TiffTags.number(tags, BaselineTIFFTagSet.TAG_X_RESOLUTION, 0);
		double perHeight = TiffTags.number(tags, BaselineTIFFTagSet.TAG_Y_RESOLUTION, 0);
		PixelCalibration pixel = PixelCalibration.ofUnit(1 / perWidth, 1 / perHeight, unit);
		if (!pixel.isCalibrated()) return NONE;
		String size = imagej.getProperty(SIZE);
		if (size != null) {
			String now = (long) TiffTags.number(tags, BaselineTIFFTagSet.TAG_IMAGE_WIDTH, 0) + "x" +
				(long) TiffTags.number(tags, BaselineTIFFTagSet.TAG_IMAGE_LENGTH, 0);
			if (!size.equals(now)) return RESIZED;
		}
		double per = TiffTags.number(tags, BaselineTIFFTagSet.TAG_RESOLUTION_UNIT, 1);
		boolean isOther = size == null && tags.getTIFFField(BaselineTIFFTagSet.TAG_ORIENTATION) != null;
		boolean isOfUnit = per != 2 && per != 3 || unit.equals(per == 2 ? "inch" : "cm");
		return isOther || !isOfUnit ? SAVED_AGAIN : new StoredScale(pixel, "");
	}

	/** What a TIFF says of its scale, in the words of ImageJ; null for nothing. */
	static IIOMetadata inTiff(PixelCalibration scale, ImageWriter writer, RenderedImage image, ImageWriteParam settings)
		throws IOException
	{
		if (!scale.isCalibrated()) return null;
		IIOMetadata plain = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), settings);
		TIFFDirectory tags = TIFFDirectory.createFromMetadata(plain);
		put(tags, BaselineTIFFTagSet.TAG_IMAGE_DESCRIPTION, TIFFTag.TIFF_ASCII,
			new String[] { IMAGEJ + "\nunit=" + scale.unit() + "\n" + SIZE + "=" +
				image.getWidth() + "x" + image.getHeight() + "\n" });
		put(tags, BaselineTIFFTagSet.TAG_X_RESOLUTION, TIFFTag.TIFF_RATIONAL, perUnit(scale.pixelWidth()));
		put(tags, BaselineTIFFTagSet.TAG_Y_RESOLUTION, TIFFTag.TIFF_RATIONAL, perUnit(scale.pixelHeight()));
		put(tags, BaselineTIFFTagSet.TAG_RESOLUTION_UNIT, TIFFTag.TIFF_SHORT, new char[] { 1 });
		return tags.getAsMetadata();
	}

	private static void put(TIFFDirectory tags, int tag, int type, Object value) {
		tags.addTIFFField(new TIFFField(BaselineTIFFTagSet.getInstance().getTag(tag), type, 1, value));
	}

	/** Pixels in a unit as a fraction, as exact as its 32 bits allow. */
	private static long[][] perUnit(double side) {
		long denominator = 1_000_000;
		while (denominator > 1 && denominator / side > 0xffffffffL) denominator /= 10;
		return new long[][] { { Math.round(denominator / side), denominator } };
	}

	/** What a PNG says of its scale: for Taproot as text, for others as pixels per metre. */
	static IIOMetadataNode inPng(PixelCalibration scale, RenderedImage image) {
		IIOMetadataNode entry = new IIOMetadataNode(PNG_TEXT);
		entry.setAttribute("keyword", SCALE);
		entry.setAttribute("value", scale.pixelWidth() + " x " + scale.pixelHeight() + " mm in " +
			image.getWidth() + "x" +
			image.getHeight() + " px");
		IIOMetadataNode text = new IIOMetadataNode("tEXt");
		text.appendChild(entry);
		IIOMetadataNode physical = new IIOMetadataNode("pHYs");
		physical.setAttribute("pixelsPerUnitXAxis", Long.toString(perMetre(scale.pixelWidth())));
		physical.setAttribute("pixelsPerUnitYAxis", Long.toString(perMetre(scale.pixelHeight())));
		physical.setAttribute("unitSpecifier", "meter");
		IIOMetadataNode root = new IIOMetadataNode(PNG);
		root.appendChild(physical);
		root.appendChild(text);
		return root;
	}

	private static long perMetre(double millimetres) {
		return Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(1000 / millimetres)));
	}
}
