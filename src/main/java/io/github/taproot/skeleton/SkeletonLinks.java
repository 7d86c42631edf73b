package io.github.taproot.skeleton;

import io.github.taproot.image.Mask;

/**
 * Pairs of touching pixels of a skeleton. Links count every pair, three at a corner of a staircase, as the length of
 * Kimura et al. is commonly computed.
 *
 * @param orthogonal pairs that share a side
 * @param diagonal pairs that share a corner only
 */
public record SkeletonLinks(long orthogonal, long diagonal) {

	/** The links of a skeleton; none where it is empty. */
	public static SkeletonLinks of(Mask skeleton) {
		Neighbours neighbours = new Neighbours(skeleton.width() + 2);
		byte[] pixels = neighbours.padded(skeleton);
		long orthogonal = 0;
		long diagonal = 0;
		for (int i = neighbours.stride(); i < pixels.length - neighbours.stride(); i++) {
			if (pixels[i] == 0) continue;
			int linked = neighbours.of(pixels, i);
			orthogonal += Integer.bitCount(linked & Neighbours.ORTHOGONAL);
			diagonal += Integer.bitCount(linked & ~Neighbours.ORTHOGONAL);
		}
		return new SkeletonLinks(orthogonal / 2, diagonal / 2);
	}

	/**
	 * Length in sides of a pixel: {@code sqrt(Nd^2 + (Nd + No / 2)^2) + No / 2}. K. Kimura, S. Kikuchi and S. Yamasaki,
	 * Accurate root length measurement by image analysis, Plant and Soil 216, 1999, doi:10.1023/A:1004778925316.
	 */
	public double kimuraLength() {
		return Math.hypot(diagonal, diagonal + orthogonal / 2.0) + orthogonal / 2.0;
	}
}
