// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.image.PixelCalibration;

/**
 * Which scales masks are measured with, for people to see whether it is the right one. Not for several threads at once.
 *
 * @param given the scale that somebody gave; null for the one that each file has
 * @param counts how many masks have which scale
 */
record Scales(PixelCalibration given, Map<PixelCalibration, Integer> counts) {

	Scales(PixelCalibration given) {
		this(given, new LinkedHashMap<>());
	}

	/** Of rows: not a table, but the scales that files have. */
	static final String ROW = "scales";

	/** The scale to measure a mask with, which {@link #add} is told once the mask is done. */
	PixelCalibration of(PixelCalibration file, FileRows rows) {
		rows.add(ROW, Map.of("width", file.pixelWidth(), "height", file.pixelHeight(), "unit", file.unit()));
		return given != null ? given : file;
	}

	/** Counts the scale of a mask's {@link #ROW}. */
	void add(Map<String, ?> row) {
		counts.merge(new PixelCalibration((Double) row.get("width"), (Double) row.get("height"),
			(String) row.get("unit")), 1, Integer::sum);
	}

	/** Says which scale was used, and what is odd about it; nothing where neither files nor people know one. */
	void tell(Consumer<String> log) {
		List<PixelCalibration> known = counts.keySet().stream().filter(PixelCalibration::isCalibrated).toList();
		if (given == null && known.isEmpty()) return;
		if (given != null) {
			List<PixelCalibration> others = known.stream().filter(scale -> !isAlike(scale, given)).toList();
			log.accept("Scale: " + text(given) + ", as given." + (others.isEmpty() ? "" : " Some files have another: " +
				list(others) + "."));
		}
		else if (counts.size() == 1) log.accept("Scale: " + text(known.get(0)) + ", from the files.");
		else log.accept("The masks have different scales: " + list(List.copyOf(counts.keySet())) + ".");
	}

	private String list(List<PixelCalibration> scales) {
		return String.join(", ", scales.stream().map(scale -> text(scale) + " (" + counts.get(scale) + ")").toList());
	}

	private static boolean isAlike(PixelCalibration a, PixelCalibration b) {
		return Math.abs(a.pixelWidth() / b.pixelWidth() - 1) < 0.01 &&
			Math.abs(a.pixelHeight() / b.pixelHeight() - 1) < 0.01;
	}

	private static String text(PixelCalibration scale) {
		if (!scale.isCalibrated()) return "none";
		String width = String.format(Locale.ROOT, "%.4g", scale.pixelWidth());
		String height = String.format(Locale.ROOT, "%.4g", scale.pixelHeight());
		return (width.equals(height) ? width : width + " x " + height) + " " + scale.unit() + " per pixel";
	}
}
