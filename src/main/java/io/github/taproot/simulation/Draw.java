// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import java.util.Random;

/** Random numbers, as worlds draw them. */
final class Draw {

	private Draw() {}

	/** A random stream of its own, on which what else is drawn does not depend. */
	static Random fork(Random random) {
		return new Random(random.nextLong());
	}

	static double logUniform(Random random, double min, double max) {
		return min * StrictMath.exp(random.nextDouble() * StrictMath.log(max / min));
	}

	static boolean chance(Random random, double probability) {
		return random.nextDouble() < probability;
	}

	static float between(Random random, double min, double max) {
		return (float) random.nextDouble(min, max);
	}
}
