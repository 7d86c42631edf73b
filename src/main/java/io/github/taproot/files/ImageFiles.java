// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

import javax.imageio.ImageReadParam;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.Picture;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;

/**
 * Image files on disk: PNG, JPEG, TIFF, BMP and GIF, known by their first bytes, whatever they are called, and whatever
 * else ImageJ opens, in Fiji with its readers.
 * <p>
 * Pictures are read as they are to be seen: turned as EXIF says, palettes and CMYK as the colours that they stand for,
 * white-is-zero undone. Colour profiles are not applied. Photographs have no transparency, and one page, or three that
 * ImageJ saved as the channels of one image; others are refused. The scale comes from TIFF files that ImageJ wrote and
 * from Taproot's own masks, and is in millimetres where ImageJ's unit is a length. The dpi of other files are no scale:
 * they say how a picture prints, and scanners and cameras write them whatever lies before the lens.
 * </p>
 *
 * @param marks what is root in masks and annotations
 */
public record ImageFiles(RootMarks marks) implements ImageReader {

	/** Goes by the files alone. */
	public ImageFiles() {
		this(RootMarks.AUTOMATIC);
	}

	@Override
	public Photograph readPhotograph(Path file) throws IOException {
		try {
			return read(file).requirePhotograph();
		}
		catch (IllegalArgumentException e) {
			throw new IOException(file + " cannot be used. " + e.getMessage(), e);
		}
	}

	/** Reads an annotation as {@link RootMarks} says. */
	@Override
	public Annotation readAnnotation(Path file) throws IOException {
		return marks.read(read(file), file, RootMarks.Use.ANNOTATION).labels();
	}

	/** Reads an annotation, an image or outlines. */
	@Override
	public Annotation readAnnotation(Path file, int width, int height) throws IOException {
		String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		boolean isOutline = Arrays.stream(outlines()).anyMatch(extension -> name.endsWith("." + extension));
		return isOutline ? outlineReader().read(file, width, height) : readAnnotation(file);
	}

	@Override
	public Turn turn(Path image) throws IOException {
		if (ImageFormat.of(image) == null) return Turn.NONE;
		ExifOrientation found = ImageFormat.open(image,
			(reader, format) -> ExifOrientation.of(image, reader, format, 0));
		return found.isNone() ? Turn.NONE : found.isQuarterTurn() ? Turn.QUARTER : Turn.HALF;
	}

	@Override
	public String[] outlines() {
		return outlineReader().extensions();
	}

	private static OutlineReader outlineReader() {
		return ServiceLoader.load(OutlineReader.class, OutlineReader.class.getClassLoader()).findFirst().orElseThrow();
	}

	/**
	 * A mask and its pixels' size.
	 *
	 * @param readAs what was taken for root, in a few words for a table
	 */
	public record ScaledMask(Mask mask, PixelCalibration calibration, String readAs) {

		/**
		 * What a table tells of how the mask was read.
		 *
		 * @param scale that it is measured with
		 */
		public Map<String, Object> columns(PixelCalibration scale) {
			Map<String, Object> columns = new LinkedHashMap<>();
			columns.put("read_as", readAs);
			if (scale.isCalibrated()) {
				columns.put("pixel_width_mm", scale.pixelWidth());
				columns.put("pixel_height_mm", scale.pixelHeight());
			}
			return columns;
		}
	}

	/**
	 * Reads a mask as {@link RootMarks} says.
	 *
	 * @throws IOException as {@link #readAnnotation}, and where the file has several pages
	 */
	public ScaledMask readMask(Path file) throws IOException {
		return mask(read(file), file.toString());
	}

	private ScaledMask mask(Picture picture, String name) throws IOException {
		RootMarks.Reading reading = marks.read(picture, name, RootMarks.Use.MASK);
		return new ScaledMask(reading.labels().roots(), picture.photograph().calibration(), reading.readAs() +
			picture.note());
	}

