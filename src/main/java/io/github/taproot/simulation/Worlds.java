// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

/** Which kinds of photographs are simulated. */
public enum Worlds {
	/** Minirhizotron scans of soybean: pale roots in dark soil. */
	SOYBEAN,
	/**
	 * Each photograph has its own soil, roots, glass and camera, drawn at random; some are soybean scans, a few show
	 * bare soil. Share, width and contrast of the roots are drawn, too: those of the settings do not count.
	 */
	MANY
}
