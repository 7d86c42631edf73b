// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.stream.FileImageInputStream;

/**
 * TIFF images of 16 bits whose samples are stored as differences from their left neighbours (predictor 2), as
 * ImageMagick and Photoshop write them with LZW and ZIP. Java's reader undoes differences of 8 bits only: here it reads
 * the differences as if they were samples, which are then added up.
 */
final class DifferencedTiff {

	private static final int HORIZONTAL = 2;
	/** Pages that a file may have. */
	private static final int MOST = 65_536;

	private DifferencedTiff() {}

	/** @param tags null for other kinds of files */
	static boolean isNeeded(TIFFDirectory tags) {
		return TiffTags.number(tags, BaselineTIFFTagSet.TAG_PREDICTOR, 1) == HORIZONTAL &&
			TiffTags.number(tags, BaselineTIFFTagSet.TAG_BITS_PER_SAMPLE, 1) == 16;
	}

	/**
	 * Reads an image.
	 *
	 * @param reader its input is another afterwards
	 * @throws IOException as the reader's
	 */
	static BufferedImage read(Path file, ImageReader reader, int page, TIFFDirectory tags) throws IOException {
		List<Long> places = predictors(file);
		BufferedImage image;
		try (WithoutPredictors in = new WithoutPredictors(file, places)) {
			reader.setInput(in);
			image = reader.read(page);
		}
		int tileWidth = (int) TiffTags.number(tags, BaselineTIFFTagSet.TAG_TILE_WIDTH, image.getWidth());
		addUp(image.getRaster(), tileWidth);
		return image;
	}

	/** Differences start again at each tile's left edge. */
	private static void addUp(WritableRaster raster, int tileWidth) {
		int width = raster.getWidth();
		int[] row = new int[width];
		for (int band = 0; band < raster.getNumBands(); band++) {
			for (int y = 0; y < raster.getHeight(); y++) {
				raster.getSamples(0, y, width, 1, band, row);
				for (int x = 1; x < width; x++) if (x % tileWidth != 0) row[x] = row[x] + row[x - 1] & 0xffff;
				raster.setSamples(0, y, width, 1, band, row);
			}
		}
	}

	/** Where in the file the low byte of each predictor's value is. */
	private static List<Long> predictors(Path file) throws IOException {
		List<Long> places = new ArrayList<>();
		try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
			boolean isLittle = in.read() == 'I';
			in.setByteOrder(isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
			in.seek(4);
			long directory = in.readUnsignedInt();
			for (int n = 0; directory != 0; n++) {
				if (n == MOST) throw new IIOException("too many pages");
				in.seek(directory);
				int entries = in.readUnsignedShort();
				for (int i = 0; i < entries; i++) {
					long entry = directory + 2 + 12L * i;
					in.seek(entry);
					if (in.readUnsignedShort() == BaselineTIFFTagSet.TAG_PREDICTOR) {
						places.add(entry + (isLittle ? 8 : 9));
					}
				}
				in.seek(directory + 2 + 12L * entries);
				directory = in.readUnsignedInt();
			}
		}
		return places;
	}

	/** A TIFF that says that it stores no differences. */
	private static final class WithoutPredictors extends FileImageInputStream {

		private static final byte NO_PREDICTOR = 1;
		private final List<Long> places;

		WithoutPredictors(Path file, List<Long> places) throws IOException {
			super(new RandomAccessFile(file.toFile(), "r"));
			this.places = places;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			long begin = getStreamPosition();
			int read = super.read(bytes, offset, length);
			for (long place : places) {
				if (place >= begin && place < begin + read) bytes[offset + (int) (place - begin)] = NO_PREDICTOR;
			}
			return read;
		}
	}
}
