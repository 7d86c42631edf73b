// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.taproot.evaluation.NamedNumbers;
import io.github.taproot.files.FileNames;
import io.github.taproot.roots.Tube;
import io.github.taproot.table.Table;

/**
 * A table of tubes: columns tube, angle_deg, window_mm, and, where they are not 0, diameter_mm, overlap_mm, surface_mm
 * or surface_window, rotation_deg; picture is camera (as without it) or scan.
 *
 * @param tubes by what names tell of the tube, in lower case
 */
record TubeTable(Path file, Map<String, Tube> tubes) {

	/**
	 * Reads the table.
	 *
	 * @throws IOException where a column is missing or a line can't be used, with what to do
	 */
	static TubeTable read(Path file) throws IOException {
		Table table = Table.read(file);
		for (String column : new String[] { "tube", "angle_deg", "window_mm" }) {
			if (NamedNumbers.column(table, column) != null) continue;
			throw new IOException(file + " has no column " + column + ": add it. The columns are tube, angle_deg, " +
				"window_mm, diameter_mm, overlap_mm, surface_mm or surface_window, picture and rotation_deg.");
		}
		Map<String, Tube> tubes = new LinkedHashMap<>();
		for (int i = 0; i < table.rows().size(); i++) {
			String name = key(NamedNumbers.cell(table, i, NamedNumbers.column(table, "tube")));
			String place = "Line " + table.line(i) + " of " + file;
			Tube tube;
			try {
				tube = tube(table, i);
			}
			catch (IllegalArgumentException e) {
				throw new IOException(place + ": " + e.getMessage(), e);
			}
			if (tubes.put(name, tube) != null) {
				throw new IOException(place + " is a second one of tube " + name + ": remove one.");
			}
		}
		return new TubeTable(file, tubes);
	}

	private static Tube tube(Table table, int row) {
		double step = number(table, row, "window_mm") - number(table, row, "overlap_mm");
		boolean byWindow = NamedNumbers.column(table, "surface_window") != null;
		if (byWindow && NamedNumbers.column(table, "surface_mm") != null) {
			throw new IllegalArgumentException("Give surface_mm or surface_window, not both.");
		}
		double surface = byWindow ? (number(table, row, "surface_window") - 1) * step :
			number(table, row, "surface_mm");
		String column = NamedNumbers.column(table, "picture");
		String picture = column == null ? "" : NamedNumbers.cell(table, row, column).toLowerCase(Locale.ROOT);
		if (!picture.matches("|camera|scan")) {
			throw new IllegalArgumentException("The picture must be camera or scan, but is \"" + picture + "\".");
		}
		return new Tube(number(table, row, "angle_deg"), number(table, row, "diameter_mm"), surface, step,
			picture.equals("scan"), number(table, row, "rotation_deg"));
	}

	/** 0 without the column. */
	private static double number(Table table, int row, String name) {
		String column = NamedNumbers.column(table, name);
		if (column == null) return 0;
		double number = table.numbers(column)[row];
		if (Double.isNaN(number)) {
			throw new IllegalArgumentException("The column " + name + " has \"" +
				NamedNumbers.cell(table, row, column) + "\", which is not a number.");
		}
		return number;
	}

	/** Numbers lose zeros in front, as in names. */
	private static String key(String tube) {
		return FileNames.folded(FileNames.withoutZeros(tube));
	}

	/**
	 * The tube of a picture.
	 *
	 * @throws IOException where the table has no line for it
	 */
	Tube of(Path picture, Map<String, String> told) throws IOException {
		Tube tube = tubes.get(FileNames.folded(told.getOrDefault("tube", "")));
		if (tube != null) return tube;
		throw new IOException(picture + " is of tube " + told.getOrDefault("tube", "(none)") + ", which is not in " +
			file + ": add a line for it.");
	}
}
