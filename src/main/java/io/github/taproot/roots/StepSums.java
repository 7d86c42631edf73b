// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.Map;

import io.github.taproot.table.Quantity;

/** What is added up over steps. */
final class StepSums {

	double length;
	double area;
	double volume;
	double measured;
	double weighted;

	void add(Steps steps, int i) {
		length += steps.length[i];
		area += steps.area(i);
		volume += steps.volume(i);
		if (!steps.isOutside[i] || !(steps.diameter[i] > 0)) return;
		measured += steps.length[i];
		weighted += steps.length[i] * steps.diameter[i];
	}

	double meanDiameter() {
		return measured == 0 ? Double.NaN : weighted / measured;
	}

	void describe(Map<String, Object> row, String unit) {
		put(row, "polyline_length", unit, length);
		put(row, "mean_diameter", unit, meanDiameter());
		put(row, "projected_area", unit + "²", area);
		put(row, "surface_area", unit + "²", Math.PI * area);
		put(row, "volume", unit + "³", volume);
	}

	static void put(Map<String, Object> row, String name, String unit, double value) {
		row.put(new Quantity(name, unit, value).heading(), value);
	}
}
