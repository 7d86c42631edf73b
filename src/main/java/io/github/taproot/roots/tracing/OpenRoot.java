// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.tracing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A root of an RSML file that is being read. */
final class OpenRoot {

	final String label;
	final List<double[]> points = new ArrayList<>();
	/** Position along the root, NaN where the file has none, and diameter. */
	final List<double[]> samples = new ArrayList<>();
	String domain = "";
	boolean isFromTip;
	boolean hasOtherPoints;
	final List<TracedRoot> laterals = new ArrayList<>();

	OpenRoot(String label) {
		this.label = label;
	}

	double spatialLength() {
		double length = 0;
		for (int i = 1; i < points.size(); i++) {
			double[] a = points.get(i - 1);
			double[] b = points.get(i);
			length += Math.hypot(Math.hypot(b[0] - a[0], b[1] - a[1]), b[2] - a[2]);
		}
		return length;
	}

	boolean isSpatial() {
		return points.stream().anyMatch(point -> point[2] != points.get(0)[2]);
	}

	/** @param doubts takes what is wrong with the diameters */
	TracedRoot close(Set<String> doubts) {
		double[] x = points.stream().mapToDouble(point -> point[0]).toArray();
		double[] y = points.stream().mapToDouble(point -> point[1]).toArray();
		double[] widths = new double[x.length];
		Arrays.fill(widths, Double.NaN);
		TracedRoot bare = new TracedRoot(label, x, y, widths, List.copyOf(laterals));
		int n = samples.size();
		if (n == 0) return bare;
		if (domain.equals("length") || domain.equals("uniform")) {
			double length = bare.length();
			double[] at = new double[n];
			for (int i = 0; i < n; i++) {
				double from = domain.equals("length") ? samples.get(i)[0] : n == 1 ? 0 : i * length / (n - 1);
				at[i] = isFromTip ? length - from : from;
			}
			if (isFromTip) {
				Collections.reverse(samples);
				for (int i = 0; i < n / 2; i++) {
					double swapped = at[i];
					at[i] = at[n - 1 - i];
					at[n - 1 - i] = swapped;
				}
			}
			boolean isInOrder = at[0] >= -1 && at[n - 1] <= 1.01 * length + 1;
			for (int i = 1; i < n; i++) isInOrder &= at[i] >= at[i - 1];
			if (isInOrder) {
				return withDiametersAt(bare, at, samples.stream().mapToDouble(sample -> sample[1]).toArray());
			}
			doubts.add("diameters whose positions are not along the root");
			return bare;
		}
		if (n > widths.length) doubts.add("diameters of roots that have more of them than points");
		else {
			if (n < widths.length) doubts.add("diameters of the last points, for which the one before is taken");
			for (int i = 0; i < widths.length; i++) widths[i] = samples.get(Math.min(i, n - 1))[1];
		}
		return bare;
	}

	/** A root with a point more at each place where a diameter is given; between them diameters change evenly. */
	private static TracedRoot withDiametersAt(TracedRoot root, double[] at, double[] diameters) {
		List<double[]> points = new ArrayList<>();
		double before = 0;
		int next = 0;
		for (int i = 0; i < root.x().length; i++) {
			double step = i == 0 ? 0 : Math.hypot(root.x()[i] - root.x()[i - 1], root.y()[i] - root.y()[i - 1]);
			for (; next < at.length && at[next] < before + step; next++) {
				double part = step == 0 ? 0 : (at[next] - before) / step;
				if (part <= 0) continue;
				points.add(new double[] { root.x()[i - 1] + part * (root.x()[i] - root.x()[i - 1]),
					root.y()[i - 1] + part * (root.y()[i] - root.y()[i - 1]), diameters[next] });
			}
			before += step;
			points.add(new double[] { root.x()[i], root.y()[i], interpolated(at, diameters, before) });
		}
		return new TracedRoot(root.label(), points.stream().mapToDouble(point -> point[0]).toArray(),
			points.stream().mapToDouble(point -> point[1]).toArray(), points.stream()
			.mapToDouble(point -> point[2]).toArray(), root.laterals());
	}

	private static double interpolated(double[] at, double[] values, double x) {
		int i = 0;
		while (i < at.length && at[i] < x) i++;
		if (i == 0) return values[0];
		if (i == at.length) return values[i - 1];
		return at[i] == x ? values[i] : values[i - 1] + (values[i] - values[i - 1]) * (x - at[i - 1]) /
			(at[i] - at[i - 1]);
	}
}
