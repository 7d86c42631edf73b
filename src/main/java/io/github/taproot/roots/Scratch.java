// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.taproot.image.Mask;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.roots.skeleton.SkeletonGraph;

/**
 * A line in a mask that is straighter than roots are: maybe a scratch in the glass, or an edge. A suggestion for people
 * to look at, since roots can be straight, too.
 *
 * @param x0 column of one end in px, where 0 is the image's left border
 * @param y0 row of that end
 * @param x1 column of the other end
 * @param y1 row of the other end
 * @param width that covers the line, in px
 */
public record Scratch(double x0, double y0, double x1, double y1, double width) {

	/** Px added to both sides. */
	private static final double MARGIN = 1;

	/**
	 * Finds lines; junctions with roots that they cross do not divide them.
	 *
	 * @param shortest length in px of a line at least, 20 or more
	 * @param bend how far it may lie beside the straight line between its ends, in percent of its length, above 0
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public static List<Scratch> find(Mask roots, double shortest, double bend, Progress progress) {
		if (!(shortest >= 20)) {
			throw new IllegalArgumentException("The length of a scratch must be at least 20 px, but is " +
				shortest + ".");
		}
		if (!(bend > 0 && bend <= 100)) {
			throw new IllegalArgumentException("The bend of a scratch must be above 0 and at most 100 %, but is " +
				bend + ".");
		}
		SkeletonGraph graph = SkeletonGraph.of(roots, Skeleton.complete(roots, progress), 0, true, progress);
		List<Scratch> found = new ArrayList<>();
		RootSystem system = new RootSystem(graph);
		for (RootSystem.Root root : system.roots()) {
			List<double[]> line = system.line(root);
			double widest = 0;
			for (RootSystem.Part part : root.parts()) {
				widest = Math.max(widest, median(graph.edges().get(part.edge()).diameters()));
			}
			double[] a = line.get(0);
			double[] b = line.get(line.size() - 1);
			double length = Math.hypot(b[0] - a[0], b[1] - a[1]);
			if (length < shortest) continue;
			double aside = 0;
			for (double[] p : line) {
				aside = Math.max(aside, Math.abs((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])) /
					length);
			}
			// Steps of pixels are no bend.
			if (aside > Math.max(1, length * bend / 100)) continue;
			double longer = MARGIN / length;
			double dx = (b[0] - a[0]) * longer;
			double dy = (b[1] - a[1]) * longer;
			found.add(new Scratch(a[0] - dx, a[1] - dy, b[0] + dx, b[1] + dy, widest + 2 * (aside + MARGIN)));
		}
		return found;
	}

	private static double median(float[] diameters) {
		float[] sorted = diameters.clone();
		Arrays.sort(sorted);
		double median = sorted[sorted.length / 2];
		return Double.isNaN(median) ? 1 : median;
	}
}
