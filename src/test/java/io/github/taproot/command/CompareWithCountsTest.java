// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.measure.ResultsTable;

import io.github.taproot.files.ChildProcess;
import io.github.taproot.files.FolderLockTest;
import io.github.taproot.roots.skeleton.References;
import io.github.taproot.table.Table;

/** Tables of lengths and of counts as users have them. */
class CompareWithCountsTest {

	private static final List<String> FILES =
		List.of("agreement.csv", "bland-altman.png", "bland-altman.svg", "matched.csv", "report.html", "scatter.png",
			"scatter.svg");

	@TempDir
	private Path temp;
	private Path lengths;
	private Path counts;
	private Path output;

	@BeforeEach
	void tables() throws IOException {
		// The five pairs whose numbers AgreementTest has on paper.
		lengths = Files.writeString(temp.resolve("Längen, [1].csv"), "file,root_length_px,components\na.png,1,9\n" +
			"b.png,2,9\nc.png,3,9\nd ä.png,4,8\n\"e, f.png\",5,9\nextra.png,6,9\n");
		counts = Files.write(temp.resolve("Zählung.csv"), ("Bild;Anzahl\r\nC:\\Fotos\\A.JPG;2\r\nb;3,5\r\nb;4,5\r\n" +
			"C.tif;5\r\nD Ä.tiff;4,0\r\n\"e, f\";5\r\nübrig;7\r\n").getBytes(Charset.forName("windows-1252")));
		output = temp.resolve("out put");
		ResultsTable.getResultsTable().reset();
	}

	private Object[] call(Object... more) {
		List<Object> call = new ArrayList<>(List.of("lengths", lengths.toFile(), "counts", counts.toFile(), "output",
			output.toFile(), "repeated", "mean"));
		Collections.addAll(call, more);
		return call.toArray();
	}

	private static double result(String column) {
		ResultsTable table = ResultsTable.getResultsTable();
		return table.getValue(column, table.size() - 1);
	}

	@Test
	void comparesWhatIsOnPaper() throws IOException {
		Calls.done(CompareWithCounts.class, call());
		assertEquals(FILES, Calls.files(output));
		assertEquals(1, ResultsTable.getResultsTable().size());
		assertEquals(5, result("n"));
		assertEquals(0.6, result("slope"), 1e-12);
		assertEquals(2.2, result("intercept"), 1e-12);
		assertEquals(0.6, result("r_squared"), 1e-12);
		assertEquals(7 / Math.sqrt(90), result("spearman"), 1e-12);
		assertEquals(0, result("outliers"));
		assertFalse(ResultsTable.getResultsTable().columnExists("mean_difference"));
		// The mean square of the five residuals, by n - 1, is 0.6.
		assertEquals(1.959963984540054 * Math.sqrt(0.6), result("upper_limit"), 1e-9);

		assertEquals("name,length,count,counts_averaged,fitted,residual,studentized_residual,outlier",
			Files.readAllLines(output.resolve("matched.csv")).get(0));
		Table matched = Table.read(output.resolve("matched.csv"));
		assertEquals(List.of("a.png", "b.png", "c.png", "d ä.png", "e, f.png"),
			matched.rows().stream().map(row -> row.get("name")).toList());
		assertEquals(List.of("1", "2", "1", "1", "1"),
			matched.rows().stream().map(row -> row.get("counts_averaged")).toList());
		assertEquals("a.png,1,2,1,2.80000,-0.800000,-2.00000,false",
			Files.readAllLines(output.resolve("matched.csv")).get(1));
		Table agreement = Table.read(output.resolve("agreement.csv"));
		assertEquals("Anzahl", agreement.rows().get(0).get("count_column"));
		assertEquals(0.6, agreement.numbers("slope")[0], 1e-6);
		assertEquals("1", agreement.rows().get(0).get("lengths_without_count"));

		String page = Files.readString(output.resolve("report.html"));
		assertTrue(page.contains("Left out, since they have no count (1): extra.png."), page);
		assertTrue(page.contains("Left out, since they have no length (1): übrig."), page);
		assertTrue(page.contains("Only 5 photographs could be compared, too few for a relation to be certain: "), page);
		assertFalse(page.contains("Mistakes"), page);
		for (String picture : List.of("scatter.png", "bland-altman.png")) {
			BufferedImage image = ImageIO.read(output.resolve(picture).toFile());
			assertEquals("1520x1040", image.getWidth() + "x" + image.getHeight());
		}
	}

