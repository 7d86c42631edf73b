package io.github.taproot.imagej;

import java.io.IOException;
import java.nio.file.Path;

import ij.ImagePlus;

/** Opens kinds of image files that neither Java nor ImageJ knows; found by {@link java.util.ServiceLoader}. */
public interface ForeignReader {

	/**
	 * Opens an image without showing it.
	 *
	 * @return null where the file is of none of its kinds
	 * @throws IOException with one sentence that names the file, where it holds several images
	 * @throws RuntimeException where its reader fails
	 */
	ImagePlus open(Path file) throws IOException;
}
