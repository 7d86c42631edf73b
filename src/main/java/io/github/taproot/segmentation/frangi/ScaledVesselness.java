// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.RootSegmenter;

/**
 * Vesselness on a scale with the settings' own decision at 0.5: v / (v + t) of a vesselness v and their threshold t.
 * What is above 0.5 is exactly their mask, without components that are too small; these are at 0.5 at most.
 *
 * @param settings those of the filter
 */
public record ScaledVesselness(FrangiSettings settings, FrangiSegmenter filter) implements RootSegmenter {

	private static final float ROOT = Math.nextUp(0.5f);

	@Override
	public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
		RandomAccessibleInterval<FloatType> vesselness = filter.probability(photograph, progress);
		Mask roots = settings.components().apply(settings.threshold().apply(vesselness));
		float[] scaled = new float[roots.pixels().length];
		Cursor<FloatType> cursor = Views.flatIterable(vesselness).cursor();
		for (int i = 0; i < scaled.length; i++) {
			double v = cursor.next().get();
			float share = (float) (v / (v + settings.threshold().value()));
			scaled[i] = roots.pixels()[i] == Mask.SOIL ? Math.min(share, 0.5f) : Math.max(share, ROOT);
		}
		return ArrayImgs.floats(scaled, roots.width(), roots.height());
	}

	@Override
	public boolean givesProbabilities() {
		return false;
	}
}
