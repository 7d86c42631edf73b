// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.Picture;
import io.github.taproot.image.PixelCalibration;

/** Makes pictures of what Java's readers decode: samples in planes, turned, with the colours that they stand for. */
final class PictureDecoder {

	/** Kinds of TIFF whose samples are CIE Lab. */
	private static final List<Double> LAB = List.of(8.0, 9.0, 10.0);

	/** Deflate makes no more than this of one byte. */
	private static final long MOST_INFLATED = 1032;

	private PictureDecoder() {}

	/**
	 * A page as it is to be seen.
	 *
	 * @throws FileException where it is too large, or of colours that are not known here
	 */
	static Picture decode(Path file, ImageReader reader, ImageFormat format, int page) throws IOException {
		refuseTooLarge(reader, format, file);
		TIFFDirectory tags =
			format == ImageFormat.TIFF ? TIFFDirectory.createFromMetadata(reader.getImageMetadata(page)) : null;
		double kind = TiffTags.number(tags, BaselineTIFFTagSet.TAG_PHOTOMETRIC_INTERPRETATION, 1);
		if (LAB.contains(kind)) throw new FileException(file, "has CIE Lab colours: save it as RGB.");
		ExifOrientation turn = ExifOrientation.of(file, reader, format, page);
		StoredScale found = format == ImageFormat.PNG ? StoredScale.ofPng(reader) : StoredScale.ofTiff(tags);
		PixelCalibration scale = found.pixel();
		int pages = format == ImageFormat.TIFF && TiffTags.isChannels(reader) ? 3 : 1;
		BufferedImage image = page(file, reader, page, tags);
		ColorModel colours = image.getColorModel();
		List<Raster> rasters = new ArrayList<>(List.of(image.getRaster()));
		for (int channel = 1; channel < pages; channel++) rasters.add(page(file, reader, channel, tags).getRaster());
		byte[][] palette = palette(colours, tags);
		int type = palette != null ? DataBuffer.TYPE_BYTE : image.getRaster().getTransferType();
		boolean inverted = palette != null ? isInverting(palette) : kind == 0 && type == DataBuffer.TYPE_BYTE;
		boolean halfFloats =
			TiffTags.number(tags, BaselineTIFFTagSet.TAG_SAMPLE_FORMAT, 1) == 3 && type == DataBuffer.TYPE_USHORT;
		if (halfFloats) throw new IIOException("unsupported 16-bit floats");
		int white = type == DataBuffer.TYPE_BYTE ? 0xff : type == DataBuffer.TYPE_USHORT ? 0xffff : 1;
		if (turn.isQuarterTurn()) scale = new PixelCalibration(scale.pixelHeight(), scale.pixelWidth(), scale.unit());
		return new Picture(photograph(rasters, colours, palette, scale, turn), alpha(image, turn), inverted,
			format == ImageFormat.JPEG, white, found.note());
	}

	private static BufferedImage page(Path file, ImageReader reader, int page, TIFFDirectory tags) throws IOException {
		BufferedImage image = DifferencedTiff.isNeeded(tags) ? DifferencedTiff.read(file, reader, page, tags) :
			reader.read(page);
		if (!(image.getColorModel() instanceof DirectColorModel)) return image;
		// BMPs of 16 and 32 bits have all samples of a pixel in one number.
		BufferedImage bytes = new BufferedImage(image.getWidth(), image.getHeight(),
			image.getColorModel().hasAlpha() ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR);
		for (int y = 0; y < image.getHeight(); y++) {
			int[] row = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
			bytes.setRGB(0, y, row.length, 1, row, 0, row.length);
		}
		return bytes;
	}

	/** @param turn what becomes of the stored samples */
	static Photograph photograph(List<Raster> rasters, ColorModel colours, byte[][] palette,
		PixelCalibration calibration, ExifOrientation turn) throws IOException
	{
		Raster first = rasters.get(0);
		int width = first.getWidth();
		int height = first.getHeight();
		int type = first.getTransferType();
		int space = colours.getColorSpace().getType();
		int bands = first.getNumBands() - (colours.hasAlpha() ? 1 : 0);
		int channels;
		Rows rows;
		if (palette != null) {
			channels = Arrays.equals(palette[0], palette[1]) && Arrays.equals(palette[0], palette[2]) ? 1 : 3;
			type = DataBuffer.TYPE_BYTE;
			rows = (channel, y, row) -> {
				first.getSamples(0, y, width, 1, 0, row);
				for (int x = 0; x < width; x++) row[x] = palette[channel][(int) row[x]] & 0xff;
			};
		}
		else if (rasters.size() == 3) {
			channels = 3;
			rows = (channel, y, row) -> rasters.get(channel).getSamples(0, y, width, 1, 0, row);
		}
		else if (space == ColorSpace.TYPE_CMYK && type == DataBuffer.TYPE_BYTE) {
			// The reader has undone Adobe's inversion and YCCK: every sample is an amount of ink.
			channels = 3;
			float[] black = new float[width];
			rows = (channel, y, row) -> {
				first.getSamples(0, y, width, 1, 3, black);
				first.getSamples(0, y, width, 1, channel, row);
				for (int x = 0; x < width; x++) row[x] = Math.round((255 - row[x]) * (255 - black[x]) / 255);
			};
		}
		else {
			channels = space == ColorSpace.TYPE_RGB && bands >= 3 ? 3 : 1;
			if (bands > 1 && channels == 1) throw new IIOException("unsupported " + bands + " channels");
			rows = (channel, y, row) -> first.getSamples(0, y, width, 1, channel, row);
		}

		int samples = width * height * channels;
		byte[] bytes = type == DataBuffer.TYPE_BYTE ? new byte[samples] : null;
		short[] shorts = type == DataBuffer.TYPE_USHORT ? new short[samples] : null;
		float[] floats = bytes == null && shorts == null ? new float[samples] : null;
		float[] row = new float[width];
		int[] place = turn.place(width, height);
		for (int channel = 0; channel < channels; channel++) {
			for (int y = 0; y < height; y++) {
				rows.read(channel, y, row);
				int i = channel * width * height + place[0] + y * place[2];
				for (int x = 0; x < width; x++, i += place[1]) {
					if (bytes != null) bytes[i] = (byte) (int) row[x];
					else if (shorts != null) shorts[i] = (short) (int) row[x];
					else floats[i] = row[x];
				}
			}
		}
		int columns = turn.isQuarterTurn() ? height : width;
		int lines = turn.isQuarterTurn() ? width : height;
		if (bytes != null) return Photograph.ofBytes(bytes, columns, lines, channels, calibration);
		if (shorts != null) return Photograph.ofShorts(shorts, columns, lines, channels, calibration);
		return Photograph.ofFloats(floats, columns, lines, channels, calibration);
	}

