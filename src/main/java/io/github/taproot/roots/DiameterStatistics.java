// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.Arrays;

/**
 * Diameters along roots, each weighted by the length that has it, outside of the circles around junctions.
 *
 * @param mean NaN where no diameter is known, like the others
 * @param median half of the length is thinner
 */
record DiameterStatistics(double mean, double median, double max) {

	/** Of the steps from {@code first} to before {@code end}. */
	static DiameterStatistics of(Steps steps, int first, int end) {
		long[] sorted = new long[end - first];
		int count = 0;
		double total = 0;
		double sum = 0;
		for (int i = first; i < end; i++) {
			if (!steps.isOutside[i] || !(steps.diameter[i] > 0)) continue;
			// Bits of positive floats sort as their values do.
			sorted[count++] = (long) Float.floatToIntBits((float) steps.diameter[i]) << 32 | i;
			total += steps.length[i];
			sum += steps.length[i] * steps.diameter[i];
		}
		if (count == 0 || total == 0) return new DiameterStatistics(Double.NaN, Double.NaN, Double.NaN);
		Arrays.sort(sorted, 0, count);
		int middle = 0;
		for (double below = 0; middle < count - 1; middle++) {
			below += steps.length[(int) sorted[middle]];
			if (below >= total / 2) break;
		}
		return new DiameterStatistics(sum / total, steps.diameter[(int) sorted[middle]],
			steps.diameter[(int) sorted[count - 1]]);
	}
}
