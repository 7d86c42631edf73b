// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import java.util.Locale;

/** In which mirrored forms a network sees a photograph, too; the mean counts. */
public enum Flips {

	/** As it is. */
	NONE,

	/**
	 * As it is, and the whole photograph mirrored left to right, twice as long: what RootPainter does with its models
	 * ({@code ensemble_segment}).
	 */
	MIRROR,

	/** Every tile mirrored left to right, upside down, and both, four times as long. */
	ALL;

	/**
	 * By its name, as users write it.
	 *
	 * @param text also {@code true} for all and {@code false} for none, as macros had it before there were three
	 * @throws IllegalArgumentException for other names, in one sentence
	 */
	public static Flips of(String text) {
		return switch (text.strip().toLowerCase(Locale.ROOT)) {
			case "none", "false", "" -> NONE;
			case "mirror" -> MIRROR;
			case "all", "true" -> ALL;
			default -> throw new IllegalArgumentException("The parameter flips must be one of none, mirror, all, but " +
				"is \"" + text + "\".");
		};
	}

	/** What settings of results say: true and false as before there were three. */
	public Object setting() {
		return this == MIRROR ? "mirror" : (Object) (this == ALL);
	}
}