	/** Reads the samples of a channel in a row. */
	private interface Rows {

		void read(int channel, int y, float[] row);
	}

	/** Red, green and blue of each index; null where values are no indices. */
	static byte[][] palette(ColorModel colours, TIFFDirectory tags) {
		if (!(colours instanceof IndexColorModel palette)) return null;
		TIFFField map = tags == null ? null : tags.getTIFFField(BaselineTIFFTagSet.TAG_COLOR_MAP);
		byte[][] table = new byte[3][map == null ? palette.getMapSize() : map.getCount() / 3];
		if (map == null) {
			palette.getReds(table[0]);
			palette.getGreens(table[1]);
			palette.getBlues(table[2]);
			return table;
		}
		boolean isOf8Bits = true;
		for (int i = 0; i < 3 * table[0].length; i++) isOf8Bits &= map.getAsInt(i) < 256;
		// Java's palette is one too low where the file, as ImageJ's do, holds 256 times the value and not 257 times;
		// and black where it holds the value itself, as old programs write it.
		for (int i = 0; i < 3 * table[0].length; i++) {
			table[i / table[0].length][i % table[0].length] =
				(byte) (isOf8Bits ? map.getAsInt(i) : map.getAsInt(i) >> 8);
		}
		return table;
	}

	private static boolean isInverting(byte[][] palette) {
		byte[] inverted = new byte[256];
		for (int i = 0; i < 256; i++) inverted[i] = (byte) (255 - i);
		return Arrays.stream(palette).allMatch(colour -> Arrays.equals(colour, inverted));
	}

	/** Opacity from 0 to 255; null where all pixels are opaque. */
	private static byte[] alpha(BufferedImage image, ExifOrientation turn) {
		ColorModel colours = image.getColorModel();
		if (!colours.hasAlpha()) return null;
		Raster raster = image.getRaster();
		int width = raster.getWidth();
		int height = raster.getHeight();
		int band = raster.getNumBands() - 1;
		boolean isFloat = raster.getTransferType() >= DataBuffer.TYPE_FLOAT;
		double opaque = isFloat ? 1 : (1L << colours.getComponentSize(colours.getNumComponents() - 1)) - 1;
		byte[] alphas = new byte[width * height];
		boolean opaqueEverywhere = true;
		int[] place = turn.place(width, height);
		float[] row = new float[width];
		for (int y = 0; y < height; y++) {
			raster.getSamples(0, y, width, 1, band, row);
			int i = place[0] + y * place[2];
			for (int x = 0; x < width; x++, i += place[1]) {
				float alpha = colours instanceof IndexColorModel palette ? palette.getAlpha((int) row[x]) : row[x];
				// What is not quite transparent stays so.
				alphas[i] = (byte) (int) Math.ceil(Math.max(0, Math.min(1, alpha / opaque)) * 255);
				opaqueEverywhere &= alpha >= opaque;
			}
		}
		return opaqueEverywhere ? null : alphas;
	}

	/** Before anything is decoded. */
	private static void refuseTooLarge(ImageReader reader, ImageFormat format, Path file) throws IOException {
		long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
		if (format == ImageFormat.PNG && pixels / 8 > MOST_INFLATED * Files.size(file)) {
			throw new FileException(file, "says that it has " + reader.getWidth(0) + "x" + reader.getHeight(0) +
				" pixels, but is too short for them: copy or export it again.");
		}
		// Three channels in one Java array.
		if (pixels > Integer.MAX_VALUE / 3 || pixels * bytes(reader) > Runtime.getRuntime().maxMemory()) {
			throw new FileException(file, "has " + reader.getWidth(0) + "x" + reader.getHeight(0) +
				" pixels, which do not fit into memory: cut it into parts, or export it again if its size is wrong.");
		}
	}

	/** Bytes that decoding takes for each pixel: the decoder's samples, and a copy of them in planes. */
	private static long bytes(ImageReader reader) throws IOException {
		Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
		if (!types.hasNext()) return 4;
		SampleModel samples = types.next().getSampleModel();
		int size = DataBuffer.getDataTypeSize(samples.getDataType()) / 8;
		return Math.max(4, 2L * size * samples.getNumBands());
	}
}
