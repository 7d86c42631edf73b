// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;

/** JSON as Taproot writes it. Numbers may be NaN or infinite. */
public final class Json {

	/** A line for each value. */
	public static final Gson PRETTY =
		new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeSpecialFloatingPointValues().create();

	/** All in one line; numbers of no type are read as whole ones where they are written so. */
	public static final Gson COMPACT = new GsonBuilder().disableHtmlEscaping()
		.serializeSpecialFloatingPointValues().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create();

	private Json() {}

	/**
	 * An object of a text that anybody may have written; null for an empty one.
	 *
	 * @throws JsonParseException whatever is wrong with it, too deep nesting, too
	 */
	public static <T> T read(String text, Class<T> type) {
		try {
			return COMPACT.fromJson(text, type);
		}
		catch (JsonParseException e) {
			throw e;
		}
		catch (RuntimeException | StackOverflowError e) {
			throw new JsonParseException(e);
		}
	}
}
