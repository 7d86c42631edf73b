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

	/** Says a pixel's grey value by 10, and a tenth more in the left column; bands of one row. */
	private record LeftLooks() implements BandSegmenter {

		@Override
		public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
			float[] values = new float[6];
			for (int y = 0; y < 3; y++) probability(photograph.source(), y, into(values), progress);
			return ArrayImgs.floats(values, 2, 3);
		}

		@Override
		public int side() {
			return 188;
		}

		@Override
		public int probability(PixelSource image, int top, Output output, Progress progress) {
			float[] row = new float[2];
			image.read(0, top, 2, 1, row);
			output.take(0, top, 2, 1, new float[] { row[0] / 10 + 0.1f, row[1] / 10 }, 0, 2);
			return 1;
		}
	}

	private static Output into(float[] values) {
		return (x, y, w, h, part, offset, stride) -> {
			for (int row = 0; row < h; row++) {
				System.arraycopy(part, offset + row * stride, values, (y + row) * 2 + x, w);
			}
		};
	}

	/** As RootPainter does: the mean with the mirrored photograph's, mirrored back. */
	@Test
	void aPhotographAndItsMirror() {
		Photograph photograph =
			Photograph.ofBytes(new byte[] { 0, 2, 4, 8, 5, 1 }, 2, 3, 1, PixelCalibration.PIXELS);
		LeftLooks segmenter = new LeftLooks();
		MeanSegmenter both = of(segmenter, new MirroredSegmenter(segmenter));
		float[] expected = { 0.05f, 0.25f, 0.45f, 0.85f, 0.55f, 0.15f };
		int i = 0;
		for (FloatType value : net.imglib2.view.Views.flatIterable(both.probability(photograph, Progress.NONE))) {
			assertEquals(expected[i++], value.get(), 1e-6f);
		}
		float[] bands = new float[6];
		for (int y = 0; y < 3; y++) {
			assertEquals(1, both.probability(photograph.source(), y, into(bands), Progress.NONE));
		}
		org.junit.jupiter.api.Assertions.assertArrayEquals(expected, bands, 1e-6f);
	}

	@Test
	void flipsHaveNames() {
		assertEquals(Flips.ALL, Flips.of("true"));
		assertEquals(Flips.NONE, Flips.of("false"));
		assertEquals(Flips.MIRROR, Flips.of(" Mirror "));
		assertEquals("mirror", Flips.MIRROR.setting());
		assertEquals(true, Flips.ALL.setting());
		assertThrows(IllegalArgumentException.class, () -> Flips.of("sideways"));
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
