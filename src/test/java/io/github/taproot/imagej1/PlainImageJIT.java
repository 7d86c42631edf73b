// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;

/**
 * The macros that users get, run for real by plain ImageJ with the jars as they are delivered, on a screen of Xvfb.
 * Skipped where there is no Xvfb, except in CI (variable CI), where its absence is an error.
 */
class PlainImageJIT {

	private static final Path TARGET = Path.of("target").toAbsolutePath();
	private static final Path MACROS = Path.of("macros").toAbsolutePath();
	private static final int IMAGES = 4;
	private static final int WIDTH = 480;
	private static final int HEIGHT = 420;

	@TempDir
	private static Path folder;

	private static Process screen;
	private static String display;
	private static final Set<String> RAN = new TreeSet<>();

	/** ImageJ's folder as README describes it, a screen, and simulated photographs. */
	@BeforeAll
	static void install() throws IOException, InterruptedException {
		try {
			screen = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24")
				.redirectError(ProcessBuilder.Redirect.DISCARD).start();
		}
		catch (IOException e) {
			assumeTrue(System.getenv("CI") != null, "Xvfb is not installed, so plain ImageJ has no screen.");
			throw e;
		}
		display = ":" + new BufferedReader(new InputStreamReader(screen.getInputStream())).readLine();
		Path plugins = Files.createDirectories(folder.resolve("plain ImageJ").resolve("plugins"));
		for (Path jar : List.of(TARGET.resolve("Taproot_ImageJ1.jar"), mainJar(), TARGET.resolve("lib"))) {
			Files.createSymbolicLink(plugins.resolve(jar.getFileName()), jar);
		}
		String said = run(write("simulate.ijm", "run(\"Simulate Rhizotron Images\", \"output=[" +
			folder.resolve("my roots") +
			"] count=" + IMAGES + " width=" + WIDTH + " height=" + HEIGHT + " seed=3 jpeg=false\");"), "");
		assertEquals(IMAGES, files("my roots/images").size(), said);
	}

	@AfterAll
	static void everyMacroRan() throws IOException, InterruptedException {
		if (screen == null) return;
		screen.destroy();
		screen.waitFor();
		assertEquals(Set.copyOf(macros()), RAN);
	}

	private static Path mainJar() throws IOException {
		try (Stream<Path> jars = Files.list(TARGET)) {
			return jars.filter(jar -> jar.getFileName().toString().matches("taproot-[\\d.]+(-SNAPSHOT)?\\.jar"))
				.findFirst()
				.orElseThrow();
		}
	}

