// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import ij.gui.Line;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;

import io.github.taproot.files.Sha256;
import io.github.taproot.table.Table;

/** From photographs to the report, as a macro does it. */
class AnalyseRootPhotographsTest {

	private static final List<String> NAMES = List.of("T001_L001_13.11.18_091057_015.png",
		"T001_L002_13.11.18_091057_015.png", "T002_L001_13.11.18_091057_015.png");

	@TempDir
	private Path temp;
	private Path photographs;
	private Path output;
	private Path model;

	@BeforeEach
	void write() throws IOException {
		photographs = temp.resolve("photographs");
		output = temp.resolve("out");
		model = Calls.model(temp);
		for (int i = 0; i < NAMES.size(); i++) {
			BufferedImage image = Calls.noise(BufferedImage.TYPE_INT_RGB);
			for (int y = 0; y < 64; y++) image.setRGB(9 + 20 * i, y, 0xffffff);
			Calls.write(image, photographs.resolve(NAMES.get(i)));
		}
	}

	private Object[] call(Object... more) {
		List<Object> all = new ArrayList<>(List.of("photographs", photographs.toFile(), "output", output.toFile(),
			"model", model.toFile(), "device", "cpu"));
		all.addAll(Arrays.asList(more));
		return all.toArray();
	}

	private String report() throws IOException {
		return Files.readString(output.resolve("report.html"));
	}

	private static List<?> column(Path table, String column) throws IOException {
		return Table.read(table).rows().stream().map(row -> row.get(column)).toList();
	}

	/** The cells of the table of photographs, in plain text. */
	private static List<List<String>> cells(String html) {
		String table = html.substring(html.indexOf("<table>"), html.indexOf("</table>"));
		List<List<String>> rows = new ArrayList<>();
		for (String row : table.split("<tr>")) {
			Matcher cells = Pattern.compile("<t[hd]>(.*?)</t[hd]>").matcher(row);
			List<String> found = new ArrayList<>();
			while (cells.find()) found.add(cells.group(1));
			if (!found.isEmpty()) rows.add(found);
		}
		return rows;
	}

	/** A number of a table as the report rounds it: its largest column's number has four digits. */
	private static String rounded(Object value, String shown) {
		int decimals = shown.contains(".") ? shown.length() - shown.indexOf('.') - 1 : 0;
		return String.format(Locale.ROOT, "%." + decimals + "f", Double.parseDouble(value.toString()));
	}

	@Test
	void numbersOfTheReportAreThoseOfTheTables() throws IOException {
		Calls.done(AnalyseRootPhotographs.class, call("pixel_size", 0.05, "names", "ci-600"));
		String html = report();
		List<List<String>> cells = cells(html);
		assertEquals(List.of("Photograph", "tube", "window", "date", "time", "session", "Root length (mm)",
			"Root length per image area (cm/cm²)", "Mean diameter (mm)", "Confidence"), cells.get(0));
		Table traits = Table.read(output.resolve("traits/traits.csv"));
		Table summary = Table.read(output.resolve("summary.csv"));
		for (int i = 0; i < NAMES.size(); i++) {
			Map<String, ?> row = traits.rows().get(i);
			List<String> shown = cells.get(i + 1);
			assertEquals(NAMES.get(i), shown.get(0));
			assertEquals(row.get("tube"), shown.get(1));
			assertEquals("2018-11-13", shown.get(3));
			assertEquals(rounded(row.get("root_length_mm"), shown.get(6)), shown.get(6));
			// 64 px of 0.05 mm each way: 0.32 cm.
			double perArea = Double.parseDouble(row.get("root_length_mm").toString()) / 10 / (0.32 * 0.32);
			assertEquals(rounded(perArea, shown.get(7)), shown.get(7));
			assertTrue(shown.get(6).replace(".", "").length() >= 3 && shown.get(9).length() == 5, shown.toString());
			assertEquals(rounded(row.get("mean_diameter_mm"), shown.get(8)), shown.get(8));
			assertEquals(rounded(summary.rows().get(i).get("confidence"), shown.get(9)), shown.get(9));
			assertEquals(summary.numbers("root_length_px")[i] * 0.05, traits.numbers("root_length_mm")[i], 1e-3);
		}
		assertTrue(html.contains(Sha256.of(model)), "checksum");
		assertTrue(html.contains("probability above 0.5 were taken as root"), html);
		assertTrue(html.contains("The side of a pixel was 0.05 mm."));
		assertTrue(html.contains("model: model.zip"));
		assertFalse(html.contains("<script"));
		assertFalse(html.matches("(?s).*(src|href)=\"(?!data:).*"), "all is in the file");
		assertEquals(2 * 3 + 1, html.split("src=\"data:image/", -1).length - 1);
	}

