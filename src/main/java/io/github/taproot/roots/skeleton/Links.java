// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import io.github.taproot.image.PixelCalibration;

/**
 * How many pairs of neighbouring skeleton pixels there are. Every diagonal pair counts, also where a third pixel
 * joins the two: that is how the reference lengths of the paper's method are made.
 *
 * @param horizontal pairs side by side
 * @param vertical pairs one above the other
 * @param diagonal pairs that touch at a corner
 */
public record Links(long horizontal, long vertical, long diagonal) {

	/** These and others. */
	public Links plus(Links other) {
		return new Links(horizontal + other.horizontal, vertical + other.vertical, diagonal + other.diagonal);
	}

	/** Pairs side by side or one above the other. */
	public long orthogonal() {
		return horizontal + vertical;
	}

	/**
	 * Length after Kimura, Kikuchi and Yamasaki (1999, doi:10.1023/A:1004778925316),
	 * {@code sqrt(Nd² + (Nd + No/2)²) + No/2} with {@code No} orthogonal and {@code Nd} diagonal links.
	 * <p>
	 * For pixels that are not square, which that paper does not treat, the diagonal links are shared out to the
	 * horizontal and the vertical ones in proportion, the formula is applied to each share with its own sides, and
	 * the two lengths are added. Square pixels give the formula itself, and lines along the axes and along the
	 * pixel's diagonal keep their exact length.
	 * </p>
	 *
	 * @return the length in the unit of the calibration; 0 without links
	 */
	public double kimuraLength(PixelCalibration calibration) {
		double share = orthogonal() == 0 ? 0.5 : (double) horizontal / orthogonal();
		double pixelWidth = calibration.pixelWidth();
		double pixelHeight = calibration.pixelHeight();
		return kimuraLength(horizontal, share * diagonal, pixelWidth, pixelHeight) +
			kimuraLength(vertical, (1 - share) * diagonal, pixelHeight, pixelWidth);
	}

	private static double kimuraLength(double orthogonal, double diagonal, double along, double across) {
		return Math.hypot(across * diagonal, along * (diagonal + orthogonal / 2)) + along * orthogonal / 2;
	}
}
