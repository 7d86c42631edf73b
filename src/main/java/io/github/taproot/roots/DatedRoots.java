// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.Arrays;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.roots.skeleton.SkeletonGraph;
import io.github.taproot.roots.skeleton.SkeletonGraph.Edge;

/**
 * The roots of one date, where they are and where they end.
 *
 * @param parts for each branch and each of its steps, how much of it counts: see {@link #partsOf}
 */
record DatedRoots(Mask roots, Mask excluded, SkeletonGraph graph, Steps steps, Mask lines, double[][] parts) {

	/** Pixels over which the direction of a tip is taken. */
	private static final int DIRECTION = 10;

	static DatedRoots of(Mask all, Mask excluded, PixelCalibration calibration, Progress progress) {
		Mask roots = all.without(excluded);
		SkeletonGraph graph = SkeletonGraph.of(roots, Skeleton.complete(roots, progress), 0, true, progress);
		DatedRoots dated = new DatedRoots(roots, excluded, graph, new Steps(graph, new RootSystem(graph), calibration),
			graph.skeleton().toMask(), new double[graph.edges().size()][]);
		for (int e = 0; e < dated.parts.length; e++) dated.parts[e] = dated.partsOf(graph.edges().get(e));
		return dated;
	}

	/** What is within a tolerance from a branch, or from its edges, but not beyond its tips. */
	Mask near(double tolerance, boolean isFromEdge) {
		Mask near = new Mask(roots.width(), roots.height());
		for (int e = 0; e < parts.length; e++) surround(near, graph.edges().get(e), parts[e], tolerance, isFromEdge);
		return near;
	}

	/** Whether the image shows what is at this place. */
	boolean sees(int x, int y) {
		return x >= 0 && y >= 0 && x < roots.width() && y < roots.height() &&
			(excluded == null || !excluded.isRoot(x, y));
	}

	/** Whether a branch ends freely there, and not only at a border. */
	boolean isTip(int node) {
		return node >= 0 && graph.nodes().get(node).isTip() &&
			!RootTraits.isCut(graph.nodes().get(node), roots, excluded);
	}

	private void surround(Mask near, Edge edge, double[] parts, double tolerance, boolean isFromEdge) {
		double[][] points = edge.branch().points();
		int first = 0;
		while (first < parts.length && parts[first] == 0) first++;
		int last = parts.length;
		while (last > first && parts[last - 1] == 0) last--;
		if (first == last) return;
		double[] start = isTip(edge.from()) ? end(points, first, Math.min(last, first + DIRECTION), parts[first]) :
			null;
		double[] stop = isTip(edge.to()) ? end(points, last, Math.max(first, last - DIRECTION), parts[last - 1]) : null;
		for (int i = first; i <= last; i++) {
			float diameter = edge.diameters()[i];
			double radius = isFromEdge && !Float.isNaN(diameter) ? diameter / 2 + tolerance : tolerance;
			surround(near, edge.branch().x()[i], edge.branch().y()[i], radius, i - first <= radius ? start : null,
				last - i <= radius ? stop : null);
		}
	}

	/**
	 * For each step of a branch the part of it that counts: all but the radius before its tips, since a root that
	 * becomes thicker also ends later, but is no longer.
	 */
	private double[] partsOf(Edge edge) {
		double[][] points = edge.branch().points();
		double[] parts = new double[points[0].length - 1];
		Arrays.fill(parts, 1);
		if (isTip(edge.from())) cut(edge, points, parts, 0, 1, edge.fromAdded());
		if (isTip(edge.to())) cut(edge, points, parts, parts.length, -1, edge.toAdded());
		return parts;
	}

	private void cut(Edge edge, double[][] points, double[] parts, int tip, int step, int added) {
		double left = beyondTip(points, tip, step,
			edge.diameters()[inside(tip + step * (added + DIRECTION), parts.length)] / 2);
		// A root of one pixel's width has its tip in the pixel's middle.
		if (Double.isNaN(left)) {
			left = added > 0 ? edge.diameters()[inside(tip + step * added, parts.length)] / 2 - 0.5 : 0;
		}
		int i = step > 0 ? 0 : parts.length - 1;
		do {
			double length = Math.hypot(points[0][i + 1] - points[0][i], points[1][i + 1] - points[1][i]);
			parts[i] = length > left ? Math.min(parts[i], 1) - left / length : 0;
			left -= length;
			i += step;
		}
		while (i >= 0 && i < parts.length && left > 0);
	}

