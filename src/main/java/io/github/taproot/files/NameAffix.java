// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.util.List;
import java.util.Optional;

/**
 * What is added to a photograph's name in that of its annotation or prediction.
 *
 * @param prefix before it, such as "GT"; "" for nothing
 * @param suffix after it, such as "_mask"; "" for nothing
 */
public record NameAffix(String prefix, String suffix) {

	/** Reads a suffix, or a pattern in which * stands for the photograph's name, such as "GT*" or "GT*_mask". */
	public static NameAffix of(String text) {
		int star = text.indexOf('*');
		return star < 0 ? new NameAffix("", text) : new NameAffix(text.substring(0, star), text.substring(star + 1));
	}

	/** Whether nothing is added. */
	public boolean isEmpty() {
		return prefix.isEmpty() && suffix.isEmpty();
	}

	/** The name with what is added. */
	public String add(String name) {
		return prefix + name + suffix;
	}

	/** Whether a name, in whichever case and Unicode form, has what is added, and more than that. */
	public boolean fits(String name) {
		String folded = FileNames.folded(name);
		String before = FileNames.folded(prefix);
		String after = FileNames.folded(suffix);
		return folded.length() > before.length() + after.length() && folded.startsWith(before) &&
			folded.endsWith(after);
	}

	/** A name without what is added, which {@link #fits} must have found. */
	public String remove(String name) {
		String composed = FileNames.composed(name);
		return composed.substring(FileNames.composed(prefix).length(),
			composed.length() - FileNames.composed(suffix).length());
	}

	/** What would make other names fit all of these names; nothing where there is no such thing. */
	public static Optional<NameAffix> suggested(List<String> names, List<String> others) {
		if (names.isEmpty()) return Optional.empty();
		String first = FileNames.folded(names.get(0));
		for (String other : others) {
			String composed = FileNames.composed(other);
			int at = FileNames.folded(other).indexOf(first);
			if (at < 0 || at + first.length() > composed.length()) continue;
			NameAffix affix = new NameAffix(composed.substring(0, at), composed.substring(at + first.length()));
			List<String> found = others.stream().map(FileNames::folded).toList();
			boolean fitsAll = names.stream().allMatch(name -> found.contains(FileNames.folded(affix.add(name))));
			if (fitsAll && !affix.isEmpty()) return Optional.of(affix);
		}
		return Optional.empty();
	}

	/** A sentence after others on what would make other names fit all of these names; empty where nothing does. */
	public static String hint(List<String> names, List<String> others) {
		return suggested(names, others).map(fitting -> {
			String before = fitting.prefix.isEmpty() ? "" : "begin with " + fitting.prefix;
			String after = fitting.suffix.isEmpty() ? "" : "end with " + fitting.suffix;
			String both = before.isEmpty() || after.isEmpty() ? before + after : before + " and " + after;
			return " Their names " + both + ". All names fit with suffix=" + fitting + ".";
		}).orElse("");
	}

	/** As {@link #of} takes it. */
	@Override
	public String toString() {
		return prefix.isEmpty() ? suffix : prefix + "*" + suffix;
	}
}
