// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.ObjIntConsumer;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.FileCacheImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import net.imglib2.Cursor;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;

/**
 * Writes results as image files, each whole or not at all: see {@link SafeFile}. The name is used as it is given, with
 * its extension. Any number of threads may write different files.
 */
public final class ResultFiles {

	/** Stands out from soil, roots and leaves, for people with any kind of colour vision. */
	public static final int ROOT_COLOUR = 0xff00ff;
	private static final int FALSE_POSITIVE_COLOUR = 0xff0000;
	private static final int FALSE_NEGATIVE_COLOUR = 0x00ff00;
	private static final int TRUE_POSITIVE_COLOUR = 0xc8c8c8;

	/** RootPainter's colours, with its opacity. */
	private static final int[] ANNOTATION_COLOURS = new int[3];
	private static final int[] SEGMENTATION_COLOURS = { 0, 0xb400ffff };

	static {
		ANNOTATION_COLOURS[Annotation.ROOT] = 0xb4ff0000;
		ANNOTATION_COLOURS[Annotation.SOIL] = 0xb400ff00;
		ANNOTATION_COLOURS[Annotation.UNKNOWN] = 0;
	}

	/** How hard masks of scans are compressed, of 0 to 1: harder makes them little smaller. */
	private static final float QUICK = 0.1f;

	private ResultFiles() {}

	/**
	 * Writes a mask as an 8-bit grey PNG: root 255, soil 0.
	 *
	 * @param scale told in the file, for {@link ImageFiles} as text and for others as pixels per metre
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void writeMask(Mask mask, PixelCalibration scale, Path png) throws IOException {
		BufferedImage image = new BufferedImage(mask.width(), mask.height(), BufferedImage.TYPE_BYTE_GRAY);
		byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
		System.arraycopy(mask.pixels(), 0, pixels, 0, pixels.length);
		SafeFile.write(png, out -> write(image, "png", scale, out));
	}

	/** As {@link #writeMask(Mask, PixelCalibration, Path)}, without a scale. */
	public static void writeMask(Mask mask, Path png) throws IOException {
		writeMask(mask, PixelCalibration.PIXELS, png);
	}

	/**
	 * Writes a mask that does not fit into memory as an 8-bit grey TIFF in compressed tiles: root 255, soil 0.
	 *
	 * @param scale told in the file as ImageJ does
	 * @param rows is asked for all rows from top to bottom: for the next rows, so many, one after the other
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void writeMask(int width, int height, PixelCalibration scale, ObjIntConsumer<byte[]> rows,
		Path tif) throws IOException
	{
		SafeFile.write(tif, out -> {
			ImageWriter writer = writer("tiff");
			try (TemporaryFolder cache = new TemporaryFolder();
				FileCacheImageOutputStream stream = new FileCacheImageOutputStream(out, cache.path().toFile()))
			{
				writer.setOutput(stream);
				ImageWriteParam settings = writer.getDefaultWriteParam();
				settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
				settings.setCompressionType("Deflate");
				// Of Java's writer, the greatest effort is the default.
				settings.setCompressionQuality(QUICK);
				settings.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
				settings.setTiling(BandImage.BAND, BandImage.BAND, 0, 0);
				RenderedImage image = new BandImage(width, height, rows);
				writer.write(null, new IIOImage(image, null, StoredScale.inTiff(scale, writer, image, settings)),
					settings);
			}
			finally {
				writer.dispose();
			}
		});
	}

	/**
	 * Writes a mask as RhizoVision Explorer takes segmented images: an 8-bit grey PNG with black roots (0) on white
	 * (255).
	 *
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void writeBlackOnWhite(Mask mask, Path png) throws IOException {
		byte[] inverted = new byte[mask.pixels().length];
		for (int i = 0; i < inverted.length; i++) inverted[i] = mask.pixels()[i] == Mask.SOIL ? Mask.ROOT : Mask.SOIL;
		writeMask(new Mask(mask.width(), mask.height(), inverted), png);
	}

	/**
	 * Writes a picture as a plain 8-bit grey TIFF, which ImageJ and its plugins open.
	 *
	 * @param grey row by row
	 * @param scale told in the file as ImageJ does
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void writeGrey(byte[] grey, int width, int height, PixelCalibration scale, Path tif)
		throws IOException
	{
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
		System.arraycopy(grey, 0, ((DataBufferByte) image.getRaster().getDataBuffer()).getData(), 0, grey.length);
		SafeFile.write(tif, out -> {
			ImageWriter writer = writer("tiff");
			try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
				writer.setOutput(stream);
				ImageWriteParam settings = writer.getDefaultWriteParam();
				writer.write(null, new IIOImage(image, null, StoredScale.inTiff(scale, writer, image, settings)),
					settings);
			}
			finally {
				writer.dispose();
			}
		});
	}

	/** Colours of what persists, is new, and is lost, that people with any kind of colour vision can tell apart. */
	private static final int[] CHANGE_COLOURS = { 0, 0xffffff, 0x009e73, 0xd55e00 };

