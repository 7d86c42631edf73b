// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import io.github.taproot.image.PixelCalibration;

/** A number that describes the roots of an image. Any number of threads may ask for it. */
public interface Trait {

	/**
	 * What its column is called, without the unit: lower-case letters, digits and underscores, such as
	 * {@code mean_diameter}.
	 */
	String name();

	/** Its unit in an image of this scale, such as {@code mm} or {@code px²}; "" for plain numbers. */
	String unit(PixelCalibration calibration);

	/** What it is, in a sentence. */
	String description();

	/**
	 * Measures it.
	 *
	 * @param roots of an image, which may be none
	 * @return NaN where it is unknown
	 */
	double measure(RootTraits roots);
}
