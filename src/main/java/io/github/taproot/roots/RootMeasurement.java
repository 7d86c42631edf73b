// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;

import io.github.taproot.image.Components;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Branch;
import io.github.taproot.roots.skeleton.Links;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.table.Quantity;

/**
 * What is measured of the roots in one mask. All numbers are 0 for a mask without roots.
 *
 * @param calibration size of the mask's pixels
 * @param skeletonPixels pixels of the skeleton, the paper's length in px
 * @param links pairs of neighbouring pixels of the {@link Skeleton#complete} skeleton
 * @param polylinePixels length of that skeleton's smoothed branches in px
 * @param polylineLength the same in the unit of the calibration
 * @param rootPixels root pixels, the area in px²
 * @param areaFraction part of the image that is root, 0 to 1
 * @param components connected components of root pixels; pixels that touch at a corner are connected (8-connected)
 */
public record RootMeasurement(PixelCalibration calibration, int skeletonPixels, Links links, double polylinePixels,
	double polylineLength, long rootPixels, double areaFraction, int components) {

	/**
	 * Measures a mask; on the calling thread.
	 *
	 * @param mask the roots; not changed
	 * @param calibration size of its pixels, {@link PixelCalibration#PIXELS} where unknown; they need not be square
	 * @param progress asked now and then whether to go on
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public static RootMeasurement of(Mask mask, PixelCalibration calibration, Progress progress) {
		Skeleton papers = Skeleton.of(mask, progress);
		return of(mask, papers, papers.completed(mask, progress), calibration);
	}

	/**
	 * Measures a mask whose skeletons are at hand.
	 *
	 * @param papers its {@link Skeleton#of}
	 * @param complete its {@link Skeleton#complete}
	 */
	public static RootMeasurement of(Mask mask, Skeleton papers, Skeleton complete, PixelCalibration calibration) {
		DoubleSummaryStatistics pixels = new DoubleSummaryStatistics();
		DoubleSummaryStatistics lengths = new DoubleSummaryStatistics();
		complete.forEachBranch(branch -> {
			pixels.accept(branch.length(PixelCalibration.PIXELS));
			lengths.accept(branch.length(calibration));
		});
		Components components = new Components(mask, 8);
		return new RootMeasurement(calibration, papers.pixelCount(), complete.links(),
			pixels.getSum(), lengths.getSum(), components.pixels(),
			components.pixels() / ((double) mask.width() * mask.height()), components.count());
	}

	/**
	 * The columns of a results table, in order. Lengths and areas are in px, and last, where the calibration has
	 * another unit, also in that.
	 * <p>
	 * {@code root_length} is the recommended one, that of {@link Links#kimuraLength}: of the three it is nearest to the
	 * true length on exact masks, and every command measures it the same way, also in scans that are read in bands.
	 * {@code skeleton_length} is the paper's, the number of pixels of the paper's skeleton; in other units each counts
	 * as the side of a square of a pixel's area. {@code smoothed_length} is that of {@link Branch#length}.
	 * </p>
	 */
	public List<Quantity> quantities() {
		List<Quantity> quantities = new ArrayList<>();
		addLengthsAndArea(quantities, PixelCalibration.PIXELS, polylinePixels);
		quantities.add(new Quantity("root_area_fraction", "", areaFraction));
		quantities.add(new Quantity("components", "", components));
		if (calibration.isCalibrated()) addLengthsAndArea(quantities, calibration, polylineLength);
		return List.copyOf(quantities);
	}

	private void addLengthsAndArea(List<Quantity> quantities, PixelCalibration scale, double polyline) {
		String unit = scale.unit();
		double pixelArea = scale.pixelWidth() * scale.pixelHeight();
		quantities.add(new Quantity("root_length", unit, links.kimuraLength(scale)));
		quantities.add(new Quantity("skeleton_length", unit, skeletonPixels * Math.sqrt(pixelArea)));
		quantities.add(new Quantity("smoothed_length", unit, polyline));
		quantities.add(new Quantity("root_area", unit + "²", rootPixels * pixelArea));
	}
}
