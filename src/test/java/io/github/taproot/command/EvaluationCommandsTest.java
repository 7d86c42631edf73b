// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import ij.measure.ResultsTable;

/** Evaluate Segmentation and Compare Methods as the user calls them, on images that can be checked on paper. */
class EvaluationCommandsTest {

	@TempDir
	private Path temp;
	private Path truth;
	private Path masks;
	private Path output;

	@BeforeEach
	void folders() {
		truth = temp.resolve("Wahrheit [ä], 1");
		masks = temp.resolve("unet & co").resolve("masks");
		output = temp.resolve("out <1>");
	}

	/** Rows 10 to 13 of 40 columns are root in the first image, rows 20 and 21 in the second; the third is bare. */
	private void goodTruth() throws IOException {
		Calls.write(Calls.mask(40, 30, 10, 4), truth.resolve("a, ü (1).png"));
		Calls.write(Calls.mask(40, 30, 20, 2), truth.resolve("b.png"));
		Calls.write(Calls.mask(40, 30, 0, 0), truth.resolve("c.png"));
	}

	/** The first: two of four rows and two wrong ones; the second: nothing; the third: one row. */
	private void predictions(Path folder, String suffix) throws IOException {
		Calls.write(Calls.mask(40, 30, 12, 4), folder.resolve("a, ü (1)" + suffix + ".png"));
		Calls.write(Calls.mask(40, 30, 0, 0), folder.resolve("b" + suffix + ".png"));
		Calls.write(Calls.mask(40, 30, 5, 1), folder.resolve("c" + suffix + ".png"));
	}

	private Object[] with(Map<String, Object> call, Object... changes) {
		Map<String, Object> all = new LinkedHashMap<>(call);
		for (int i = 0; i < changes.length; i += 2) all.put((String) changes[i], changes[i + 1]);
		List<Object> list = new ArrayList<>();
		all.forEach((key, value) -> list.addAll(Arrays.asList(key, value)));
		return list.toArray();
	}

	private Object[] evaluating(Object... changes) {
		return with(Map.of("predictions", masks.toFile(), "annotations", truth.toFile(), "output", output.toFile()),
			changes);
	}

	private Object[] comparing(String predictions, Object... changes) {
		return with(Map.of("predictions", predictions, "annotations", truth.toFile(), "output", output.toFile()),
			changes);
	}

