package io.github.taproot.measurement;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one file for {@link Table#read}. */
final class CsvReader {

	private static final long LARGEST = 64L << 20;
	/** What Excel takes, and writes, as a line before all others. */
	private static final Pattern SEPARATOR = Pattern.compile("(?i)\"?sep=([^\"\n])\"?(\n|\\z)");

	private final Path file;
	private final String text;
	private int at;
	private int line = 1;
	private char separator;

	CsvReader(Path file) throws IOException {
		this.file = file;
		text = text(file);
	}

	Table read() throws IOException {
		Matcher given = SEPARATOR.matcher(text);
		boolean isGiven = given.lookingAt();
		if (isGiven) {
			at = given.end();
			line++;
		}
		for (int end; (end = text.indexOf('\n', at)) >= 0 && text.substring(at, end).isBlank(); line++) at = end + 1;
		separator = isGiven ? given.group(1).charAt(0) : separator();
		List<String> columns = record();
		while (!columns.isEmpty() && columns.get(columns.size() - 1).isEmpty()) columns.remove(columns.size() - 1);
		if (columns.isEmpty()) throw new IOException(file + " is empty: choose a table with a line of column names.");
		Set<String> seen = new HashSet<>();
		for (String column : columns) {
			if (!seen.add(column)) {
				throw new IOException(file + " has two columns named \"" + column + "\": give each a name of its own.");
			}
		}
		Table table = new Table(columns.toArray(String[]::new));
		while (at < text.length()) {
			int first = line;
			List<String> cells = record();
			if (cells.stream().allMatch(String::isEmpty)) continue;
			Map<String, String> row = new LinkedHashMap<>();
			for (int i = 0; i < cells.size(); i++) {
				if (i < columns.size()) row.put(columns.get(i), cells.get(i));
				else if (!cells.get(i).isEmpty()) {
					throw new IOException("Line " + first + " of " + file + " has " + cells.size() + " cells, but there are " +
						columns.size() + " columns: remove a cell, or put what has a separator in quotes.");
				}
			}
			table.addRead(row, first, separator != ',');
		}
		return table;
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
		for (byte b : bytes) {
			if (b == 0) {
				throw new IOException(file + " is no text: save the table as CSV, in UTF-8, and choose that file.");
			}
		}
		String text;
		try {
			text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException e) {
			text = new String(bytes, Charset.forName("windows-1252"));
		}
		return (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n").replace('\r', '\n');
	}

	/** The one that the line of column names has most of, outside of quotes. */
	private char separator() {
		char most = ',';
		int count = 0;
		for (char candidate : new char[] { '\t', ';', ',' }) {
			int found = 0;
			boolean quoted = false;
			for (int i = at; i < text.length() && (quoted || text.charAt(i) != '\n'); i++) {
				if (text.charAt(i) == '"') quoted = !quoted;
				else if (text.charAt(i) == candidate && !quoted) found++;
			}
			if (found > count) {
				most = candidate;
				count = found;
			}
		}
		return most;
	}

	/** The cells of the next line, without blanks around them; of several lines where a quoted cell goes on. */
	private List<String> record() throws IOException {
		List<String> cells = new ArrayList<>();
		do {
			while (at < text.length() && text.charAt(at) == ' ') at++;
			cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : until());
		}
		while (at < text.length() && text.charAt(at++) == separator);
		line++;
		return cells;
	}

	/** What stands before the next separator or the line's end. */
	private String until() {
		int start = at;
		while (at < text.length() && text.charAt(at) != separator && text.charAt(at) != '\n') at++;
		return text.substring(start, at).strip();
	}

	private String quoted() throws IOException {
		int first = line;
		StringBuilder cell = new StringBuilder();
		for (at++; at < text.length(); at++) {
			char c = text.charAt(at);
			if (c == '\n') line++;
			if (c == '"') {
				at++;
				if (at == text.length() || text.charAt(at) != '"') return (cell + until()).strip();
			}
			cell.append(c);
		}
		throw new IOException("Line " + first + " of " + file + " lacks a closing quote: add it.");
	}
}
