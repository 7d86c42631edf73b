// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

/** The eight neighbours of a pixel as bits 0 to 7: north-west, then clockwise to west. */
final class Neighbourhood {

	/**
	 * For each neighbourhood the neighbours that its pixel is linked to when a skeleton is followed: all beside it,
	 * above and below, and those diagonal ones that no pixel beside, above or below joins already.
	 */
	static final byte[] LINKS = new byte[256];

	static {
		for (int code = 0; code < 256; code++) {
			int orthogonal = code & 0xAA;
			int joined = orthogonal << 1 | orthogonal >> 1 | orthogonal >> 7;
			LINKS[code] = (byte) (orthogonal | code & 0x55 & ~joined);
		}
	}

	private Neighbourhood() {}

	/** Steps to the eight neighbours in an image with rows of {@code stride} pixels. */
	static int[] offsets(int stride) {
		return new int[] { -stride - 1, -stride, -stride + 1, 1, stride + 1, stride, stride - 1, -1 };
	}

	/** Which neighbours of pixel {@code p} have their lowest bit set. */
	static int code(byte[] state, int p, int stride) {
		int north = p - stride;
		int south = p + stride;
		return state[north - 1] & 1 | (state[north] & 1) << 1 | (state[north + 1] & 1) << 2 | (state[p + 1] & 1) << 3 |
			(state[south + 1] & 1) << 4 | (state[south] & 1) << 5 | (state[south - 1] & 1) << 6 |
			(state[p - 1] & 1) << 7;
	}
}
