// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelSource;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.tiling.TiledPrediction.Output;

/**
 * What a segmenter says of an image mirrored left to right, mirrored back. Of a band, the part at its top right comes
 * first.
 *
 * @param segmenter what segments
 */
public record MirroredSegmenter(BandSegmenter segmenter) implements BandSegmenter {

	@Override
	public int side() {
		return segmenter.side();
	}

	@Override
	public void keepSide(int side) {
		segmenter.keepSide(side);
	}

	@Override
	public boolean givesProbabilities() {
		return segmenter.givesProbabilities();
	}

	@Override
	public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
		Photograph mirrored = new Photograph(mirrored(photograph.pixels()), photograph.calibration());
		return mirrored(segmenter.probability(mirrored, progress));
	}

	private static RandomAccessibleInterval<FloatType> mirrored(RandomAccessibleInterval<FloatType> image) {
		return Views.zeroMin(Views.invertAxis(image, 0));
	}

	@Override
	public int probability(PixelSource image, int top, Output output, Progress progress) {
		return segmenter.probability(new Mirrored(image), top, (x, y, w, h, values, offset, stride) -> {
			float[] part = new float[w * h];
			for (int row = 0; row < h; row++) {
				for (int column = 0; column < w; column++) {
					part[row * w + column] = values[offset + row * stride + w - 1 - column];
				}
			}
			output.take(image.width() - x - w, y, w, h, part, 0, w);
		}, progress);
	}

	private record Mirrored(PixelSource image) implements PixelSource {

		@Override
		public int width() {
			return image.width();
		}

		@Override
		public int height() {
			return image.height();
		}

		@Override
		public int channels() {
			return image.channels();
		}

		@Override
		public void read(int x, int y, int width, int height, float[] samples) {
			image.read(image.width() - x - width, y, width, height, samples);
			for (int row = 0, rows = height * channels(); row < rows; row++) {
				for (int a = row * width, b = a + width - 1; a < b; a++, b--) {
					float swapped = samples[a];
					samples[a] = samples[b];
					samples[b] = swapped;
				}
			}
		}
	}
}