	private static List<String> macros() throws IOException {
		try (Stream<Path> all = Files.list(MACROS)) {
			return all.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".ijm"))
				.sorted().toList();
		}
	}

	private static Path write(String name, String text) throws IOException {
		return Files.writeString(folder.resolve(name), text);
	}

	/** Names of the files of a folder below the test's, sorted; none where it is missing. */
	private static List<String> files(String name) throws IOException {
		Path path = folder.resolve(name);
		if (!Files.isDirectory(path)) return List.of();
		try (Stream<Path> all = Files.list(path)) {
			return all.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	private static int rows(String table) throws IOException {
		return Files.readAllLines(folder.resolve(table)).size() - 1;
	}

	/** Runs a macro file to its end: what it wrote to both outputs. */
	private static String run(Path macro, String argument) throws IOException, InterruptedException {
		Path ij;
		try {
			ij = Path.of(IJ.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException e) {
			throw new AssertionError(e);
		}
		Path output = Files.createTempFile(folder, "output", ".txt");
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Xmx2g", "-Djava.util.prefs.userRoot=" + folder, "-cp", ij.toString(), "ij.ImageJ",
			"-ijpath", folder.resolve("plain ImageJ").toString(), "-batch", macro.toString(), argument);
		builder.environment().put("DISPLAY", display);
		Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			boolean ended = process.waitFor(180, TimeUnit.SECONDS);
			String said = Files.readString(output);
			assertTrue(ended, macro + " does not end: " + said);
			return said;
		}
		finally {
			process.destroyForcibly();
		}
	}

	/** Runs one of the users' macros, with paths below the test's folder, or other words, as its argument. */
	private static String macro(String name, String... arguments) throws IOException, InterruptedException {
		RAN.add(name);
		return run(MACROS.resolve(name), argument(arguments));
	}

	private static String argument(String... arguments) {
		return Arrays.stream(arguments).map(word -> word.matches("[\\d.]+") ? word : folder.resolve(word).toString())
			.collect(Collectors.joining(","));
	}

	private static void checkMasks(String name) throws IOException {
		List<String> masks = files(name);
		assertEquals(IMAGES, masks.size(), masks.toString());
		for (String mask : masks) {
			var image = ImageIO.read(folder.resolve(name).resolve(mask).toFile());
			assertEquals(WIDTH + "x" + HEIGHT, image.getWidth() + "x" + image.getHeight(), mask);
		}
	}

	@Test
	void onlyTheBridgesJarHasTheMenu() throws IOException {
		List<String> bridge = entries(TARGET.resolve("Taproot_ImageJ1.jar"));
		assertTrue(bridge.contains("plugins.config"));
		assertTrue(bridge.contains("io/github/taproot/imagej1/MenuEntry.class"));
		assertEquals(List.of(),
			bridge.stream().filter(name -> name.endsWith(".class") && !name.contains("/imagej1/")).toList());
		List<String> main = entries(mainJar());
		assertTrue(main.contains("io/github/taproot/command/Main.class"));
		assertEquals(List.of(), main.stream()
			.filter(name -> name.contains("imagej1/") || name.contains("plugins.config"))
			.toList());
	}

	private static List<String> entries(Path jar) throws IOException {
		try (JarFile file = new JarFile(jar.toFile())) {
			return file.stream().map(entry -> entry.getName()).toList();
		}
	}

	@Test
	void trainsSegmentsMeasuresAndCompares() throws IOException, InterruptedException {
		String said = macro("Taproot_Train.ijm", "my roots/images", "my roots/masks", "model", "0.4");
		assertTrue(files("model").containsAll(List.of("model.zip", "history.csv")), said);
		assertTrue(rows("model/history.csv") >= 1, said);

		said = macro("Taproot_Segment_Folder.ijm", "my roots/images", "model/model.zip", "segmented");
		checkMasks("segmented/masks");
		assertEquals(IMAGES, files("segmented/overlays").size(), said);
		assertEquals(IMAGES, rows("segmented/summary.csv"), said);

		said = macro("Taproot_Segment_Folder.ijm", "my roots/images", "segmented without a model");
		checkMasks("segmented without a model/masks");
		String summary = Files.readString(folder.resolve("segmented without a model/summary.json"));
		assertTrue(summary.contains("Taproot's own model ("), summary);

		said = macro("Taproot_Traits.ijm", "my roots/images", "model/model.zip", "pipeline");
		checkMasks("pipeline/segmented/masks");
		assertEquals(List.of("bands.csv", "branches.csv", "classes.csv", "depth-profile.csv", "depth-profile.png",
			"traits.csv", "traits.json"),
			files("pipeline/traits"), said);
		assertEquals(IMAGES, rows("pipeline/traits/traits.csv"), said);

		said = macro("Taproot_Traits.ijm", "my roots/masks", "measured");
		assertEquals(IMAGES, rows("measured/traits/traits.csv"), said);

		said = macro("Taproot_Measure_Folder.ijm", "my roots/masks", "root-lengths.csv");
		assertEquals(IMAGES, rows("root-lengths.csv"), said);

		// Twice the length of each, so that both order and line are perfect.
		List<String> lines = Files.readAllLines(folder.resolve("root-lengths.csv"));
		int column = List.of(lines.get(0).split(",")).indexOf("root_length_px");
		List<String> counts = new ArrayList<>(List.of("file,count"));
		for (String line : lines.subList(1, lines.size())) {
			String[] cells = line.split(",");
			counts.add(cells[0] + "," + 2 * Double.parseDouble(cells[column]));
		}
		Files.write(folder.resolve("counts.csv"), counts);
		said = macro("Taproot_Compare_Counts.ijm", "root-lengths.csv", "counts.csv", "agreement");
		assertTrue(said.contains("Spearman's rho 1, r2 1"), said);
		assertEquals(List.of("agreement.csv", "bland-altman.png", "matched.csv", "report.html", "scatter.png"),
			files("agreement"));
	}

	@Test
	void tunesAFrangiFilterEvaluatesAndComparesIt() throws IOException, InterruptedException {
		String said = macro("Taproot_Frangi.ijm", "my roots/images", "my roots/masks", "my roots/images", "frangi");
		assertTrue(files("frangi").contains("frangi.json"), said);
		checkMasks("frangi/masks");

		said = macro("Taproot_Evaluate.ijm", "frangi/masks", "my roots/masks", "evaluation");
		assertEquals(IMAGES, rows("evaluation/evaluation.csv"), said);
		assertTrue(files("evaluation").contains("evaluation.html"), said);

		Path second = Files.createDirectories(folder.resolve("second/masks"));
		for (String mask : files("frangi/masks")) {
			Files.copy(folder.resolve("frangi/masks").resolve(mask), second.resolve(mask));
		}
		said = macro("Taproot_Compare_Methods.ijm", "my roots/masks", "frangi/masks", "second/masks", "comparison");
		assertTrue(files("comparison").containsAll(List.of("comparison.csv", "differences.csv", "comparison.html")),
			said);
		assertEquals(2 * IMAGES, rows("comparison/per-image.csv"), said);
	}

	@Test
	void theNextLineOfAMacroReachesTheMask() throws IOException, InterruptedException {
		RAN.add("Taproot_Frangi_Image.ijm");
		Path photograph = folder.resolve("my roots/images").resolve(files("my roots/images").get(0));
		String said = run(write("frangi-image.ijm", "runMacro(\"" +
			MACROS.resolve("Taproot_Frangi_Image.ijm") + "\", \"" +
			photograph + "\");\n" +
			"print(nResults + \" row, mask of \" + getWidth + \" by \" + getHeight);"), "");
		assertTrue(said.contains("1 row, mask of " + WIDTH + " by " + HEIGHT), said);
	}

	@Test
	void badInputEndsAMacroWithASentenceAndNoOutput() throws IOException, InterruptedException {
		for (String name : macros()) {
			int missing = switch (name) {
				case "Taproot_Frangi_Image.ijm" -> -1;
				case "Taproot_Measure_Folder.ijm" -> 1;
				case "Taproot_Frangi.ijm", "Taproot_Compare_Methods.ijm" -> 3;
				default -> 2;
			};
			List<String> arguments = new ArrayList<>(Collections.nCopies(Math.max(0, missing), "none"));
			if (missing > 0) arguments.add("bad");
			Path goesOn = write("bad.ijm", Files.readString(MACROS.resolve(name)) + "\nprint(\"went on\");");
			String said = run(goesOn, argument(arguments.toArray(String[]::new)));
			assertTrue(said.matches("(?s)(.*\n)?Taproot: \\p{Lu}[^\n]*\\.\n.*"), name + ": " + said);
			assertFalse(said.contains("went on"), name + ": " + said);
			assertFalse(files("bad").stream().anyMatch(file -> !file.equals("data-report.txt")), name + ": " +
				files("bad"));
			assertFalse(Files.isRegularFile(folder.resolve("bad")), name);
		}
	}
}
