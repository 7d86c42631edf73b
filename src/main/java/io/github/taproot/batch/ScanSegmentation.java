// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.util.Arrays;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelSource;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Links;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Confidence;
import io.github.taproot.segmentation.Threshold;

/**
 * Segments and measures an image that does not fit into memory: rows of its mask are asked for from top to bottom, and
 * only a band of it is held. Specks are removed as in one piece. Roots up to {@value #REACH} px wide are thinned as in
 * one piece; the centre line of a wider one may be cut or doubled by some pixels between two bands.
 */
public final class ScanSegmentation {

	/**
	 * Rows above and below a band that are thinned with it: a pixel's fate depends on no more than a root's width of
	 * them.
	 */
	private static final int REACH = 256;

	private final PixelSource image;
	private final BandSegmenter segmenter;
	private final Threshold threshold;
	private final ComponentFilter specks;
	private final Progress progress;
	private final int width;
	private final int height;
	/** As no speck has more rows than pixels, none is judged by a part of it. */
	private final int reach;

	/** The raw mask's rows from {@link #top} to before {@link #predicted}. */
	private byte[] rows = new byte[0];
	private int top;
	private int predicted;
	/** Rows of the final mask from {@link #given} to before {@link #done}. */
	private byte[] ready = new byte[0];
	private int given;
	private int done;

	private long rootPixels;
	private Links links = new Links(0, 0, 0);
	private final Confidence confidence = new Confidence();

	/** @param progress counts the whole image */
	public ScanSegmentation(PixelSource image, BandSegmenter segmenter, Threshold threshold, ComponentFilter specks,
		Progress progress)
	{
		this.image = image;
		this.segmenter = segmenter;
		this.threshold = threshold;
		this.specks = specks;
		this.progress = progress;
		width = image.width();
		height = image.height();
		reach = REACH + specks.pixels();
	}

	/**
	 * The mask's next rows.
	 *
	 * @param pixels receives them
	 * @param count how many, no more than are left
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public void read(byte[] pixels, int count) {
		for (int row = 0; row < count;) {
			if (given == done) advance();
			int n = Math.min(count - row, done - given);
			System.arraycopy(ready, ready.length - (done - given) * width, pixels, row * width, n * width);
			given += n;
			row += n;
		}
	}

	/** Root pixels of all rows that were read. */
	public long rootPixels() {
		return rootPixels;
	}

	/** Neighbouring pixels of the skeleton of all rows that were read. */
	public Links links() {
		return links;
	}

	/** As {@link Confidence}, of all rows that were predicted. */
	public double confidence() {
		return confidence.value();
	}

	/** Predicts bands until more rows are final. */
	private void advance() {
		int end = done;
		while (end == done) {
			predict();
			end = predicted == height ? height : Math.max(done, predicted - reach);
		}
		Mask mask = specks.apply(new Mask(width, predicted - top, rows));
		Skeleton skeleton = Skeleton.complete(mask, progress);
		links = links.plus(skeleton.links(done - top, end - top));
		ready = Arrays.copyOfRange(mask.pixels(), (done - top) * width, (end - top) * width);
		for (byte pixel : ready) if (pixel != Mask.SOIL) rootPixels++;
		done = end;
		int kept = Math.max(top, done - reach);
		rows = Arrays.copyOfRange(rows, (kept - top) * width, rows.length);
		top = kept;
	}

	private void predict() {
		int before = predicted;
		Confidence[] band = { new Confidence() };
		predicted += segmenter.probability(image, before, (x, y, w, h, probability, offset, stride) -> {
			if (x == 0 && y == before) band[0] = new Confidence();
			int needed = Math.multiplyExact(y + h - top, width);
			if (rows.length < needed) rows = Arrays.copyOf(rows, needed);
			for (int row = 0; row < h; row++) {
				int to = (y + row - top) * width + x;
				for (int i = offset + row * stride, last = i + w; i < last; i++, to++) {
					rows[to] = probability[i] > threshold.value() ? Mask.ROOT : Mask.SOIL;
					band[0].add(probability[i]);
				}
			}
		}, progress);
		confidence.add(band[0]);
		// Longer where a higher band did not fit into memory.
		rows = Arrays.copyOf(rows, (predicted - top) * width);
	}
}
