// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.nio.file.Path;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Photograph;

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

	/**
	 * Reads the annotation of a photograph, which may also be drawn as outlines.
	 *
	 * @param width columns of the photograph
	 * @param height rows of the photograph
	 * @return of the photograph's size where it is drawn as outlines; of the file's own size otherwise
	 * @throws IOException as {@link #readPhotograph}
	 */
	default Annotation readAnnotation(Path file, int width, int height) throws IOException {
		return readAnnotation(file);
	}

	/**
	 * How a file is stored otherwise than it is seen, so that programs that ignore its EXIF orientation show it turned.
	 */
	enum Turn {
		NONE,
		/** Turned by half, or mirrored: of the same size. */
		HALF,
		/** Turned by a quarter: columns are rows. */
		QUARTER
	}

	/** @throws IOException as {@link #readPhotograph} */
	default Turn turn(Path image) throws IOException {
		return Turn.NONE;
	}

	/** Extensions of annotations that are not images, in lower case. */
	default String[] outlines() {
		return new String[0];
	}

	/** The name of a file without folder and extension. */
	static String baseName(Path file) {
		String name = file.getFileName().toString();
		int dot = name.lastIndexOf('.');
		return dot < 0 ? name : name.substring(0, dot);
	}
}
