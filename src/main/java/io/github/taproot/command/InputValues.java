// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

import org.scijava.module.ModuleItem;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Line;

import io.github.taproot.image.PixelCalibration;

/** What the values of inputs mean; wrong ones are refused with an IllegalArgumentException that names the input. */
final class InputValues {

	/** The key of the input that divides a folder. */
	static final String PART = "part";

	/** Mm; what is larger is of another unit. */
	private static final int LARGEST_PIXEL = 10;

	/** Of a shorter line an error of one pixel is 5 % and more. */
	private static final int SHORTEST_LINE = 20;

	private InputValues() {}

	/** Services are filled in by the context. */
	static boolean isKey(ModuleItem<?> item) {
		Class<?> type = item.getType();
		return type.isPrimitive() || type == String.class || type == File.class || type == ImagePlus.class;
	}

	/** A folder or file that must be given. */
	static Path path(File file, String key, String what) {
		if (file == null || file.getPath().isBlank()) {
			throw new IllegalArgumentException("Choose " + what + " (" + key + "=...).");
		}
		return file.toPath();
	}

	/**
	 * A folder or file that need not be given, without blanks around it and the quotes of Windows' "Copy as path".
	 *
	 * @return null where there is nothing else in it
	 */
	static Path optionalPath(File file, String key) {
		String path = file == null ? "" : file.getPath().strip().replaceAll("^\"|\"$", "").strip();
		try {
			return path.isEmpty() ? null : Path.of(path);
		}
		catch (InvalidPathException e) {
			throw new IllegalArgumentException("The parameter " + key + " must be a path, but is \"" + file + "\".", e);
		}
	}

	/** Square pixels of this side in mm; null for 0, which stands for a scale from elsewhere. */
	static PixelCalibration pixelSize(double millimetres) {
		if (millimetres == 0) return null;
		if (!(millimetres > 0 && millimetres <= LARGEST_PIXEL)) {
			throw new IllegalArgumentException("The pixel size must be above 0 and at most " + LARGEST_PIXEL +
				" mm (or 0 for the image's own), but is " + millimetres + ": give the side of a pixel in mm, not in " +
				"micrometres, nor pixels in an inch.");
		}
		return PixelCalibration.millimetres(millimetres);
	}

	/**
	 * The scale by a straight line that somebody drew on the image shown, over something of known length.
	 *
	 * @param millimetres how long that is; 0 for no line
	 * @return null for 0
	 */
	static PixelCalibration lineScale(double millimetres) {
		if (millimetres == 0) return null;
		ImagePlus image = WindowManager.getCurrentImage();
		if (image == null || !(image.getRoi() instanceof Line line)) {
			throw new IllegalArgumentException("There is no line to measure by: open a photograph, draw a straight " +
				"line with the line tool over something whose length you know, and try again.");
		}
		double pixels = Math.hypot(line.x2d - line.x1d, line.y2d - line.y1d);
		if (!(millimetres > 0) || pixels < SHORTEST_LINE) {
			throw new IllegalArgumentException("The line must be at least " + SHORTEST_LINE +
				" px long and stand for more than 0 mm, but is " + Math.round(pixels) + " px and " + millimetres +
				" mm: draw a longer one.");
		}
		return pixelSize(millimetres / pixels);
	}

	/** One of a parameter's choices, in any case, with hyphens where the constant has underscores. */
	static <E extends Enum<E>> E choice(Class<E> type, String text, String key) {
		for (E value : type.getEnumConstants()) if (value.name().replace('_', '-').equalsIgnoreCase(text)) return value;
		StringBuilder allowed = new StringBuilder();
		for (E value : type.getEnumConstants()) {
			allowed.append(allowed.isEmpty() ? "" : ", ")
				.append(value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
		}
		throw new IllegalArgumentException("The parameter " + key + " must be one of " + allowed + ", but is \"" +
			text + "\".");
	}
}
