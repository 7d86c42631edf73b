// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import java.util.concurrent.CancellationException;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;

/**
 * A segmenter that somebody else wrote: whatever it does wrong is told by its name. Results are copied, since it may
 * use one array for all photographs.
 *
 * @param title its name at the beginning of a sentence
 */
public record CheckedSegmenter(String title, RootSegmenter segmenter) implements RootSegmenter {

	/**
	 * @throws IllegalArgumentException where it fails, or gives another size than the photograph's or values that are
	 *           not in [0, 1], in one sentence with its name
	 */
	@Override
	public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
		try {
			return checked(segmenter.probability(photograph, progress), photograph.width(), photograph.height());
		}
		catch (CancellationException | Refused e) {
			throw e;
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
			throw new IllegalArgumentException(title + " failed: " + e, e);
		}
	}

	private static final class Refused extends IllegalArgumentException {

		Refused(String sentence) {
			super(sentence);
		}
	}

	private RandomAccessibleInterval<FloatType> checked(RandomAccessibleInterval<FloatType> given, int width,
		int height)
	{
		if (given == null) throw new Refused(title + " gave nothing.");
		if (given.numDimensions() != 2) {
			throw new Refused(title + " gave " + given.numDimensions() + " dimensions instead of 2.");
		}
		if (given.dimension(0) != width || given.dimension(1) != height) {
			throw new Refused(title + " gave " + given.dimension(0) + "x" + given.dimension(1) +
				" px for a photograph of " + width + "x" + height + ".");
		}
		float[] values = new float[Math.multiplyExact(width, height)];
		Cursor<FloatType> cursor = Views.flatIterable(given).cursor();
		for (int i = 0; i < values.length; i++) {
			values[i] = cursor.next().get();
			if (!(values[i] >= 0 && values[i] <= 1)) {
				throw new Refused(title + " gave the value " + values[i] + " at x=" + i % width + ", y=" + i / width +
					", which must be 0 to 1.");
			}
		}
		return ArrayImgs.floats(values, width, height);
	}

	@Override
	public boolean givesProbabilities() {
		return segmenter.givesProbabilities();
	}
}