	/**
	 * Reads a mask, or all masks of a TIFF of several pages.
	 *
	 * @return a mask for each page, at least one
	 * @throws IOException as {@link #readMask}, and where a page of several has no root
	 */
	public List<ScaledMask> readMasks(Path file) throws IOException {
		int pages = pages(file);
		if (pages == 1) return List.of(readMask(file));
		List<ScaledMask> masks = new ArrayList<>();
		for (int page = 0; page < pages; page++) {
			int number = page;
			String name = file + ", page " + (page + 1) + " of " + pages + ",";
			Picture picture = ImageFormat.open(file,
				(reader, format) -> PictureDecoder.decode(file, reader, format, number));
			ScaledMask mask = mask(picture, name);
			if (mask.mask.rootPixels() == 0) {
				throw new IOException(name + " has no root: remove that page, or save each mask as its own file.");
			}
			masks.add(mask);
		}
		return masks;
	}

	/** How many pages a TIFF has, without previews; 1 for all other files. */
	private static int pages(Path file) throws IOException {
		if (ImageFormat.of(file) != ImageFormat.TIFF) return 1;
		return ImageFormat.open(file, (reader, format) -> TiffTags.isChannels(reader) ? 1 : TiffTags.pages(reader));
	}

	/**
	 * Reads an image as it is to be seen.
	 *
	 * @throws IOException as {@link #readPhotograph}, but transparency is left to who uses the image
	 */
	public static Picture read(Path file) throws IOException {
		ImageFormat kind = ImageFormat.of(file);
		if (kind == null) return foreign(file, null);
		try {
			return ImageFormat.open(file, (reader, format) -> {
				boolean isTiff = format == ImageFormat.TIFF;
				int pages = isTiff ? TiffTags.pages(reader) : format == ImageFormat.GIF ? reader.getNumImages(true) : 1;
				if (pages > 1 && !(isTiff && TiffTags.isChannels(reader))) {
					throw new FileException(file, "has " + pages +
						" pages or channels, of which one was expected: save each page as its own file, or the first " +
						"three channels as RGB.");
				}
				return PictureDecoder.decode(file, reader, format, 0);
			});
		}
		catch (ImageFormat.Unsupported e) {
			return foreign(file, e);
		}
	}

	/**
	 * Lets others read what Java's readers can't: {@link ForeignReader}.
	 *
	 * @param why Java's reader could not; null where it is of none of its kinds
	 */
	private static Picture foreign(Path file, ImageFormat.Unsupported why) throws IOException {
		// ImageJ takes their header for pixels.
		if (isRawBitmap(file)) {
			throw new IOException(file + " is a raw PBM bitmap, which cannot be read here: save it as PNG.");
		}
		try {
			for (ForeignReader reader : ServiceLoader.load(ForeignReader.class, ForeignReader.class.getClassLoader())) {
				Picture picture = reader.read(file);
				if (picture != null) return picture;
			}
		}
		catch (OutOfMemoryError e) {
			throw ImageFormat.tooLarge(file, e);
		}
		throw why != null ? why :
			new IOException(file + " is " + (isBigTiff(file) ? "a BigTIFF, which cannot be read here"
			: "not an image that can be read, despite its name") + ": save it as PNG, JPEG or TIFF.");
	}

	private static boolean isBigTiff(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return HexFormat.of().formatHex(in.readNBytes(4)).matches("49492b00|4d4d002b");
		}
	}

	private static boolean isRawBitmap(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return in.read() == 'P' && in.read() == '4';
		}
	}

	/**
	 * Reads every so many pixels of a file, so that little memory is needed.
	 *
	 * @param side columns or rows, whichever are more, that the result has at least, where the file has them
	 */
	static BufferedImage subsampled(Path file, int side) throws IOException {
		return ImageFormat.open(file, (reader, format) -> {
			int step = Math.max(1, Math.max(reader.getWidth(0), reader.getHeight(0)) / side);
			ImageReadParam settings = reader.getDefaultReadParam();
			settings.setSourceSubsampling(step, step, 0, 0);
			return ExifOrientation.of(file, reader, format, 0).applied(reader.read(0, settings));
		});
	}

	/**
	 * The pixels that a photograph says it has.
	 *
	 * @throws IOException as {@link #readPhotograph}
	 */
	public static long pixels(Path file) throws IOException {
		if (ImageFormat.of(file) == null) {
			Picture picture = read(file);
			return (long) picture.width() * picture.height();
		}
		return ImageFormat.open(file, (reader, format) -> (long) reader.getWidth(0) * reader.getHeight(0));
	}
}
