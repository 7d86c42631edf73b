package io.github.taproot.imagej;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.ImageReader;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.FileImageInputStream;

import net.imglib2.Cursor;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * Image files on disk: PNG, JPEG and TIFF, known by their first bytes, whatever they are called.
 * <p>
 * Pixels are those of the file: EXIF rotation and colour profiles are not applied. Palettes become the colours that
 * they stand for, CMYK becomes RGB, and of a file with several pages the first is read, or the first three where ImageJ
 * saved them as the channels of one image. The scale comes from TIFF files that ImageJ wrote, and is in
 * millimetres where ImageJ's unit is a length. The dpi of other files are no scale: they say how a picture prints, and
 * scanners and cameras write them whatever lies before the lens.
 * </p>
 */
public final class ImageFiles implements ImageReader {

	/** Warnings of the JPEG decoder after which part of the picture is invented. */
	private static final Pattern LOSS = Pattern.compile("(?i)EOI|premature end|Huffman|restart|RST");
	private static final Pattern UNSUPPORTED = Pattern.compile("(?i)unsupported|not supported|Predictor");

	@Override
	public Photograph readPhotograph(Path file) throws IOException {
		try {
			return read(file).photograph.requireNumbers();
		}
		catch (IllegalArgumentException e) {
			throw new IOException(file + " cannot be used. " + e.getMessage(), e);
		}
	}

	/**
	 * Reads an annotation.
	 * <ul>
	 * <li>With transparency, as RootPainter paints it: alpha 0 is unknown, mostly red is root, mostly green is soil, and
	 * any other colour is unknown.</li>
	 * <li>Without, or with an alpha channel that is opaque everywhere: every value above 0 in any channel is root.
	 * Where all pixels are pure red or pure green, it is a RootPainter annotation that leaves nothing unknown.</li>
	 * <li>JPEG blurs what it stores, so in a JPEG root begins at 128.</li>
	 * <li>8-bit images with ImageJ's inverting LUT count as ImageJ counts them: 255 is root, and looks black.</li>
	 * </ul>
	 *
	 * @throws IOException also where the colours leave open what is root
	 */
	@Override
	public Annotation readAnnotation(Path file) throws IOException {
		return annotation(read(file), file);
	}

	/**
	 * A mask and its pixels' size.
	 *
	 * @param mask what {@link #readAnnotation} takes for root, or a RootPainter segmentation shows
	 */
	public record ScaledMask(Mask mask, PixelCalibration calibration) {}

	/**
	 * Reads a mask.
	 *
	 * @throws IOException as {@link #readAnnotation}
	 */
	public ScaledMask readMask(Path file) throws IOException {
		Image image = read(file);
		Annotation found = image.transparent == null ? annotation(image, file) : PredictionFiles.transparent(image, file).labels();
		// Without roots it is empty, or of no colour that stands for them, which is told.
		if (found.count(Annotation.ROOT) == 0) found = annotation(image, file);
		return new ScaledMask(found.roots(), image.photograph.calibration());
	}