	@Test
	void inTheSameUnitDifferencesAreTheirOwn() throws IOException {
		Calls.done(CompareWithCounts.class, call("same_unit", true, "outlier_limit", 1.9));
		assertEquals(-1, result("mean_difference"), 1e-12);
		assertEquals(1, result("difference_standard_deviation"), 1e-12);
		assertEquals(-1 - 1.959963984540054, result("lower_limit"), 1e-9);
		assertEquals(1, result("outliers"));
		String page = Files.readString(output.resolve("report.html"));
		assertTrue(page.contains("root_length_px less Anzahl is -1.00 on average"), page);
		assertTrue(page.contains("There is 1 in 5 photographs"), page);
	}

	/** Five photographs counted twice: on average, Anna marks one crossing less. */
	@Test
	void twoCountersAreComparedByTheirFolders() throws IOException {
		String grid = "square,unit,lines,offset_x,offset_y,pixel_size_mm\n20,mm,both,0,0,\n";
		int[][] counted = { { 1, 2, 3, 4, 5 }, { 2, 4, 4, 4, 6 } };
		Path[] folders = { Files.createDirectory(temp.resolve("Anna")), Files.createDirectory(temp.resolve("Ben")) };
		for (int i = 0; i < 2; i++) {
			StringBuilder table = new StringBuilder("file,intersections,finished\n");
			for (int k = 0; k < 5; k++) {
				table.append("p").append(k).append(".jpg,").append(counted[i][k]).append(",yes\n");
			}
			Files.writeString(folders[i].resolve("counts.csv"), table);
			Files.writeString(folders[i].resolve("grid.csv"), grid);
		}
		Object[] call = { "lengths", folders[0].toFile(), "counts", folders[1].toFile(), "output", output.toFile(),
			"same_unit", true };
		Calls.done(CompareWithCounts.class, call);
		assertEquals(5, result("n"));
		assertEquals(-1, result("mean_difference"), 1e-12);
		Files.writeString(folders[1].resolve("grid.csv"), grid.replace("20,mm", "10,mm"));
		Calls.refused(List.of("Anna", "Ben", "different grids (20 mm, ", "; 10 mm, "), CompareWithCounts.class, call);
	}

	@Test
	void mistakesAreNamedAndTheOtherRowsCompared() throws IOException {
		Files.writeString(lengths, Files.readString(lengths) + "g.png,long,1\nC.PNG,3,9\nh.png,7,2\n");
		Files.writeString(counts, "image,a,b\na,1,2\nb,1,4\nc,1,5\nd ä,1,4\n\"e, f\",1,5\nh,1,\n");
		String reason = Calls.refused(List.of("Compared 4 photographs", "\"long\"", "Line 8 of Längen, [1].csv",
			"c.png is on several lines of Längen, [1].csv (4, 9)", "repeated=mean or repeated=sum"),
			CompareWithCounts.class, call("count_column", "b", "repeated", "refuse"));
		assertFalse(reason.contains("h.png"), reason);
		assertEquals(FILES, Calls.files(output));
		assertEquals(4, result("n"));
		assertTrue(Files.readString(output.resolve("report.html")).contains("<h2>Mistakes in the tables</h2>"));
	}