	@Test
	void aMaskIsThatOfSegmentRootsFolder() throws IOException {
		Calls.done(AnalyseRootPhotographs.class, call());
		Path other = temp.resolve("other");
		Calls.done(SegmentRootsFolder.class, "input", photographs.toFile(), "output", other.toFile(), "model",
			model.toFile(), "device", "cpu");
		Calls.done(MeasureRootTraitsFolder.class, "input", other.resolve("masks").toFile(), "output",
			other.resolve("traits").toFile(), "root_value", "255");
		for (String name : NAMES) {
			assertArrayEquals(Files.readAllBytes(other.resolve("masks").resolve(name)),
				Files.readAllBytes(output.resolve("masks").resolve(name)));
		}
		assertEquals(Files.readString(other.resolve("traits/traits.csv")),
			Files.readString(output.resolve("traits/traits.csv")));
		Calls.done(MeasureRootsFolder.class, "input", other.resolve("masks").toFile(), "output",
			other.resolve("lengths.csv").toFile(), "root_value", "255");
		for (Path table : List.of(output.resolve("summary.csv"), other.resolve("lengths.csv"))) {
			assertEquals(column(output.resolve("traits/traits.csv"), "root_length_px"),
				column(table, "root_length_px"));
		}
	}

	@Test
	void withoutAScaleItSaysSoBeforeAndMeasuresPixels() throws IOException {
		String said = Calls.logged(() -> Calls.done(AnalyseRootPhotographs.class, call()));
		assertTrue(said.startsWith(NAMES.get(0) + " has no scale: lengths will be in pixels."), said);
		assertTrue(said.contains("The report is " + output.resolve("report.html") + "."), said);
		assertTrue(report().contains("No scale, so lengths are in pixels: all 3 photographs."));
		assertEquals("Root length (px)", cells(report()).get(0).get(1));
		assertFalse(report().contains("cm²"));
		assertFalse(Calls.logged(() -> Calls.done(AnalyseRootPhotographs.class, call("pixel_size", 0.1)))
			.contains("no scale"));
	}

	@Test
	void groupsDepthsAndScaleByALineComeFromTheSameForm() throws IOException {
		Path groups = Files.writeString(temp.resolve("groups.csv"), "tube,treatment\n1,wet\n2,dry\n");
		ImagePlus drawn = new ImagePlus("drawn", new ByteProcessor(100, 100));
		drawn.setRoi(new Line(10, 20, 10 + 30, 20 + 40));
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(drawn);
		try {
			// 50 px are 2.5 mm.
			Calls.done(AnalyseRootPhotographs.class, call("line_length", 2.5, "names", "ci-600", "groups",
				groups.toFile(), "band_height", 1));
			Calls.refused(List.of("not both"), AnalyseRootPhotographs.class, call("line_length", 2.5, "pixel_size", 1));
			drawn.deleteRoi();
			Calls.refused(List.of("straight line"), AnalyseRootPhotographs.class, call("line_length", 2.5));
		}
		finally {
			Interpreter.removeBatchModeImage(drawn);
			Interpreter.batchMode = false;
		}
		assertEquals(0.05, Table.read(output.resolve("traits/traits.csv")).numbers("pixel_width_mm")[0], 1e-9);
		String html = report();
		assertTrue(html.contains("<h2>Groups</h2>"));
		assertTrue(html.contains("<td>dry</td>") && html.contains("<th>SE</th>"), html);
		assertTrue(html.contains("Root length per image area (cm/cm²)"));
		// Boxes and the profile, beside the bars and three pictures of two files.
		assertEquals(2 * 3 + 3, html.split("src=\"data:image/", -1).length - 1);
		assertTrue(Files.readString(output.resolve("traits/traits.json")).contains("\"threshold\": 0.5"));
	}

	@Test
	void aPhotographOutOfFocusIsADoubt() throws IOException {
		for (int i = 0; i < 3; i++) {
			BufferedImage image = Calls.noise(BufferedImage.TYPE_INT_RGB);
			if (i == 2) {
				ColorProcessor blurred = new ColorProcessor(image);
				blurred.blurGaussian(2);
				image = blurred.getBufferedImage();
			}
			Calls.write(image, photographs.resolve("more" + i + ".png"));
		}
		Calls.done(AnalyseRootPhotographs.class, call());
		assertTrue(report().contains("Much less sharp than the other photographs, perhaps out of focus or fogged: " +
			"more2.png."), report());
	}

