// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.Locale;

/** Where a user wants networks to run. */
public enum DeviceChoice {

	/** The GPU where there is one, the CPU otherwise. */
	AUTO,
	/** The processor. */
	CPU,
	/** The first GPU that the process may see; the variable CUDA_VISIBLE_DEVICES chooses another one. */
	GPU;

	/**
	 * Reads {@code auto}, {@code cpu} or {@code gpu:0}.
	 *
	 * @throws IllegalArgumentException for any other text
	 */
	public static DeviceChoice of(String text) {
		return switch (text == null ? "" : text.strip().toLowerCase(Locale.ROOT)) {
			case "auto" -> AUTO;
			case "cpu" -> CPU;
			case "gpu", "gpu:0" -> GPU;
			default -> throw new IllegalArgumentException("The device must be auto, cpu or gpu:0, but is \"" + text +
				"\"; CUDA_VISIBLE_DEVICES chooses among several GPUs.");
		};
	}
}