	@Test
	void rowsOfOnePhotographAreRefusedAveragedOrAdded() throws IOException {
		Calls.refused(List.of("b is on several lines of Zählung.csv (3, 4)", "repeated=mean or repeated=sum"),
			CompareWithCounts.class, call("repeated", "refuse"));
		assertEquals(4, result("n"));
		String said = Calls.logged(() -> Calls.done(CompareWithCounts.class, call("repeated", "sum")));
		assertTrue(said.contains("1 photograph has several rows, whose sum was taken."), said);
		assertEquals("b.png,2,8,2,", Files.readAllLines(output.resolve("matched.csv")).get(2).substring(0, 12));
		assertTrue(Files.readAllLines(output.resolve("matched.csv")).get(0)
			.startsWith("name,length,count,counts_added,"));
		Calls.refused(List.of("refuse, mean, sum"), CompareWithCounts.class, call("repeated", "median"));
	}

	/**
	 * Tables of eight counts as programs and people write them; each is that of s1 to s8 where nothing else is said.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "winrhizo.txt|tips|", "winrhizo-plain-names.txt|LENGTH(cm)|",
		"comma-quoted-decimal.csv||", "spaces-thousands.csv||", "heic.csv||", "other-endings.csv||", "utf16.csv||",
		"bom-linefeed.csv||", "title-lines.csv||", "blank-index.csv||", "semicolon-in-comma.csv||",
		"ijfinal.csv|length|", "lead-zero-counts.csv||lead-zero-lengths.csv" })
	void countsAsProgramsWriteThem(String file, String column, String measured) throws IOException {
		lengths = References.shared("cases/counts").resolve(measured == null ? "lengths.csv" : measured);
		counts = lengths.resolveSibling(file);
		Calls.done(CompareWithCounts.class, call("count_column", column == null ? "" : column, "repeated", "refuse"));
		assertEquals(8, result("n"));
		assertEquals(1, result("spearman"), 1e-12);
	}

	/** Tables in the forms that other programs for roots write; numbers rise with those of a, b, c and d. */
	@ParameterizedTest
	@CsvSource(delimiter = ';', value = {
		// RootPainter, Extract length: names without the extension, bars as quotes.
		"file_name,length_pixels/|a, 1|,10/b,20/c,30/d,40;;",
		// RootPainter, Extract count.
		"file_name,count/|a, 1.png|,1/b.png,2/c.png,3/d.png,4;;",
		// RhizoVision Explorer, features.csv of broken roots.
		"File.Name,Region.of.Interest,Number.of.Root.Tips,Total.Root.Length.mm/\"a, " +
		"1.png\",Full,4,1.5/b.png,Full,9,2.5/c.png,Full,2,3.5/d.png,Full,7,4.5;Total.Root.Length.mm;",
		// rhizoTrak, aggregated: a row for each status; tubes are the names.
		"experiment\ttube\ttimepoint\tlayerID\tlength_pixel\tsurfaceArea_pixel^2\tstatus\tstatusName/" +
		"me\ta, 1\t1\t1\t10.5\t30\t0\tLIVING/me\ta, 1\t1\t1\t2.5\t0.0\t1\tDEAD/me\tb\t1\t1\t20\t30\t0\tLIVING/" +
		"me\tc\t1\t1\t30\t30\t0\tLIVING/me\td\t1\t1\t40\t30\t0\tLIVING;length_pixel;tube",
		// SmartRoot, exported: a row for each root.
		"image,root_name,root,length,diameter/\"a, " +
		"1\",r1,x,1,0.1/b,r1,y,1,0.1/b,r2,y,1,0.1/c,r1,z,3,0.1/d,r1,q,4,0.1;length;" })
	void tablesOfOtherProgramsForRoots(String table, String column, String names) throws IOException {
		lengths = Files.writeString(temp.resolve("measured.csv"),
			"file,root_length_px\n\"a, 1.png\",1\nb.png,2\nc.png,3\nd.png,4\n");
		counts = Files.writeString(temp.resolve("theirs.csv"), table.replace("/", "\n").replace("\\t", "\t"));
		Calls.done(CompareWithCounts.class, call("count_column", column == null ? "" : column, "name_column",
			names == null ? "" : names, "repeated", "sum"));
		assertEquals(4, result("n"));
		assertEquals(1, result("spearman"), 1e-12);
	}

