// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import java.util.Arrays;
import java.util.List;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelSource;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.tiling.TiledPrediction.Output;

/**
 * The mean of what several segmenters say, one after the other. Nobody has measured how far that can be trusted.
 *
 * @param segmenters at least one, whose bands are alike
 */
public record MeanSegmenter(List<BandSegmenter> segmenters) implements BandSegmenter {

	public MeanSegmenter {
		segmenters = List.copyOf(segmenters);
	}

	@Override
	public int side() {
		return segmenters.stream().mapToInt(BandSegmenter::side).max().orElseThrow();
	}

	@Override
	public void keepSide(int side) {
		for (BandSegmenter each : segmenters) each.keepSide(side);
	}

	@Override
	public boolean givesProbabilities() {
		return segmenters.stream().allMatch(RootSegmenter::givesProbabilities);
	}

	@Override
	public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
		float[] mean = new float[Math.multiplyExact(photograph.width(), photograph.height())];
		for (int k = 0; k < segmenters.size(); k++) {
			Cursor<FloatType> cursor =
				Views.flatIterable(segmenters.get(k).probability(photograph, part(k, progress))).cursor();
			for (int i = 0; i < mean.length; i++) mean[i] += cursor.next().get() / segmenters.size();
		}
		return ArrayImgs.floats(inRange(mean), photograph.width(), photograph.height());
	}

	/** @throws IllegalArgumentException where bands of the segmenters have different heights */
	@Override
	public int probability(PixelSource image, int top, Output output, Progress progress) {
		int width = image.width();
		float[] mean = null;
		for (int k = 0; k < segmenters.size(); k++) {
			float[][] band = { new float[0] };
			int rows = segmenters.get(k).probability(image, top, (x, y, w, h, values, offset, stride) -> {
				int needed = Math.multiplyExact(y + h - top, width);
				if (band[0].length < needed) band[0] = Arrays.copyOf(band[0], needed);
				for (int row = 0; row < h; row++) {
					System.arraycopy(values, offset + row * stride, band[0], (y + row - top) * width + x, w);
				}
			}, part(k, progress));
			if (mean == null) mean = new float[rows * width];
			if (rows * width != mean.length) {
				throw new IllegalArgumentException("The models need tiles of the same side for this scan: give " +
					"tile_side, or use one model.");
			}
			for (int i = 0; i < mean.length; i++) mean[i] += band[0][i] / segmenters.size();
		}
		output.take(0, top, width, mean.length / width, inRange(mean), 0, width);
		return mean.length / width;
	}

	/** Rounding may lead beyond 1. */
	private static float[] inRange(float[] values) {
		for (int i = 0; i < values.length; i++) values[i] = Math.min(1, values[i]);
		return values;
	}

	private Progress part(int k, Progress progress) {
		Progress part = (done, total, message) -> progress.report(k * total + done, segmenters.size() * total, message);
		return part.until(progress::isCancelled);
	}
}
