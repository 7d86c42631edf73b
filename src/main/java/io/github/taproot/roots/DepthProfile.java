// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.Arrays;
import java.util.List;

/**
 * Root length by depth.
 *
 * @param top depth of the first row's upper edge
 * @param perRow depth of a row
 * @param lengths of each row of pixels, in the calibration's unit, as everything here
 */
public record DepthProfile(double top, double perRow, double[] lengths) {

	private static final int MOST_ROWS = 10_000_000;

	/** The shares of root length, in percent, whose depths are told. */
	public static final int[] SHARES = { 25, 50, 75, 95 };

	/** One that covers several: of panels of one rhizotron, one below the other or side by side. */
	public static DepthProfile of(List<DepthProfile> panels) {
		double top = panels.stream().mapToDouble(DepthProfile::top).min().orElseThrow();
		double perRow = panels.stream().mapToDouble(DepthProfile::perRow).min().orElseThrow();
		double bottom = panels.stream().mapToDouble(panel -> panel.top + panel.lengths.length * panel.perRow).max()
			.orElseThrow();
		double[] sum = new double[(int) Math.min(MOST_ROWS, Math.ceil((bottom - top) / perRow - 1e-9))];
		for (DepthProfile panel : panels) {
			for (int row = 0; row < panel.lengths.length; row++) {
				int to = (int) ((panel.top - top + (row + 0.5) * panel.perRow) / perRow);
				sum[Math.max(0, Math.min(sum.length - 1, to))] += panel.lengths[row];
			}
		}
		return new DepthProfile(top, perRow, sum);
	}

	/** All of it. */
	public double length() {
		return Arrays.stream(lengths).sum();
	}

	/** The depths above which {@link #SHARES} lie, length spread evenly within a row; NaN without roots. */
	public double[] depthsOfShares() {
		double[] depths = new double[SHARES.length];
		Arrays.fill(depths, Double.NaN);
		double total = length();
		if (total == 0) return depths;
		double above = 0;
		int share = 0;
		for (int row = 0; row < lengths.length; row++) {
			while (share < SHARES.length && above + lengths[row] >= total * SHARES[share] / 100 * (1 - 1e-12)) {
				double part = lengths[row] == 0 ? 0 : (total * SHARES[share] / 100 - above) / lengths[row];
				depths[share++] = top + (row + part) * perRow;
			}
			above += lengths[row];
		}
		return depths;
	}
}
