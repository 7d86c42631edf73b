// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.awt.Rectangle;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A part of a TIFF as a TIFF of its own, in memory: the tiles or strips are copied as they are. Java reads no part of
 * an image of more than 2^31 pixels, but this.
 */
final class TiffPart {

	/** Tags that tell how pixels are stored, all but sizes and places. */
	private static final int[] COPIED = { BaselineTIFFTagSet.TAG_BITS_PER_SAMPLE, BaselineTIFFTagSet.TAG_COMPRESSION,
		BaselineTIFFTagSet.TAG_PHOTOMETRIC_INTERPRETATION, BaselineTIFFTagSet.TAG_FILL_ORDER,
		BaselineTIFFTagSet.TAG_SAMPLES_PER_PIXEL, BaselineTIFFTagSet.TAG_PLANAR_CONFIGURATION,
		BaselineTIFFTagSet.TAG_T4_OPTIONS, BaselineTIFFTagSet.TAG_T6_OPTIONS, BaselineTIFFTagSet.TAG_PREDICTOR,
		BaselineTIFFTagSet.TAG_COLOR_MAP, BaselineTIFFTagSet.TAG_EXTRA_SAMPLES, BaselineTIFFTagSet.TAG_SAMPLE_FORMAT,
		BaselineTIFFTagSet.TAG_JPEG_TABLES, BaselineTIFFTagSet.TAG_Y_CB_CR_COEFFICIENTS,
		BaselineTIFFTagSet.TAG_Y_CB_CR_SUBSAMPLING, BaselineTIFFTagSet.TAG_Y_CB_CR_POSITIONING,
		BaselineTIFFTagSet.TAG_REFERENCE_BLACK_WHITE };
	/** No piece of a file that anybody made is larger. */
	private static final long MOST_BYTES = 1 << 27;

	private final RandomAccessFile file;
	private final ByteOrder order;
	private final TIFFDirectory tags;
	private final int width;
	private final int height;
	private final boolean isTiled;
	private final int rowsPerStrip;
	private final int pieceWidth;
	private final int pieceHeight;
	private final int planes;

	/**
	 * @param file remains the caller's to close
	 * @param tags of its image
	 * @param pieceWidth columns of a tile, or of the image where it is stored in strips
	 * @param pieceHeight rows of a tile or strip; fewer where strips are large and not compressed
	 */
	TiffPart(RandomAccessFile file, TIFFDirectory tags, int width, int height, int pieceWidth, int pieceHeight)
		throws IOException
	{
		this.file = file;
		this.tags = tags;
		this.width = width;
		this.height = height;
		this.pieceWidth = pieceWidth;
		this.pieceHeight = pieceHeight;
		file.seek(0);
		order = file.read() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
		isTiled = isTiled(tags);
		rowsPerStrip = (int) Math.min(height, number(BaselineTIFFTagSet.TAG_ROWS_PER_STRIP, height));
		if (rowsPerStrip < 1) throw new IOException("Its strips have no rows.");
		boolean isPlanar = number(BaselineTIFFTagSet.TAG_PLANAR_CONFIGURATION, 1) == 2;
		planes = isPlanar ? (int) number(BaselineTIFFTagSet.TAG_SAMPLES_PER_PIXEL, 1) : 1;
	}

	/** Whether an image is stored in tiles, not in strips. */
	static boolean isTiled(TIFFDirectory tags) {
		return tags.containsTIFFField(BaselineTIFFTagSet.TAG_TILE_WIDTH);
	}

	private long number(int tag, long usual) {
		TIFFField field = tags.getTIFFField(tag);
		return field == null ? usual : field.getAsLong(0);
	}

	/**
	 * A part as a file.
	 *
	 * @param place begins where a tile or strip does, and ends where one or the image does
	 * @return at its begin; holds no more than memory
	 * @throws IOException where the file is too short for it, or its tags make no sense
	 */
	ImageInputStream file(Rectangle place) throws IOException {
		int across = (width - 1) / pieceWidth + 1;
		int down = (height - 1) / pieceHeight + 1;
		List<long[]> pieces = new ArrayList<>();
		MemoryCacheImageOutputStream part = new MemoryCacheImageOutputStream(OutputStream.nullOutputStream());
		part.setByteOrder(order);
		part.writeShort(order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4d4d);
		part.writeShort(42);
		part.writeInt(0);
		for (int plane = 0; plane < planes; plane++) {
			for (int row = place.y / pieceHeight; row * (long) pieceHeight < place.y + place.height; row++) {
				for (int column = place.x / pieceWidth; column * (long) pieceWidth < place.x + place.width; column++) {
					byte[] piece = piece(plane, row, (plane * down + row) * across + column);
					pieces.add(new long[] { part.getStreamPosition(), piece.length });
					part.write(piece);
					if (part.length() > MOST_BYTES) throw new IOException("Its pieces are too large.");
				}
			}
		}
		int directory = (int) part.length();
		writeDirectory(part, place, pieces);
		part.seek(4);
		part.writeInt(directory);
		part.seek(0);
		return part;
	}

