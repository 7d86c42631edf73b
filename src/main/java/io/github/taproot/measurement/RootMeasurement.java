package io.github.taproot.measurement;

import java.util.ArrayList;
import java.util.List;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.skeleton.SkeletonLinks;
import io.github.taproot.skeleton.SmoothedPolylines;
import io.github.taproot.skeleton.Thinning;

/**
 * Length and area of the roots of one image. Length is given in three ways: the number of the skeleton's pixels, as in
 * the paper; after Kimura et al., the one to use by default; and along the skeleton's smoothed branches. None of them adds
 * the half width that thinning takes off a root's tips.
 * <p>
 * Pixels that are not square: only the smoothed branches are measured with a pixel's width and height; the other two
 * lengths are multiplied by the side of a square of the same area, {@code sqrt(pixelWidth * pixelHeight)}.
 *
 * @param calibration size of a pixel
 * @param width of the image in pixels
 * @param height of the image in pixels
 * @param rootPixels pixels that are root
 * @param components roots or pieces of them that do not touch, at corners either
 * @param skeletonPixels pixels of the skeleton
 * @param links touching pixels of the skeleton
 * @param polylinePixels length of the skeleton's smoothed branches with pixels of 1x1
 * @param polylineLength the same in the calibration's unit
 */
public record RootMeasurement(PixelCalibration calibration, int width, int height, long rootPixels, int components,
	long skeletonPixels, SkeletonLinks links, double polylinePixels, double polylineLength)
{

	/** Measures the roots of an image; without any, every quantity is 0. */
	public static RootMeasurement of(Mask roots, PixelCalibration calibration) {
		return of(roots, Thinning.skeleton(roots), calibration);
	}

	/**
	 * Measures roots whose skeleton is at hand.
	 *
	 * @throws IllegalArgumentException if the skeleton's size is not the mask's
	 */
	public static RootMeasurement of(Mask roots, Mask skeleton, PixelCalibration calibration) {
		if (skeleton.width() != roots.width() || skeleton.height() != roots.height()) {
			throw new IllegalArgumentException("A skeleton of " + skeleton.width() + "x" + skeleton.height()
				+ " pixels is not that of a mask of " + roots.width() + "x" + roots.height() + ".");
		}
		double polylinePixels = SmoothedPolylines.length(skeleton, 1, 1);
		boolean square = calibration.pixelWidth() == calibration.pixelHeight();
		double polylineLength = square ? polylinePixels * calibration.pixelWidth()
			: SmoothedPolylines.length(skeleton, calibration.pixelWidth(), calibration.pixelHeight());
		return new RootMeasurement(calibration, roots.width(), roots.height(), roots.rootPixels(), Components.count(roots),
			skeleton.rootPixels(), SkeletonLinks.of(skeleton), polylinePixels, polylineLength);
	}

	/** Length after Kimura et al. in pixels. */
	public double kimuraPixels() {
		return links.kimuraLength();
	}

	/** The skeleton's pixels as a length in the calibration's unit. */
	public double skeletonLength() {
		return skeletonPixels * Math.sqrt(pixelArea());
	}

	/** Length after Kimura et al. in the calibration's unit. */
	public double kimuraLength() {
		return kimuraPixels() * Math.sqrt(pixelArea());
	}

	/** Area of the roots in the square of the calibration's unit. */
	public double rootArea() {
		return rootPixels * pixelArea();
	}

	/** Share of the image that is root, 0 to 1. */
	public double rootAreaFraction() {
		return rootPixels / ((double) width * height);
	}

	private double pixelArea() {
		return calibration.pixelWidth() * calibration.pixelHeight();
	}

	/** All numbers, always in the same order; those in the calibration's unit come last and only where it is known. */
	public List<Quantity> quantities() {
		List<Quantity> quantities = new ArrayList<>();
		quantities.add(new Quantity("skeleton_length_px", skeletonPixels));
		quantities.add(new Quantity("kimura_length_px", kimuraPixels()));
		quantities.add(new Quantity("polyline_length_px", polylinePixels));
		quantities.add(new Quantity("root_area_px2", rootPixels));
		quantities.add(new Quantity("root_area_fraction", rootAreaFraction()));
		quantities.add(new Quantity("components", components));
		if (calibration.isCalibrated()) {
			String unit = calibration.unit();
			quantities.add(new Quantity("skeleton_length_" + unit, skeletonLength()));
			quantities.add(new Quantity("kimura_length_" + unit, kimuraLength()));
			quantities.add(new Quantity("polyline_length_" + unit, polylineLength));
			quantities.add(new Quantity("root_area_" + unit + "2", rootArea()));
		}
		return List.copyOf(quantities);
	}
}
