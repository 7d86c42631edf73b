// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.ImageReader;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;

/**
 * How an image is turned from how its file stores it to how it is to be seen, as EXIF numbers it: 1 is as it is stored,
 * 2 mirrored, 3 turned by half, 4 both, 5 to 8 turned by a quarter as well.
 *
 * @param number 1 to 8
 */
record ExifOrientation(int number) {

	static final ExifOrientation NONE = new ExifOrientation(1);
	private static final int START_OF_SCAN = 0xda;
	private static final int APP1 = 0xe1;
	private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
	/** The largest EXIF of a PNG that is looked at. */
	private static final int LARGEST = 1 << 20;

	/** A number in a file that is not one of the eight means nothing. */
	private static ExifOrientation of(int number) {
		return number < 2 || number > 8 ? NONE : new ExifOrientation(number);
	}

	/** That of a page of a file. */
	static ExifOrientation of(Path file, ImageReader reader, ImageFormat format, int page)
		throws IOException
	{
		return switch (format) {
			case JPEG -> ofJpeg(file);
			case PNG -> ofPng(file);
			case TIFF -> of(TIFFDirectory.createFromMetadata(reader.getImageMetadata(page)));
			case BMP, GIF -> NONE;
		};
	}

	/** That of a TIFF. */
	static ExifOrientation of(TIFFDirectory tags) {
		TIFFField field = tags.getTIFFField(BaselineTIFFTagSet.TAG_ORIENTATION);
		return field == null ? NONE : of(field.getAsInt(0));
	}

	/** That of a JPEG; {@link #NONE} where it says nothing, or nothing that makes sense. */
	static ExifOrientation ofJpeg(Path file) throws IOException {
		try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
			in.readShort();
			while (in.readUnsignedByte() == 0xff) {
				int marker = in.readUnsignedByte();
				if (marker == START_OF_SCAN) return NONE;
				byte[] segment = in.readNBytes(Math.max(0, in.readUnsignedShort() - 2));
				if (marker == APP1 && segment.length > EXIF.length &&
					Arrays.equals(EXIF, Arrays.copyOf(segment, EXIF.length))) {
					return ofExif(ByteBuffer.wrap(segment, EXIF.length, segment.length - EXIF.length).slice());
				}
			}
		}
		catch (EOFException e) {
			// the decoder will say so
		}
		return NONE;
	}

	/** Likewise of a PNG, whose EXIF may stand behind the pixels. */
	static ExifOrientation ofPng(Path file) throws IOException {
		try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
			in.skipNBytes(8);
			while (true) {
				long length = in.readInt() & 0xffffffffL;
				int type = in.readInt();
				if (type == 0x65584966 && length <= LARGEST) {
					return ofExif(ByteBuffer.wrap(in.readNBytes((int) length)));
				}
				in.skipNBytes(length + 4);
			}
		}
		catch (EOFException e) {
			return NONE;
		}
	}

	private static ExifOrientation ofExif(ByteBuffer tiff) {
		try {
			tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
			tiff.position(tiff.getInt(4));
			int entries = tiff.getShort() & 0xffff;
			for (int i = 0; i < entries; i++, tiff.position(tiff.position() + 12)) {
				if ((tiff.getShort(tiff.position()) & 0xffff) == BaselineTIFFTagSet.TAG_ORIENTATION) {
					return of(tiff.getShort(tiff.position() + 8));
				}
			}
		}
		catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
			// Damaged: cameras' own programs ignore it, too.
		}
		return NONE;
	}

	/** Whether columns become rows. */
	boolean isQuarterTurn() {
		return number >= 5;
	}

	/** Whether the image is seen as it is stored. */
	boolean isNone() {
		return number == 1;
	}

	/**
	 * Where a pixel comes to lie, row by row: at {@code place[0] + x * place[1] + y * place[2]}.
	 *
	 * @param width columns as stored
	 * @param height rows as stored
	 */
	int[] place(int width, int height) {
		int turned = height;
		return switch (number) {
			case 2 -> new int[] { width - 1, -1, width };
			case 3 -> new int[] { width * height - 1, -1, -width };
			case 4 -> new int[] { width * (height - 1), 1, -width };
			case 5 -> new int[] { 0, turned, 1 };
			case 6 -> new int[] { turned - 1, turned, -1 };
			case 7 -> new int[] { width * height - 1, -turned, -1 };
			case 8 -> new int[] { turned * (width - 1), -turned, 1 };
			default -> new int[] { 0, 1, width };
		};
	}

	/** A small picture as it is to be seen. */
	BufferedImage applied(BufferedImage stored) {
		if (isNone()) return stored;
		int width = stored.getWidth();
		int height = stored.getHeight();
		int columns = isQuarterTurn() ? height : width;
		BufferedImage seen = new BufferedImage(columns, isQuarterTurn() ? width : height, BufferedImage.TYPE_INT_RGB);
		int[] place = place(width, height);
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				int i = place[0] + x * place[1] + y * place[2];
				seen.setRGB(i % columns, i / columns, stored.getRGB(x, y));
			}
		}
		return seen;
	}
}