	@Test
	void countsThatLeaveSomethingOpen() throws IOException {
		lengths = References.shared("cases/counts/lengths.csv").toAbsolutePath();
		counts = lengths.resolveSibling("missing-codes.csv");
		String said = Calls.logged(() -> Calls.done(CompareWithCounts.class, call("repeated", "refuse")));
		assertEquals(6, result("n"));
		assertTrue(said.contains("s7.png, s8.png"), said);
		counts = lengths.resolveSibling("three-decimals.csv");
		Calls.refused(List.of("whose comma may be a decimal or a thousands separator"),
			CompareWithCounts.class, call());
		counts = lengths.resolveSibling("winrhizo.txt");
		Calls.refused(List.of("several columns of numbers", "Length(cm)", "(count_column=...)"),
			CompareWithCounts.class, call());
		lengths = lengths.resolveSibling("lengths-case.csv");
		counts = Files.writeString(temp.resolve("case.csv"), "name,count\nPlotA,1\nPlotB,2\nPlotC,3\nPlotD,4\n");
		Calls.refused(List.of("PlotA.png is on several lines of lengths-case.csv (2, 3)"), CompareWithCounts.class,
			call("repeated", "refuse"));
		assertEquals(3, result("n"));
		counts = References.shared("cases/hostile/digits.csv").toAbsolutePath();
		Calls.refused(List.of("111...", "is not a number"), CompareWithCounts.class, call("count_column", "length"));
	}

	@Test
	void theReferenceInTwoFiles() throws IOException {
		Path pairs = References.shared("reference/statistics/pairs.csv");
		List<String> rows = new ArrayList<>(Files.readAllLines(pairs).subList(1, 201));
		StringBuilder first = new StringBuilder("file\troot_length_px\n");
		StringBuilder second = new StringBuilder("\uFEFFPhotograph;Root intensity (1/m)\n");
		for (String row : rows) first.append(row.split(",")[0]).append(".tif\t").append(row.split(",")[1]).append('\n');
		Collections.reverse(rows);
		for (String row : rows) {
			second.append(row.split(",")[0]).append(".JPG;").append(row.split(",")[2].replace('.', ',')).append('\n');
		}
		Files.writeString(lengths, first);
		Files.writeString(counts, second);
		Calls.done(CompareWithCounts.class, call());
		JsonObject expected =
			JsonParser.parseString(Files.readString(pairs.resolveSibling("expected.json"))).getAsJsonObject();
		for (String key : expected.keySet()) {
			double value = expected.get(key).getAsDouble();
			assertEquals(value, result(key), key.endsWith("p_value") ? 1e-6 * value : 1e-9, key);
		}
		assertEquals(5, result("outliers"));
		assertTrue(Files.readString(output.resolve("report.html")).contains(
			"<p>Photographs with a greater root_length_px usually have a greater Root intensity (1/m): "));
		// One file may hold both.
		lengths = counts = pairs;
		Calls.done(CompareWithCounts.class, call("length_column", "root_length_px", "count_column", "root_intensity"));
		assertEquals(expected.get("slope").getAsDouble(), result("slope"), 1e-9);
	}

	/** The report's first sentence on x, whose values are 1, 2, 3 and so on, and y. */
	private String firstSentence(int... y) throws IOException {
		StringBuilder table = new StringBuilder("file,x,y\n");
		for (int i = 0; i < y.length; i++) table.append("p" + i + "," + (i + 1) + "," + y[i] + "\n");
		lengths = counts = Files.writeString(temp.resolve("both.csv"), table);
		Calls.done(CompareWithCounts.class, call("length_column", "x", "count_column", "y"));
		String page = Files.readString(output.resolve("report.html"));
		int at = page.indexOf("<p>") + 3;
		return page.substring(at, page.indexOf(": ", at));
	}

