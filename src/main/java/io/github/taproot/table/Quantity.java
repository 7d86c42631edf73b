// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A number with its name and unit: one column of a table, one cell of a row.
 *
 * @param name lower case words joined by {@code _}
 * @param unit name of the unit, "" for counts and fractions
 */
public record Quantity(String name, String unit, double value) {

	/** By their ends of headings, longer ones first. */
	private static final Map<String, String> UNITS = new LinkedHashMap<>();

	static {
		UNITS.put("cm_per_cm2", "cm/cm²");
		UNITS.put("cm_per_cm3", "cm/cm³");
		UNITS.put("px_per_px2", "px/px²");
		UNITS.put("per_cm", "cm⁻¹");
		for (String unit : List.of("mm", "px")) {
			UNITS.put("per_day_" + unit, unit + "/day");
			UNITS.put("per_" + unit, unit + "⁻¹");
			UNITS.put(unit + "2", unit + "²");
			UNITS.put(unit + "3", unit + "³");
			UNITS.put(unit, unit);
		}
		UNITS.put("deg", "°");
	}

	/** Quantities as cells of a row, by their {@link #heading}, in their order. */
	public static Map<String, Object> cells(List<Quantity> quantities) {
		Map<String, Object> cells = new LinkedHashMap<>();
		for (Quantity quantity : quantities) cells.put(quantity.heading(), quantity.value);
		return cells;
	}

	/**
	 * A heading as axes and texts have it, such as "Root length (mm)"; headings without a unit of ours stay as they
	 * are.
	 */
	public static String words(String heading) {
		for (Map.Entry<String, String> unit : UNITS.entrySet()) {
			if (!heading.endsWith("_" + unit.getKey()) || !heading.matches("[a-z0-9_.]+")) continue;
			String name = heading.substring(0, heading.length() - unit.getKey().length() - 1).replace('_', ' ');
			return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + " (" + unit.getValue() + ")";
		}
		return heading;
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
