package io.github.taproot.image;

import java.io.IOException;
import java.nio.file.Path;

/** Reads photographs and annotations from files. Any number of threads may call it. */
public interface ImageReader {

	/**
	 * Reads a photograph: PNG, JPEG or TIFF, 8 or 16 bits, grey, RGB or RGBA (transparency is ignored).
	 *
	 * @throws IOException where the file is missing, unreadable, truncated or of another kind, with one sentence that
	 *           names the file and what to do
	 */
	Photograph readPhotograph(Path file) throws IOException;

	/**
	 * Reads an annotation. A file with transparency is read as RootPainter paints it: red is root, green is soil,
	 * transparent is unknown. In any other, every value above 0 is root and the rest is soil
	 * (in a JPEG, which blurs, from 128).
	 *
	 * @throws IOException as {@link #readPhotograph}
	 */
	Annotation readAnnotation(Path file) throws IOException;

	/** The name of a file without folder and extension. */
	static String baseName(Path file) {
		String name = file.getFileName().toString();
		int dot = name.lastIndexOf('.');
		return dot < 0 ? name : name.substring(0, dot);
	}
}
