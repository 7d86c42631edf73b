// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.ArrayList;
import java.util.List;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.roots.skeleton.SkeletonGraph;
import io.github.taproot.table.Quantity;

/**
 * Where the centre lines of roots cross the lines of a grid, as people count them.
 * <p>
 * A root that crosses a line is counted once, also where it wavers along the line by less than a pixel; one that comes
 * back over it is counted twice. A root that touches a line without crossing it is not counted. Spurs are removed by
 * radius before.
 * </p>
 *
 * @param points where the crossings are, {x, y} in px from the image's upper left corner
 * @param columns upright lines, as {@link LineGrid#columns}
 * @param rows level lines
 * @param width columns of the image
 * @param height rows of the image
 * @param calibration of the image
 * @param side of the squares in its unit
 * @param excluded where neither roots nor lines nor area count; null for nothing
 */
public record LineIntersections(List<double[]> points, double[] columns, double[] rows, int width, int height,
	PixelCalibration calibration, double side, Mask excluded)
{

	/** Px that a root must go beyond a line to be there. */
	private static final double BEYOND = 1;

	/**
	 * Counts in a mask; on the calling thread.
	 *
	 * @throws IllegalArgumentException as {@link LineGrid#columns}, and where no line lies in the image
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public static LineIntersections of(Mask mask, PixelCalibration calibration, LineGrid grid, Progress progress) {
		return of(mask, null, calibration, grid, progress);
	}

	/**
	 * The same, where part of the image does not count.
	 *
	 * @param excluded of the same size; null for nothing
	 * @throws IllegalArgumentException also where the sizes differ
	 */
	public static LineIntersections of(Mask all, Mask excluded, PixelCalibration calibration, LineGrid grid,
		Progress progress)
	{
		Mask mask = all.without(excluded);
		grid.requireLines(mask.width(), mask.height(), calibration);
		double[] columns = grid.columns(mask.width(), calibration);
		double[] rows = grid.rows(mask.height(), calibration);
		SkeletonGraph graph = SkeletonGraph.of(mask, Skeleton.complete(mask, progress), 0, true, progress);
		List<double[]> found = new ArrayList<>();
		RootSystem roots = new RootSystem(graph);
		for (RootSystem.Root root : roots.roots()) {
			List<double[]> line = roots.line(root);
			cross(line, 0, columns, found);
			cross(line, 1, rows, found);
		}
		LineIntersections intersections =
			new LineIntersections(List.copyOf(found), columns, rows, mask.width(), mask.height(),
			calibration, grid.side(calibration), excluded);
		if (intersections.lineLength() > 0) return intersections;
		throw new IllegalArgumentException("All lines of the grid lie in areas that are left out: choose smaller " +
			"squares, or leave out less.");
	}

	/** Adds the crossings of a line with those of a grid, which lie at these places of an axis. */
	private static void cross(List<double[]> line, int axis, double[] places, List<double[]> found) {
		if (places.length == 0) return;
		double least = line.stream().mapToDouble(point -> point[axis]).min().orElse(0);
		double most = line.stream().mapToDouble(point -> point[axis]).max().orElse(0);
		for (double place : places) if (place >= least && place <= most) cross(line, axis, place, found);
	}

	private static void cross(List<double[]> line, int axis, double place, List<double[]> found) {
		boolean side = line.get(0)[axis] < place;
		double[] crossed = null;
		for (int i = 1; i < line.size(); i++) {
			double[] a = line.get(i - 1);
			double[] b = line.get(i);
			if (b[axis] < place == side) {
				crossed = null;
				continue;
			}
			if (crossed == null) {
				double part = (place - a[axis]) / (b[axis] - a[axis]);
				crossed = new double[] { a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]) };
			}
			// The end of a root, too, lies on the other side.
			if (Math.abs(b[axis] - place) < BEYOND && i < line.size() - 1 || b[axis] == place) continue;
			found.add(crossed);
			side = !side;
			crossed = null;
		}
	}

	/** Length of the grid's lines in the unit of the calibration, as far as they count. */
	public double lineLength() {
		long level = rows.length * (long) width;
		long upright = columns.length * (long) height;
		if (excluded != null) {
			for (double row : rows) for (int x = 0; x < width; x++) if (excluded.isRoot(x, (int) row)) level--;
			for (double column : columns) {
				for (int y = 0; y < height; y++) if (excluded.isRoot((int) column, y)) upright--;
			}
		}
		return level * calibration.pixelWidth() + upright * calibration.pixelHeight();
	}

	/**
	 * The crossings; the root intensity, crossings per length of line (per m where there is a scale); and the root
	 * length by Newman (1966, doi:10.2307/2401670), π N A / (2 H), with the area A and the lines' length H, and by
	 * Tennant (1975, doi:10.2307/2258617), 11/14 N a, with the side a of the squares. Where the grid has lines in one
	 * direction only, Tennant's factor is 11/7. Both lengths hold for roots that run in all directions alike.
	 */
	public List<Quantity> quantities() {
		int count = points.size();
		String unit = calibration.unit();
		double length = lineLength();
		double area = (width * (double) height - (excluded == null ? 0 : excluded.rootPixels())) *
			calibration.pixelWidth() *
			calibration.pixelHeight();
		boolean isBoth = columns.length > 0 && rows.length > 0;
		double tennant = (isBoth ? 11 / 14.0 : 11 / 7.0) * count * side;
		boolean isMetric = calibration.isCalibrated();
		return List.of(new Quantity("intersections", "", count),
			isMetric ? new Quantity("line_length", "m", length / 1000) : new Quantity("line_length", "px", length),
			new Quantity("root_intensity", isMetric ? "per_m" : "per_px", count / (isMetric ? length / 1000 : length)),
			new Quantity("newman_length", unit, Math.PI * count * area / (2 * length)),
			new Quantity("tennant_length", unit, tennant));
	}
}