	@Test
	void theFirstSentenceSaysWhatGoesWithWhat() throws IOException {
		assertEquals("Photographs with a greater x usually have a greater y",
			firstSentence(1, 2, 3, 4, 5, 6, 7, 8, 9, 20));
		assertEquals("Photographs with a greater x usually have a smaller y",
			firstSentence(9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
		assertEquals("In these 10 photographs no relation between x and y can be distinguished from chance (p 1.0)",
			firstSentence(1, 5, 2, 4, 3, 3, 4, 2, 5, 1));
		assertEquals("Only 9 photographs could be compared, too few for a relation to be certain",
			firstSentence(1, 2, 3, 4, 5, 6, 7, 8, 9));
		// Ranks rotated by k of n have the rho 1 - 6 k (n - k) / (n² - 1): here about 0.51, 0.10 and 0.10.
		assertEquals("Photographs with a greater x tend to have a greater y, with many exceptions",
			firstSentence(rotated(100, 9)));
		String doubtful = firstSentence(rotated(500, 92));
		assertTrue(doubtful.startsWith("The relation between x and y is weak, and may be due to chance (p 0.02"),
			doubtful);
		String weak = firstSentence(rotated(867, 159));
		assertTrue(weak.startsWith("The relation between x and y is weak, but hardly due to chance (p 0.00") &&
			weak.endsWith(")"), weak);
		assertTrue(Files.readString(output.resolve("report.html"))
			.contains("): a photograph with a greater x has a greater y only a little more often than not. In these " +
			"867 photographs Spearman's rank correlation is 0.101 "));
	}

	private static int[] rotated(int n, int by) {
		return IntStream.range(0, n).map(i -> (i + by) % n).toArray();
	}

	@Test
	void largeNumbersAreWrittenOut() throws IOException {
		// The five pairs by 1000: the mean difference is -1000, the standard deviation 1000.
		Files.writeString(counts, "file,n\na,2000\nb,4000\nc,5000\nd ä,4000\n\"e, f\",5000\n");
		Files.writeString(lengths, "file,n\na,1000\nb,2000\nc,3000\nd ä,4000\n\"e, f\",5000\n");
		Calls.done(CompareWithCounts.class, call("same_unit", true));
		String page = Files.readString(output.resolve("report.html"));
		assertTrue(page.contains("n less n is -1000 on average (95 % interval -2242 to 242); for 95 % of such " +
			"photographs it is between -2960 and 960 (limits of agreement of Bland and Altman, each ±2290)"), page);
		assertTrue(page.contains("changes by 0.600 ") && page.contains("and is 2200 (95 % interval "), page);
	}

	@Test
	void markupInNamesIsText() throws IOException {
		lengths = Files.writeString(temp.resolve("<img src=x>.csv"), "file,<b>length</b>\n" +
			"<script>alert(1)</script>.png,1\nb,2\nc,3\nd,4\ne,5\n<i>alone</i>,6\n<u>f</u>,<u>7</u>\n");
		counts = Files.writeString(temp.resolve("counts.csv"),
			"file,\"<a href=\"\"x\"\">&\"\n<script>alert(1)</script>,9\nb,4\nc,5\nd,4\ne,5\n");
		Calls.refused(List.of("<u>7</u>"), CompareWithCounts.class,
			call("length_column", "<b>length</b>", "outlier_limit", 0.1));
		String page = Files.readString(output.resolve("report.html"));
		for (String tag : List.of("<b>", "<script", "<i>", "<u>", "<a ", "<img src=x")) {
			assertFalse(page.contains(tag), tag);
		}
		for (String text : List.of("&lt;b&gt;length&lt;/b&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;.png",
			"&lt;i&gt;alone", "&lt;u&gt;7&lt;/u&gt;", "&lt;a href=&quot;x&quot;&gt;&amp;", "&lt;img src=x&gt;.csv"))
		{
			assertTrue(page.contains(text), text);
		}
	}

	@Test
	void cellsOfOtherCommandsStayEmpty() throws IOException {
		ResultsTable table = ResultsTable.getResultsTable();
		table.setNaNEmptyCells(false);
		table.incrementCounter();
		table.addValue("Area", 7);
		table.addValue("Note", "a note");
		Calls.done(CompareWithCounts.class, call());
		table.incrementCounter();
		table.addValue("Area", 8);
		table.addValue("Mean", 9);
		assertEquals(Double.NaN, table.getValue("slope", 0));
		assertEquals(Double.NaN, table.getValue("Area", 1));
		assertEquals("a note", table.getStringValue("Note", 0));
		assertFalse(table.getStringValue("Note", 1).contains("0"), table.getStringValue("Note", 1));
		assertEquals(0.6, table.getValue("slope", 1), 1e-12);
		assertEquals(Double.NaN, table.getValue("Mean", 1));
		assertEquals(Double.NaN, table.getValue("slope", 2));
		assertEquals(8, table.getValue("Area", 2));
	}

	@Test
	void aColumnOfNamesThatNoTableHas() throws IOException {
		Calls.refused(List.of("Neither table has a column \"Bidl\"", "file, root_length_px, components in " + lengths,
			"Bild, Anzahl in " + counts, "(name_column=...)"), CompareWithCounts.class, call("name_column", "Bidl"));
		assertEquals(List.of(), Calls.files(output));
		Calls.done(CompareWithCounts.class, call("name_column", " Bild "));
		assertEquals(5, result("n"));
	}

	private void refused(String... parts) throws IOException {
		Calls.refused(List.of(parts), CompareWithCounts.class, call());
		assertEquals(List.of(), Calls.files(output));
		assertEquals(0, ResultsTable.getResultsTable().size());
	}

	@Test
	void tablesThatCannotBeCompared() throws IOException {
		lengths = temp.resolve("missing.csv");
		refused(lengths.toString(), "check its name");
		lengths = temp;
		refused(temp.toString(), "is a folder");
		lengths = Calls.write(Calls.mask(9, 9, 1, 1), temp.resolve("mask.png"));
		refused("mask.png", "is not a text file");
		lengths = Files.createFile(temp.resolve("empty.csv"));
		refused("empty.csv", "is empty");
		Files.writeString(lengths, "file,root_length_px\n");
		refused("empty.csv (x: root_length_px; 0 names)", "y: Anzahl; 6 names such as C:\\Fotos\\A.JPG",
			"0 names in common", "at least 3 pairs");
		Files.writeString(lengths, "file,root_length_px\na,1\nb,2\nc,x\n");
		refused("2 names in common", "at least 3 pairs", "\"x\"");
		Files.writeString(lengths, "file,root_length_px\na,1\nb,1\nc,1\n");
		refused("All 3 values of x are 1.0", "root_length_px");
		Files.writeString(lengths, "file,p,q\na,1,2\nb,1,3\n");
		refused("choose one of p, q (length_column=...)");
		Files.writeString(lengths, "file,p\na,1,2\n");
		refused("Line 2 of", "3 cells");
	}

	@ParameterizedTest
	@CsvSource({ "outlier_limit, 0, above 0", "outlier_limit, NaN, above 0", "outlier_limit, -3, -3.0",
		"length_column, x, choose one of file", "count_column, Länge, choose one of Bild", "counts, '', counts=...",
		"output, '', output=..." })
	void parametersOutOfRange(String key, String value, String part) throws IOException {
		Calls.refused(List.of(part), CompareWithCounts.class, call(key, value));
		assertEquals(List.of(), Calls.files(output));
	}

	@Test
	void theOutputIsAFile() throws IOException {
		Files.writeString(output, "a file");
		Calls.refused(List.of(output.toString(), "choose another output folder"), CompareWithCounts.class, call());
		assertEquals("a file", Files.readString(output));
	}

	@Test
	void aFolderThatAnotherProcessWritesToIsRefusedUntilThatDies() throws Exception {
		Process process = ChildProcess.start(FolderLockTest.class, output.toString());
		try (BufferedReader said = process.inputReader()) {
			assertEquals("taken", said.readLine());
		}
		Calls.refused(List.of(output + " is in use", "process " + process.pid(), "choose another folder"),
			CompareWithCounts.class, call());
		process.destroyForcibly().waitFor();
		Calls.done(CompareWithCounts.class, call());
		assertEquals(FILES, Stream.of(output.toFile().list()).sorted().toList());
	}
}