	static Annotation annotation(Image image, Path file) throws IOException {
		Photograph photograph = image.photograph;
		int pixels = photograph.width() * photograph.height();
		byte[] labels = new byte[pixels];
		List<Cursor<FloatType>> channels = new ArrayList<>();
		for (int c = 0; c < photograph.channels(); c++) {
			channels.add(Views.flatIterable(Views.hyperSlice(photograph.pixels(), 2, c)).cursor());
		}
		boolean colour = photograph.channels() == 3;
		byte[] painted = new byte[pixels];
		int reds = 0, greens = 0, unclear = 0;
		float least = image.lossy ? 128 : Float.MIN_VALUE;
		for (int i = 0; i < pixels; i++) {
			float red = channels.get(0).next().get();
			float green = colour ? channels.get(1).next().get() : red;
			float blue = colour ? channels.get(2).next().get() : red;
			if (image.inverted) red = green = blue = 255 - red;
			labels[i] = Math.max(red, Math.max(green, blue)) >= least ? Annotation.ROOT : Annotation.SOIL;
			painted[i] = red > Math.max(green, blue) ? Annotation.ROOT
				: green > Math.max(red, blue) ? Annotation.SOIL : Annotation.UNKNOWN;
			if (image.transparent != null) {
				if (image.transparent[i]) painted[i] = Annotation.UNKNOWN;
				else if (painted[i] == Annotation.UNKNOWN) unclear++;
			}
			if (blue == 0 && green == 0 && red >= least) reds++;
			if (blue == 0 && red == 0 && green >= least) greens++;
		}
		Annotation annotation = new Annotation(photograph.width(), photograph.height(), painted);
		if (image.transparent != null) {
			if (unclear > 0 && annotation.count(Annotation.UNKNOWN) == pixels) {
				throw new IOException(file + " has transparency, but nothing in it is red or green: paint roots red and soil" +
					" green, or save roots in white on black without transparency.");
			}
			return annotation;
		}
		if (reds + greens == pixels) return annotation;
		if (reds > 0 && greens > 0) {
			throw new IOException(file + " has red and green but no transparency, which leaves open what is root: save it" +
				" as PNG with transparency as RootPainter does, or as roots in white on black.");
		}
		return new Annotation(photograph.width(), photograph.height(), labels);
	}

	/**
	 * A decoded file.
	 *
	 * @param transparent where alpha is 0; null without alpha, or where it is opaque everywhere
	 * @param inverted whether the file holds 255 minus each value
	 * @param lossy whether values can differ from those that were saved
	 * @param white the largest value that a sample of its kind can have, 255 or 65535; 1 for all but 8 and 16 bits
	 */
	record Image(Photograph photograph, boolean[] transparent, boolean inverted, boolean lossy, int white) {}

	static Image read(Path file) throws IOException {
		return open(file, (reader, format) -> {
			refuseTooLarge(reader, file);
			TIFFDirectory tags =
				format == Format.TIFF ? TIFFDirectory.createFromMetadata(reader.getImageMetadata(0)) : null;
			Properties imagej = imagejProperties(tags);
			BufferedImage image = reader.read(0);
			ColorModel colours = image.getColorModel();
			List<Raster> rasters = new ArrayList<>(List.of(image.getRaster()));
			if ("3".equals(imagej.getProperty("channels")) && image.getRaster().getNumBands() == 1) {
				for (int page = 1; page < 3; page++) rasters.add(reader.read(page).getRaster());
			}
			byte[][] palette = palette(colours, tags);
			boolean inverted = palette != null ? isInverting(palette)
				: number(tags, BaselineTIFFTagSet.TAG_PHOTOMETRIC_INTERPRETATION, 1) == 0 &&
					image.getRaster().getTransferType() == DataBuffer.TYPE_BYTE;
			boolean halfFloats = number(tags, BaselineTIFFTagSet.TAG_SAMPLE_FORMAT, 1) == 3 &&
				image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT;
			if (halfFloats) throw new IIOException("unsupported 16-bit floats");
			int type = palette != null ? DataBuffer.TYPE_BYTE : image.getRaster().getTransferType();
			int white = type == DataBuffer.TYPE_BYTE ? 0xff : type == DataBuffer.TYPE_USHORT ? 0xffff : 1;
			return new Image(photograph(rasters, colours, palette, calibration(tags, imagej)), transparent(image), inverted,
				format == Format.JPEG, white);
		});
	}

	/**
	 * Reads every so many pixels of a file, so that little memory is needed.
	 *
	 * @param side columns or rows, whichever are more, that the result has at least, where the file has them
	 */
	static BufferedImage subsampled(Path file, int side) throws IOException {
		return open(file, (reader, format) -> {
			int step = Math.max(1, Math.max(reader.getWidth(0), reader.getHeight(0)) / side);
			ImageReadParam settings = reader.getDefaultReadParam();
			settings.setSourceSubsampling(step, step, 0, 0);
			return reader.read(0, settings);
		});
	}

	/** Reads the samples of a channel in a row. */
	private interface Rows {

		void read(int channel, int y, float[] row);
	}

