// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.Arrays;

import io.github.taproot.image.PixelCalibration;
import io.github.taproot.roots.skeleton.SkeletonGraph;
import io.github.taproot.roots.skeleton.SkeletonGraph.Edge;

/**
 * The smoothed lines of all branches, cut into steps from pixel to pixel.
 * <p>
 * Around a junction a branch has the diameter that it has where it leaves the junction's inscribed circle, and there
 * only the root that goes on through the junction has area and volume, since that of laterals would count the same
 * place twice. Lengths are those of whole branches.
 * </p>
 */
final class Steps {

	int count;
	/** Lengths in the unit of the calibration. */
	double[] length = new double[1024];
	/**
	 * Diameters in the unit of the calibration, NaN where unknown; at a root's end, which may be round, those before
	 * it.
	 */
	double[] diameter = new double[1024];
	/** From edge to edge: the same but for roots' ends. */
	double[] across = new double[1024];
	/** Columns and rows of their two ends in px. */
	double[] fromColumn = new double[1024];
	double[] toColumn = new double[1024];
	double[] fromRow = new double[1024];
	double[] toRow = new double[1024];
	/** Whether their area and volume count. */
	boolean[] hasVolume = new boolean[1024];
	/**
	 * Whether they lie outside of the circles around junctions and before roots' ends, or belong to a branch that does
	 * not.
	 */
	boolean[] isOutside = new boolean[1024];
	/** For each edge of the graph its first step; one more for the end. */
	final int[] first;

	Steps(SkeletonGraph graph, RootSystem system, PixelCalibration calibration) {
		first = new int[graph.edges().size() + 1];
		double side = Math.sqrt(calibration.pixelWidth() * calibration.pixelHeight());
		for (int e = 0; e < graph.edges().size(); e++) {
			Edge edge = graph.edges().get(e);
			boolean within = edge.isWithinNode() || edge.from() < 0;
			add(edge, within || system.holds(e, true), within || system.holds(e, false), calibration, side);
			first[e + 1] = count;
		}
	}

	private void add(Edge edge, boolean holdsFrom, boolean holdsTo, PixelCalibration calibration, double side) {
		double[][] points = edge.branch().points();
		float[] widths = edge.diameters();
		int last = widths.length - 1;
		int start = 0;
		while (start < last && distance(points, start, 0) < edge.fromRadius()) start++;
		int end = last;
		while (end > 0 && distance(points, end, last) < edge.toRadius()) end--;
		boolean isWithin = start > end;
		// Known diameters, if any: not those of roots' ends.
		int known = Math.max(start, edge.fromAdded());
		int knownEnd = Math.min(end, last - edge.toAdded());
		boolean isKnown = known < knownEnd;
		grow(last);
		for (int i = 1; i <= last; i++, count++) {
			double dx = (points[0][i] - points[0][i - 1]) * calibration.pixelWidth();
			double dy = (points[1][i] - points[1][i - 1]) * calibration.pixelHeight();
			length[count] = Math.sqrt(dx * dx + dy * dy);
			int from = isWithin ? i - 1 : Math.max(start, Math.min(end, i - 1));
			int to = isWithin ? i : Math.max(start, Math.min(end, i));
			across[count] = (widths[from] + widths[to]) / 2 * side;
			diameter[count] = isKnown ? (widths[Math.max(known, Math.min(knownEnd, from))] +
				widths[Math.max(known, Math.min(knownEnd, to))]) / 2 * side : across[count];
			fromColumn[count] = points[0][i - 1];
			toColumn[count] = points[0][i];
			fromRow[count] = points[1][i - 1];
			toRow[count] = points[1][i];
			boolean inFrom = i <= start;
			boolean inTo = i > end;
			hasVolume[count] = (!inFrom || holdsFrom) && (!inTo || holdsTo);
			isOutside[count] = isWithin || (isKnown ? i > known && i <= knownEnd : !inFrom && !inTo);
		}
	}

	private static double distance(double[][] points, int a, int b) {
		return Math.hypot(points[0][a] - points[0][b], points[1][a] - points[1][b]);
	}

	private void grow(int more) {
		if (count + more <= length.length) return;
		int size = Math.max(count + more, 2 * count);
		length = Arrays.copyOf(length, size);
		diameter = Arrays.copyOf(diameter, size);
		across = Arrays.copyOf(across, size);
		fromColumn = Arrays.copyOf(fromColumn, size);
		toColumn = Arrays.copyOf(toColumn, size);
		fromRow = Arrays.copyOf(fromRow, size);
		toRow = Arrays.copyOf(toRow, size);
		hasVolume = Arrays.copyOf(hasVolume, size);
		isOutside = Arrays.copyOf(isOutside, size);
	}

	double middleColumn(int step) {
		return (fromColumn[step] + toColumn[step]) / 2;
	}

	double middleRow(int step) {
		return (fromRow[step] + toRow[step]) / 2;
	}

	double area(int step) {
		return volumeOf(step) ? length[step] * across[step] : 0;
	}

	double surface(int step) {
		return Math.PI * area(step);
	}

	double volume(int step) {
		return area(step) * Math.PI / 4 * (volumeOf(step) ? across[step] : 0);
	}

	private boolean volumeOf(int step) {
		return hasVolume[step] && across[step] > 0;
	}
}
