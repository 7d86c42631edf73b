// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.function.Consumer;

import io.github.taproot.evaluation.ImageEvaluation;
import io.github.taproot.evaluation.LineCounts;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.unet.training.TrainingImages;

/**
 * Segments annotated photographs that a network did not learn from.
 *
 * @param side rows and columns of a tile in px; 0 for those by which the network segments where nobody asks for others
 * @param listener is shown each segmentation
 * @param log takes sentences for the user
 */
record Validation(TrainingImages images, int side, TrainingListener listener, Consumer<String> log) {

	/** Centre lines agree within this distance in px. */
	static final double NEAR = 2;

	/**
	 * What comes out.
	 *
	 * @param lines centre lines within {@link #NEAR}; null where a photograph is not annotated in full
	 */
	record Result(PixelCounts pixels, LineCounts lines) {}

	/**
	 * Counts the pixels and centre lines of all photographs at threshold 0.5.
	 *
	 * @throws java.util.concurrent.CancellationException where {@code progress} is cancelled
	 */
	Result run(UNetNetwork network, Progress progress) {
		UNetSegmenter segmenter = new UNetSegmenter(network, side, side == 0 ? 0 : 1, log);
		PixelCounts counts = PixelCounts.NONE;
		LineCounts lines = new LineCounts(0, 0, 0, 0);
		for (int i = 0; i < images.size(); i++) {
			int image = i;
			Progress whole = (tiles, all, message) -> progress.report(image, images.size(),
				"Validating: photograph " + (image + 1) + " of " + images.size());
			Photograph photograph = images.photograph(i);
			Annotation truth = images.annotation(i);
			Mask roots = Threshold.PAPER.apply(segmenter.probability(photograph, whole.until(progress::isCancelled)));
			listener.segmented(images.get(i).name(), photograph, truth, roots);
			counts = counts.plus(PixelCounts.of(roots, truth));
			if (truth.count(Annotation.UNKNOWN) > 0) lines = null;
			if (lines == null) continue;
			lines = lines.plus(ImageEvaluation.centreLines(roots, truth.roots(), NEAR,
				Progress.NONE.until(progress::isCancelled)));
		}
		return new Result(counts, lines);
	}
}