	private static int inside(int i, int last) {
		return Math.max(0, Math.min(last, i));
	}

	/**
	 * By how much a branch's last pixel lies beyond the middle of the root's round end, in px, to a fraction of a
	 * pixel: by the root's area from some place of the branch to its end, by its width before. Below 0 where it lies
	 * before; NaN where the branch is too short to tell, or has other roots beside it.
	 */
	private double beyondTip(double[][] points, int tip, int step, double radius) {
		int place = tip + step * (int) Math.ceil(2 * radius + 2);
		int before = place + step * DIRECTION;
		if (!(radius > 0) || before < 0 || before >= points[0].length) return Double.NaN;
		double dx = points[0][place] - points[0][before];
		double dy = points[1][place] - points[1][before];
		double size = Math.hypot(dx, dy);
		dx /= size;
		dy /= size;
		double x = points[0][place];
		double y = points[1][place];
		double end = (points[0][tip] - x) * dx + (points[1][tip] - y) * dy;
		int reach = (int) Math.ceil(size + 2 * end);
		double half = radius + 2;
		double width = 0;
		double area = 0;
		for (int row = (int) y - reach; row <= y + reach; row++) {
			for (int column = (int) x - reach; column <= x + reach; column++) {
				double along = (column - x) * dx + (row - y) * dy;
				if (Math.abs((column - x) * dy - (row - y) * dx) > half || along < -size - 1 ||
					!roots.isRoot(column, row)) {
					continue;
				}
				double isBeyond = Math.max(0, Math.min(1, along + 0.5));
				area += isBeyond;
				width += (Math.max(0, Math.min(1, along + size + 0.5)) - isBeyond) / size;
			}
		}
		// A round end; roots of one pixel's width end squarely.
		double found = end - area / width + Math.max(Math.PI / 8 * width, Math.min(width, 1) / 2);
		return Math.abs(found - width / 2 + 0.5) < 1 + width / 4 ? found : Double.NaN;
	}

	/** A tip and the direction in which it points, of length 1; null for none. */
	private static double[] end(double[][] points, int tip, int before, double part) {
		double dx = points[0][tip] - points[0][before];
		double dy = points[1][tip] - points[1][before];
		double size = Math.hypot(dx, dy);
		if (size == 0) return null;
		dx /= size;
		dy /= size;
		int next = tip + Integer.signum(before - tip);
		double within = (1 - part) * Math.hypot(points[0][tip] - points[0][next], points[1][tip] - points[1][next]);
		return new double[] { points[0][tip] - within * dx, points[1][tip] - within * dy, dx, dy };
	}

	private static void surround(Mask near, int x, int y, double radius, double[] start, double[] stop) {
		int reach = (int) radius;
		for (int row = Math.max(0, y - reach); row <= Math.min(near.height() - 1, y + reach); row++) {
			double half = Math.sqrt(radius * radius - (row - y) * (row - y));
			int from = (int) Math.max(0, Math.ceil(x - half));
			int to = (int) Math.min(near.width() - 1, Math.floor(x + half));
			for (int column = from; column <= to; column++) {
				if (!isBeyond(start, column, row) && !isBeyond(stop, column, row)) {
					near.pixels()[row * near.width() + column] = Mask.ROOT;
				}
			}
		}
	}

	private static boolean isBeyond(double[] end, int x, int y) {
		return end != null && (x - end[0]) * end[2] + (y - end[1]) * end[3] > 0;
	}

	/** Whether a centre line lies within a distance. */
	boolean hasLine(double x, double y, double within) {
		int reach = (int) Math.ceil(within);
		for (int row = (int) y - reach; row <= y + reach; row++) {
			for (int column = (int) x - reach; column <= x + reach; column++) {
				if (lines.isRoot(column, row) && Math.hypot(column - x, row - y) <= within) return true;
			}
		}
		return false;
	}
}
