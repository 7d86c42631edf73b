// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.Rectangle;

import ij.ImagePlus;
import ij.gui.ImageCanvas;

/**
 * The part of an image that a preview is made of.
 *
 * @param bounds in the image, at least one pixel
 * @param isLimited whether more was selected or visible than is quickly segmented
 */
record PreviewRegion(Rectangle bounds, boolean isLimited) {

	/** Columns and rows that are segmented within some seconds. */
	static final int LARGEST = 1500;

	/** The selection's bounds, or what is visible where there is no selection or it lies outside. */
	static PreviewRegion of(ImagePlus image) {
		Rectangle all = new Rectangle(image.getWidth(), image.getHeight());
		Rectangle selected = image.getRoi() == null ? new Rectangle() : image.getRoi().getBounds().intersection(all);
		ImageCanvas canvas = image.getCanvas();
		Rectangle visible = canvas == null ? all : canvas.getSrcRect().intersection(all);
		return limited(selected.width > 1 && selected.height > 1 ? selected : visible.isEmpty() ? all : visible);
	}

	/** The region, or the middle of it where it is too large. */
	static PreviewRegion limited(Rectangle region) {
		int width = Math.min(LARGEST, region.width);
		int height = Math.min(LARGEST, region.height);
		Rectangle bounds = new Rectangle(region.x + (region.width - width) / 2, region.y + (region.height - height) / 2,
			width, height);
		return new PreviewRegion(bounds, !bounds.equals(region));
	}

	/** The region with what a network sees around it, as far as the image goes. */
	Rectangle withContext(int context, int imageWidth, int imageHeight) {
		Rectangle wide = new Rectangle(bounds);
		wide.grow(context, context);
		return wide.intersection(new Rectangle(imageWidth, imageHeight));
	}
}
