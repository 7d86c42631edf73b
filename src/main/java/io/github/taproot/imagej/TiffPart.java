package io.github.taproot.imagej;

import java.awt.Rectangle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;

/**
 * A part of a TIFF as a TIFF of its own, in memory: the tiles or strips are copied as they are. Java reads no part of an
 * image of more than 2^31 pixels, but this.
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
		isTiled = tags.containsTIFFField(BaselineTIFFTagSet.TAG_TILE_OFFSETS);
		rowsPerStrip = (int) Math.min(height, number(BaselineTIFFTagSet.TAG_ROWS_PER_STRIP, height));
		if (rowsPerStrip < 1) throw new IOException("Its strips have no rows.");
		boolean isPlanar = number(BaselineTIFFTagSet.TAG_PLANAR_CONFIGURATION, 1) == 2;
		planes = isPlanar ? (int) number(BaselineTIFFTagSet.TAG_SAMPLES_PER_PIXEL, 1) : 1;
	}

	private long number(int tag, long usual) {
		TIFFField field = tags.getTIFFField(tag);
		return field == null ? usual : field.getAsLong(0);
	}

	/**
	 * A part as a file.
	 *
	 * @param place begins where a tile or strip does, and ends where one or the image does
	 * @throws IOException where the file is too short for it, or its tags make no sense
	 */
	byte[] bytes(Rectangle place) throws IOException {
		List<byte[]> pieces = new ArrayList<>();
		int across = (width - 1) / pieceWidth + 1;
		int down = (height - 1) / pieceHeight + 1;
		long all = 0;
		for (int plane = 0; plane < planes; plane++) {
			for (int row = place.y / pieceHeight; row * (long) pieceHeight < place.y + place.height; row++) {
				for (int column = place.x / pieceWidth; column * (long) pieceWidth < place.x + place.width; column++) {
					pieces.add(piece(plane, row, (plane * down + row) * across + column));
					all += pieces.get(pieces.size() - 1).length;
					if (all > MOST_BYTES) throw new IOException("Its pieces are too large.");
				}
			}
		}
		return file(place, pieces);
	}

	private byte[] piece(int plane, int row, int index) throws IOException {
		TIFFField offsets =
			tags.getTIFFField(isTiled ? BaselineTIFFTagSet.TAG_TILE_OFFSETS : BaselineTIFFTagSet.TAG_STRIP_OFFSETS);
		if (!isTiled && rowsPerStrip > pieceHeight) return rows(offsets, plane, row * pieceHeight);
		TIFFField counts =
			tags.getTIFFField(isTiled ? BaselineTIFFTagSet.TAG_TILE_BYTE_COUNTS : BaselineTIFFTagSet.TAG_STRIP_BYTE_COUNTS);
		long count = counts.getAsLong(index);
		if (count < 0 || count > MOST_BYTES) throw new IOException("Its pieces are too large.");
		byte[] bytes = new byte[(int) count];
		read(offsets.getAsLong(index), bytes, 0, bytes.length);
		return bytes;
	}

	/** A piece's rows out of larger strips, which are not compressed. */
	private byte[] rows(TIFFField offsets, int plane, int firstRow) throws IOException {
		long bits = 0;
		TIFFField samples = tags.getTIFFField(BaselineTIFFTagSet.TAG_BITS_PER_SAMPLE);
		for (int i = 0; samples != null && i < samples.getCount(); i++) bits += samples.getAsLong(i);
		long rowBytes = (Math.max(1, bits) / planes * width + 7) / 8;
		int rows = Math.min(pieceHeight, height - firstRow);
		if (rowBytes * rows > MOST_BYTES) throw new IOException("Its rows are too large.");
		byte[] bytes = new byte[(int) (rowBytes * rows)];
		int strips = (height - 1) / rowsPerStrip + 1;
		for (int row = 0; row < rows;) {
			int within = (firstRow + row) % rowsPerStrip;
			int n = Math.min(rows - row, rowsPerStrip - within);
			read(offsets.getAsLong(plane * strips + (firstRow + row) / rowsPerStrip) + within * rowBytes, bytes,
				(int) (row * rowBytes), (int) (n * rowBytes));
			row += n;
		}
		return bytes;
	}

	private void read(long offset, byte[] bytes, int from, int count) throws IOException {
		if (offset < 0 || offset + count > file.length()) throw new IOException("A piece lies outside the file.");
		file.seek(offset);
		file.readFully(bytes, from, count);
	}

	private byte[] file(Rectangle place, List<byte[]> pieces) throws IOException {
		SortedMap<Integer, TIFFField> fields = new TreeMap<>();
		for (int tag : COPIED) if (tags.containsTIFFField(tag)) fields.put(tag, tags.getTIFFField(tag));
		put(fields, BaselineTIFFTagSet.TAG_IMAGE_WIDTH, place.width);
		put(fields, BaselineTIFFTagSet.TAG_IMAGE_LENGTH, place.height);
		if (isTiled) {
			put(fields, BaselineTIFFTagSet.TAG_TILE_WIDTH, pieceWidth);
			put(fields, BaselineTIFFTagSet.TAG_TILE_LENGTH, pieceHeight);
		}
		else put(fields, BaselineTIFFTagSet.TAG_ROWS_PER_STRIP, pieceHeight);
		long[] offsets = new long[pieces.size()];
		long[] counts = new long[pieces.size()];
		ByteArrayOutputStream data = new ByteArrayOutputStream();
		data.write(new byte[8]);
		for (int i = 0; i < offsets.length; i++) {
			offsets[i] = data.size();
			counts[i] = pieces.get(i).length;
			data.write(pieces.get(i));
		}
		put(fields, isTiled ? BaselineTIFFTagSet.TAG_TILE_OFFSETS : BaselineTIFFTagSet.TAG_STRIP_OFFSETS, offsets);
		put(fields, isTiled ? BaselineTIFFTagSet.TAG_TILE_BYTE_COUNTS : BaselineTIFFTagSet.TAG_STRIP_BYTE_COUNTS, counts);

		ByteBuffer directory = ByteBuffer.allocate(2 + 12 * fields.size() + 4).order(order);
		directory.putShort((short) fields.size());
		for (TIFFField field : fields.values()) {
			byte[] values = values(field);
			directory.putShort((short) field.getTagNumber()).putShort((short) field.getType()).putInt(field.getCount());
			if (values.length <= 4) directory.put(Arrays.copyOf(values, 4));
			else {
				directory.putInt(data.size());
				data.write(values);
			}
		}
		int at = data.size();
		data.write(directory.array());
		byte[] file = data.toByteArray();
		ByteBuffer.wrap(file).order(order).put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M'))
			.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')).putShort((short) 42).putInt(at);
		return file;
	}

	private static void put(SortedMap<Integer, TIFFField> fields, int tag, long... values) {
		fields.put(tag, new TIFFField(BaselineTIFFTagSet.getInstance().getTag(tag), TIFFTag.TIFF_LONG, values.length, values));
	}

	private byte[] values(TIFFField field) throws IOException {
		int count = field.getCount();
		ByteBuffer bytes = ByteBuffer.allocate(8 * count).order(order);
		for (int i = 0; i < count; i++) {
			switch (field.getType()) {
				case TIFFTag.TIFF_BYTE, TIFFTag.TIFF_UNDEFINED -> bytes.put((byte) field.getAsInt(i));
				case TIFFTag.TIFF_SHORT -> bytes.putShort((short) field.getAsInt(i));
				case TIFFTag.TIFF_LONG -> bytes.putInt((int) field.getAsLong(i));
				case TIFFTag.TIFF_RATIONAL -> bytes.putInt((int) field.getAsRational(i)[0]).putInt((int) field.getAsRational(i)[1]);
				default -> throw new IOException("The tag " + field.getTagNumber() + " is of a rare type.");
			}
		}
		return Arrays.copyOf(bytes.array(), bytes.position());
	}
}
