// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.PixelSource;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.tiling.TiledPrediction.Output;

class MeanSegmenterTest {

	private static final Photograph PHOTOGRAPH = Photograph.ofBytes(new byte[6], 2, 3, 1, PixelCalibration.PIXELS);

	/** Says the same of all pixels, in bands of so many rows, which come as columns. */
	private record Constant(float p, int rows) implements BandSegmenter {

		@Override
		public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
			return ArrayImgs.floats(filled(6), 2, 3);
		}

		private float[] filled(int size) {
			float[] values = new float[size];
			Arrays.fill(values, p);
			return values;
		}

		@Override
		public int side() {
			return 188;
		}

		@Override
		public int probability(PixelSource image, int top, Output output, Progress progress) {
			for (int x = 0; x < 2; x++) output.take(x, top, 1, rows, filled(rows), 0, 1);
			return rows;
		}
	}

	private static MeanSegmenter of(BandSegmenter... segmenters) {
		return new MeanSegmenter(List.of(segmenters));
	}

	@Test
	void everyPixelHasTheMean() {
		RandomAccessibleInterval<FloatType> mean =
			of(new Constant(0.2f, 1), new Constant(0.5f, 1), new Constant(0.8f, 1)).probability(PHOTOGRAPH,
				Progress.NONE);
		mean.forEach(pixel -> assertEquals(0.5, pixel.get(), 1e-6));
	}

	@Test
	void bandsHaveTheMeanToo() {
		float[] whole = new float[4];
		int rows = of(new Constant(0.2f, 2), new Constant(0.4f, 2)).probability(PHOTOGRAPH.source(), 1,
			(x, y, w, h, values, offset, stride) -> {
				assertEquals(1, y);
				System.arraycopy(values, offset, whole, 0, w * h);
			}, Progress.NONE);
		assertEquals(2, rows);
		for (float value : whole) assertEquals(0.3, value, 1e-6);
	}

	@Test
	void differentBandsAreRefused() {
		assertThrows(IllegalArgumentException.class, () -> of(new Constant(0.2f, 2), new Constant(0.4f, 1))
			.probability(PHOTOGRAPH.source(), 0, (x, y, w, h, values, offset, stride) -> {}, Progress.NONE));
	}
}
