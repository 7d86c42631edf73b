// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import java.util.ArrayList;
import java.util.List;

/**
 * What photographs of a kind look like: means and standard deviations of their {@link Appearance}s. Immutable.
 *
 * @param means one for each number of an appearance, finite
 * @param deviations as many, finite, at least 0, those of a further photograph
 */
public record UsualAppearance(List<Double> means, List<Double> deviations) {

	/** Standard deviations by which a photograph of the same kind may differ in any number. */
	private static final double FURTHEST = 4;
	/** Few photographs may be alike by chance. */
	private static final double LEAST_DEVIATION = 0.1;

	public UsualAppearance {
		if (means == null || deviations == null || means.size() != Appearance.SIZE ||
			deviations.size() != Appearance.SIZE || !means.stream().allMatch(UsualAppearance::isFinite) ||
			!deviations.stream().allMatch(value -> isFinite(value) && value >= 0))
		{
			throw new IllegalArgumentException("The appearance of the model's photographs is incomplete, or not " +
				"possible.");
		}
		means = List.copyOf(means);
		deviations = List.copyOf(deviations);
	}

	private static boolean isFinite(Double value) {
		return value != null && Double.isFinite(value);
	}

	/** That of some photographs, at least two. */
	public static UsualAppearance of(List<Appearance> photographs) {
		int n = photographs.size();
		List<Double> means = new ArrayList<>();
		List<Double> deviations = new ArrayList<>();
		for (int i = 0; i < Appearance.SIZE; i++) {
			int index = i;
			double mean = photographs.stream().mapToDouble(each -> each.numbers().get(index)).average().orElseThrow();
			double squares = photographs.stream().mapToDouble(each -> each.numbers().get(index) - mean)
				.map(difference -> difference * difference).sum();
			means.add(mean);
			deviations.add(Math.max(LEAST_DEVIATION, Math.sqrt(squares / (n - 1))) * Math.sqrt(1 + 1.0 / n));
		}
		return new UsualAppearance(means, deviations);
	}

	/** Whether a photograph may be of this kind. */
	public boolean fits(Appearance photograph) {
		for (int i = 0; i < means.size(); i++) {
			double difference = Math.abs(photograph.numbers().get(i) - means.get(i));
			if (!(difference <= FURTHEST * deviations.get(i))) return false;
		}
		return true;
	}
}
