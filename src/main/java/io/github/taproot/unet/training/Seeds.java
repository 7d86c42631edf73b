// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

/** Seeds that depend on where in a training they are used, and on nothing else: training resumes without any state. */
final class Seeds {

	private Seeds() {}

	/** A seed for one tile of an epoch, or with tile -1 for the epoch's choice of tiles. */
	static long mix(long seed, int epoch, int tile) {
		return mix(mix(seed) + ((long) epoch << 32 | tile & 0xffffffffL));
	}

	/** Stafford's variant 13 of MurmurHash3's finaliser, as in SplittableRandom. */
	private static long mix(long z) {
		z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
		z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
		return z ^ z >>> 31;
	}
}
