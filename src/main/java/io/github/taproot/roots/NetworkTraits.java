// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.taproot.image.Components;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.roots.skeleton.SkeletonGraph;
import io.github.taproot.roots.skeleton.SkeletonGraph.Edge;
import io.github.taproot.table.Quantity;

/**
 * Traits of all roots of an image together that RhizoVision Explorer introduced (Seethepalli et al. 2021,
 * doi:10.1093/aobpla/plab056), by its definitions: roots on each row, the area below the thickest place, perimeter,
 * holes, angles, and branching frequency. Angles are taken of our smoothed lines, weighted by length, and the thickest
 * place is that of {@code max_diameter}; RhizoVision counts pixels of its skeleton, and takes its distance map.
 */
final class NetworkTraits {

	/** Px to each side, in x and y, of the part of a branch whose direction a place has. */
	private static final int REACH = 20;
	private static final double SHALLOW = 30;
	private static final double MEDIUM = 60;

	private NetworkTraits() {}

	/**
	 * The traits, in a table's order: counts and lengths are 0 without roots, all others NaN.
	 *
	 * @param components of the mask's roots
	 * @param length of all branches, in the unit of the calibration
	 * @param junctions of the graph
	 */
	static List<Quantity> of(Mask mask, Components components, MaskShape shape, SkeletonGraph graph, Steps steps,
		PixelCalibration calibration, double length, long junctions)
	{
		String unit = calibration.unit();
		double pixelArea = calibration.pixelWidth() * calibration.pixelHeight();
		List<Quantity> all = new ArrayList<>();
		int[] counts = rootsPerRow(mask, components);
		all.add(new Quantity("median_roots_per_row", "", median(counts)));
		all.add(new Quantity("max_roots_per_row", "", Arrays.stream(counts).max().orElse(0)));
		all.add(new Quantity("lower_root_area", unit + "²", lowerArea(mask, components, steps) * pixelArea));
		all.add(new Quantity("perimeter", unit, shape.perimeter(calibration)));
		all.add(new Quantity("mean_hole_area", unit + "²", shape.holes() == 0 ? Double.NaN :
			(double) Components.enclosedSoil(mask) / shape.holes() * pixelArea));
		double[] angles = angles(graph, calibration);
		all.add(new Quantity("mean_angle", "deg", angles[0]));
		all.add(new Quantity("shallow_share", "", angles[1]));
		all.add(new Quantity("medium_share", "", angles[2]));
		all.add(new Quantity("steep_share", "", angles[3]));
		all.add(new Quantity("branching_frequency", "per_" + unit, length > 0 ? junctions / length : Double.NaN));
		return all;
	}

	/** How many runs of root pixels the rows have that have some. */
	private static int[] rootsPerRow(Mask mask, Components components) {
		int[] counts = new int[mask.height()];
		for (int run = 0; run < components.runs(); run++) counts[components.start(run) / mask.width()]++;
		return Arrays.stream(counts).filter(count -> count > 0).toArray();
	}

	private static double median(int[] counts) {
		int n = counts.length;
		if (n == 0) return Double.NaN;
		int[] sorted = counts.clone();
		Arrays.sort(sorted);
		return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0;
	}

	/** Root pixels on the row of the thickest place, and below; of several as thick, the uppermost is taken. */
	private static double lowerArea(Mask mask, Components components, Steps steps) {
		double most = 0;
		double row = 0;
		for (int i = 0; i < steps.count; i++) {
			if (!steps.isOutside[i] || !(steps.diameter[i] > 0)) continue;
			boolean isThicker = steps.diameter[i] > most * (1 + 1e-6);
			if (isThicker || steps.diameter[i] > most * (1 - 1e-6) && steps.middleRow(i) < row) {
				row = steps.middleRow(i);
				most = Math.max(most, steps.diameter[i]);
			}
		}
		if (most == 0) return Double.NaN;
		long first = Math.max(0, (long) Math.floor(row + 1e-6)) * mask.width();
		long pixels = 0;
		for (int run = 0; run < components.runs(); run++) {
			if (components.start(run) >= first) pixels += components.end(run) - components.start(run);
		}
		return pixels;
	}

	/**
	 * Angles to the horizontal from 0 to 90 degrees, each of the part of a branch within 20 px of a place, in both
	 * directions, by the first principal axis of its points.
	 *
	 * @return the mean, and the shares up to 30, up to 60 and above 60 degrees; NaN without branches
	 */
	private static double[] angles(SkeletonGraph graph, PixelCalibration calibration) {
		double[] sums = new double[4];
		double total = 0;
		for (Edge edge : graph.edges()) {
			if (edge.isWithinNode()) continue;
			double[][] points = edge.branch().points();
			int last = points[0].length - 1;
			for (int i = 0; i <= last; i++) {
				double weight = (step(points, i - 1, calibration) + step(points, i, calibration)) / 2;
				if (weight == 0) continue;
				double angle = angle(points, i, calibration);
				total += weight;
				sums[0] += weight * angle;
				sums[angle <= SHALLOW ? 1 : angle <= MEDIUM ? 2 : 3] += weight;
			}
		}
		for (int i = 0; i < sums.length; i++) sums[i] = total == 0 ? Double.NaN : sums[i] / total;
		return sums;
	}

	/** Length from a point to the next; 0 before the first and after the last. */
	private static double step(double[][] points, int from, PixelCalibration calibration) {
		if (from < 0 || from + 1 >= points[0].length) return 0;
		return Math.hypot((points[0][from + 1] - points[0][from]) * calibration.pixelWidth(),
			(points[1][from + 1] - points[1][from]) * calibration.pixelHeight());
	}

	private static double angle(double[][] points, int at, PixelCalibration calibration) {
		int first = at;
		while (first > 0 && isNear(points, at, first - 1)) first--;
		int last = at;
		while (last + 1 < points[0].length && isNear(points, at, last + 1)) last++;
		double x = 0;
		double y = 0;
		double xx = 0;
		double yy = 0;
		double xy = 0;
		for (int i = first; i <= last; i++) {
			double dx = (points[0][i] - points[0][at]) * calibration.pixelWidth();
			double dy = (points[1][i] - points[1][at]) * calibration.pixelHeight();
			x += dx;
			y += dy;
			xx += dx * dx;
			yy += dy * dy;
			xy += dx * dy;
		}
		int n = last - first + 1;
		double axis = Math.atan2(2 * (xy - x * y / n), xx - x * x / n - (yy - y * y / n)) / 2;
		return Math.abs(Math.toDegrees(axis));
	}

	private static boolean isNear(double[][] points, int a, int b) {
		return Math.abs(points[0][a] - points[0][b]) <= REACH && Math.abs(points[1][a] - points[1][b]) <= REACH;
	}
}
