// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

/** Whether roots are brighter or darker than what lies around them. */
public enum Polarity {
	/** Pale roots in dark soil. */
	BRIGHT,
	/** Dark roots on a pale ground, as in scans of washed roots. */
	DARK
}
