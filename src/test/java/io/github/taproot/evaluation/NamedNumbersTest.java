// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.taproot.table.Table;

class NamedNumbersTest {

	@TempDir
	private Path temp;

	private NamedNumbers read(String text, String column, String names) throws IOException {
		Path file = Files.writeString(temp.resolve("t.csv"), text);
		return NamedNumbers.of(file, Table.read(file), column, "count_column", List.of("best", "good"), names);
	}

	@ParameterizedTest
	@CsvSource({ "a.png, a", "A.JPEG, a", "folder/b.c.tif, b.c", "C:\\my photos\\a 1.TIFF, a 1", "a.csv, a.csv",
		".png, ''", "Wu\u0308rzel.jpg, w\u00fcrzel", "s 1.png\u00a0, s 1", "x/y/, ''", "a.png.jpg, a.png" })
	void namesAreComparedWithoutFolderExtensionAndCase(String name, String key) {
		assertEquals(key, NamedNumbers.key(name));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "file,x,y\\na,1,b|x", "y,Label,x\\n1,a,2|y x", "file,y,good\\na,1,2|good",
		"file,good,best\\na,1,2|best", "' ,Label,x\\n1,a,2'|x", "file,x,note\\na,many,1\\nb,2,\\nc,3,\\nd,NA,|x note" })
	void theUsualColumnsNeedNotBeNamed(String text, String columns) throws IOException {
		List<String> found = List.of(columns.split(" "));
		String table = text.replace("\\n", "\n");
		if (found.size() == 1) assertEquals(columns, read(table, "", "").column());
		else {
			String message = assertThrows(IOException.class, () -> read(table, " ", "")).getMessage();
			assertTrue(message.contains("several columns of numbers: choose one of " + String.join(", ", found) +
				" (count_column=...)."), message);
		}
	}

	@Test
	void columnsThatAreNotThere() throws IOException {
		String message = assertThrows(IOException.class, () -> read("file,x\na,1\n", "z", "")).getMessage();
		assertTrue(message.endsWith("t.csv has no column \"z\": choose one of file, x (count_column=...)."), message);
		message = assertThrows(IOException.class, () -> read("file,x\na,b\n", "", "")).getMessage();
		assertTrue(message.contains("no column of numbers beside the names in \"file\": choose one of file, x"),
			message);
		// Names of another column where the table has it, and the usual one where not.
		assertEquals("q", read("file,x,plot\na,1,q\n", "x", "plot").byKey().get("q").name());
		assertEquals("a", read("file,x,plot\na,1,q\n", "x", "plots").byKey().get("a").name());
	}

	@Test
	void commasOfThousandsOrDecimalsAreMistakes() throws IOException {
		NamedNumbers read = read("file\tx\na\t800\nb\t1,100\nc\t1,234\nd\t2,345\n", "", "");
		assertEquals(List.of("a"), List.copyOf(read.byKey().keySet()));
		assertEquals(3, read.mistakes().size());
		assertEquals("Line 3 of t.csv has \"1,100\" in the column x, whose comma may be a decimal or a " +
			"thousands separator: save the table with decimal points and without thousands separators.",
			read.mistakes().get(0));
		assertEquals(1.1, read("file\tx\na\t0,8\nb\t1,100\n", "", "").byKey().get("b").mean());
		// In a file with commas between cells they are the same mistake.
		assertTrue(read("file,x\na,1\nb,\"1,100\"\n", "", "").mistakes().get(0).contains("thousands separator"));
	}

	/** Counts of Excel in German, Spanish, Italian: 1.031 crossings were 1.031 ones. */
	@Test
	void pointsOfThousandsAreMistakes() throws IOException {
		NamedNumbers read = read("file;x\na;850\nb;920\nc;1.031\n", "", "");
		assertEquals(List.of("a", "b"), List.copyOf(read.byKey().keySet()));
		assertEquals(List.of("Line 4 of t.csv has \"1.031\" in the column x, whose point may be a decimal " +
			"or a thousands separator: save the table with decimal points and without thousands separators."),
			read.mistakes());
	}

	@Test
	void codesForMissingNumbersAreMistakes() throws IOException {
		NamedNumbers read = read("file,x\na,1\nb,-999\nc,-9999.0\nd,-98\n", "", "");
		assertEquals(List.of("a", "d"), List.copyOf(read.byKey().keySet()));
		assertEquals("Line 3 of t.csv has -999 in the column x, a usual code for a missing number: empty the cell.",
			read.mistakes().get(0));
		assertEquals(2, read.mistakes().size());
	}

	/** The first photograph would be lost. */
	@Test
	void aTableWithoutNamesOfColumnsIsRefused() {
		String message = assertThrows(IOException.class, () -> read("s1,11\ns2,20\n", "", "")).getMessage();
		assertTrue(message.endsWith("t.csv seems to have no line of column names, since its first line has the " +
			"number 11: add that line, or choose the column (count_column=11)."), message);
	}

	@Test
	void yearsMayNameColumns() throws IOException {
		assertEquals("2020", read("plot,2020\ns1,11\n", "2020", "").column());
		assertEquals("2020", read("Name,2020\ns1,11\n", "", "").column());
	}

	@Test
	void rowsThatAreMistakesAreNamedAndTheOthersRead() throws IOException {
		NamedNumbers read = read("file,x\na,1\nb,many\n\nA.png,3\n,5\nc,\nd,NA\ne,-2\n", "", "");
		assertEquals(List.of("a", "e"), List.copyOf(read.byKey().keySet()));
		assertEquals(2, read.byKey().get("a").mean());
		assertEquals(List.of("Line 3 of t.csv has \"many\" in the column x, which is not a number: correct or " +
			"empty it.", "Line 6 of t.csv has no name in the column file: add it."), read.mistakes());
		read.refuseRepeated();
		assertEquals(List.of("e"), List.copyOf(read.byKey().keySet()));
		assertEquals("a is on several lines of t.csv (2, 5), so that it was left out: keep one of them.",
			read.mistakes().get(2));
	}

	private String matched(String first, String second) throws IOException {
		NamedNumbers lengths = read("file,x\n" + first.replace(" ", ",1\n") + ",1\n", "", "");
		NamedNumbers counts = read("file,x\n" + second.replace(" ", ",1\n") + ",1\n", "", "");
		List<String> mistakes = new ArrayList<>();
		return NamedNumbers.match(lengths, counts, mistakes) + " " + mistakes;
	}

	@Test
	void foldersCountWhereNamesAreTheSame() throws IOException {
		assertEquals("{a=c:/x/a} []", matched("a.png", "C:\\x\\A.JPG"));
		assertEquals("{s1/a=x/s1/a, s2/a=x/s2/a} []", matched("s1/a.png s2/a.png b", "x\\S1\\a.jpg x\\S2\\a.jpg c"));
		assertEquals("{} [a.png in t.csv may be s1/a or s2/a in t.csv, so that it was left out: write the folders " +
			"in both tables.]", matched("a.png", "s1/a s2/a"));
		assertEquals("{} [a in t.csv may be s1/a or s2/a in t.csv, so that it was left out: write the folders in " +
			"both tables.]", matched("s1/a s2/a", "a"));
		assertEquals("{s2/a=s2/a} []", matched("s1/a s2/a", "s2/a"));
		assertEquals("{001=1, 010=10, a1=a1} []", matched("001.png 010.png a1.png", "1 10 a01 a1"));
		assertEquals("{1=1} []", matched("001 1", "1"));
	}

	@ParameterizedTest
	@CsvSource({ "s1.tif_1, s1", "s1.tif:0001-0044, s1", "S1.HEIC, s1", "s1.bmp, s1", "s1_1, s1_1", "a:b, a:b" })
	void programsAddToNames(String name, String key) {
		assertEquals(key, NamedNumbers.key(name));
	}

	@Test
	void headingsAndCodesForNothing() throws IOException {
		NamedNumbers read = read("FILE,Best\na,1\nb,-\nc,n.d.\nd,#N/A\ne,BEST\n", "", "");
		assertEquals("Best", read.column());
		assertEquals(List.of("a"), List.copyOf(read.byKey().keySet()));
		assertEquals(List.of(), read.mistakes());
	}
}
