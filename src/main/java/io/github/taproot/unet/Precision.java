// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.Locale;

/** How exactly networks compute. */
public enum Precision {

	/**
	 * {@link #FAST} on processors, where it changes F1 by less than 0.002; {@link #EXACT} on GPUs, where nobody has
	 * measured it.
	 */
	AUTO,
	/** In 32-bit floats. */
	EXACT,
	/**
	 * Convolutions in 16-bit floats where the device gains from it: float16 on NVIDIA cards from compute capability 7.0
	 * on (with loss scaling in training, Micikevicius et al. 2018, arXiv:1710.03740), bfloat16 on processors that have
	 * it. Otherwise, on processors, U-Nets of at least 8 channels predict in 32-bit floats with simpler norms, which
	 * changes the fourth digit; all else is as {@link #EXACT}.
	 */
	FAST;

	/**
	 * Reads {@code auto}, {@code exact} or {@code fast}.
	 *
	 * @throws IllegalArgumentException for any other text
	 */
	public static Precision of(String text) {
		for (Precision precision : values()) if (precision.name().equalsIgnoreCase(text.strip())) return precision;
		throw new IllegalArgumentException("The precision must be auto, exact or fast, but is \"" + text + "\".");
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}
}
