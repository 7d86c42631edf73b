// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a predicted centre line may lie from the annotated one and still count as found.
 *
 * @param pixels distances in px, each 0 to 50; at least one, none twice, in the order of reports
 */
public record Tolerances(List<Double> pixels) {

	private static final int LARGEST = 50;

	public Tolerances {
		pixels = List.copyOf(pixels);
		boolean isValid = !pixels.isEmpty() && pixels.stream().distinct().count() == pixels.size();
		for (double value : pixels) isValid &= value >= 0 && value <= LARGEST;
		if (!isValid) {
			throw new IllegalArgumentException(
				"The tolerances must be different numbers from 0 to " + LARGEST + " px, such as 2,3, but are " +
				pixels + ".");
		}
	}

	/**
	 * Reads numbers divided by commas, such as {@code 2,3}; blanks around them are ignored.
	 *
	 * @throws IllegalArgumentException where they are none, out of range, or given twice
	 */
	public static Tolerances of(String text) {
		List<Double> values = new ArrayList<>();
		for (String part : text.split(",", -1)) {
			try {
				values.add(Double.valueOf(part.strip()));
			}
			catch (NumberFormatException e) {
				throw new IllegalArgumentException(
					"The tolerances must be numbers separated by commas, such as 2,3, but are \"" + text + "\".", e);
			}
		}
		return new Tolerances(values);
	}
}
