// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one file for {@link Table#read}. */
final class CsvReader {

	private static final long LARGEST = 64L << 20;
	/** So many tell what separates cells. */
	private static final int FIRST_LINES = 50;
	/**
	 * What spreadsheets take for a formula, also where it begins with a tab, a line break or a full-width character.
	 */
	static final Pattern FORMULA = Pattern.compile("(?s) *[=+@\\-\t\r\n\uFF1D\uFF0B\uFF20\uFF0D].*");
	/** A separator before such a formula, or before quotes, in which there may be one. */
	static final Pattern FORMULA_WITHIN = Pattern.compile("([;\t\r\n])(?= *[\"=+@\\-\t\uFF1D\uFF0B\uFF20\uFF0D])");
	private static final Pattern GUARD_WITHIN = Pattern.compile(FORMULA_WITHIN.pattern().replace("(?=", " (?="));
	/** Bytes that a cell takes beside its text. */
	private static final long CELL = 150;
	/** What Excel takes, and writes, as a line before all others. */
	private static final Pattern SEPARATOR = Pattern.compile("(?i)\"?sep=([^\"\r\n])\"?(\r\n?|\n|\\z)");

	private final Path file;
	private final String text;
	private int at;
	private int line = 1;
	private char separator;
	/** Whether bars are quotes, too, as in the tables that RootPainter extracts. */
	private final boolean hasBars;

	CsvReader(Path file) throws IOException {
		this.file = file;
		text = text(file);
		hasBars = text.startsWith("file_name,");
	}

	/**
	 * What is in the file.
	 *
	 * @param separator what is between cells
	 * @param lines all but empty ones, titles and column names; cells beyond the columns are empty
	 */
	record Content(List<String> columns, char separator, Collection<Line> lines) {}

	/** A line's cells, and its number. */
	record Line(List<String> cells, int number) {

		long filled() {
			return cells.stream().filter(cell -> !cell.isEmpty()).count();
		}
	}

	Content read() throws IOException {
		Matcher given = SEPARATOR.matcher(text);
		boolean isGiven = given.lookingAt();
		if (isGiven) {
			at = given.end();
			line++;
		}
		separator = isGiven ? given.group(1).charAt(0) : separator();
		refuseTooLarge();
		Deque<Line> lines = new ArrayDeque<>();
		while (at < text.length()) {
			int number = line;
			Line read = new Line(record(), number);
			if (read.filled() > 0) lines.add(read);
		}
		List<String> columns = columns(lines);
		for (Line each : lines) {
			List<String> cells = each.cells;
			for (int i = columns.size(); i < cells.size(); i++) {
				if (!cells.get(i).isEmpty()) {
					throw new IOException("Line " + each.number + " of " + file + " has " + cells.size() +
						" cells, but there are " + columns.size() +
						" columns: remove a cell, or put cells with a separator in quotes.");
				}
			}
		}
		return new Content(columns, separator, lines);
	}

	/** Before anything is made of the text, as separators and lines tell. */
	private void refuseTooLarge() throws IOException {
		long cells = text.chars().filter(c -> c == separator || c == '\n').count();
		if (cells * CELL <= Runtime.getRuntime().maxMemory()) return;
		throw new IOException(file + " has about " + cells + " cells, which do not fit into memory: give Fiji more " +
			"memory (Edit > Options > Memory & Threads), or choose a table with a row for each image.");
	}

	/**
	 * Takes the column names from the lines, and titles before them: lines with one cell before the first with more.
	 */
	private List<String> columns(Deque<Line> lines) throws IOException {
		if (lines.isEmpty()) throw new IOException(file + " is empty: choose a table with a line of column names.");
		if (lines.stream().anyMatch(each -> each.filled() > 1)) while (lines.peek().filled() < 2) lines.remove();
		List<String> columns = new ArrayList<>(lines.remove().cells);
		columns.replaceAll(String::strip);
		while (columns.get(columns.size() - 1).isEmpty()) columns.remove(columns.size() - 1);
		Set<String> seen = new HashSet<>();
		for (String column : columns) {
			if (!seen.add(column) && !column.isEmpty()) {
				throw new IOException(file + " has two columns named \"" + column + "\": rename one of them.");
			}
		}
		return columns;
	}

