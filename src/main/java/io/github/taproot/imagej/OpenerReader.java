// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

import ij.IJ;
import ij.ImagePlus;
import ij.io.Opener;

import io.github.taproot.files.ForeignReader;
import io.github.taproot.image.Picture;

/** What ImageJ itself opens. */
public final class OpenerReader implements ForeignReader {

	/** What ImageJ opens as an image; JPEGs, BMPs and GIFs that Java can't decode are damaged. */
	private static final Set<Integer> OPENED = Set.of(Opener.TIFF, Opener.PNG, Opener.PGM, Opener.FITS, Opener.DICOM,
		Opener.TIFF_AND_DICOM);

	@Override
	public Picture read(Path file) throws IOException {
		Opener opener = new Opener();
		if (!OPENED.contains(opener.getFileType(file.toString()))) return null;
		return read(file, () -> opener.openImage(file.toString()), " is damaged or cut short: copy or export " +
			"it again.");
	}

	/** Whether ImageJ knows a file's kind, so that nobody else needs to be asked. */
	public static boolean isKnown(Path file) {
		return new Opener().getFileType(file.toString()) != Opener.UNKNOWN;
	}

	/** Opens an image without showing it. */
	@FunctionalInterface
	public interface Opening {

		/** @return null where the file is no image */
		ImagePlus open() throws IOException;
	}

	/**
	 * Reads an image that {@code opening} opens, without dialogs.
	 *
	 * @param failure what to say, behind the file's name, where that fails
	 * @return null where it opens none
	 * @throws IOException as {@code opening}, where it fails, or where the image cannot be used
	 */
	public static Picture read(Path file, Opening opening, String failure) throws IOException {
		ImagePlus image;
		IJ.redirectErrorMessages(true);
		try {
			image = opening.open();
		}
		catch (RuntimeException e) {
			throw new IOException(file + failure, e);
		}
		finally {
			IJ.redirectErrorMessages(false);
		}
		if (image == null) return null;
		try {
			return ImagePlusConversion.toPicture(image);
		}
		catch (IllegalArgumentException e) {
			throw new IOException(file + " cannot be used. " + e.getMessage(), e);
		}
		finally {
			image.flush();
		}
	}
}
