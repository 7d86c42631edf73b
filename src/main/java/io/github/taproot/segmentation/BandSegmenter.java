package io.github.taproot.segmentation;

import java.util.concurrent.CancellationException;

import io.github.taproot.image.PixelSource;
import io.github.taproot.progress.Progress;
import io.github.taproot.tiling.TiledPrediction.Output;

/** A segmenter for images that do not fit into memory: it works on bands of rows, from top to bottom. */
public interface BandSegmenter extends RootSegmenter {

	/** The largest side of its tiles in px. */
	int side();

	/**
	 * How likely each pixel of a band is root.
	 *
	 * @param image of any size
	 * @param top the band's first row: 0, then the row after the band before
	 * @param output takes the band in parts that do not overlap
	 * @param progress counts the whole image
	 * @return how many rows the band has, at least 1
	 * @throws CancellationException where {@code progress} is cancelled
	 */
	int probability(PixelSource image, int top, Output output, Progress progress);
}
