// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** JSON as Taproot writes it. Numbers may be NaN or infinite. */
public final class Json {

	/** A line for each value. */
	public static final Gson PRETTY =
		new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeSpecialFloatingPointValues().create();

	/** All in one line. */
	public static final Gson COMPACT = new GsonBuilder().disableHtmlEscaping()
		.serializeSpecialFloatingPointValues().create();

	private Json() {}
}
