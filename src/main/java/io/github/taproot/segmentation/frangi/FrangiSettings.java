// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.taproot.image.Polarity;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Threshold;

/**
 * How roots are found by a Frangi filter, a threshold and the size of components.
 *
 * @param filter which form of the filter
 * @param roots whether roots are bright or dark
 * @param scales how many, 1 to 6: sigma 1, 2, 4 px and so on, about a quarter to a third of the width of the roots
 *          found
 * @param beta how far from a line the shape may be: lower wants straighter lines, higher takes blobs, too; above 0
 * @param c how much contrast is needed: higher needs more; above 0
 * @param threshold root where the vesselness is above it
 * @param components which components are too small
 */
public record FrangiSettings(FrangiForm filter, Polarity roots, int scales, double beta, double c, Threshold threshold,
	ComponentFilter components)
{

	public static final int MOST_SCALES = 6;

	/** What Smith et al. (2020) found for chicory roots at 13.3 px/mm, components 4-connected. */
	public static final FrangiSettings PAPER = new FrangiSettings(FrangiForm.EXACT, Polarity.BRIGHT, 2, 0.0922, 1.0518,
		new Threshold(3.76e-5), new ComponentFilter(192, 4));

	public FrangiSettings {
		if (scales < 1 || scales > MOST_SCALES) {
			throw new IllegalArgumentException(
				"The number of scales must be 1 to " + MOST_SCALES + ", but is " + scales + ".");
		}
		requirePositive(beta, "beta");
		requirePositive(c, "c");
	}

	private static void requirePositive(double value, String name) {
		if (!(value > 0 && value <= 1e6)) {
			throw new IllegalArgumentException(
				"The parameter " + name + " must be above 0 and at most 1000000, but is " + value + ".");
		}
	}

	/** The settings, named and written as the commands' parameters, in their order. */
	public Map<String, Object> parameters() {
		Map<String, Object> parameters = new LinkedHashMap<>();
		parameters.put("filter", filter.label());
		parameters.put("roots", roots.name().toLowerCase(Locale.ROOT));
		parameters.put("scales", scales);
		parameters.put("beta", beta);
		parameters.put("c", c);
		parameters.put("threshold", threshold.value());
		parameters.put("min_component", components.pixels());
		parameters.put("connectivity", components.connectivity());
		return parameters;
	}

	/** The scales in px: powers of 2 from 1. */
	public double[] sigmas() {
		double[] sigmas = new double[scales];
		for (int i = 0; i < scales; i++) sigmas[i] = 1 << i;
		return sigmas;
	}
}
