// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Tiles as Smith et al. (2020) draw them: every epoch, places are drawn at random in each training image, those with a
 * root pixel in the tile's output are kept, the first few of them only, and all are shuffled. Bare soil far from roots
 * is never seen. An image smaller than an output lies somewhere in it.
 *
 * @param draws places drawn in each image, at least 1; 90 in the paper
 * @param most tiles kept of each image, at least 1; 40 in the paper
 */
public record PaperSampling(int draws, int most) implements TileSampling {

	/** The paper's numbers. */
	public static final PaperSampling DEFAULT = new PaperSampling(90, 40);

	public PaperSampling {
		if (draws < 1 || most < 1) {
			throw new IllegalArgumentException("Tiles drawn and kept of an image must be at least 1, but are " + draws +
				" and " + most + ".");
		}
	}

	@Override
	public TileList epoch(TrainingImages images, int outputSide, long seed, int epoch) {
		SplittableRandom random = new SplittableRandom(Seeds.mix(seed, epoch, -1));
		int[] image = new int[Math.multiplyExact(images.size(), Math.min(draws, most))];
		int[] x = new int[image.length];
		int[] y = new int[image.length];
		int n = 0;
		for (int i = 0; i < images.size(); i++) {
			PixelRuns roots = images.roots(i);
			for (int draw = 0, kept = 0; draw < draws && kept < most; draw++) {
				x[n] = MixedSampling.place(roots.width() - outputSide, random);
				y[n] = MixedSampling.place(roots.height() - outputSide, random);
				if (!roots.any(x[n], y[n], outputSide)) continue;
				image[n++] = i;
				kept++;
			}
		}
		if (n == 0) {
			throw new IllegalArgumentException("None of the " + (long) draws * images.size() + " tiles drawn has a " +
				"root pixel: annotate more roots, or draw more tiles.");
		}
		for (int i = n - 1; i > 0; i--) {
			int j = random.nextInt(i + 1);
			for (int[] column : new int[][] { image, x, y }) {
				int value = column[i];
				column[i] = column[j];
				column[j] = value;
			}
		}
		return new TileList(Arrays.copyOf(image, n), Arrays.copyOf(x, n), Arrays.copyOf(y, n));
	}
}
