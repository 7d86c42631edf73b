// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

/**
 * What a loss is multiplied by before gradients are taken in float16, whose smallest numbers are 6e-8: halved where
 * they are infinite, doubled after many steps in which they were not (Micikevicius et al. 2018, arXiv:1710.03740).
 */
final class LossScale {

	private static final float FIRST = 1 << 15;
	private static final float LARGEST = 1 << 24;
	private static final int STEPS = 2000;

	private float value = FIRST;
	private int good;

	float value() {
		return value;
	}

	/**
	 * Notes a step.
	 *
	 * @param isFinite whether its gradients were numbers
	 * @return whether training can go on: false where they were none though nothing was multiplied
	 */
	boolean note(boolean isFinite) {
		if (!isFinite) {
			if (value == 1) return false;
			value = Math.max(1, value / 2);
			good = 0;
		}
		else if (++good == STEPS) {
			value = Math.min(LARGEST, value * 2);
			good = 0;
		}
		return true;
	}
}
