package io.github.taproot.traits;

import java.util.Arrays;

import io.github.taproot.image.PixelCalibration;
import io.github.taproot.skeleton.SkeletonGraph;
import io.github.taproot.skeleton.SkeletonGraph.Edge;

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
	/** Diameters in the unit of the calibration, NaN where unknown. */
	double[] diameter = new double[1024];
	/** Rows of their two ends in px. */
	double[] fromRow = new double[1024];
	double[] toRow = new double[1024];
	/** Whether their area and volume count. */
	boolean[] hasVolume = new boolean[1024];
	/** Whether they lie outside of the circles around junctions, or belong to a branch that lies within. */
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
		grow(last);
		for (int i = 1; i <= last; i++, count++) {
			double dx = (points[0][i] - points[0][i - 1]) * calibration.pixelWidth();
			double dy = (points[1][i] - points[1][i - 1]) * calibration.pixelHeight();
			length[count] = Math.sqrt(dx * dx + dy * dy);
			double a = widths[isWithin ? i - 1 : Math.max(start, Math.min(end, i - 1))];
			double b = widths[isWithin ? i : Math.max(start, Math.min(end, i))];
			diameter[count] = (a + b) / 2 * side;
			fromRow[count] = points[1][i - 1];
			toRow[count] = points[1][i];
			boolean inFrom = i <= start;
			boolean inTo = i > end;
			hasVolume[count] = (!inFrom || holdsFrom) && (!inTo || holdsTo);
			isOutside[count] = isWithin || !inFrom && !inTo;
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
		fromRow = Arrays.copyOf(fromRow, size);
		toRow = Arrays.copyOf(toRow, size);
		hasVolume = Arrays.copyOf(hasVolume, size);
		isOutside = Arrays.copyOf(isOutside, size);
	}

	double middleRow(int step) {
		return (fromRow[step] + toRow[step]) / 2;
	}

	double area(int step) {
		return volumeOf(step) ? length[step] * diameter[step] : 0;
	}

	double surface(int step) {
		return Math.PI * area(step);
	}

	double volume(int step) {
		return area(step) * Math.PI / 4 * (volumeOf(step) ? diameter[step] : 0);
	}

	private boolean volumeOf(int step) {
		return hasVolume[step] && diameter[step] > 0;
	}
}
