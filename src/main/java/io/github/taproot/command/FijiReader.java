// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

import net.imglib2.RandomAccessibleInterval;

import org.scijava.Context;
import org.scijava.convert.ConvertService;
import org.scijava.io.IOPlugin;
import org.scijava.io.IOService;
import org.scijava.io.location.FileLocation;

import ij.IJ;
import ij.ImagePlus;

import io.github.taproot.files.ForeignReader;
import io.github.taproot.image.Picture;
import io.github.taproot.imagej.OpenerReader;

/**
 * Fiji's readers (SCIFIO, and through it Bio-Formats). ImageJ's own way to them, {@code HandleExtraFileTypes}, shows
 * the image in a window and returns nothing.
 */
public final class FijiReader implements ForeignReader {

	@Override
	public Picture read(Path file) throws IOException {
		if (OpenerReader.isKnown(file) || !isFiji()) return null;
		return OpenerReader.read(file,
			() -> IJ.runPlugIn(Context.class.getName(), "") instanceof Context context ? open(context, file) : null,
			" could not be opened by Fiji's reader for such files: save it as PNG, JPEG or TIFF in another program.");
	}

	/** Whether ImageJ hands over Fiji's context; plain ImageJ would make a new one. */
	private static boolean isFiji() {
		try {
			IJ.getClassLoader().loadClass("net.imagej.legacy.LegacyService");
			return true;
		}
		catch (ClassNotFoundException | LinkageError e) {
			return false;
		}
	}

	static ImagePlus open(Context context, Path file) throws IOException {
		FileLocation location = new FileLocation(file.toFile());
		IOPlugin<?> reader = context.service(IOService.class).getOpener(location);
		if (reader == null) return null;
		Object data;
		try {
			data = reader.open(location);
		}
		catch (IOException e) {
			throw new IllegalStateException(e);
		}
		// Texts and tables are opened, too.
		if (!(data instanceof RandomAccessibleInterval)) return null;
		int images = images(data);
		if (images > 1) {
			throw new IOException(file + " has " + images + " images, of which one was expected: open it in Fiji, " +
				"and save each image as its own TIFF.");
		}
		return context.service(ConvertService.class).convert(data, ImagePlus.class);
	}

	/** How many images lie in the file of SCIFIO's image, without smaller copies; 1 for an image of another origin. */
	private static int images(Object data) {
		try {
			Object image = call(data, "getImgPlus");
			int images = 0;
			for (Object each : (Collection<?>) call(call(image, "getMetadata"), "getAll")) {
				if (!Boolean.TRUE.equals(call(each, "isThumbnail"))) images++;
			}
			return images;
		}
		catch (ReflectiveOperationException e) {
			return 1;
		}
	}

	private static Object call(Object object, String method) throws ReflectiveOperationException {
		return object.getClass().getMethod(method).invoke(object);
	}
}
