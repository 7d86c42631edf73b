// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

/** Scaling of a tile by its own darkest and brightest sample, all channels together, as Smith et al. (2020) do it. */
public final class Normalisation {

	private Normalisation() {}

	/**
	 * Scales samples linearly, in place: the least becomes {@code low}, the greatest {@code low + 1}. Where all are
	 * equal, which the paper's code divides by zero for, all become the middle, {@code low + 0.5}.
	 *
	 * @param from index of the first sample
	 * @param to index after the last sample; nothing happens where it is {@code from}
	 * @param low -0.5 for the paper's network, 0 for RootPainter's and for augmentation
	 */
	public static void scale(float[] samples, int from, int to, float low) {
		float min = Float.POSITIVE_INFINITY;
		float max = Float.NEGATIVE_INFINITY;
		for (int i = from; i < to; i++) {
			min = Math.min(min, samples[i]);
			max = Math.max(max, samples[i]);
		}
		float factor = max > min ? 1 / (max - min) : 0;
		float shift = max > min ? low : low + 0.5f;
		for (int i = from; i < to; i++) samples[i] = (samples[i] - min) * factor + shift;
	}
}
