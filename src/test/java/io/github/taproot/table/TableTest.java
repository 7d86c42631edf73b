// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

	private static final double NAN = Double.NaN;

	@TempDir
	private Path temp;

	private Path file(String text, Charset charset) throws IOException {
		return Files.write(temp.resolve("Wurzeln, [2] ü.csv"), text.getBytes(charset));
	}

	private Table read(String text) throws IOException {
		return Table.read(file(text, StandardCharsets.UTF_8));
	}

	@Test
	void readsWhatItWrites() throws IOException {
		Table table = new Table("file", "length");
		table.add(Map.of("file", "a, \"b\"\nc.png", "length", 1.5));
		table.add(Map.of("file", "ü;\t'.png", "root count", 3));
		Table read = read(table.csv());
		assertEquals(List.of("file", "length", "root count"), read.columns());
		assertEquals(table.csv(), read.csv());
		assertArrayEquals(new double[] { 1.5, NAN }, read.numbers("length"));
		assertArrayEquals(new double[] { NAN, 3 }, read.numbers("root count"));
	}

	/** As Excel and others do: quotes count where a cell begins with them. */
	private static List<String> cells(String csv, char separator) {
		List<String> cells = new ArrayList<>();
		for (int i = 0; i < csv.length(); i++) {
			StringBuilder cell = new StringBuilder();
			boolean isQuoted = csv.charAt(i) == '"';
			for (i += isQuoted ? 1 : 0; i < csv.length(); i++) {
				char c = csv.charAt(i);
				if (isQuoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') i++;
				else if (isQuoted && c == '"') {
					isQuoted = false;
					continue;
				}
				else if (!isQuoted && (c == separator || c == '\n' || c == '\r')) break;
				cell.append(c);
			}
			cells.add(cell.toString());
		}
		return cells;
	}

	/** File names and headings may come from strangers. */
	@Test
	void noSpreadsheetRunsACell() throws IOException {
		List<String> names = List.of("=HYPERLINK(\"http://a.b\",\"c\").png", "=1+1.png", "+cmd|'/c calc'!A0.png",
			"@SUM(1).png", "-1+1.png", "-1.png", "\t=1.png", "\r=1.png", "\n=1.png", "=1;=2.png", "a;=1.png",
			"a\t=1.png", "a,=1,\"\"=2.png", "\uFF1D1.png", " =1.png", "   =1.png", " a.png", "a.png ", " ", " \" \"",
			"\u2003a", "-", "a\r\nb\rc\nd.png", "'=1", "=", ";=1+1", "; =1+1", ";  +1", "a;\"=1+1;b",
			";\"\"=1", "a\r\n=1", "a;\t=1", "\"\n=1", "a;\uFF1D1", "x\n\"=1;=2", ";;=1", "; ;=1", "a; b", "a;b");
		Table table = new Table("file", "length", "=2");
		for (String name : names) table.add(Map.of("file", name, "length", -1.5, "=2", name));
		String csv = table.csv();
		for (String cell : cells(csv, ',')) {
			assertTrue(cell.equals("-1.50000") || !cell.matches("(?s)[=+@\\-\t\r\n\uFF1D].*"), cell);
		}
		for (char separator : new char[] { ';', '\t' }) {
			Table first = new Table("file");
			for (String name : names) first.add(Map.of("file", name));
			for (String text : List.of(first.csv(), csv)) {
				for (String cell : cells(text, separator)) {
					assertTrue(!cell.matches("(?s)[=+@\\-\t\r\n\uFF1D].*"), cell);
				}
			}
			assertEquals(names, read(first.csv()).rows().stream().map(row -> row.get("file")).toList());
		}
		// R reads what it gets: read.csv(...)$file
		assertTrue(csv.contains("\n\";=1+1\",-1.50000,\"; =1+1\"\n"), csv);
		Table read = read(csv);
		assertEquals(table.columns(), read.columns());
		assertEquals(names, read.rows().stream().map(row -> row.get("file")).toList());
		assertEquals(names, read.rows().stream().map(row -> row.get("=2")).toList());
		assertEquals(csv, read.csv());
		assertEquals(-1.5 * names.size(), Arrays.stream(read.numbers("length")).sum());
		// R: trimws(table$file)
		assertTrue(csv.contains("\n -1.png,-1.50000, -1.png\n"), csv);
	}

	@Test
	void aNumberOfAStrangersTableStaysANumber() throws IOException {
		Table table = read("file;x\na; -1.5\nb;+2\nc;\"-3e-1\"\nd;=1\n");
		assertArrayEquals(new double[] { -1.5, 2, -0.3, NAN }, table.numbers("x"));
		assertArrayEquals(new double[] { -1.5 }, read("file;x\na;\" -1.5 \"\n").numbers("x"));
		assertEquals("file,x\na,-1.5\nb,+2\nc,-3e-1\nd, =1\n", table.csv());
	}

	@ParameterizedTest
	@ValueSource(strings = { "name,note,y\na,\"1;2\",3.5\n", "name;note;y\na;1,2;3,5\n", "name;note;y\na;1,2;3.5",
		"name\tnote\ty\na\t1;2\t3,5", "\uFEFFname;note;y\r\na;1;3,5\r\n", "\n \n name , note,y \n\n a,, 3.5 \n,,\n",
		"name;note;y;;\na;1;3,5;;;\n", "\"name\";\"note, of (a, b, c, d)\";\"y\"\n\"a\" ;\"1;\n\"\"2\"\"\";\"3,5\"",
		"name;note;y\ra;;+35e-1\r", "sep=;\nname;note;y\na;1,2;3,5",
		"\uFEFFSEP=\t\r\n\r\nname\tnote\ty\r\na\t;;;\t3,5\r\n",
		"\"sep=,\"\nname,note;;;,y\na,;,3.5", "\"name\",\" note\",\" y \"\r\na,,\" 3.5 \"\r\n",
		"sep=|\nname|note|y\na|,;|3,5" })
	void everyKindOfFileIsTheSameTable(String text) throws IOException {
		Table table = read(text);
		assertEquals("name", table.columns().get(0));
		assertEquals(3, table.columns().size());
		assertEquals(1, table.rows().size());
		assertEquals("a", table.rows().get(0).get("name"));
		assertArrayEquals(new double[] { 3.5 }, table.numbers("y"));
	}

	@Test
	void titlesAndOtherEncodingsToo() throws IOException {
		for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16,
			Charset.forName("x-UTF-16LE-BOM"))) {
			Table table = Table.read(
				file("Crossings, counted 2018;;\nOperator: \u00c4;;\n\nname;;y;\na;;1,5;\nb;;2;\n", charset));
			assertEquals(List.of("name", "", "y"), table.columns());
			assertArrayEquals(new double[] { 1.5, 2 }, table.numbers("y"));
			assertEquals(5, table.line(0));
		}
		assertEquals(List.of("x"), read("x\n1\n2\n").columns());
	}

	@Test
	void aCellOfManyDigitsIsReadAtOnce() throws IOException {
		for (String cell : List.of("1".repeat(20_000) + "x", "1".repeat(20_000), "1" + ",111".repeat(5_000) + "x",
			"1" + " 111".repeat(5_000) + "x", "0".repeat(20_000) + "e", "1." + "1".repeat(20_000) + "e+"))
		{
			Table table = read("file;x\na;\"" + cell + "\"\n");
			assertTimeout(Duration.ofMillis(500), () -> {
				table.numbers("x");
				Table.mayBeGrouped(cell);
				table.csv();
			});
		}
	}

	@Test
	void linesAreThoseOfTheFile() throws IOException {
		Table table = read("\nx,y\n\n1,\"a\nb\"\n2\n");
		assertEquals(4, table.line(0));
		assertEquals("a\nb", table.rows().get(0).get("y"));
		assertEquals(6, table.line(1));
		assertEquals("", Table.text(table.rows().get(1).get("y")));
		assertEquals(3, read("sep=;\nx;y\n1;2\n").line(0));
	}

	@Test
	void umlautsOfWindowsToo() throws IOException {
		String text = "Bild;Länge\nWürzelchen €.png;1,25\n";
		for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"))) {
			Table table = Table.read(file(text, charset));
			assertEquals("Würzelchen €.png", table.rows().get(0).get("Bild"));
			assertArrayEquals(new double[] { 1.25 }, table.numbers("Länge"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
		value = { "x,y;\"1,5\"|1.5", "x,y;\"1,500\"|NaN", "x;1 027,5;500,0|1027.5 500", "x;1 027;12 34|1027 NaN",
		"x;1'027.5;1\u202F027|1027.5 1027", "x;1,234;1.5|NaN 1.5", "x;1,234;n.a.|NaN NaN",
		"x;1.234,5;2|NaN 2", "x;800;900;1,100;-1,234|800 900 NaN NaN", "x;1,234,567;1|NaN 1",
		"x;0,125;1,234|0.125 1.234", "x;-0,500;1,100|-0.5 1.1", "x;1,234;12,5|1.234 12.5", "x;1,234;n,a|NaN NaN",
		"x;1,234;1,2345|1.234 1.2345", "x;1234,567;1,100|1234.567 1.1", "x;1,234;,500|1.234 0.5",
		"x;012,500;1,100|12.5 1.1", "x;1,234e0;1,100|1.234 1.1",
		"x;1,234;1,234,567;0,5|1.234 NaN 0.5", "x;12 px;1d;0x10;NaN;Infinity;1e999;--1;.;5.;.5|NaN NaN NaN NaN NaN " +
		"NaN NaN NaN 5 0.5", "x;-1e-3;1E+2|-0.001 100", "x;800;1.100;1.234|800 NaN NaN", "x;1.100;1.234|NaN NaN",
		"x;1.100;0.125|1.1 0.125", "x;1.100;12.5|1.1 12.5", "x;1.100;1234|1.1 1234", "x,y;800;1.100|800 1.1",
		"x;1.234.567;1|NaN 1" })
	void numbersAreNumbersOnly(String cells, String numbers) throws IOException {
		// One column of a file whose other one makes it separated by semicolons, or by commas in the first.
		String text = cells.startsWith("x,y") ? cells.replace(";", "\n") : "name;" + cells.replace(";", "\na;");
		assertArrayEquals(Arrays.stream(numbers.split(" ")).mapToDouble(Double::parseDouble).toArray(),
			read(text).numbers("x"));
	}

	/** ImageJ writes its results with tabs and three decimals, each of them. */
	@Test
	void pointsBetweenTabsAreOfThousandsAmongWholeNumbersOnly() throws IOException {
		assertArrayEquals(new double[] { 98.765, 1.234 }, read("name\tx\na\t98.765\nb\t1.234").numbers("x"));
		assertArrayEquals(new double[] { 980, Double.NaN }, read("name\tx\na\t980\nb\t1.234").numbers("x"));
		assertArrayEquals(new double[] { 980, 1.234 }, read("name\tx\ty\na\t980\t0.5\nb\t1.234\t1").numbers("x"));
	}

	@Test
	void aColumnWithoutNameIsNoMistake() throws IOException {
		assertEquals(List.of("", "Label", "Length"), read(" \tLabel\tLength\n1\ta\t3\n").columns());
	}

	private void refused(Path file, String... parts) {
		String message = assertThrows(IOException.class, () -> Table.read(file)).getMessage();
		for (String part : parts) assertTrue(message.contains(part), message);
		assertTrue(message.contains(file.toString()) && message.endsWith("."), message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "'x,y\n1,2\n\n1,2,3'|Line 4|3 cells|2 columns",
		"'x,x\n1,2'|two columns|\"x\"|name",
		"''|is empty|names|", "'sep=;'|is empty|names|",
		"'sep=;\nx;y\n1;2;3'|Line 3|3 cells|2 columns", "'\n ,\n'|is empty|names|", "'x,y\n1,\"2\n3,4\n'|Line " +
		"2|closing quote|add" })
	void refusesInASentence(String text, String first, String second, String third) throws IOException {
		refused(file(text, StandardCharsets.UTF_8), first, second, third == null ? "" : third);
	}

	@Test
	void filesThatAreNoTables() throws IOException {
		refused(temp.resolve("nowhere.csv"), "There is no file");
		refused(temp, "is a folder");
		refused(file("x,y\n1,2\n", StandardCharsets.UTF_16BE), "is not a text file");
		refused(file("x,y\n1,\0\n", StandardCharsets.UTF_8), "is not a text file", "CSV");
		Path unreadable = Path.of("/proc/self/mem");
		if (Files.exists(unreadable)) refused(unreadable, "cannot be read", "permission");
		Path large = temp.resolve("large.csv");
		try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
			sparse.setLength((64L << 20) + 1);
		}
		refused(large, "64 MB");
	}

	@Test
	void filesWithoutPermission() throws IOException {
		Path folder = Files.createDirectory(temp.resolve("closed"));
		Path file = Files.writeString(folder.resolve("closed.csv"), "x\n1\n");
		assumeTrue(file.toFile().setReadable(false) && !Files.isReadable(file), "An administrator reads all files.");
		refused(file, "cannot be read", "permission");
		assertTrue(folder.toFile().setExecutable(false));
		try {
			refused(file, "cannot be read", "permission");
		}
		finally {
			folder.toFile().setExecutable(true);
		}
	}
}