	/**
	 * Writes what has become of roots as a PNG: white persists, green is new, orange is lost, on black.
	 *
	 * @param changes row by row: 0 where there is no root, 1 where it persists, 2 new, 3 lost
	 * @param width columns
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void writeChange(byte[] changes, int width, Path png) throws IOException {
		BufferedImage image =
			new BufferedImage(width, changes.length / width, BufferedImage.TYPE_INT_RGB);
		int[] rgb = new int[changes.length];
		for (int i = 0; i < rgb.length; i++) rgb[i] = CHANGE_COLOURS[changes[i]];
		image.getRaster().setDataElements(0, 0, width, image.getHeight(), rgb);
		SafeFile.write(png, out -> write(image, "png", out));
	}

	/** The brightness of each pixel, row by row: the mean of the colours. */
	public static float[] brightness(Photograph photograph) {
		float[] brightness = new float[photograph.width() * photograph.height()];
		for (int channel = 0; channel < photograph.channels(); channel++) {
			Cursor<FloatType> cursor = Views.flatIterable(Views.hyperSlice(photograph.pixels(), 2, channel)).cursor();
			for (int i = 0; i < brightness.length; i++) brightness[i] += cursor.next().get() / photograph.channels();
		}
		return brightness;
	}

	/**
	 * Writes an annotation as RootPainter does: a PNG with transparency, root red, soil green, unknown transparent.
	 *
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void writeAnnotation(Annotation annotation, Path png) throws IOException {
		writeColours(annotation.width(), annotation.height(), annotation.labels(), ANNOTATION_COLOURS, png);
	}

	/**
	 * Writes a segmentation as RootPainter does: a PNG with transparency, root cyan, soil transparent.
	 *
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void writeSegmentation(Mask roots, Path png) throws IOException {
		byte[] labels = new byte[roots.pixels().length];
		for (int i = 0; i < labels.length; i++) if (roots.pixels()[i] != Mask.SOIL) labels[i] = 1;
		writeColours(roots.width(), roots.height(), labels, SEGMENTATION_COLOURS, png);
	}

	private static void writeColours(int width, int height, byte[] labels, int[] colours, Path png) throws IOException {
		int[] argb = new int[labels.length];
		for (int i = 0; i < argb.length; i++) argb[i] = colours[labels[i]];
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
		image.getRaster().setDataElements(0, 0, width, height, argb);
		SafeFile.write(png, out -> write(image, "png", out));
	}

	/**
	 * Writes a photograph of 8-bit range, in colour.
	 *
	 * @param photograph values 0 to 255
	 * @param file JPEG where its name ends with .jpg, PNG otherwise
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void writePhotograph(Photograph photograph, Path file) throws IOException {
		BufferedImage image =
			new BufferedImage(photograph.width(), photograph.height(), BufferedImage.TYPE_INT_RGB);
		image.getRaster().setDataElements(0, 0, image.getWidth(), image.getHeight(), displayed(photograph));
		String format = file.toString().endsWith(".jpg") ? "jpeg" : "png";
		SafeFile.write(file, out -> write(image, format, out));
	}

	/**
	 * Writes where a prediction is wrong, for people to look at: a JPEG of the photograph as it is, true positives
	 * included, in which false positives are red and false negatives green, as in figures 7 and 8 of Smith et al. 2020.
	 * Unknown pixels have no colour. Values are shown as in {@link #displayed}.
	 *
	 * @param photograph null for none: then true positives are light grey on black
	 * @throws IllegalArgumentException where the sizes differ
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void writeErrors(Photograph photograph, Mask prediction, Annotation truth, Path jpg)
		throws IOException
	{
		int width = truth.width();
		int height = truth.height();
		if (prediction.width() != width || prediction.height() != height ||
			photograph != null && (photograph.width() != width || photograph.height() != height))
		{
			throw new IllegalArgumentException("Photograph, prediction and annotation must have the same size.");
		}
		int[] rgb = photograph == null ? new int[width * height] : displayed(photograph);
		for (int i = 0; i < rgb.length; i++) {
			boolean isPredicted = prediction.pixels()[i] != Mask.SOIL;
			byte label = truth.labels()[i];
			if (isPredicted && label == Annotation.SOIL) rgb[i] = FALSE_POSITIVE_COLOUR;
			else if (!isPredicted && label == Annotation.ROOT) rgb[i] = FALSE_NEGATIVE_COLOUR;
			else if (photograph == null && label == Annotation.ROOT) rgb[i] = TRUE_POSITIVE_COLOUR;
		}
		writeJpeg(rgb, width, height, jpg);
	}

	/**
	 * A picture of what a network finds, to look at while it is trained: the photograph, made small, with roots found
	 * in magenta, annotated roots that are missed in green, and what is found where soil is annotated in red. A small
	 * pixel shows the rarest of what it covers, so that thin roots stay visible.
	 *
	 * @param truth of the photograph's size, as are {@code roots}
	 * @param width most columns of the picture
	 * @param height most rows of the picture
	 */
	public static BufferedImage judged(Photograph photograph, Annotation truth, Mask roots, int width, int height) {
		int step = Math.max(1, Math.max((truth.width() - 1) / width, (truth.height() - 1) / height) + 1);
		int columns = (truth.width() + step - 1) / step;
		int rows = (truth.height() + step - 1) / step;
		int[] rgb = displayed(photograph);
		BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < rows; y++) {
			for (int x = 0; x < columns; x++) {
				image.setRGB(x, y, judged(rgb, truth, roots, x * step, y * step, step));
			}
		}
		return image;
	}

	private static int judged(int[] rgb, Annotation truth, Mask roots, int left, int top, int step) {
		int width = truth.width();
		boolean found = false;
		boolean missed = false;
		for (int y = top; y < Math.min(top + step, truth.height()); y++) {
			for (int x = left; x < Math.min(left + step, width); x++) {
				int i = y * width + x;
				boolean isFound = roots.pixels()[i] != Mask.SOIL;
				if (isFound && truth.labels()[i] == Annotation.SOIL) return FALSE_POSITIVE_COLOUR;
				missed |= !isFound && truth.labels()[i] == Annotation.ROOT;
				found |= isFound;
			}
		}
		return missed ? FALSE_NEGATIVE_COLOUR : found ? ROOT_COLOUR : rgb[top * width + left];
	}

	/**
	 * Writes a picture as a JPEG.
	 *
	 * @param rgb row by row
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void writeJpeg(int[] rgb, int width, int height, Path jpg) throws IOException {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		image.getRaster().setDataElements(0, 0, width, height, rgb);
		SafeFile.write(jpg, out -> write(image, "jpeg", out));
	}

	/**
	 * Red, green and blue of each pixel as people should see it, row by row: 8 bits as they are. Photographs with
	 * values outside 0 to 255, or none above 1, are scaled so that their smallest value is black and their largest
	 * white.
	 */
	public static int[] displayed(Photograph photograph) {
		float min = Float.POSITIVE_INFINITY;
		float max = Float.NEGATIVE_INFINITY;
		for (FloatType value : Views.iterable(photograph.pixels())) {
			if (value.get() < min) min = value.get();
			if (value.get() > max) max = value.get();
		}
		if (min >= 0 && max > 1 && max <= 255) {
			min = 0;
			max = 255;
		}
		float scale = max > min ? 255 / (max - min) : 0;
		int[] rgb = new int[photograph.width() * photograph.height()];
		for (int channel = 0; channel < 3; channel++) {
			int plane = Math.min(channel, photograph.channels() - 1);
			Cursor<FloatType> cursor = Views.flatIterable(Views.hyperSlice(photograph.pixels(), 2, plane)).cursor();
			for (int i = 0; i < rgb.length; i++) {
				rgb[i] = rgb[i] << 8 | Math.round((cursor.next().get() - min) * scale);
			}
		}
		return rgb;
	}

	private static void write(BufferedImage image, String format, OutputStream out) throws IOException {
		write(image, format, PixelCalibration.PIXELS, out);
	}

	private static void write(BufferedImage image, String format, PixelCalibration scale, OutputStream out)
		throws IOException
	{
		ImageWriter writer = writer(format);
		try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
			writer.setOutput(stream);
			ImageWriteParam settings = writer.getDefaultWriteParam();
			IIOMetadata metadata = null;
			if (format.equals("jpeg")) {
				settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
				settings.setCompressionQuality(0.9f);
				metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), settings);
				// Colour at half the resolution, the default, would smear a thin line over the root that it surrounds.
				IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree(metadata.getNativeMetadataFormatName());
				IIOMetadataNode brightness = (IIOMetadataNode) tree.getElementsByTagName("componentSpec").item(0);
				brightness.setAttribute("HsamplingFactor", "1");
				brightness.setAttribute("VsamplingFactor", "1");
				metadata.setFromTree(metadata.getNativeMetadataFormatName(), tree);
			}
			if (scale.isCalibrated()) {
				metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), settings);
				metadata.mergeTree(StoredScale.PNG, StoredScale.inPng(scale, image));
			}
			writer.write(null, new IIOImage(image, null, metadata), settings);
		}
		finally {
			writer.dispose();
		}
	}

	/** Java's own writer, whatever others another plugin has brought. */
	static ImageWriter writer(String format) throws IOException {
		Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
		while (writers.hasNext()) {
			ImageWriter writer = writers.next();
			if (writer.getClass().getModule() == ImageIO.class.getModule()) return writer;
		}
		throw new IOException("this Java cannot write " + format + " images");
	}
}
