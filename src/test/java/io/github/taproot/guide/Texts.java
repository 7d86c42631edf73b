// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What users read: pages, and texts in the program. */
final class Texts {

	private static final Path SOURCES = Path.of("src", "main", "java");
	/** A text block, a string, a character or a comment, whichever begins first. */
	private static final Pattern TOKEN = Pattern.compile("(?s)\"\"\"(.*?)\"\"\"|\"((?:\\\\.|[^\"\\\\\n])*+)\"|" +
		"'(?:\\\\.|[^'\\\\\n])++'|//[^\n]*|/\\*.*?\\*/");
	/** What stands between two strings that are one text. */
	private static final Pattern PLUS = Pattern.compile("\\s*\\+\\s*");

	/**
	 * A text where it is.
	 *
	 * @param place file and line, from 1
	 */
	record Line(String place, String text) {}

	private Texts() {}

	/** The pages of Markdown that belong to the project. */
	static List<Path> pages() throws IOException {
		List<Path> pages = new ArrayList<>();
		for (String name : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md",
			"update-site/README.md")) pages.add(Path.of(name));
		pages.addAll(files(Path.of("resources"), ".md"));
		return pages;
	}

	static List<Path> files(Path folder, String ending) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
		}
	}

	/** The lines of a page or macro. */
	static List<Line> lines(Path file) throws IOException {
		List<Line> lines = new ArrayList<>();
		int number = 0;
		for (String text : Files.readAllLines(file)) lines.add(new Line(file + ":" + ++number, text));
		return lines;
	}

	/** The texts in the program, those that are joined by + as one. */
	static List<Line> literals() throws IOException {
		List<Line> all = new ArrayList<>();
		for (Path file : files(SOURCES, ".java")) {
			String source = Files.readString(file);
			Matcher token = TOKEN.matcher(source);
			int end = -1;
			while (token.find()) {
				String text = token.group(1) != null ? token.group(1).replaceAll("\\\\\n\\s*", "") : token.group(2);
				if (text == null) continue;
				String between = end < 0 ? "" : source.substring(end, token.start());
				boolean isContinued = end >= 0 && PLUS.matcher(between).matches();
				if (isContinued) {
					Line before = all.remove(all.size() - 1);
					all.add(new Line(before.place, before.text + text));
				}
				else {
					long line = source.substring(0, token.start()).chars().filter(c -> c == '\n').count() + 1;
					all.add(new Line(file + ":" + line, text));
				}
				end = token.end();
			}
		}
		return all;
	}
}