	private byte[] piece(int plane, int row, int index) throws IOException {
		TIFFField offsets =
			tags.getTIFFField(isTiled ? BaselineTIFFTagSet.TAG_TILE_OFFSETS : BaselineTIFFTagSet.TAG_STRIP_OFFSETS);
		if (!isTiled && rowsPerStrip > pieceHeight) return rows(offsets, plane, row * pieceHeight);
		TIFFField counts =
			tags.getTIFFField(isTiled ? BaselineTIFFTagSet.TAG_TILE_BYTE_COUNTS :
			BaselineTIFFTagSet.TAG_STRIP_BYTE_COUNTS);
		return read(offsets.getAsLong(index), counts.getAsLong(index));
	}

	/** A piece's rows out of strips that are not compressed. */
	private byte[] rows(TIFFField offsets, int plane, int firstRow) throws IOException {
		long bits = number(BaselineTIFFTagSet.TAG_BITS_PER_SAMPLE, 1) *
			(planes > 1 ? 1 : number(BaselineTIFFTagSet.TAG_SAMPLES_PER_PIXEL, 1));
		long rowBytes = (bits * width + 7) / 8;
		int rows = Math.min(pieceHeight, height - firstRow);
		byte[] bytes = new byte[size(rowBytes * rows)];
		int strips = (height - 1) / rowsPerStrip + 1;
		for (int row = 0; row < rows;) {
			int within = (firstRow + row) % rowsPerStrip;
			int n = Math.min(rows - row, rowsPerStrip - within);
			int strip = plane * strips + (firstRow + row) / rowsPerStrip;
			byte[] read = read(offsets.getAsLong(strip) + within * rowBytes, n * rowBytes);
			System.arraycopy(read, 0, bytes, (int) (row * rowBytes), read.length);
			row += n;
		}
		return bytes;
	}

	private static int size(long bytes) throws IOException {
		if (bytes < 0 || bytes > MOST_BYTES) throw new IOException("Its pieces are too large.");
		return (int) bytes;
	}

	private byte[] read(long offset, long count) throws IOException {
		byte[] bytes = new byte[size(count)];
		if (offset < 0 || offset + count > file.length()) throw new IOException("A piece lies outside the file.");
		file.seek(offset);
		file.readFully(bytes);
		return bytes;
	}

	/** @param pieces offset and length of each */
	private void writeDirectory(ImageOutputStream part, Rectangle place, List<long[]> pieces) throws IOException {
		SortedMap<Integer, TIFFField> fields = new TreeMap<>();
		for (int tag : COPIED) if (tags.containsTIFFField(tag)) fields.put(tag, tags.getTIFFField(tag));
		put(fields, BaselineTIFFTagSet.TAG_IMAGE_WIDTH, place.width);
		put(fields, BaselineTIFFTagSet.TAG_IMAGE_LENGTH, place.height);
		if (isTiled) {
			put(fields, BaselineTIFFTagSet.TAG_TILE_WIDTH, pieceWidth);
			put(fields, BaselineTIFFTagSet.TAG_TILE_LENGTH, pieceHeight);
		}
		else put(fields, BaselineTIFFTagSet.TAG_ROWS_PER_STRIP, pieceHeight);
		put(fields, isTiled ? BaselineTIFFTagSet.TAG_TILE_OFFSETS : BaselineTIFFTagSet.TAG_STRIP_OFFSETS,
			pieces.stream().mapToLong(piece -> piece[0]).toArray());
		put(fields, isTiled ? BaselineTIFFTagSet.TAG_TILE_BYTE_COUNTS : BaselineTIFFTagSet.TAG_STRIP_BYTE_COUNTS,
			pieces.stream().mapToLong(piece -> piece[1]).toArray());

		long entry = part.getStreamPosition() + 2;
		long values = entry + 12 * fields.size() + 4;
		part.writeShort(fields.size());
		for (TIFFField field : fields.values()) {
			part.seek(entry);
			part.writeShort(field.getTagNumber());
			part.writeShort(field.getType());
			part.writeInt(field.getCount());
			long size = (long) field.getCount() * TIFFTag.getSizeOfType(field.getType());
			if (size > 4) {
				part.writeInt((int) values);
				part.seek(values);
				values += size;
			}
			write(field, part);
			entry += 12;
		}
		part.seek(entry);
		part.writeInt(0);
	}

	private static void put(SortedMap<Integer, TIFFField> fields, int tag, long... values) {
		fields.put(tag, new TIFFField(BaselineTIFFTagSet.getInstance().getTag(tag), TIFFTag.TIFF_LONG,
			values.length, values));
	}

	private static void write(TIFFField field, ImageOutputStream part) throws IOException {
		for (int i = 0; i < field.getCount(); i++) {
			switch (field.getType()) {
				case TIFFTag.TIFF_BYTE, TIFFTag.TIFF_UNDEFINED -> part.write(field.getAsInt(i));
				case TIFFTag.TIFF_SHORT -> part.writeShort(field.getAsInt(i));
				case TIFFTag.TIFF_LONG -> part.writeInt((int) field.getAsLong(i));
				case TIFFTag.TIFF_RATIONAL -> {
					part.writeInt((int) field.getAsRational(i)[0]);
					part.writeInt((int) field.getAsRational(i)[1]);
				}
				default -> throw new IOException("The tag " + field.getTagNumber() + " is of a rare type.");
			}
		}
	}
}
