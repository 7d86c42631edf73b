// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How names of files are compared: the same on every system, whatever program wrote them. */
public final class FileNames {

	/**
	 * Extensions of images, as a part of a regular expression in lower case. Those that no reader takes are there so
	 * that reading them fails by name.
	 */
	public static final String IMAGE_EXTENSIONS =
		"png|jpe?g|tiff?|bmp|gif|dcm|p[gpbn]m|fits?|jp2|webp|hei[cf]|avif|dng|czi|lif|nd2";

	private static final Pattern EXTENSION = Pattern.compile("(?i)\\.(" + IMAGE_EXTENSIONS + ")$");

	/**
	 * Letters by their code, but numbers by their value, so that day2 is before day10; zeros before a number and the
	 * Unicode form of accents decide only between names that are otherwise equal.
	 */
	public static final Comparator<String> NATURAL_ORDER = Comparator.comparing(FileNames::composed, FileNames::compare)
		.thenComparing(FileNames::composed).thenComparing(Comparator.naturalOrder());

	private FileNames() {}

	/** A name without the extension of an image, if it has one. */
	public static String withoutExtension(String name) {
		return EXTENSION.matcher(name).replaceFirst("");
	}

	/** In composed Unicode (NFC); macOS and its zip files decompose accents (NFD), other systems do not. */
	public static String composed(String name) {
		return Normalizer.normalize(name, Normalizer.Form.NFC);
	}

	/** Composed and in lower case: equal for names that are one on systems that ignore case. */
	public static String folded(String name) {
		return composed(name).toLowerCase(Locale.ROOT);
	}

	/**
	 * A file as its system spells it.
	 *
	 * @return the file, or the one in its folder that differs only in the Unicode form; as it was given if there is
	 *          none
	 */
	public static Path existing(Path file) {
		String name = file.getFileName().toString();
		for (String form : List.of(name, composed(name), Normalizer.normalize(name, Normalizer.Form.NFD))) {
			Path spelt = file.resolveSibling(form);
			if (Files.exists(spelt)) return spelt;
		}
		return file;
	}

	/**
	 * Files whose results would overwrite those of an earlier one, since their names differ only in the extension, in
	 * case or in the Unicode form.
	 *
	 * @return for each of them the first file of its name
	 */
	public static Map<Path, Path> clashes(List<Path> files) {
		Map<String, Path> first = new HashMap<>();
		Map<Path, Path> clashes = new LinkedHashMap<>();
		for (Path file : files) {
			Path other = first.putIfAbsent(folded(ImageReader.baseName(file)), file);
			if (other != null) clashes.put(file, other);
		}
		return clashes;
	}

	private static int compare(String a, String b) {
		int i = 0;
		int j = 0;
		while (i < a.length() && j < b.length()) {
			if (isDigit(a, i) && isDigit(b, j)) {
				int endA = end(a, i);
				int endB = end(b, j);
				while (i < endA - 1 && a.charAt(i) == '0') i++;
				while (j < endB - 1 && b.charAt(j) == '0') j++;
				int order = endA - i != endB - j ? endA - i - (endB - j)
					: a.substring(i, endA).compareTo(b.substring(j, endB));
				if (order != 0) return order;
				i = endA;
				j = endB;
			}
			else if (a.charAt(i) != b.charAt(j)) return a.charAt(i) - b.charAt(j);
			else {
				i++;
				j++;
			}
		}
		return a.length() - i - (b.length() - j);
	}

	private static int end(String text, int from) {
		int end = from;
		while (end < text.length() && isDigit(text, end)) end++;
		return end;
	}

	private static boolean isDigit(String text, int at) {
		return text.charAt(at) >= '0' && text.charAt(at) <= '9';
	}

	/** A whole number without the zeros in front of it, as 7 of 007; any other text as it is. */
	public static String withoutZeros(String text) {
		return text.matches("0+\\d+") ? text.replaceFirst("^0+(?=\\d)", "") : text;
	}
}
