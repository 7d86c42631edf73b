// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;

import javax.imageio.ImageReader;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.FileImageInputStream;

/** What the tags of a TIFF say. */
final class TiffTags {

	private TiffTags() {}

	/**
	 * A number that a tag has.
	 *
	 * @param tags null for other kinds of files
	 * @param otherwise where the tag is missing
	 */
	static double number(TIFFDirectory tags, int tag, double otherwise) {
		TIFFField field = tags == null ? null : tags.getTIFFField(tag);
		return field == null ? otherwise : field.getAsDouble(0);
	}

	/** What ImageJ says of a TIFF that it wrote; empty for every other file. */
	static Properties imagej(TIFFDirectory tags) throws IOException {
		Properties properties = new Properties();
		TIFFField description = tags == null ? null : tags.getTIFFField(BaselineTIFFTagSet.TAG_IMAGE_DESCRIPTION);
		if (description != null && description.getValueAsString(0).startsWith("ImageJ=")) {
			properties.load(new StringReader(description.getValueAsString(0)));
		}
		return properties;
	}

	/** How many pages a TIFF has, without previews. */
	static int pages(ImageReader reader) throws IOException {
		int pages = 0;
		int all = reader.getNumImages(true);
		for (int page = 0; page < all; page++) {
			TIFFDirectory tags = TIFFDirectory.createFromMetadata(reader.getImageMetadata(page));
			// The lowest bit is that of a smaller copy.
			if (((int) number(tags, BaselineTIFFTagSet.TAG_NEW_SUBFILE_TYPE, 0) & 1) == 0 || page == 0) pages++;
		}
		return pages;
	}

	/** Whether ImageJ saved three channels of one image as pages. */
	static boolean isChannels(ImageReader reader) throws IOException {
		if (pages(reader) != 3) return false;
		TIFFDirectory tags = TIFFDirectory.createFromMetadata(reader.getImageMetadata(0));
		return "3".equals(imagej(tags).getProperty("channels"));
	}

	/**
	 * Refuses a file whose list of pages runs in a circle: Java's reader would count them for ever.
	 *
	 * @throws IOException also where the file can't be read
	 */
	static void requireLastPage(Path file) throws IOException {
		Set<Long> seen = new HashSet<>();
		try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
			in.setByteOrder(in.read() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
			in.seek(4);
			for (long page = in.readUnsignedInt(); page != 0; page = in.readUnsignedInt()) {
				if (!seen.add(page)) {
					throw new FileException(file, "is damaged: its list of pages has no end. Copy or export it again.");
				}
				in.seek(page);
				in.seek(page + 2 + 12L * in.readUnsignedShort());
			}
		}
		catch (EOFException e) {
			// The reader says so, where the page is needed.
		}
	}
}
