// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Components;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.RootSegmenter;
import io.github.taproot.segmentation.Threshold;

/**
 * The probabilities of a region, to be cut at one threshold after the other. Immutable; any thread may use it.
 *
 * @param region where it lies
 * @param probability (x, y), of the region's size
 */
record Preview(PreviewRegion region, RandomAccessibleInterval<FloatType> probability) {

	/** Pixels around an output of the network that it sees: half of 572 less 388. */
	private static final int CONTEXT = 92;
	private static final int OUTLINE = 0xffff00ff;
	private static final int FILL = 0x60ff00ff;
	private static final int FRAME = 0xa0ffffff;

	/**
	 * What is root at a setting.
	 *
	 * @param picture of the region, transparent where there is no root
	 * @param components pieces of root, connected at sides or corners
	 * @param share of the region that is root, 0 to 1
	 */
	record Found(BufferedImage picture, int components, double share) {}

	/** Segments a region with what is around it; once, as long as that takes. */
	static Preview of(Photograph photograph, PreviewRegion region, RootSegmenter segmenter, Progress progress) {
		Rectangle wide = region.withContext(CONTEXT, photograph.width(), photograph.height());
		Photograph part = new Photograph(
			Views.zeroMin(Views.interval(photograph.pixels(), new long[] { wide.x, wide.y, 0 },
			new long[] { wide.x + wide.width - 1, wide.y + wide.height - 1, photograph.channels() - 1 })),
			photograph.calibration());
		RandomAccessibleInterval<FloatType> values = segmenter.probability(part, progress);
		Rectangle inner = region.bounds();
		float[] kept = new float[inner.width * inner.height];
		int i = 0;
		for (FloatType value : Views.flatIterable(Views.interval(values, FinalInterval.createMinSize(inner.x - wide.x,
			inner.y - wide.y, inner.width, inner.height)))) kept[i++] = value.get();
		return new Preview(region, ArrayImgs.floats(kept, inner.width, inner.height));
	}

	/** Cuts at a threshold and removes specks; takes some hundredths of a second. */
	Found at(Threshold threshold, ComponentFilter specks) {
		Mask roots = specks.apply(threshold.apply(probability));
		int width = roots.width();
		int height = roots.height();
		BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
		int[] argb = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
		byte[] pixels = roots.pixels();
		// Visible at half and quarter size, too, which large regions are shown at.
		int frame = Math.max(width, height) / 400;
		for (int y = 0, i = 0; y < height; y++) {
			for (int x = 0; x < width; x++, i++) {
				if (pixels[i] != Mask.SOIL) {
					argb[i] = roots.isEdge(x, y) ? OUTLINE : FILL;
				}
				else if (Math.min(Math.min(x, y), Math.min(width - 1 - x, height - 1 - y)) < frame) argb[i] = FRAME;
			}
		}
		Components components = new Components(roots, 8);
		return new Found(picture, components.count(), components.pixels() / ((double) width * height));
	}
}
