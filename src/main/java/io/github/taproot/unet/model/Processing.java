// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A step before or after a network, of those that BioImage.IO's specification has, on an image (row, column, channel).
 */
@FunctionalInterface
interface Processing {

	/** Changes values in place. */
	void apply(float[] values, int from, int to, int channels);

	/**
	 * The steps of an input or output.
	 *
	 * @throws IOException where one is not known, naming it
	 */
	static Processing of(List<Rdf> steps) throws IOException {
		List<Processing> all = new ArrayList<>();
		for (Rdf step : steps) all.add(of(step.text("id", step.text("name", "")), step.part("kwargs")));
		return (values, from, to, channels) -> all.forEach(step -> step.apply(values, from, to, channels));
	}

	private static Processing of(String kind, Rdf settings) throws IOException {
		double eps = settings.number("eps", 1e-6);
		List<String> axes = settings.letters("axes");
		boolean isPerChannel = !axes.isEmpty() && !axes.contains("c") && !axes.contains("channel");
		String mode = settings.text("mode", "per_sample");
		boolean isFixed = mode.equals("fixed") || kind.startsWith("fixed_");
		if (!isFixed && !mode.equals("per_sample")) throw unknown(kind + " (" + mode + ")");
		if (settings.has("reference_tensor")) throw unknown(kind + " by another tensor");
		switch (kind) {
			case "ensure_dtype" -> {
				return (values, from, to, channels) -> {};
			}
			case "clip" -> {
				float least = (float) settings.number("min", Double.NEGATIVE_INFINITY);
				float most = (float) settings.number("max", Double.POSITIVE_INFINITY);
				return (values, from, to, channels) -> {
					for (int i = from; i < to; i++) values[i] = Math.max(least, Math.min(most, values[i]));
				};
			}
			case "binarize" -> {
				float threshold = (float) settings.number("threshold", 0.5);
				return (values, from, to, channels) -> {
					for (int i = from; i < to; i++) values[i] = values[i] > threshold ? 1 : 0;
				};
			}
			case "sigmoid" -> {
				return (values, from, to, channels) -> {
					for (int i = from; i < to; i++) values[i] = (float) (1 / (1 + Math.exp(-values[i])));
				};
			}
			case "scale_linear" -> {
				double[] gain = each(settings, "gain", 1);
				double[] offset = each(settings, "offset", 0);
				return (values, from, to, channels) -> {
					for (int i = from; i < to; i++) {
						int channel = (i - from) % channels;
						values[i] = (float) (values[i] * gain[channel % gain.length] + offset[channel % offset.length]);
					}
				};
			}
			case "scale_range" -> {
				double least = settings.number("min_percentile", 0) / 100;
				double most = settings.number("max_percentile", 100) / 100;
				return eachGroup(isPerChannel, values -> {
					float[] sorted = values.clone();
					Arrays.sort(sorted);
					double low = percentile(sorted, least);
					double range = percentile(sorted, most) - low + eps;
					for (int i = 0; i < values.length; i++) values[i] = (float) ((values[i] - low) / range);
				});
			}
			case "zero_mean_unit_variance", "fixed_zero_mean_unit_variance" -> {
				if (isFixed) {
					double[] mean = each(settings, "mean", 0);
					double[] deviation = each(settings, "std", 1);
					return (values, from, to, channels) -> {
						for (int i = from; i < to; i++) {
							int channel = (i - from) % channels;
							values[i] =
								(float) ((values[i] - mean[channel % mean.length]) /
								(deviation[channel % deviation.length] + eps));
						}
					};
				}
				return eachGroup(isPerChannel, values -> {
					double mean = 0;
					for (float value : values) mean += value / (double) values.length;
					double variance = 0;
					for (float value : values) variance += (value - mean) * (value - mean) / values.length;
					for (int i = 0; i < values.length; i++) {
						values[i] = (float) ((values[i] - mean) / (Math.sqrt(variance) + eps));
					}
				});
			}
			default -> throw unknown(kind);
		}
	}

	private static IOException unknown(String kind) {
		return new IOException("Its processing " + kind + " is not known to Taproot: use the network in another " +
			"program.");
	}

	private static double[] each(Rdf settings, String key, double otherwise) throws IOException {
		double[] list = settings.numbers(key);
		return list != null && list.length > 0 ? list : new double[] { settings.number(key, otherwise) };
	}

	/** Does the same with all values together, or with those of each channel. */
	private static Processing eachGroup(boolean isPerChannel, java.util.function.Consumer<float[]> step) {
		return (values, from, to, channels) -> {
			int groups = isPerChannel ? channels : 1;
			float[] group = new float[(to - from) / groups];
			for (int g = 0; g < groups; g++) {
				for (int i = 0; i < group.length; i++) group[i] = values[from + g + i * groups];
				step.accept(group);
				for (int i = 0; i < group.length; i++) values[from + g + i * groups] = group[i];
			}
		};
	}

	/** As NumPy's: linear between neighbours. */
	private static double percentile(float[] sorted, double share) {
		double at = share * (sorted.length - 1);
		int below = (int) at;
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
	}
}