	private static String text(Path file) throws IOException {
		if (Files.notExists(file)) throw new IOException("There is no file " + file + ": check its name.");
		if (Files.isDirectory(file)) throw new IOException(file + " is a folder: choose a table (CSV).");
		byte[] bytes = null;
		try {
			if (Files.size(file) <= LARGEST) bytes = Files.readAllBytes(file);
		}
		catch (IOException e) {
			throw new IOException(file + " cannot be read: ask for permission, or choose another one.", e);
		}
		if (bytes == null) {
			throw new IOException(file + " has more than 64 MB: choose a table with a row for each image.");
		}
		if (bytes.length > 1 && (bytes[0] == -1 && bytes[1] == -2 || bytes[0] == -2 && bytes[1] == -1)) {
			return new String(bytes, StandardCharsets.UTF_16);
		}
		for (byte b : bytes) {
			if (b == 0) {
				throw new IOException(file + " is not a text file: save the table as CSV, in UTF-8, and choose " +
					"that file.");
			}
		}
		String text;
		try {
			text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException e) {
			text = new String(bytes, Charset.forName("windows-1252"));
		}
		return text.startsWith("\uFEFF") ? text.substring(1) : text;
	}

	/**
	 * The one that most of the first lines have, outside of quotes; of several the first of tab, semicolon and comma.
	 */
	private char separator() {
		char most = ',';
		int count = 0;
		for (char candidate : new char[] { '\t', ';', ',' }) {
			int found = 0;
			int lines = 0;
			boolean quoted = false;
			boolean has = false;
			for (int i = at; i < text.length() && lines < FIRST_LINES; i++) {
				char c = text.charAt(i);
				if (c == '"') quoted = !quoted;
				else if (c == candidate && !quoted) has = true;
				if (i < text.length() - 1 && (quoted || !isLineEnd(i))) continue;
				if (has) found++;
				has = false;
				lines++;
			}
			if (found > count) {
				most = candidate;
				count = found;
			}
		}
		return most;
	}

	/** Whether a line ends with this character: \n, or \r that is not followed by one. */
	private boolean isLineEnd(int i) {
		char c = text.charAt(i);
		return c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
	}

	/** The cells of the next line; of several lines where a quoted cell goes on. */
	private List<String> record() throws IOException {
		List<String> cells = new ArrayList<>();
		do {
			while (at < text.length() && text.charAt(at) == ' ') at++;
			char first = at < text.length() ? text.charAt(at) : 0;
			cells.add(first == '"' || first == '|' && hasBars ? quoted(first, cells.isEmpty()) : until());
		}
		while (at < text.length() && text.charAt(at++) == separator);
		if (at < text.length() && text.charAt(at - 1) == '\r' && text.charAt(at) == '\n') at++;
		line++;
		return cells;
	}

	/** What stands before the next separator or the line's end, without blanks around it. */
	private String until() {
		int start = at;
		while (at < text.length() && text.charAt(at) != separator && "\r\n".indexOf(text.charAt(at)) < 0) at++;
		return text.substring(start, at).strip();
	}

	private String quoted(char quote, boolean isFirst) throws IOException {
		int first = line;
		StringBuilder cell = new StringBuilder();
		for (at++; at < text.length(); at++) {
			char c = text.charAt(at);
			if (isLineEnd(at)) line++;
			if (c == quote) {
				at++;
				if (at == text.length() || text.charAt(at) != quote) {
					String more = until();
					return more.isEmpty() ? withoutGuard(cell.toString(), isFirst) : (cell + more).strip();
				}
			}
			cell.append(c);
		}
		throw new IOException("Line " + first + " of " + file + " lacks a closing quote: add it.");
	}

	/** What was in quotes, without the blanks in front of formulas. */
	private static String withoutGuard(String quoted, boolean isFirst) {
		String text = quoted.startsWith(" ") && FORMULA.matcher(quoted).matches() ? quoted.substring(1) : quoted;
		return isFirst ? text : GUARD_WITHIN.matcher(text).replaceAll("$1");
	}
}
