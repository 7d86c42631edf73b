// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/** The kinds of image files that Java decodes, and how they are opened. */
enum ImageFormat {

	PNG, JPEG, TIFF, BMP, GIF;

	/** Warnings of the JPEG decoder after which part of the picture is invented. */
	private static final Pattern LOSS = Pattern.compile("(?i)EOI|premature end|Huffman|restart|RST");
	private static final Pattern UNSUPPORTED = Pattern.compile("(?i)unsupported|not supported|Predictor");

	/** What is made of an open file. */
	interface Decoding<T> {

		T decode(ImageReader reader, ImageFormat format) throws IOException;
	}

	/** A file that may be sound, but that Java's reader can't decode. */
	static final class Unsupported extends IOException {

		private static final long serialVersionUID = 1L;

		Unsupported(String message, Throwable cause) {
			super(message, cause);
		}
	}

	/**
	 * Opens a file and decodes it.
	 *
	 * @throws FileException as {@code decoding} throws it
	 * @throws Unsupported where Java's reader does not know such a file
	 * @throws IOException where the file is missing, damaged, or none of these kinds, in one sentence that names it
	 */
	static <T> T open(Path file, Decoding<T> decoding) throws IOException {
		ImageFormat format = required(file);
		ImageReader reader = format.reader();
		List<String> warnings = new ArrayList<>();
		reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
		try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
			if (format == TIFF) TiffTags.requireLastPage(file);
			reader.setInput(in);
			T result = decoding.decode(reader, format);
			for (String warning : warnings) {
				if (LOSS.matcher(warning).find()) throw new IIOException(warning);
			}
			return result;
		}
		catch (FileException e) {
			throw e;
		}
		catch (IOException | RuntimeException e) {
			if (UNSUPPORTED.matcher(String.valueOf(e.getMessage())).find()) {
				throw new Unsupported(file + " is a " + format + " image of a rare kind that cannot be read: open it " +
					"in Fiji, and save it as TIFF or PNG.", e);
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

	/** What to say where memory ends. */
	static IOException tooLarge(Path file, OutOfMemoryError e) {
		return new IOException(file + " does not fit into memory: give Fiji more memory (Edit > Options > Memory & " +
			"Threads), or cut the image into parts.", e);
	}

	/** A reader of this file, which must be a TIFF. */
	static ImageReader tiffReader(Path file) throws IOException {
		if (required(file) != TIFF) {
			throw new IOException(file + " does not fit into memory: save it as a TIFF in tiles, or cut it " +
				"into parts.");
		}
		TiffTags.requireLastPage(file);
		return TIFF.reader();
	}

	/** Java's own reader, whatever others another plugin has brought. */
	ImageReader reader() throws IOException {
		Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(name());
		while (readers.hasNext()) {
			ImageReader reader = readers.next();
			if (reader.getClass().getModule() == ImageIO.class.getModule()) return reader;
		}
		throw new IOException("This Java cannot read " + this + " images: start Fiji with its own Java.");
	}

	/**
	 * The kind of a file by its first bytes.
	 *
	 * @return null where it is none of these
	 * @throws IOException where it is missing, empty, a folder or may not be read, in one sentence that names it
	 */
	static ImageFormat of(Path file) throws IOException {
		if (!Files.exists(file)) {
			throw new IOException("The file " + file + " does not exist: check its name and folder.");
		}
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
		if (magic.equals("89504e47")) return PNG;
		if (magic.startsWith("ffd8ff")) return JPEG;
		if (magic.equals("49492a00") || magic.equals("4d4d002a")) return TIFF;
		if (magic.startsWith("424d")) return BMP;
		if (magic.equals("47494638")) return GIF;
		return null;
	}

	private static ImageFormat required(Path file) throws IOException {
		ImageFormat kind = of(file);
		if (kind != null) return kind;
		throw new IOException(file + " is not a PNG, JPEG or TIFF image, despite its name: save it as one of these.");
	}
}
