// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

import io.github.taproot.files.Json;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.Polarity;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Threshold;

/**
 * Frangi settings as a JSON file of {@link FrangiSettings#parameters}.
 */
public final class FrangiSettingsFile {

	private static final int LONGEST = 1 << 20;

	private FrangiSettingsFile() {}

	/**
	 * Writes settings.
	 *
	 * @param about how they were found, for people; reading passes over it
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void write(FrangiSettings settings, Map<String, Object> about, Path file) throws IOException {
		Map<String, Object> json = settings.parameters();
		json.put("tuning", about);
		SafeFile.writeText(file, Json.PRETTY.toJson(json) + "\n");
	}

	/**
	 * Reads settings.
	 *
	 * @throws IOException where the file is missing or no settings file, or has a value that is not allowed, with one
	 *           sentence that names both
	 */
	public static FrangiSettings read(Path file) throws IOException {
		if (!Files.isRegularFile(file)) {
			throw new IOException("There is no file " + file + ": choose the settings file that Tune Frangi wrote.");
		}
		if (!Files.isReadable(file)) throw new IOException(file + " may not be read: ask for permission to read it.");
		JsonObject json = null;
		try {
			if (Files.size(file) <= LONGEST &&
				JsonParser.parseString(Files.readString(file)) instanceof JsonObject object) {
				json = object;
			}
		}
		catch (JsonParseException | CharacterCodingException e) {
			// told below
		}
		if (json == null) {
			throw new IOException(file + " is not a settings file: choose the one that Tune Frangi wrote.");
		}
		try {
			return new FrangiSettings(choice(json, "filter", FrangiForm.class), choice(json, "roots", Polarity.class),
				whole(json, "scales"), number(json, "beta"), number(json, "c"),
				new Threshold(number(json, "threshold")),
				new ComponentFilter(whole(json, "min_component"), whole(json, "connectivity")));
		}
		catch (IllegalArgumentException e) {
			throw new IOException("The settings in " + file + " cannot be used. " + e.getMessage(), e);
		}
	}

	private static <E extends Enum<E>> E choice(JsonObject json, String key, Class<E> type) {
		String text = value(json, key).getAsString();
		for (E choice : type.getEnumConstants()) {
			if (choice.name().equalsIgnoreCase(text.replace('-', '_'))) return choice;
		}
		throw new IllegalArgumentException("The value of " + key + " is unknown: " + text + ".");
	}

	private static int whole(JsonObject json, String key) {
		double number = number(json, key);
		if (number == (int) number) return (int) number;
		throw new IllegalArgumentException("The value of " + key + " must be a whole number, but is " + number + ".");
	}

	private static double number(JsonObject json, String key) {
		try {
			return value(json, key).getAsDouble();
		}
		catch (NumberFormatException e) {
			throw new IllegalArgumentException("The value of " + key + " must be a number.", e);
		}
	}

	private static JsonPrimitive value(JsonObject json, String key) {
		if (json.get(key) instanceof JsonPrimitive value) return value;
		throw new IllegalArgumentException("The value of " + key + " is missing.");
	}
}
