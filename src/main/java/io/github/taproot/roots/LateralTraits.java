// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.taproot.image.PixelCalibration;
import io.github.taproot.roots.skeleton.SkeletonGraph;
import io.github.taproot.table.Quantity;

/**
 * How densely laterals stand on their roots, as Dubrovsky and Forde (2012, doi:10.1105/tpc.111.089698) define it for
 * whole roots: laterals of main roots by the length of all main roots, and the distance of neighbouring laterals along
 * their root.
 */
final class LateralTraits {

	private LateralTraits() {}

	/** lateral_density, in cm⁻¹ where the scale is in mm, and mean_lateral_distance; NaN without roots or pairs. */
	static List<Quantity> of(SkeletonGraph graph, RootSystem system, PixelCalibration calibration) {
		List<RootSystem.Root> roots = system.roots();
		List<List<Integer>> laterals = new ArrayList<>();
		roots.forEach(root -> laterals.add(new ArrayList<>()));
		for (int r = 0; r < roots.size(); r++) {
			if (roots.get(r).parent() >= 0) laterals.get(roots.get(r).parent()).add(r);
		}
		double mainLength = 0;
		int ofMain = 0;
		double distances = 0;
		int pairs = 0;
		for (int r = 0; r < roots.size(); r++) {
			Map<Integer, Double> places = new HashMap<>();
			double length = 0;
			for (RootSystem.Part part : roots.get(r).parts()) {
				places.putIfAbsent(system.node(part, true), length);
				length += graph.edges().get(part.edge()).branch().length(calibration);
				places.putIfAbsent(system.node(part, false), length);
			}
			if (roots.get(r).order() == 1) {
				mainLength += length;
				ofMain += laterals.get(r).size();
			}
			double[] at = laterals.get(r).stream()
				.mapToDouble(lateral -> places.get(system.node(roots.get(lateral).parts().get(0), true))).sorted()
				.toArray();
			if (at.length < 2) continue;
			distances += at[at.length - 1] - at[0];
			pairs += at.length - 1;
		}
		boolean isMetric = calibration.unit().equals("mm");
		return List.of(
			new Quantity("lateral_density", isMetric ? "per_cm" : "per_" + calibration.unit(),
				mainLength > 0 ? ofMain / mainLength * (isMetric ? 10 : 1) : Double.NaN),
			new Quantity("mean_lateral_distance", calibration.unit(), pairs > 0 ? distances / pairs : Double.NaN));
	}
}
