// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A number with its name and unit: one column of a table, one cell of a row.
 *
 * @param name lower case words joined by {@code _}
 * @param unit name of the unit, "" for counts and fractions
 */
public record Quantity(String name, String unit, double value) {

	/** Quantities as cells of a row, by their {@link #heading}, in their order. */
	public static Map<String, Object> cells(List<Quantity> quantities) {
		Map<String, Object> cells = new LinkedHashMap<>();
		for (Quantity quantity : quantities) cells.put(quantity.heading(), quantity.value);
		return cells;
	}

	/**
	 * Column heading that programs can read: name and unit in letters, digits and {@code _}, such as
	 * {@code root_area_mm2}; {@code µm} becomes {@code um}.
	 */
	public String heading() {
		if (unit.isEmpty()) return name;
		return name + "_" + unit.replace('²', '2').replace('³', '3').replaceAll("[µμ]", "u").replaceAll("\\W+", "_");
	}
}
