// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.PixelSource;

/**
 * A stitched scan and its mask, reduced so that they can be looked at; both are read in parts.
 *
 * @param photograph means of squares of {@link #factor} px; what is left over at the right and lower edges is missing
 * @param roots a pixel is root where any of those it stands for is, so that thin roots stay visible
 * @param factor columns and rows of the scan for one of the picture, at least 1
 * @param width columns of the scan
 * @param height rows of the scan
 */
public record ReducedScan(Photograph photograph, Mask roots, int factor, int width, int height) {

	/**
	 * Reads both files.
	 *
	 * @param mask of the scan's size, root above 0
	 * @param side columns or rows of the result, whichever are more, at least 1: so many or a few less
	 * @throws IOException where a file is missing, damaged or cannot be read in parts, or the sizes differ, in one
	 *           sentence that names it
	 */
	public static ReducedScan of(Path photograph, Path mask, int side) throws IOException {
		try (ScanFile scan = new ScanFile(photograph); ScanFile roots = new ScanFile(mask)) {
			if (scan.width() != roots.width() || scan.height() != roots.height()) {
				throw new IOException(mask + " does not have the size of its photograph: segment it again.");
			}
			int factor = Math.max(1, (Math.max(scan.width(), scan.height()) + side - 1) / side);
			factor = Math.min(factor, Math.min(scan.width(), scan.height()));
			int width = scan.width() / factor;
			int height = scan.height() / factor;
			float[] means = reduced(scan, factor, false);
			float[] any = reduced(roots, factor, true);
			byte[] pixels = new byte[width * height];
			for (int i = 0; i < pixels.length; i++) if (any[i] > 0) pixels[i] = Mask.ROOT;
			return new ReducedScan(Photograph.ofFloats(means, width, height, scan.channels(), PixelCalibration.PIXELS),
				new Mask(width, height, pixels), factor, scan.width(), scan.height());
		}
		catch (UncheckedIOException e) {
			throw e.getCause();
		}
	}

	/** Channel after channel, the means of squares or their largest values. */
	private static float[] reduced(PixelSource source, int factor, boolean isLargest) {
		int width = source.width() / factor;
		int height = source.height() / factor;
		int columns = width * factor;
		float[] rows = new float[columns * factor * source.channels()];
		float[] result = new float[width * height * source.channels()];
		for (int y = 0; y < height; y++) {
			source.read(0, y * factor, columns, factor, rows);
			for (int channel = 0; channel < source.channels(); channel++) {
				int to = (channel * height + y) * width;
				if (isLargest) Arrays.fill(result, to, to + width, Float.NEGATIVE_INFINITY);
				for (int row = 0; row < factor; row++) {
					int from = (channel * factor + row) * columns;
					for (int x = 0; x < columns; x++) {
						int i = to + x / factor;
						if (isLargest) result[i] = Math.max(result[i], rows[from + x]);
						else result[i] += rows[from + x] / (factor * factor);
					}
				}
			}
		}
		return result;
	}
}
