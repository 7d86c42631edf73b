// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

/**
 * The op {@code filter.frangiVesselness} of imagej-ops. It finds bright ridges; the second derivatives are differences
 * between pixels {@code scale} apart, half as large as they should be; the mixed one is taken along the diagonal; beta
 * is 0.5 and c is 15.
 */
@FunctionalInterface
public interface FrangiOp {

	/**
	 * Filters.
	 *
	 * @param out receives the vesselness, [0, 1), (x, y)
	 * @param in intensities, (x, y), smoothed already
	 * @param spacing distance of pixels along each axis
	 * @param scale distance in px over which differences are taken
	 */
	void run(RandomAccessibleInterval<FloatType> out, RandomAccessibleInterval<FloatType> in,
		double[] spacing, int scale);
}