	@Test
	void namesAreEscaped() throws IOException {
		Files.move(photographs.resolve(NAMES.get(0)), photographs.resolve("<script>&\"x.png"));
		Calls.done(AnalyseRootPhotographs.class, call("resume", false));
		assertFalse(report().contains("<script"));
		assertTrue(report().contains("&lt;script&gt;&amp;&quot;x.png"));
	}

	@Test
	void aPhotographThatFailsLeavesTheOthers() throws IOException {
		Files.writeString(photographs.resolve("a <b>.png"), "not an image");
		Files.writeString(photographs.resolve("notes.txt"), "notes");
		String reason = Calls.refused(List.of("3 done, 1 failed", "a <b>.png", "The report is "),
			AnalyseRootPhotographs.class, call());
		assertEquals(1, reason.split("a <b>.png", -1).length - 1, reason);
		assertEquals(4, cells(report()).size());
		assertTrue(report().contains("Failed: ") && report().contains("a &lt;b&gt;.png"));
		assertTrue(report().contains("Left out: notes.txt (not an image)."));
		// All fail.
		for (String name : NAMES) Files.writeString(photographs.resolve(name), "not an image");
		Calls.refused(List.of("No photograph could be segmented", NAMES.get(2)), AnalyseRootPhotographs.class, call());
		assertFalse(Files.exists(output.resolve("report.html")));
		assertFalse(Files.exists(output.resolve("traits/traits.csv")));
	}

	@Test
	void aSecondRunResumesAndReportsTheSame() throws IOException {
		Calls.done(AnalyseRootPhotographs.class, call());
		String first = report();
		Path mask = output.resolve("masks").resolve(NAMES.get(0));
		Object made = Files.getLastModifiedTime(mask);
		String said = Calls.logged(() -> Calls.done(AnalyseRootPhotographs.class, call()));
		assertTrue(said.contains("3 skipped as done before"), said);
		assertEquals(made, Files.getLastModifiedTime(mask));
		assertEquals(first, report());
		Calls.refused(List.of("resume=false"), AnalyseRootPhotographs.class, call("threshold", 0.4));
		assertEquals(first, report());
		Calls.done(AnalyseRootPhotographs.class, call("threshold", 0.4, "resume", false));
		assertTrue(report().contains("probability above 0.4"));
	}

	/** Also where another command makes the masks again. */
	@Test
	void anOldReportNeverLiesBesideNewMasks() throws IOException {
		Calls.done(AnalyseRootPhotographs.class, call());
		Calls.done(SegmentRootsFolder.class, "input", photographs.toFile(), "output", output.toFile(), "model",
			model.toFile(), "device", "cpu", "threshold", 0.4);
		assertFalse(Files.exists(output.resolve("report.html")));
		assertFalse(Files.exists(output.resolve("traits/traits.csv")));
	}

	/** Masks of photographs that are gone stay, but are not of this report. */
	@Test
	void masksOfOtherPhotographsAreNotMeasured() throws IOException {
		Calls.done(AnalyseRootPhotographs.class, call());
		Files.delete(photographs.resolve(NAMES.get(1)));
		Calls.done(AnalyseRootPhotographs.class, call());
		assertEquals(List.of(NAMES.get(0), NAMES.get(2)), Table.read(output.resolve("traits/traits.csv")).rows()
			.stream().map(row -> row.get("file")).toList());
		assertEquals(3, cells(report()).size());
		assertTrue(report().contains("Left out: " + NAMES.get(1) + " (made of a photograph that is not in "), report());
	}

	@Test
	void wrongInputsAreRefusedBeforeAnythingIsWritten() throws IOException {
		Calls.refused(List.of("photographs=..."), AnalyseRootPhotographs.class,
			call("photographs", new File("")));
		Calls.refused(List.of("pixel size", "mm"), AnalyseRootPhotographs.class, call("pixel_size", 300));
		Calls.refused(List.of("no photographs"), AnalyseRootPhotographs.class, call("photographs",
			Files.createDirectory(temp.resolve("empty")).toFile()));
		assertEquals(List.of(), Calls.files(output));
	}
}
