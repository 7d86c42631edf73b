// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import java.util.Locale;

/** How a Frangi filter takes second derivatives, and what it does at the image's border. */
public enum FrangiForm {
	/**
	 * As the code of Smith et al. (2020), which is scikit-image's of that time: Gaussian smoothing with zeros outside
	 * the image, central differences taken twice, and the last steps in float32, which leaves vesselness in steps of
	 * 6e-8.
	 */
	EXACT,
	/** Derivatives of a Gaussian, and an image that is mirrored at its border. */
	DEFAULT,
	/** The op {@code filter.frangiVesselness} of imagej-ops, which Fiji has: see {@link FrangiOp}. */
	IMAGEJ_OPS;

	/** The name that users write. */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}
}
