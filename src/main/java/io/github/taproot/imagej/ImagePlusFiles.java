package io.github.taproot.imagej;

import java.io.IOException;
import java.nio.file.Path;

import ij.ImagePlus;

import io.github.taproot.files.ImageFiles;

/** Files as ImageJ's images. */
public final class ImagePlusFiles {

	private ImagePlusFiles() {}

	/**
	 * Opens an image, for a command that is run without windows, with the pixels and the scale that folders of files have.
	 *
	 * @return not shown; named as the file
	 * @throws IOException as {@link ImageFiles#read}
	 */
	public static ImagePlus open(Path file) throws IOException {
		return ImagePlusConversion.toImagePlus(file.getFileName().toString(), ImageFiles.read(file));
	}
}