	static Photograph photograph(List<Raster> rasters, ColorModel colours, byte[][] palette,
		PixelCalibration calibration) throws IOException
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
		for (int channel = 0, i = 0; channel < channels; channel++) {
			for (int y = 0; y < height; y++) {
				rows.read(channel, y, row);
				for (int x = 0; x < width; x++, i++) {
					if (bytes != null) bytes[i] = (byte) (int) row[x];
					else if (shorts != null) shorts[i] = (short) (int) row[x];
					else floats[i] = row[x];
				}
			}
		}
		if (bytes != null) return Photograph.ofBytes(bytes, width, height, channels, calibration);
		if (shorts != null) return Photograph.ofShorts(shorts, width, height, channels, calibration);
		return Photograph.ofFloats(floats, width, height, channels, calibration);
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
		// Java's palette is one too low where the file, as ImageJ's do, holds 256 times the value and not 257 times.
		for (int i = 0; i < 3 * table[0].length; i++) {
			table[i / table[0].length][i % table[0].length] = (byte) (map.getAsInt(i) >> 8);
		}
		return table;
	}

	private static boolean isInverting(byte[][] palette) {
		byte[] inverted = new byte[256];
		for (int i = 0; i < 256; i++) inverted[i] = (byte) (255 - i);
		return Arrays.stream(palette).allMatch(colour -> Arrays.equals(colour, inverted));
	}

	/** Where alpha is 0; null where it is opaque everywhere. */
	private static boolean[] transparent(BufferedImage image) {
		ColorModel colours = image.getColorModel();
		if (!colours.hasAlpha()) return null;
		Raster raster = image.getRaster();
		int width = raster.getWidth();
		int height = raster.getHeight();
		int band = raster.getNumBands() - 1;
		boolean isFloat = raster.getTransferType() >= DataBuffer.TYPE_FLOAT;
		double opaque = isFloat ? 1 : (1L << colours.getComponentSize(colours.getNumComponents() - 1)) - 1;
		boolean[] transparent = new boolean[width * height];
		boolean opaqueEverywhere = true;
		float[] row = new float[width];
		for (int y = 0; y < height; y++) {
			raster.getSamples(0, y, width, 1, band, row);
			for (int x = 0; x < width; x++) {
				float alpha = colours instanceof IndexColorModel palette ? palette.getAlpha((int) row[x]) : row[x];
				transparent[y * width + x] = alpha <= 0;
				opaqueEverywhere &= alpha >= opaque;
			}
		}
		return opaqueEverywhere ? null : transparent;
	}

	/** What ImageJ says of a TIFF that it wrote; empty for every other file. */
	private static Properties imagejProperties(TIFFDirectory tags) throws IOException {
		Properties properties = new Properties();
		TIFFField description = tags == null ? null : tags.getTIFFField(BaselineTIFFTagSet.TAG_IMAGE_DESCRIPTION);
		if (description != null && description.getValueAsString(0).startsWith("ImageJ=")) {
			properties.load(new StringReader(description.getValueAsString(0)));
		}
		return properties;
	}

	private static PixelCalibration calibration(TIFFDirectory tags, Properties imagej) {
		double perWidth = number(tags, BaselineTIFFTagSet.TAG_X_RESOLUTION, 0);
		double perHeight = number(tags, BaselineTIFFTagSet.TAG_Y_RESOLUTION, 0);
		return ImagePlusConversion.calibration(1 / perWidth, 1 / perHeight, imagej.getProperty("unit"));
	}

	/** The scale of a TIFF that ImageJ wrote. */
	static PixelCalibration calibration(TIFFDirectory tags) throws IOException {
		return calibration(tags, imagejProperties(tags));
	}

	private static double number(TIFFDirectory tags, int tag, double otherwise) {
		TIFFField field = tags == null ? null : tags.getTIFFField(tag);
		return field == null ? otherwise : field.getAsDouble(0);
	}

	private enum Format {
		PNG, JPEG, TIFF
	}

	private interface Decoding<T> {

		T decode(javax.imageio.ImageReader reader, Format format) throws IOException;
	}

	/** Says no to a file that may be sound. */
	private static final class Refusal extends IOException {

		private static final long serialVersionUID = 1L;

		Refusal(String message) {
			super(message);
		}
	}

	private static <T> T open(Path file, Decoding<T> decoding) throws IOException {
		Format format = format(file);
		javax.imageio.ImageReader reader = reader(format);
		List<String> warnings = new ArrayList<>();
		reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
		try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
			reader.setInput(in);
			T result = decoding.decode(reader, format);
			for (String warning : warnings) {
				if (LOSS.matcher(warning).find()) throw new IIOException(warning);
			}
			return result;
		}
		catch (Refusal e) {
			throw e;
		}
		catch (IOException | RuntimeException e) {
			if (UNSUPPORTED.matcher(String.valueOf(e.getMessage())).find()) {
				throw new IOException(file + " is a " + format + " image of a rare kind that cannot be read: open it in Fiji," +
					" and save it as TIFF or PNG.", e);
			}
			throw new IOException(file + " is damaged or cut short: copy or export it again.", e);
		}
		catch (OutOfMemoryError e) {
			throw new IOException(file + " does not fit into memory: give Fiji more memory (Edit > Options > Memory &" +
				" Threads), or cut the image into parts.", e);
		}
		finally {
			reader.dispose();
		}
	}

	/** A reader of this file, which must be a TIFF. */
	static javax.imageio.ImageReader tiffReader(Path file) throws IOException {
		if (format(file) != Format.TIFF) {
			throw new IOException(file + " does not fit into memory: save it as a TIFF in tiles, or cut it into parts.");
		}
		return reader(Format.TIFF);
	}

	/** Java's own reader, whatever others another plugin has brought. */
	private static javax.imageio.ImageReader reader(Format format) throws IOException {
		Iterator<javax.imageio.ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
		while (readers.hasNext()) {
			javax.imageio.ImageReader reader = readers.next();
			if (reader.getClass().getModule() == ImageIO.class.getModule()) return reader;
		}
		throw new IOException("This Java cannot read " + format + " images: start Fiji with its own Java.");
	}

	private static Format format(Path file) throws IOException {
		if (!Files.exists(file)) throw new IOException("The file " + file + " does not exist: check its name and folder.");
		if (Files.isDirectory(file)) throw new IOException(file + " is a folder: give an image file that lies in it.");
		byte[] head;
		try (InputStream in = Files.newInputStream(file)) {
			head = in.readNBytes(4);
		}
		catch (IOException e) {
			throw new IOException(file + " may not be read: ask for permission to read it.", e);
		}
		if (head.length == 0) throw new IOException(file + " is empty: copy or export it again.");
		String magic = HexFormat.of().formatHex(head);
		if (magic.equals("89504e47")) return Format.PNG;
		if (magic.startsWith("ffd8ff")) return Format.JPEG;
		if (magic.equals("49492a00") || magic.equals("4d4d002a")) return Format.TIFF;
		if (magic.equals("49492b00") || magic.equals("4d4d002b")) {
			throw new IOException(file + " is a BigTIFF, which cannot be read: open it in Fiji with Bio-Formats, and save" +
				" it as PNG or TIFF.");
		}
		throw new IOException(file + " is no PNG, JPEG or TIFF image, whatever its name says: save it as one of these.");
	}

	/**
	 * The pixels that a photograph says it has.
	 *
	 * @throws IOException as {@link #readPhotograph}
	 */
	public static long pixels(Path file) throws IOException {
		return open(file, (reader, format) -> (long) reader.getWidth(0) * reader.getHeight(0));
	}

	private static void refuseTooLarge(javax.imageio.ImageReader reader, Path file) throws IOException {
		long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
		// Three channels in one Java array, and the decoder's copy beside it.
		if (pixels > Integer.MAX_VALUE / 3 || pixels * 4 > Runtime.getRuntime().maxMemory()) {
			throw new Refusal(file + " has " + reader.getWidth(0) + "x" + reader.getHeight(0) +
				" pixels, which do not fit into memory: cut it into parts, or export it again if its size is wrong.");
		}
	}
}
