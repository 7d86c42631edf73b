// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.segmentation.PixelCounts;

/**
 * How well predicted roots agree with annotated ones, in one image or pooled over several: all of it are sums.
 * <p>
 * Unknown pixels are left out of the pixel counts. Before thinning they become soil in the annotation and in the
 * prediction, so that centre lines and lengths of both are those of the same known part of the image; a root that runs
 * through unknown pixels ends there in both.
 * </p>
 *
 * @param pixels counts of the known pixels
 * @param topology centre lines against the other side's roots; its F1 is clDice (Shit et al. 2021, CVPR,
 *          doi:10.1109/CVPR46437.2021.01629), with the skeletons of {@link Skeleton} instead of soft ones
 * @param tolerances the distances of {@code lines}
 * @param lines for each tolerance centre lines against the other side's centre lines: a pixel is confirmed where one of
 *          theirs lies within that Euclidean distance, from pixel centre to pixel centre
 * @param annotatedKimura length of the annotated centre lines in px after Kimura et al. 1999
 * @param predictedKimura the same of the predicted ones
 */
public record ImageEvaluation(PixelCounts pixels, LineCounts topology, Tolerances tolerances, List<LineCounts> lines,
	double annotatedKimura, double predictedKimura)
{

	/**
	 * Compares an image's prediction with its annotation; on the calling thread. Without roots in the annotation, in
	 * the prediction or in both, what has nothing to count is 0.
	 *
	 * @param prediction the predicted roots; not changed
	 * @param progress asked now and then whether to go on
	 * @throws IllegalArgumentException where the sizes differ
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public static ImageEvaluation of(Mask prediction, Annotation truth, Tolerances tolerances, Progress progress) {
		PixelCounts pixels = PixelCounts.of(prediction, truth);
		Mask annotated = truth.roots();
		Mask predicted = new Mask(prediction.width(), prediction.height(), prediction.pixels().clone());
		for (int i = 0; i < predicted.pixels().length; i++) {
			if (truth.labels()[i] == Annotation.UNKNOWN) predicted.pixels()[i] = Mask.SOIL;
		}
		Skeleton annotatedSkeleton = Skeleton.complete(annotated, progress);
		Skeleton predictedSkeleton = Skeleton.complete(predicted, progress);
		Mask annotatedLines = annotatedSkeleton.toMask();
		Mask predictedLines = predictedSkeleton.toMask();
		LineCounts topology = new LineCounts(predictedSkeleton.pixelCount(), shared(predictedLines, annotated),
			annotatedSkeleton.pixelCount(), shared(annotatedLines, predicted));
		long[] confirmed = within(predictedLines, annotatedLines, tolerances.pixels());
		long[] found = within(annotatedLines, predictedLines, tolerances.pixels());
		List<LineCounts> lines = new ArrayList<>();
		for (int i = 0; i < confirmed.length; i++) {
			lines.add(new LineCounts(topology.predicted(), confirmed[i], topology.annotated(), found[i]));
		}
		return new ImageEvaluation(pixels, topology, tolerances, List.copyOf(lines),
			annotatedSkeleton.links().kimuraLength(PixelCalibration.PIXELS),
			predictedSkeleton.links().kimuraLength(PixelCalibration.PIXELS));
	}

	/**
	 * Compares the centre lines of an image that is annotated in full; on the calling thread.
	 *
	 * @param distance in px, within which a centre line of the other side confirms a pixel, 0 to 100
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public static LineCounts centreLines(Mask prediction, Mask annotated, double distance, Progress progress) {
		Skeleton predicted = Skeleton.complete(prediction, progress);
		Skeleton truth = Skeleton.complete(annotated, progress);
		return new LineCounts(predicted.pixelCount(), within(predicted.toMask(), truth.toMask(), List.of(distance))[0],
			truth.pixelCount(), within(truth.toMask(), predicted.toMask(), List.of(distance))[0]);
	}

	/** How many pixels are root in both. */
	private static long shared(Mask first, Mask second) {
		long count = 0;
		for (int i = 0; i < first.pixels().length; i++) {
			if (first.pixels()[i] != Mask.SOIL && second.pixels()[i] != Mask.SOIL) count++;
		}
		return count;
	}

	/**
	 * How many pixels of lines have a target pixel within each distance. That is an exact Euclidean distance transform
	 * (rows, then columns, as Felzenszwalb and Huttenlocher 2012, doi:10.4086/toc.2012.v008a019), but that both passes
	 * begin at the pixels of lines, which are few, and look no farther than the largest distance.
	 */
	private static long[] within(Mask lines, Mask targets, List<Double> distances) {
		int reach = (int) distances.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
		byte[] inRow = inRow(targets, reach + 1);
		int width = lines.width();
		long[] counts = new long[distances.size()];
		for (int i = 0; i < inRow.length; i++) {
			if (lines.pixels()[i] == Mask.SOIL) continue;
			int nearest = inRow[i] * inRow[i];
			for (int dy = 1; dy <= reach && dy * dy < nearest; dy++) {
				int above = i - dy * width;
				int below = i + dy * width;
				if (above >= 0) nearest = Math.min(nearest, dy * dy + inRow[above] * inRow[above]);
				if (below < inRow.length) nearest = Math.min(nearest, dy * dy + inRow[below] * inRow[below]);
			}
			for (int k = 0; k < counts.length; k++) if (Math.sqrt(nearest) <= distances.get(k)) counts[k]++;
		}
		return counts;
	}

	/** How far each pixel's nearest target to its left or right is, or the limit where that is less. */
	private static byte[] inRow(Mask targets, int limit) {
		int width = targets.width();
		byte[] distances = new byte[targets.pixels().length];
		Arrays.fill(distances, (byte) limit);
		for (int i = 0; i < distances.length; i++) {
			if (targets.pixels()[i] == Mask.SOIL) continue;
			int x = i % width;
			distances[i] = 0;
			// Where another target is nearer, it is nearer to all beyond, too.
			for (int dx = 1; dx <= x && dx < distances[i - dx]; dx++) distances[i - dx] = (byte) dx;
			for (int dx = 1; x + dx < width && dx < distances[i + dx]; dx++) distances[i + dx] = (byte) dx;
		}
		return distances;
	}

	/** Whether the annotation has a root. */
	public boolean hasRoots() {
		return pixels.truePositives() + pixels.falseNegatives() > 0;
	}

	/** Predicted less annotated Kimura length in px. */
	public double lengthError() {
		return predictedKimura - annotatedKimura;
	}

	/** Predicted by annotated Kimura length; NaN where the annotated length is 0, as that of a single pixel is. */
	public double lengthRatio() {
		return annotatedKimura == 0 ? Double.NaN : predictedKimura / annotatedKimura;
	}

	/** This image and others. */
	public ImageEvaluation plus(ImageEvaluation other) {
		List<LineCounts> sums = new ArrayList<>();
		for (int i = 0; i < lines.size(); i++) sums.add(lines.get(i).plus(other.lines.get(i)));
		return new ImageEvaluation(pixels.plus(other.pixels), topology.plus(other.topology), tolerances, sums,
			annotatedKimura + other.annotatedKimura, predictedKimura + other.predictedKimura);
	}
}
