// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;

import io.github.taproot.image.Mask;
import io.github.taproot.image.RootMarks;

/** Small pictures of photographs and of what was found in them, decoded with little memory. */
public final class Thumbnail {

	private Thumbnail() {}

	/**
	 * A small picture, with roots in magenta; a pixel of it is root where any of those it stands for is, so that thin
	 * roots stay visible.
	 *
	 * @param mask of the photograph's size, a TIFF where both are scans to be read in parts; null for none
	 * @param side columns or rows of the picture, whichever are more; those of a smaller photograph stay as they are
	 * @throws IOException where a file is missing or damaged, or the sizes differ, in one sentence that names it
	 */
	public static BufferedImage of(Path photograph, Path mask, int side) throws IOException {
		if (mask != null && mask.toString().endsWith(".tif")) return ofScan(ReducedScan.of(photograph, mask, side));
		BufferedImage small = small(displayed(ImageFiles.subsampled(photograph, 2 * side)), side);
		if (mask == null) return small;
		Mask roots = new ImageFiles(RootMarks.WRITTEN).readMask(mask).mask();
		double ratio = (double) roots.width() / roots.height() * small.getHeight() / small.getWidth();
		if (Math.abs(ratio - 1) > 0.05) {
			throw new IOException(mask + " is not of the shape of its photograph: segment it again.");
		}
		for (int y = 0; y < roots.height(); y++) {
			for (int x = 0; x < roots.width(); x++) {
				if (roots.isRoot(x, y)) {
					small.setRGB(x * small.getWidth() / roots.width(), y * small.getHeight() / roots.height(),
						ResultFiles.ROOT_COLOUR);
				}
			}
		}
		return small;
	}

	private static BufferedImage ofScan(ReducedScan scan) {
		int width = scan.roots().width();
		int height = scan.roots().height();
		int[] colours = ResultFiles.displayed(scan.photograph());
		for (int i = 0; i < colours.length; i++) {
			if (scan.roots().isRoot(i % width, i / width)) colours[i] = ResultFiles.ROOT_COLOUR;
		}
		BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		picture.setRGB(0, 0, width, height, colours, 0, width);
		return picture;
	}

	/** Samples of more than 8 bits from black to white, since few use their whole range. */
	private static BufferedImage displayed(BufferedImage image) {
		Raster raster = image.getRaster();
		if (raster.getTransferType() == DataBuffer.TYPE_BYTE || raster.getTransferType() == DataBuffer.TYPE_INT ||
			image.getColorModel() instanceof IndexColorModel) return image;
		int width = image.getWidth();
		int height = image.getHeight();
		int channels = raster.getNumBands() < 3 ? 1 : 3;
		float[][] planes = new float[channels][];
		float min = Float.POSITIVE_INFINITY;
		float max = Float.NEGATIVE_INFINITY;
		for (int c = 0; c < channels; c++) {
			planes[c] = raster.getSamples(0, 0, width, height, c, (float[]) null);
			for (float value : planes[c]) {
				if (value < min) min = value;
				if (value > max) max = value;
			}
		}
		float scale = max > min ? 255 / (max - min) : 0;
		BufferedImage shown = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		for (int i = 0; i < width * height; i++) {
			int rgb = 0;
			for (int c = 0; c < 3; c++) rgb = rgb << 8 | Math.round((planes[c % channels][i] - min) * scale);
			shown.setRGB(i % width, i / width, rgb);
		}
		return shown;
	}

	private static BufferedImage small(BufferedImage image, int side) {
		double scale = Math.min(1, (double) side / Math.max(image.getWidth(), image.getHeight()));
		int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
		int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
		BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D g = small.createGraphics();
		g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		g.drawImage(image, 0, 0, width, height, null);
		g.dispose();
		return small;
	}
}