	/** A CSV file's cells by the first column; texts in quotes have no quotes inside here. */
	private static Map<String, List<String>> csv(Path file) throws IOException {
		Map<String, List<String>> rows = new LinkedHashMap<>();
		for (String line : Files.readAllLines(file)) {
			List<String> cells = new ArrayList<>();
			for (String cell : line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)) cells.add(cell.replace("\"", ""));
			rows.put(cells.get(0) + (rows.containsKey(cells.get(0)) ? "'" : ""), cells);
		}
		return rows;
	}

	private static String cell(Map<String, List<String>> rows, String row, String column) {
		int index = rows.values().iterator().next().indexOf(column);
		assertTrue(index >= 0, column + " is not in " + rows.values().iterator().next());
		return rows.get(row).get(index);
	}

	@Test
	void evaluatesAsOnPaper() throws IOException {
		goodTruth();
		predictions(masks, "");
		ResultsTable table = (ResultsTable) Calls.done(EvaluateSegmentation.class, evaluating()).getOutput("table");
		assertEquals(List.of("errors/a, ü (1).jpg", "errors/b.jpg", "errors/c.jpg", "evaluation-summary.csv",
			"evaluation.csv", "evaluation.html"), Calls.files(output));
		Map<String, List<String>> images = csv(output.resolve("evaluation.csv"));
		assertEquals(4, images.size());
		Map<String, String> first = Map.of("read_as", "mask", "true_positives", "80", "false_positives", "80",
			"false_negatives",
			"80", "true_negatives", "960", "f1", "0.500000", "accuracy", "0.866667", "centre_line_precision_2_px", "1",
			"length_ratio", "1", "length_error_px", "0");
		first.forEach((column, value) -> assertEquals(value, cell(images, "a, ü (1)", column), column));
		assertEquals("0", cell(images, "b", "f1"));
		assertEquals("0", cell(images, "b", "length_ratio"));
		assertEquals("", cell(images, "c", "f1"));
		assertEquals("", cell(images, "c", "length_ratio"));
		assertEquals("40", cell(images, "c", "false_positives"));

		Map<String, List<String>> summary = csv(output.resolve("evaluation-summary.csv"));
		Calls.assertSame(output.resolve("evaluation-summary.csv"), table);
		assertEquals("1", cell(summary, "images_without_roots", "pooled"));
		assertEquals("40", cell(summary, "false_positives_in_images_without_roots", "pooled"));
		// 80 hits, 120 false, 160 missed.
		assertEquals("0.363636", cell(summary, "f1", "pooled"));
		assertEquals("0.250000", cell(summary, "f1", "mean"));
		assertEquals("0.353553", cell(summary, "f1", "standard_deviation"));
		assertEquals("0.400000", cell(summary, "precision", "pooled"));
		assertEquals("0", cell(summary, "f1", "mean_low"));
		assertEquals("0.500000", cell(summary, "f1", "mean_high"));
	}

	@Test
	void theReportShowsTheWorstImageFirst() throws IOException {
		goodTruth();
		predictions(masks, "");
		Calls.done(EvaluateSegmentation.class, evaluating());
		String page = Files.readString(output.resolve("evaluation.html"));
		int worst = page.indexOf("<h3>b</h3>");
		int next = page.indexOf("<h3>a, ü (1)</h3>");
		int bare = page.indexOf("<h3>c</h3>");
		assertTrue(0 < worst && worst < next && next < bare, worst + " " + next + " " + bare);
		assertTrue(page.contains("F1 is 0.364 over all pixels of 3 images"), page.substring(0, 3000));
		assertTrue(page.contains("unet &amp; co") && page.contains("No annotated root; false positives: 40 px."));
		assertFalse(page.contains("class=\"warning\""));
		assertFalse(page.matches("(?s).*\\b(NaN|null)\\b.*"));
		// Every picture is there, by the address that a browser makes of its name.
		assertEquals(List.of("a, ü (1).jpg", "b.jpg", "c.jpg"), pictures(page));
		assertTrue(page.contains("without an annotated root: 1, with 40 px of false positives."), page);
		assertTrue(page.contains("</span>root in both</p>") && !page.contains("are not coloured"), page);
	}

	/** The files that a report's pictures and their links lead to, sorted; all of them must be there. */
	private List<String> pictures(String page) {
		List<String> names = new ArrayList<>();
		for (String attribute : List.of("src", "href")) {
			Matcher address = Pattern.compile(attribute + "=\"(errors/[^\"]*)\"").matcher(page);
			List<String> found = new ArrayList<>();
			while (address.find()) {
				Path file = Path.of(output.resolve("x").toUri().resolve(address.group(1)));
				assertTrue(Files.isRegularFile(file), file.toString());
				found.add(file.getFileName().toString());
			}
			found.sort(Comparator.naturalOrder());
			assertTrue(names.isEmpty() || names.equals(found), names + " " + found);
			names = found;
		}
		return names;
	}

	@Test
	void namesAreNoMarkup() throws IOException {
		assumeTrue(File.separatorChar == '/', "Windows forbids such names of files.");
		String name = "<b>&\"x\" 50%#?";
		Calls.write(Calls.mask(40, 30, 10, 4), truth.resolve(name + ".png"));
		Calls.write(Calls.mask(40, 30, 12, 4), masks.resolve(name + ".png"));
		Calls.done(EvaluateSegmentation.class, evaluating());
		String page = Files.readString(output.resolve("evaluation.html"));
		assertTrue(page.contains("<h3>&lt;b&gt;&amp;&quot;x&quot; 50%#?</h3>"), page);
		assertFalse(page.contains("<b>"), page);
		assertEquals(List.of(name + ".jpg"), pictures(page));
		Calls.done(CompareMethods.class, comparing("<b>&\"run_1\"=" + masks + ";measure=" + masks));
		page = Files.readString(output.resolve("comparison.html"));
		assertTrue(page.contains("<th>&lt;b&gt;&amp;&quot;run_1&quot;</th><th>measure</th>"), page);
		assertTrue(page.contains("<td>mean F1 of images with roots</td><td>0.500</td><td>0.500</td>"), page);
		assertFalse(page.contains("<b>"), page);
		assertEquals("0.500000", cell(csv(output.resolve("comparison.csv")), "measure", "f1"));
	}

	@Test
	void annotationsThatTrainingWouldRefuse() throws IOException {
		goodTruth();
		predictions(masks, "");
		Calls.write(Calls.mask(40, 30, 0, 24), truth.resolve("b.png"));
		BufferedImage nothing = new BufferedImage(40, 30, BufferedImage.TYPE_INT_ARGB);
		Calls.write(nothing, truth.resolve("c.png"));
		List<String> parts = List.of("1 done, 2 failed", truth.resolve("b.png") + " would be 80 % root",
			truth.resolve("c.png") + ": Nothing is annotated in it");
		Calls.refused(parts, EvaluateSegmentation.class, evaluating());
		assertEquals(2, csv(output.resolve("evaluation.csv")).size());
		Calls.refused(parts, CompareMethods.class, comparing(masks + ";copy=" + masks));
	}

	/** One person painted the left half, the other the right one. */
	@Test
	void peopleWhoPaintedNothingInCommon() throws IOException {
		goodTruth();
		predictions(masks, "");
		for (Path file : List.of(truth.resolve("b.png"), masks.resolve("b.png"))) {
			BufferedImage half = new BufferedImage(40, 30, BufferedImage.TYPE_INT_ARGB);
			int left = file.startsWith(truth) ? 0 : 20;
			for (int i = 0; i < 600; i++) half.setRGB(left + i % 20, i / 20, 0xff00ff00);
			Calls.write(half, file);
		}
		Calls.refused(List.of("2 done, 1 failed", truth.resolve("b.png") + " and its predictions have no labelled " +
			"pixel in common"), EvaluateSegmentation.class, evaluating());
	}

	/** Probabilities of 1 in 255 where soil is bare look like a mask. */
	@Test
	void masksAmongProbabilitiesAreDoubted() throws IOException {
		goodTruth();
		predictions(masks, "");
		BufferedImage grey = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
		for (int i = 0; i < 1200; i++) grey.getRaster().setSample(i % 40, i / 40, 0, i / 40 == 10 ? 200 : i % 100);
		Calls.write(grey, masks.resolve("a, ü (1).png"));
		BufferedImage bare = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
		bare.getRaster().setSample(5, 5, 0, 1);
		Calls.write(bare, masks.resolve("c.png"));
		Calls.done(EvaluateSegmentation.class, evaluating());
		String page = Files.readString(output.resolve("evaluation.html"));
		assertTrue(page.contains("c.png was read as a mask") && !page.contains("are of several kinds"), page);
		assertTrue(page.contains("Predictions were read as: mask (2), probabilities (1)."), page);
		// A black image is none of a kind; one with white roots is.
		Calls.write(Calls.mask(40, 30, 20, 1), masks.resolve("b.png"));
		Path plain = temp.resolve("plain");
		predictions(plain, "");
		Calls.done(CompareMethods.class, comparing("A=" + masks + ";B=" + plain));
		page = Files.readString(output.resolve("comparison.html"));
		assertTrue(page.contains("c.png was read as a mask"), page);
		assertTrue(page.contains("masks are of several kinds, mask (2), probabilities (1)"), page);
		assertTrue(page.contains("masks, read as: mask (2), probabilities (1)."), page);
		assertTrue(page.contains("B: " + plain + ", read as: mask (3)."), page);
		assertFalse(page.contains(plain + " are of several kinds"), page);
	}

	@Test
	void resultsAreNotWrittenAmongTheInput() throws IOException {
		goodTruth();
		predictions(masks, "");
		Path photographs = output.resolve("errors");
		Calls.write(Calls.mask(40, 30, 0, 0), photographs.resolve("b.jpg"));
		byte[] photograph = Files.readAllBytes(photographs.resolve("b.jpg"));
		for (Path folder : List.of(truth, masks)) {
			Calls.refused(List.of(folder.toString(), "another output folder"), EvaluateSegmentation.class,
				evaluating("output", folder.toFile()));
			Calls.refused(List.of(folder.toString(), "another output folder"), CompareMethods.class,
				comparing(masks + ";copy=" + masks, "output", folder.toFile()));
			assertEquals(3, Calls.files(folder).size());
		}
		Calls.refused(List.of(photographs.toString(), "another output folder"), EvaluateSegmentation.class,
			evaluating("photographs", photographs.toString()));
		assertArrayEquals(photograph, Files.readAllBytes(photographs.resolve("b.jpg")));
		assertEquals(List.of("errors/b.jpg"), Calls.files(output));
	}

	@Test
	void anEarlierRunsResultsDoNotOutliveAFailedOne() throws IOException {
		goodTruth();
		predictions(masks, "");
		Calls.done(EvaluateSegmentation.class, evaluating());
		Calls.done(CompareMethods.class, comparing(masks + ";copy=" + masks));
		for (String name : List.of("a, ü (1).png", "b.png", "c.png")) {
			Files.writeString(masks.resolve(name), "no image");
		}
		Calls.refused(List.of("Nothing could be evaluated"), EvaluateSegmentation.class, evaluating());
		Calls.refused(List.of("Nothing could be compared"), CompareMethods.class, comparing(masks + ";copy=" + masks));
		assertEquals(List.of(), Calls.files(output));
	}

	@Test
	void pathsInQuotesAndTwoPhotographsOfOneName() throws IOException {
		goodTruth();
		predictions(masks, "");
		Path photographs = temp.resolve("photographs");
		Calls.write(Calls.mask(40, 30, 0, 30), photographs.resolve("b.jpg"));
		Calls.write(Calls.mask(40, 30, 0, 0), photographs.resolve("b.png"));
		Calls.done(EvaluateSegmentation.class, evaluating("photographs", " \"" + photographs + "\" "));
		assertColour(0xffffff, ImageIO.read(output.resolve("errors/b.jpg").toFile()).getRGB(20, 5));
		String page = Files.readString(output.resolve("evaluation.html"));
		assertTrue(page.contains("b.png was not drawn on, since b.jpg has its name"), page);
		assertTrue(page.contains("</span>root in both, where there is no photograph</p>"), page);
		assertTrue(page.contains("Roots in both are not coloured."), page);
		Calls.refused(List.of("photographs must be a path"), EvaluateSegmentation.class,
			evaluating("photographs", "a\0b"));
	}

	@Test
	void errorsAreDrawnOnThePhotograph() throws IOException {
		goodTruth();
		predictions(masks, "");
		Path photographs = temp.resolve("photographs");
		BufferedImage grey = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
		for (int i = 0; i < 1200; i++) grey.setRGB(i % 40, i / 40, 0x786450);
		Calls.write(grey, photographs.resolve("a, ü (1).png"));
		Calls.write(Calls.mask(10, 10, 0, 0), photographs.resolve("b.png"));
		Calls.done(EvaluateSegmentation.class, evaluating("photographs", photographs.toString()));
		BufferedImage errors = ImageIO.read(output.resolve("errors/a, ü (1).jpg").toFile());
		assertEquals("40x30", errors.getWidth() + "x" + errors.getHeight());
		assertColour(0x00ff00, errors.getRGB(20, 10));
		assertColour(0x786450, errors.getRGB(20, 12));
		assertColour(0xff0000, errors.getRGB(20, 15));
		assertColour(0x786450, errors.getRGB(20, 25));
		// Another size or no photograph: on black.
		assertColour(0x000000, ImageIO.read(output.resolve("errors/b.jpg").toFile()).getRGB(20, 5));
		assertColour(0x000000, ImageIO.read(output.resolve("errors/c.jpg").toFile()).getRGB(20, 25));
	}

	private static void assertColour(int expected, int actual) {
		for (int shift = 0; shift <= 16; shift += 8) {
			assertEquals(expected >> shift & 0xff, actual >> shift & 0xff, 40, Integer.toHexString(actual));
		}
	}

	@Test
	void suffixesPairAndExtraFilesAreNamed() throws IOException {
		goodTruth();
		predictions(masks, "_roots");
		Calls.write(Calls.mask(40, 30, 1, 1), masks.resolve("d_roots.png"));
		Calls.write(Calls.mask(40, 30, 1, 1), masks.resolve("b.png"));
		Calls.done(EvaluateSegmentation.class, evaluating("suffix", "_roots"));
		assertEquals(4, csv(output.resolve("evaluation.csv")).size());
		assertTrue(Files.readString(output.resolve("evaluation.html")).contains("left out: b.png, d_roots.png."));
	}

	@Test
	void oneFolderMayHoldBoth() throws IOException {
		goodTruth();
		predictions(truth, "_roots");
		Calls.refused(List.of(truth.toString(), "suffix"), EvaluateSegmentation.class,
			evaluating("predictions", truth.toFile()));
		assertEquals(List.of(), Calls.files(output));
		Calls.done(EvaluateSegmentation.class, evaluating("predictions", truth.toFile(), "suffix", "_roots"));
		assertEquals("0.363636", cell(csv(output.resolve("evaluation-summary.csv")), "f1", "pooled"));
	}

	@Test
	void anAnnotationWithoutPredictionFailsAfterAllElseIsWritten() throws IOException {
		goodTruth();
		predictions(masks, "");
		Files.delete(masks.resolve("b.png"));
		Calls.refused(List.of("b.png has no prediction in " + masks, "2 done, 1 failed", "F1 is"),
			EvaluateSegmentation.class, evaluating());
		String page = Files.readString(output.resolve("evaluation.html"));
		assertTrue(page.contains("class=\"warning\"") && page.contains("b.png has no prediction"),
			page.substring(0, 3000));
		assertEquals(3, csv(output.resolve("evaluation.csv")).size());
	}

	@Test
	void badFilesAreNamedAndTheOthersEvaluated() throws IOException {
		goodTruth();
		predictions(masks, "");
		Files.writeString(masks.resolve("b.png"), "no image");
		Calls.write(Calls.mask(20, 30, 5, 1), masks.resolve("c.png"));
		Calls.refused(List.of("b.png is not an image", "c.png has 20x30 px", "40x30", "1 done, 2 failed"),
			EvaluateSegmentation.class,
			evaluating());
		assertEquals(List.of("errors/a, ü (1).jpg", "evaluation-summary.csv", "evaluation.csv", "evaluation.html"),
			Calls.files(output));
		Calls.refused(List.of("b.png is not an image", "1 done, 2 failed"), CompareMethods.class,
			comparing(masks + ";copy=" + masks));
	}

	@Test
	void nothingToEvaluate() throws IOException {
		Calls.refused(List.of(truth.toString(), "check"), EvaluateSegmentation.class, evaluating());
		goodTruth();
		Calls.refused(List.of(masks.toString(), "check"), EvaluateSegmentation.class, evaluating());
		Files.createDirectories(masks);
		Calls.refused(List.of(masks.toString(), "no predictions"), EvaluateSegmentation.class, evaluating());
		Calls.write(Calls.mask(40, 30, 1, 1), masks.resolve("other.png"));
		Calls.refused(List.of(masks.toString(), "expected a, ü (1).png"), EvaluateSegmentation.class, evaluating());
		Files.writeString(masks.resolve("b.png"), "no image");
		Calls.refused(List.of("Nothing could be evaluated", "b.png"), EvaluateSegmentation.class, evaluating());
		assertEquals(List.of(), Calls.files(output));
		Calls.refused(List.of("annotations=..."), EvaluateSegmentation.class, evaluating("annotations", new File("")));
		Calls.write(Calls.mask(40, 30, 1, 1), truth.resolve("b.tif"));
		Calls.refused(List.of("b.tif", "b.png", "remove one"), EvaluateSegmentation.class, evaluating());
	}

	@ParameterizedTest
	@CsvSource({ "threshold, 0, 0.0", "threshold, NaN, threshold must", "tolerances, '2;3', 2;3",
		"tolerances, 99, 99.0", "tolerances, '', such as", "resamples, 10, 10", "photographs, nowhere, nowhere" })
	void outOfRange(String key, String value, String part) throws IOException {
		goodTruth();
		predictions(masks, "");
		Calls.refused(List.of(part), EvaluateSegmentation.class, evaluating(key, value));
		assertEquals(List.of(), Calls.files(output));
		if (key.equals("photographs")) return;
		Calls.refused(List.of(part), CompareMethods.class, comparing(masks + ";copy=" + masks, key, value));
		assertEquals(List.of(), Calls.files(output));
	}

	/** Root was what is above 127 of 255, so that nothing was found, and F1 was 0 without a word. */
	@Test
	void percentAreNotTakenForProbabilitiesOf255() throws IOException {
		goodTruth();
		predictions(masks, "");
		for (String name : List.of("a, ü (1)", "b", "c")) {
			BufferedImage percent = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
			for (int i = 0; i < 1200; i++) {
				percent.getRaster().setSample(i % 40, i / 40, 0, i / 40 == 10 ? 100 : i % 20);
			}
			Calls.write(percent, masks.resolve(name + ".png"));
		}
		List<String> parts = List.of("No probability in " + masks + " is above 0.39", "such as 100 for percent");
		Calls.refused(parts, EvaluateSegmentation.class, evaluating());
		assertFalse(Files.exists(output.resolve("evaluation-summary.csv")));
		Path plain = temp.resolve("plain");
		predictions(plain, "");
		Calls.refused(parts, CompareMethods.class, comparing("A=" + masks + ";B=" + plain));
	}

	@Test
	void whatLooksInvertedIsRefused() throws IOException {
		Path[] methods = eightImages();
		Calls.write(Calls.mask(40, 40, 0, 25), methods[1].resolve("1.png"));
		List<String> parts = List.of("1.png would be 62 % root", "7 done, 1 failed");
		Calls.refused(parts, CompareMethods.class, comparing("A=" + methods[0] + ";B=" + methods[1]));
		Calls.refused(parts, EvaluateSegmentation.class, evaluating("predictions", methods[1].toFile()));
		Calls.done(EvaluateSegmentation.class,
			evaluating("predictions", methods[1].toFile(), "predicted_value", "255"));
	}

	/** Outlines are read as in training; other files with such extensions are left out by name. */
	@Test
	void annotationsMayBeDrawnAsOutlines() throws IOException {
		Calls.write(Calls.mask(40, 30, 10, 5), masks.resolve("a.png"));
		Files.createDirectories(truth);
		Files.writeString(truth.resolve("a.json"), "{\"shapes\":[{\"label\":\"root\",\"points\":[[0,10],[40,15]]," +
			"\"shape_type\":\"rectangle\"}],\"imageHeight\":30,\"imageWidth\":40}");
		Files.writeString(truth.resolve("settings.json"), "{}");
		Calls.done(EvaluateSegmentation.class, evaluating());
		Map<String, List<String>> table = csv(output.resolve("evaluation.csv"));
		assertEquals("1", cell(table, "a", "f1"));
	}

	@Test
	void resultsThatCannotBeWritten() throws IOException {
		goodTruth();
		predictions(masks, "");
		File file = Files.writeString(temp.resolve("file.txt"), "text").toFile();
		Calls.refused(List.of(file.getPath()), EvaluateSegmentation.class, evaluating("output", file));
		Calls.refused(List.of(file.getPath()), CompareMethods.class,
			comparing(masks + ";copy=" + masks, "output", file));
	}

	/** Eight images; one method is right, the other misses the lower half of each root. */
	private Path[] eightImages() throws IOException {
		Path good = temp.resolve("good").resolve("masks");
		Path half = temp.resolve("Half, ö");
		for (int i = 1; i <= 8; i++) {
			Calls.write(Calls.mask(40, 40, 10, 2 * i), truth.resolve(i + ".png"));
			Calls.write(Calls.mask(40, 40, 10, 2 * i), good.resolve(i + ".png"));
			Calls.write(Calls.mask(40, 40, 10, i), half.resolve(i + ".png"));
		}
		return new Path[] { good, half };
	}

	@Test
	void comparesAsOnPaper() throws IOException {
		Path[] methods = eightImages();
		ResultsTable table =
			(ResultsTable) Calls.done(CompareMethods.class, comparing(methods[0] + "; " + methods[1]))
			.getOutput("table");
		assertEquals(List.of("comparison.csv", "comparison.html", "differences.csv", "f1-per-image.png",
			"f1-per-image.svg", "per-image.csv"), Calls.files(output));
		Map<String, List<String>> comparison = csv(output.resolve("comparison.csv"));
		Calls.assertSame(output.resolve("comparison.csv"), table);
		assertEquals("1", cell(comparison, "good/masks", "f1"));
		assertEquals("0.666667", cell(comparison, "Half, ö", "f1"));
		assertEquals("0.500000", cell(comparison, "Half, ö", "recall"));
		assertEquals("0.666667", cell(comparison, "Half, ö", "mean_f1_low"));
		Map<String, List<String>> differences = csv(output.resolve("differences.csv"));
		assertEquals("Half, ö", cell(differences, "good/masks", "second"));
		assertEquals("0.333333", cell(differences, "good/masks", "f1_difference"));
		assertEquals("8", cell(differences, "good/masks", "tested"));
		// 2 of 256.
		assertEquals("0.00781250", cell(differences, "good/masks", "wilcoxon_p"));
		assertEquals(17, Files.readAllLines(output.resolve("per-image.csv")).size());
		String page = Files.readString(output.resolve("comparison.html"));
		assertTrue(page.contains("F1 of good/masks is on average 0.333 above that of Half, ö"), page);
		assertFalse(page.matches("(?s).*\\b(NaN|null)\\b.*"));
	}

	@Test
	void onlyImagesThatAllMethodsHaveAreCompared() throws IOException {
		Path[] methods = eightImages();
		for (int i = 1; i <= 3; i++) Files.delete(methods[1].resolve(i + ".png"));
		Calls.write(Calls.mask(40, 30, 1, 1), methods[0].resolve("9.png"));
		Calls.done(CompareMethods.class, comparing("A=" + methods[0] + ";B=" + methods[1]));
		assertEquals("5", cell(csv(output.resolve("comparison.csv")), "A", "images"));
		assertEquals("too few", cell(csv(output.resolve("differences.csv")), "A", "wilcoxon_p"));
		String page = Files.readString(output.resolve("comparison.html"));
		assertTrue(page.contains("B has no prediction of 1, 2, 3, left out for all methods."), page);
		assertTrue(page.contains("A has files without an annotation, which were left out: 9.png."), page);
		assertTrue(page.contains("too few images that differ for a test: 5"), page);
	}

	/** What one person leaves open counts for no method. */
	@Test
	void unknownPixelsOfOneAreUnknownForAll() throws IOException {
		Calls.write(Calls.mask(40, 30, 10, 4), truth.resolve("a.png"));
		Path second = temp.resolve("second");
		BufferedImage painted = new BufferedImage(40, 30, BufferedImage.TYPE_INT_ARGB);
		for (int i = 0; i < 800; i++) painted.setRGB(i % 40, i / 40, i / 40 == 10 ? 0xffff0000 : 0xff00ff00);
		Calls.write(painted, second.resolve("a.png"));
		Calls.write(Calls.mask(40, 30, 12, 10), masks.resolve("a.png"));
		Calls.done(CompareMethods.class, comparing("Second=" + second + ";Mask=" + masks));
		Map<String, List<String>> rows = csv(output.resolve("comparison.csv"));
		assertEquals("1", cell(rows, "Second", "precision"));
		assertEquals("0.250000", cell(rows, "Second", "recall"));
		// Rows 12 to 19 of 12 to 21: 2 of 8.
		assertEquals("0.250000", cell(rows, "Mask", "precision"));
		assertEquals("", cell(rows, "Mask", "precision_low"));
	}

	@Test
	void badLists() throws IOException {
		Path[] methods = eightImages();
		Calls.refused(List.of("at least two", "there are 0"), CompareMethods.class, comparing(""));
		Calls.refused(List.of("at least two", "there are 1"), CompareMethods.class, comparing(methods[0] + ";;"));
		Calls.refused(List.of("Two methods are called a"), CompareMethods.class,
			comparing("a=" + methods[0] + ";a=" + methods[1]));
		Calls.refused(List.of("Two methods are called good/masks"), CompareMethods.class,
			comparing(methods[0] + ";" + methods[0]));
		Calls.refused(List.of("nowhere", "check"), CompareMethods.class, comparing(methods[0] + ";nowhere"));
		assertEquals(List.of(), Calls.files(output));
	}

	@Test
	void bareImagesAlone() throws IOException {
		Calls.write(Calls.mask(40, 30, 0, 0), truth.resolve("c.png"));
		predictions(masks, "");
		Calls.done(EvaluateSegmentation.class, evaluating());
		String page = Files.readString(output.resolve("evaluation.html"));
		assertTrue(page.contains("there is no F1; 40 px were predicted as root") && !page.contains("NaN"), page);
		Calls.done(CompareMethods.class, comparing(masks + ";copy=" + masks));
		assertFalse(Files.readString(output.resolve("comparison.html")).contains("NaN"));
	}
}
