package io.github.taproot.imagej;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.FileImageInputStream;

import ij.IJ;
import ij.ImagePlus;
import ij.io.Opener;

import io.github.taproot.files.ImageReader;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.Picture;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;

/**
 * Image files on disk: PNG, JPEG, TIFF, BMP and GIF, known by their first bytes, whatever they are called, and whatever else
 * ImageJ opens, in Fiji with its readers.
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

	/** Warnings of the JPEG decoder after which part of the picture is invented. */
	private static final Pattern LOSS = Pattern.compile("(?i)EOI|premature end|Huffman|restart|RST");
	private static final Pattern UNSUPPORTED = Pattern.compile("(?i)unsupported|not supported|Predictor");
	/** Keyword of the text in a mask's PNG that tells its scale and the size that it holds for: "0.1 x 0.1 mm in 40x30 px". */
	static final String SCALE = "Pixel size";
	static final String PNG = "javax_imageio_png_1.0";
	static final String PNG_TEXT = "tEXtEntry";
	private static final Pattern SCALE_TEXT =
		Pattern.compile("([0-9.eE+-]{1,30}) x ([0-9.eE+-]{1,30}) mm in ([0-9]{1,9}x[0-9]{1,9}) px");
	/** What Taproot adds to ImageJ's words in a TIFF: the size that the image had when its scale was written, such as 40x30. */
	static final String SIZE = "taproot_size";
	/** Kinds of TIFF whose samples are CIE Lab. */
	private static final List<Double> LAB = List.of(8.0, 9.0, 10.0);

	/** What ImageJ itself opens as an image; JPEGs, BMPs and GIFs that Java can't decode are damaged. */
	private static final Set<Integer> OPENED = Set.of(Opener.TIFF, Opener.PNG, Opener.PGM, Opener.FITS, Opener.DICOM,
		Opener.TIFF_AND_DICOM);

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

	/** Reads an annotation, an image or one of {@link SelectionFiles}. */
	@Override
	public Annotation readAnnotation(Path file, int width, int height) throws IOException {
		return SelectionFiles.isSelection(file) ? SelectionFiles.read(file, width, height) : readAnnotation(file);
	}

	@Override
	public Turn turn(Path image) throws IOException {
		if (kind(image) == null) return Turn.NONE;
		ExifOrientation found = open(image, (reader, format) -> orientation(image, reader, format, 0));
		return found.isNone() ? Turn.NONE : found.isQuarterTurn() ? Turn.QUARTER : Turn.HALF;
	}

	@Override
	public String[] outlines() {
		return SelectionFiles.EXTENSIONS.clone();
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
		return new ScaledMask(reading.labels().roots(), picture.photograph().calibration(), reading.readAs() + picture.note());
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
			Picture picture = open(file, (reader, format) -> decode(file, reader, format, number));
			ScaledMask mask = mask(picture, name);
			if (mask.mask.rootPixels() == 0) {
				throw new IOException(name + " has no root: remove that page, or save the masks as files of their own.");
			}
			masks.add(mask);
		}
		return masks;
	}

	/** How many pages a TIFF has, without previews; 1 for all other files. */
	private static int pages(Path file) throws IOException {
		return kind(file) != Format.TIFF ? 1 : open(file, (reader, format) -> isChannels(reader) ? 1 : pages(reader));
	}

	static int pages(javax.imageio.ImageReader reader) throws IOException {
		int pages = 0;
		int all = reader.getNumImages(true);
		for (int page = 0; page < all; page++) {
			TIFFDirectory tags = TIFFDirectory.createFromMetadata(reader.getImageMetadata(page));
			// The lowest bit is that of a smaller copy.
			if (((int) number(tags, BaselineTIFFTagSet.TAG_NEW_SUBFILE_TYPE, 0) & 1) == 0 || page == 0) pages++;
		}
		return pages;
	}

	static Picture read(Path file) throws IOException {
		Format kind = kind(file);
		if (kind == null) return opened(file, null);
		try {
			return open(file, (reader, format) -> {
				int pages = format == Format.TIFF ? pages(reader) : format == Format.GIF ? reader.getNumImages(true) : 1;
				if (pages > 1 && !(format == Format.TIFF && isChannels(reader))) {
					throw new Refusal(file + " has " + pages + " pages or channels, of which one was expected: save each page as a " +
						"file of its own, or the first three channels as RGB.");
				}
				return decode(file, reader, format, 0);
			});
		}
		catch (Unsupported e) {
			return opened(file, e);
		}
	}

	/**
	 * Opens an image, for a command that is run without windows, with the pixels and the scale that folders of files have.
	 *
	 * @return not shown; named as the file
	 * @throws IOException as {@link #readPhotograph}, but transparency is left to who uses the image
	 */
	public static ImagePlus open(Path file) throws IOException {
		return ImagePlusConversion.toImagePlus(file.getFileName().toString(), read(file));
	}

	/** Whether ImageJ saved three channels of one image as pages. */
	private static boolean isChannels(javax.imageio.ImageReader reader) throws IOException {
		if (pages(reader) != 3) return false;
		TIFFDirectory tags = TIFFDirectory.createFromMetadata(reader.getImageMetadata(0));
		return "3".equals(imagejProperties(tags).getProperty("channels"));
	}

	private static Picture decode(Path file, javax.imageio.ImageReader reader, Format format, int page) throws IOException {
		refuseTooLarge(reader, file);
		TIFFDirectory tags =
			format == Format.TIFF ? TIFFDirectory.createFromMetadata(reader.getImageMetadata(page)) : null;
		double kind = number(tags, BaselineTIFFTagSet.TAG_PHOTOMETRIC_INTERPRETATION, 1);
		if (LAB.contains(kind)) throw new Refusal(file + " has CIE Lab colours: save it as RGB.");
		Properties imagej = imagejProperties(tags);
		ExifOrientation turn = orientation(file, reader, format, page);
		Scale found = format == Format.PNG ? pngScale(reader) : tiffScale(tags, imagej);
		PixelCalibration scale = found.pixel;
		int pages = format == Format.TIFF && isChannels(reader) ? 3 : 1;
		BufferedImage image = page(file, reader, page, tags);
		ColorModel colours = image.getColorModel();
		List<Raster> rasters = new ArrayList<>(List.of(image.getRaster()));
		for (int channel = 1; channel < pages; channel++) rasters.add(page(file, reader, channel, tags).getRaster());
		byte[][] palette = palette(colours, tags);
		int type = palette != null ? DataBuffer.TYPE_BYTE : image.getRaster().getTransferType();
		boolean inverted = palette != null ? isInverting(palette) : kind == 0 && type == DataBuffer.TYPE_BYTE;
		boolean halfFloats =
			number(tags, BaselineTIFFTagSet.TAG_SAMPLE_FORMAT, 1) == 3 && type == DataBuffer.TYPE_USHORT;
		if (halfFloats) throw new IIOException("unsupported 16-bit floats");
		int white = type == DataBuffer.TYPE_BYTE ? 0xff : type == DataBuffer.TYPE_USHORT ? 0xffff : 1;
		if (turn.isQuarterTurn()) scale = new PixelCalibration(scale.pixelHeight(), scale.pixelWidth(), scale.unit());
		return new Picture(photograph(rasters, colours, palette, scale, turn), alpha(image, turn), inverted,
			format == Format.JPEG, white, found.note);
	}

	/**
	 * What a file tells of its pixels' size.
	 *
	 * @param note why a scale that it has does not count, for a table; "" for none
	 */
	private record Scale(PixelCalibration pixel, String note) {

		private static final Scale NONE = new Scale(PixelCalibration.PIXELS, "");
		private static final Scale RESIZED = new Scale(PixelCalibration.PIXELS,
			"; its scale was left out, since the image was resized or cropped after the scale was written");
		private static final Scale SAVED_AGAIN = new Scale(PixelCalibration.PIXELS,
			"; its scale was left out, since another program saved the file after ImageJ");
	}

	private static BufferedImage page(Path file, javax.imageio.ImageReader reader, int page, TIFFDirectory tags)
		throws IOException
	{
		BufferedImage image = DifferencedTiff.isNeeded(tags) ? DifferencedTiff.read(file, reader, page, tags) : reader.read(page);
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

	private static ExifOrientation orientation(Path file, javax.imageio.ImageReader reader, Format format, int page)
		throws IOException
	{
		return switch (format) {
			case JPEG -> ExifOrientation.ofJpeg(file);
			case PNG -> ExifOrientation.ofPng(file);
			case TIFF -> ExifOrientation.of(TIFFDirectory.createFromMetadata(reader.getImageMetadata(page)));
			case BMP, GIF -> ExifOrientation.NONE;
		};
	}

	/**
	 * Lets ImageJ open what Java's readers can't; in Fiji it asks Fiji's.
	 *
	 * @param why Java's reader could not; null where it is of none of its kinds
	 */
	private static Picture opened(Path file, Unsupported why) throws IOException {
		IOException refusal = why != null ? why : new IOException(file + " is " + (isBigTiff(file) ? "a BigTIFF, which cannot be " +
			"read here" : "not an image that can be read, whatever its name says") + ": save it as PNG, JPEG or TIFF.");
		// ImageJ takes their header for pixels.
		if (isRawBitmap(file)) throw new IOException(file + " is a raw PBM bitmap, which cannot be read here: save it as PNG.");
		Opener opener = new Opener();
		int type = opener.getFileType(file.toString());
		if (!OPENED.contains(type) && type != Opener.UNKNOWN) throw refusal;
		ImagePlus image;
		IJ.redirectErrorMessages(true);
		try {
			image = type == Opener.UNKNOWN ? foreign(file) : opener.openImage(file.toString());
		}
		catch (OutOfMemoryError e) {
			throw tooLarge(file, e);
		}
		catch (RuntimeException e) {
			throw new IOException(file + (type == Opener.UNKNOWN
				? " could not be opened by Fiji's reader for such files: save it as PNG, JPEG or TIFF in another program."
				: " is damaged or cut short: copy or export it again."), e);
		}
		finally {
			IJ.redirectErrorMessages(false);
		}
		if (image == null) throw refusal;
		try {
			return ImagePlusConversion.toPicture(image);
		}
		catch (IllegalArgumentException e) {
			throw new IOException(file + " cannot be used. " + e.getMessage(), e);
		}
		finally {
			image.flush();
		}
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

	/** An image of a kind that ImageJ does not know itself; null where no reader knows it. */
	private static ImagePlus foreign(Path file) throws IOException {
		for (ForeignReader reader : ServiceLoader.load(ForeignReader.class, ForeignReader.class.getClassLoader())) {
			ImagePlus image = reader.open(file);
			if (image != null) return image;
		}
		return null;
	}

	/** The scale of a PNG that Taproot wrote; {@link PixelCalibration#PIXELS} for all else. */
	static PixelCalibration pngScale(String file) {
		return scale(file, Format.PNG).pixel;
	}

	/** Whether a TIFF has a scale of ImageJ's that does not count any more. */
	static boolean hasLostScale(String file) {
		return !scale(file, Format.TIFF).note.isEmpty();
	}

	/** That of a file of this kind; none for all else. */
	private static Scale scale(String file, Format kind) {
		try {
			Path path = Path.of(file);
			if (!Files.isRegularFile(path) || kind(path) != kind) return Scale.NONE;
			return open(path, (reader, format) -> {
				if (format == Format.PNG) return pngScale(reader);
				TIFFDirectory tags = TIFFDirectory.createFromMetadata(reader.getImageMetadata(0));
				return tiffScale(tags, imagejProperties(tags));
			});
		}
		catch (IOException | InvalidPathException e) {
			// It was opened, so it has been there.
			return Scale.NONE;
		}
	}

	/** The scale that Taproot wrote into a mask's PNG; other programs keep the text where they change the size. */
	private static Scale pngScale(javax.imageio.ImageReader reader) throws IOException {
		IIOMetadataNode tree = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree(PNG);
		for (int i = 0; i < tree.getElementsByTagName(PNG_TEXT).getLength(); i++) {
			IIOMetadataNode text = (IIOMetadataNode) tree.getElementsByTagName(PNG_TEXT).item(i);
			if (!SCALE.equals(text.getAttribute("keyword"))) continue;
			Matcher scale = SCALE_TEXT.matcher(text.getAttribute("value"));
			if (!scale.matches() || !scale.group(3).equals(reader.getWidth(0) + "x" + reader.getHeight(0))) return Scale.RESIZED;
			try {
				return new Scale(new PixelCalibration(Double.parseDouble(scale.group(1)), Double.parseDouble(scale.group(2)), "mm"),
					"");
			}
			catch (IllegalArgumentException e) {
				// Somebody else's text.
			}
		}
		return Scale.NONE;
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
			return orientation(file, reader, format, 0).applied(reader.read(0, settings));
		});
	}

	/** Reads the samples of a channel in a row. */
	private interface Rows {

		void read(int channel, int y, float[] row);
	}

	/** @param turn what becomes of the stored samples */
	static Photograph photograph(List<Raster> rasters, ColorModel colours, byte[][] palette, PixelCalibration calibration,
		ExifOrientation turn) throws IOException
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
		// Java's palette is one too low where the file, as ImageJ's do, holds 256 times the value and not 257 times; and
		// black where it holds the value itself, as old programs write it.
		for (int i = 0; i < 3 * table[0].length; i++) {
			table[i / table[0].length][i % table[0].length] = (byte) (isOf8Bits ? map.getAsInt(i) : map.getAsInt(i) >> 8);
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

	/** What ImageJ says of a TIFF that it wrote; empty for every other file. */
	private static Properties imagejProperties(TIFFDirectory tags) throws IOException {
		Properties properties = new Properties();
		TIFFField description = tags == null ? null : tags.getTIFFField(BaselineTIFFTagSet.TAG_IMAGE_DESCRIPTION);
		if (description != null && description.getValueAsString(0).startsWith("ImageJ=")) {
			properties.load(new StringReader(description.getValueAsString(0)));
		}
		return properties;
	}

	/**
	 * The scale of a TIFF that ImageJ wrote. Other programs keep ImageJ's words, but not the pixels or the resolution that
	 * they are about; most also say how the image is turned, which ImageJ does not.
	 */
	private static Scale tiffScale(TIFFDirectory tags, Properties imagej) {
		double perWidth = number(tags, BaselineTIFFTagSet.TAG_X_RESOLUTION, 0);
		double perHeight = number(tags, BaselineTIFFTagSet.TAG_Y_RESOLUTION, 0);
		String unit = imagej.getProperty("unit");
		PixelCalibration pixel = ImagePlusConversion.calibration(1 / perWidth, 1 / perHeight, unit);
		if (!pixel.isCalibrated()) return Scale.NONE;
		String size = imagej.getProperty(SIZE);
		if (size != null) {
			String now = (long) number(tags, BaselineTIFFTagSet.TAG_IMAGE_WIDTH, 0) + "x" +
				(long) number(tags, BaselineTIFFTagSet.TAG_IMAGE_LENGTH, 0);
			if (!size.equals(now)) return Scale.RESIZED;
		}
		double per = number(tags, BaselineTIFFTagSet.TAG_RESOLUTION_UNIT, 1);
		boolean isOther = size == null && tags.getTIFFField(BaselineTIFFTagSet.TAG_ORIENTATION) != null;
		boolean isOfUnit = per != 2 && per != 3 || unit.equals(per == 2 ? "inch" : "cm");
		return isOther || !isOfUnit ? Scale.SAVED_AGAIN : new Scale(pixel, "");
	}

	/** The scale of a TIFF that ImageJ wrote. */
	static PixelCalibration calibration(TIFFDirectory tags) throws IOException {
		return tiffScale(tags, imagejProperties(tags)).pixel;
	}

	private static double number(TIFFDirectory tags, int tag, double otherwise) {
		TIFFField field = tags == null ? null : tags.getTIFFField(tag);
		return field == null ? otherwise : field.getAsDouble(0);
	}

	private enum Format {
		PNG, JPEG, TIFF, BMP, GIF
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

	/** A file that may be sound, but that Java's reader can't decode. */
	private static final class Unsupported extends IOException {

		private static final long serialVersionUID = 1L;

		Unsupported(String message, Throwable cause) {
			super(message, cause);
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
				throw new Unsupported(file + " is a " + format + " image of a rare kind that cannot be read: open it in Fiji," +
					" and save it as TIFF or PNG.", e);
			}
			throw new IOException(file + " is damaged or cut short: copy or export it again.", e);
		}
		catch (OutOfMemoryError e) {
			throw tooLarge(file, e);
		}
		finally {
			reader.dispose();
		}
	}

	private static IOException tooLarge(Path file, OutOfMemoryError e) {
		return new IOException(file + " does not fit into memory: give Fiji more memory (Edit > Options > Memory & Threads), " +
			"or cut the image into parts.", e);
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

	/** The kind of a file; null where it is none of Java's. */
	private static Format kind(Path file) throws IOException {
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
		if (magic.startsWith("424d")) return Format.BMP;
		if (magic.equals("47494638")) return Format.GIF;
		return null;
	}

	private static Format format(Path file) throws IOException {
		Format kind = kind(file);
		if (kind != null) return kind;
		throw new IOException(file + " is not a PNG, JPEG or TIFF image, whatever its name says: save it as one of these.");
	}

	/**
	 * The pixels that a photograph says it has.
	 *
	 * @throws IOException as {@link #readPhotograph}
	 */
	public static long pixels(Path file) throws IOException {
		if (kind(file) == null) {
			Picture picture = read(file);
			return (long) picture.width() * picture.height();
		}
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
