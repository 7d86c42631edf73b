// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageReader;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.FileImageInputStream;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.PixelSource;

/**
 * A stitched scan that does not fit into memory: a TIFF of which only those pieces are read that are asked for, and the
 * latest kept, as many as lie across the image in the rows of the latest read. The file must be stored in tiles or in
 * strips of few rows, or without compression. Any number of threads may read, one after the other.
 */
public final class ScanFile implements PixelSource, Closeable {

	/** Pixels of a piece that is read at once, unless the file's own pieces are larger. */
	private static final long PIECE = 1 << 22;

	private final Path file;
	private final RandomAccessFile in;
	private final ImageReader reader;
	private final TiffPart parts;
	private final int width;
	private final int height;
	private final int channels;
	private final TIFFDirectory tags;
	private final PixelCalibration calibration;
	private final int pieceWidth;
	private final int pieceHeight;
	private final int columns;
	/** The latest pieces by number, least recently used first. */
	private final Map<Integer, PixelSource> pieces = new LinkedHashMap<>(16, 0.75f, true);
	private int kept;

	/**
	 * Opens a scan.
	 *
	 * @throws IOException where it is missing, damaged, no TIFF, or stored so that parts can't be read, in one sentence
	 */
	public ScanFile(Path file) throws IOException {
		this.file = file;
		reader = ImageFormat.tiffReader(file);
		in = new RandomAccessFile(file.toFile(), "r");
		// A stream of its own, which closes its file when nobody holds it any more.
		try (FileImageInputStream whole = new FileImageInputStream(file.toFile())) {
			reader.setInput(whole);
			width = reader.getWidth(0);
			height = reader.getHeight(0);
			tags = TIFFDirectory.createFromMetadata(reader.getImageMetadata(0));
			calibration = StoredScale.ofTiff(tags).pixel();
			if (!ExifOrientation.of(tags).isNone()) throw refused("must be turned (EXIF orientation)");
			if (TiffTags.pages(reader) > 1) throw refused("has several pages");
			boolean isTiled = TiffPart.isTiled(tags);
			int fileWidth = isTiled ? reader.getTileWidth(0) : width;
			int fileHeight = isTiled ? reader.getTileHeight(0) : Math.min(height, reader.getTileHeight(0));
			boolean isLarge = (long) fileWidth * fileHeight > PIECE * 4;
			if (isLarge && isCompressed()) throw refused("is compressed as a whole");
			if (isLarge && isTiled) throw refused("is stored in very large tiles");
			if (isLarge) fileHeight = (int) Math.max(1, PIECE / width);
			pieceWidth = fileWidth * Math.max(1, Math.min(512, width) / fileWidth);
			pieceHeight = fileHeight * (int) Math.max(1, Math.min(512, PIECE / pieceWidth) / fileHeight);
			parts = new TiffPart(in, tags, width, height, fileWidth, fileHeight);
			columns = (width - 1) / pieceWidth + 1;
			channels = piece(0).channels();
		}
		catch (IOException | RuntimeException e) {
			close();
			if (e instanceof UncheckedIOException unchecked) throw unchecked.getCause();
			if (e instanceof FileException) throw e;
			throw new IOException(file + " is damaged or cut short: copy or export it again.", e);
		}
	}

	private IOException refused(String how) {
		return new FileException(file, "has " + width + "x" + height + " pixels, which do not fit into memory, and " +
			how +
			", so that it cannot be read in parts: save it as a TIFF in tiles or without compression, or cut it into " +
			"parts.");
	}

	/** Whether rows cannot be told from each other by their bytes. */
	private boolean isCompressed() {
		TIFFField compression = tags.getTIFFField(BaselineTIFFTagSet.TAG_COMPRESSION);
		TIFFField colours = tags.getTIFFField(BaselineTIFFTagSet.TAG_PHOTOMETRIC_INTERPRETATION);
		return compression != null && compression.getAsInt(0) != BaselineTIFFTagSet.COMPRESSION_NONE ||
			colours != null && colours.getAsInt(0) == BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_Y_CB_CR;
	}

	@Override
	public int width() {
		return width;
	}

	@Override
	public int height() {
		return height;
	}

	@Override
	public int channels() {
		return channels;
	}

	/** The pixels' size. */
	public PixelCalibration calibration() {
		return calibration;
	}

	@Override
	public void read(int x, int y, int w, int h, float[] samples) {
		keep(h);
		float[] part = new float[0];
		for (int row = y / pieceHeight; row <= (y + h - 1) / pieceHeight; row++) {
			for (int column = x / pieceWidth; column <= (x + w - 1) / pieceWidth; column++) {
				PixelSource piece = piece(row * columns + column);
				Rectangle wanted = new Rectangle(x, y, w, h)
					.intersection(new Rectangle(column * pieceWidth, row * pieceHeight, piece.width(), piece.height()));
				int size = wanted.width * wanted.height;
				if (part.length < size * channels) part = new float[size * channels];
				piece.read(wanted.x - column * pieceWidth, wanted.y - row * pieceHeight, wanted.width,
					wanted.height, part);
				for (int channel = 0; channel < channels; channel++) {
					for (int r = 0; r < wanted.height; r++) {
						System.arraycopy(part, channel * size + r * wanted.width, samples,
							(channel * h + wanted.y - y + r) * w + wanted.x - x, wanted.width);
					}
				}
			}
		}
	}

	/** Lets go of what lies beyond rows of pieces that so many rows can touch. */
	private synchronized void keep(int rows) {
		kept = columns * ((rows + pieceHeight - 2) / pieceHeight + 1);
		for (Iterator<Integer> oldest = pieces.keySet().iterator(); pieces.size() > kept;) {
			oldest.next();
			oldest.remove();
		}
	}

	private synchronized PixelSource piece(int number) {
		return pieces.computeIfAbsent(number, missing -> {
			Rectangle place = new Rectangle(missing % columns * pieceWidth, missing / columns * pieceHeight, pieceWidth,
				pieceHeight)
				.intersection(new Rectangle(width, height));
			Photograph read;
			try {
				reader.setInput(parts.file(place));
				BufferedImage image = reader.read(0);
				read = PictureDecoder.photograph(List.of(image.getRaster()), image.getColorModel(),
					PictureDecoder.palette(image.getColorModel(), tags), calibration, ExifOrientation.NONE);
			}
			catch (IOException | RuntimeException e) {
				throw new UncheckedIOException(new FileException(file, "is damaged or cut short, or of a kind that " +
					"cannot be read in parts: export it again as grey or RGB.", e));
			}
			try {
				return read.requireNumbers().source();
			}
			catch (IllegalArgumentException e) {
				throw new UncheckedIOException(new FileException(file, "cannot be used. " + e.getMessage(), e));
			}
		});
	}

	@Override
	public void close() throws IOException {
		reader.dispose();
		in.close();
	}
}
