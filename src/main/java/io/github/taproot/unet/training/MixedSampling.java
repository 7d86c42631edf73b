// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A fixed number of tiles an epoch, drawn anew each time: some around a root pixel, the others anywhere, so that the
 * network learns bare soil too (the paper's sampling shows it none). Images are chosen with equal probability. Every
 * tile's output has at least one pixel that is not unknown.
 *
 * @param tiles tiles in an epoch, at least 1
 * @param rootShare probability from 0 to 1 that a tile is drawn around a root pixel, where an image has one
 */
public record MixedSampling(int tiles, double rootShare) implements TileSampling {

	/** How often a place is drawn before one around an annotated pixel is taken. */
	private static final int TRIES = 20;

	public MixedSampling {
		if (tiles < 1) {
			throw new IllegalArgumentException("The number of tiles is " + tiles + ", but must be at least 1.");
		}
		if (!(rootShare >= 0 && rootShare <= 1)) {
			throw new IllegalArgumentException("The share of tiles with roots is " + rootShare +
				", but must be 0 to 1.");
		}
	}

	@Override
	public TileList epoch(TrainingImages images, int outputSide, long seed, int epoch) {
		int[] rooted = IntStream.range(0, images.size()).filter(i -> images.get(i).rootPixels() > 0).toArray();
		int[] annotated = IntStream.range(0, images.size())
			.filter(i -> images.get(i).rootPixels() + images.get(i).soilPixels() > 0).toArray();
		if (annotated.length == 0) throw new IllegalArgumentException("No training image has an annotated pixel.");
		SplittableRandom random = new SplittableRandom(Seeds.mix(seed, epoch, -1));
		TileList list = new TileList(new int[tiles], new int[tiles], new int[tiles]);
		for (int i = 0; i < tiles; i++) {
			if (rooted.length > 0 && random.nextDouble() < rootShare) {
				int image = rooted[random.nextInt(rooted.length)];
				around(images.roots(image), image, outputSide, random, list, i);
			}
			else {
				int image = annotated[random.nextInt(annotated.length)];
				anywhere(images.defined(image), image, outputSide, random, list, i);
			}
		}
		return list;
	}

	/** Every place that has a randomly drawn pixel in the tile's output is as likely, but for the image's edge. */
	private static void around(PixelRuns pixels, int image, int side, SplittableRandom random, TileList list, int i) {
		int pixel = pixels.pixel(random.nextLong(pixels.count()));
		list.image()[i] = image;
		list.x()[i] = clamp(pixel % pixels.width() - random.nextInt(side), pixels.width() - side);
		list.y()[i] = clamp(pixel / pixels.width() - random.nextInt(side), pixels.height() - side);
	}

	private static void anywhere(PixelRuns defined, int image, int side, SplittableRandom random,
		TileList list, int i)
	{
		list.image()[i] = image;
		for (int t = 0; t < TRIES; t++) {
			list.x()[i] = place(defined.width() - side, random);
			list.y()[i] = place(defined.height() - side, random);
			if (defined.any(list.x()[i], list.y()[i], side)) return;
		}
		around(defined, image, side, random, list, i);
	}

	/** Start of an output that lies in the image, or that the image lies in. */
	static int place(int last, SplittableRandom random) {
		return Math.min(0, last) + random.nextInt(Math.abs(last) + 1);
	}

	private static int clamp(int start, int last) {
		return Math.max(Math.min(0, last), Math.min(Math.max(0, last), start));
	}
}
