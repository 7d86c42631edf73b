// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.command.CommandInfo;
import org.scijava.Context;
import org.scijava.console.ConsoleService;
import org.scijava.startup.StartupService;

/** The console as users call it: a process with an exit code. */
class MainTest {

	private static final String SIMULATE = "Simulate Rhizotron Images";

	@TempDir
	private Path temp;

	private record Ended(int code, String out, String err) {}

	private Ended main(String... args) throws IOException, InterruptedException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(
			List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-XX:TieredStopAtLevel=1", "-Djava.util.prefs.userRoot=" + temp, "-cp", classPath, Main.class.getName()));
		command.addAll(Arrays.asList(args));
		Path out = temp.resolve("out.txt");
		Path err = temp.resolve("err.txt");
		Process process =
			new ProcessBuilder(command).directory(temp.toFile()).redirectOutput(out.toFile())
			.redirectError(err.toFile()).start();
		assertTrue(process.waitFor(60, TimeUnit.SECONDS));
		return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
	}

	@Test
	void helpListsEveryCommandAndKey() throws Exception {
		Ended help = main("--help");
		assertEquals(0, help.code(), help.err());
		for (CommandInfo command : Calls.commands()) {
			assertTrue(help.out().contains(command.getTitle() + ": "), help.out());
		}
		assertTrue(help.out().contains("  tile_side= "), help.out());
		assertEquals("", help.err());
	}

	@Test
	void runsACommandWithPathsOfAnyKind() throws Exception {
		Path folder = temp.resolve("a 'quoted' \\back\\slash, [ä ö ü]");
		Ended run = main("--run", SIMULATE, "output=\"" + folder + "\",count=1,width=64,height=64");
		assertEquals(0, run.code(), run.err());
		assertEquals(List.of("images/simulated-00001.png", "lengths.csv", "masks/simulated-00001.png"),
			Calls.files(folder));

		Path other = temp.resolve("with \"double\" quotes, ß");
		Path table = temp.resolve("end with backslash\\").resolve("t.csv");
		run = main("--run", SIMULATE, "output='" + other + "',count=1,width=64,height=64");
		assertEquals(0, run.code(), run.err());
		run = main("--run", "Measure Roots Folder", "input='" + other.resolve("masks") + "',output=" + table);
		assertEquals(0, run.code(), run.err());
		assertTrue(run.out().contains("simulated-00001.png,"), run.out());
		assertEquals(2, Files.readAllLines(table).size());
	}

	@Test
	void aCommandForOneImageTakesItsFileAndPrintsItsTable() throws Exception {
		Calls.write(Calls.mask(20, 20, 5, 1), temp.resolve("roots ä.png"));
		Ended run = main("--run", "Measure Roots", "mask=roots ä.png,skeleton=true");
		assertEquals(0, run.code(), run.err());
		List<String> lines = run.out().lines().toList();
		assertTrue(lines.get(0).startsWith("Label\troot_length_px\t"), run.out());
		assertTrue(lines.get(1).startsWith("roots ä.png\t"), run.out());
		assertTrue(Files.exists(temp.resolve("Root skeleton of roots ä.tif")), run.out());

		Files.delete(temp.resolve("Root skeleton of roots ä.tif"));
		Files.createDirectories(temp.resolve("Root skeleton of roots ä.tif"));
		run = main("--run", "Measure Roots", "mask=roots ä.png,skeleton=true");
		assertEquals(1, run.code());
		assertTrue(run.err().startsWith("Cannot write ") && run.err().lines().count() == 1, run.err());

		run = main("--run", "Measure Roots", "mask=nowhere.png");
		assertEquals(2, run.code());
		assertTrue(run.err().contains("nowhere.png") && run.err().lines().count() == 1, run.err());
	}

	@Test
	void aFolderWithABadFileFailsAndNamesIt() throws Exception {
		Path masks = temp.resolve("masks");
		Calls.write(Calls.mask(20, 20, 5, 1), masks.resolve("good.png"));
		Files.writeString(masks.resolve("bad.png"), "no image");
		Ended run = main("--run", "Measure Roots Folder", "input=" + masks + ",output=" + temp.resolve("t.csv"));
		assertEquals(1, run.code(), run.err());
		assertTrue(run.err().contains("bad.png") && !run.err().contains("good.png"), run.err());
		assertFalse(run.err().contains("\tat "), run.err());
		assertEquals(2, Files.readAllLines(temp.resolve("t.csv")).size());
	}

	@Test
	void aFolderIsSegmentedWithoutAModel() throws Exception {
		Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), temp.resolve("photographs/a.png"));
		Ended run = main("--run", "Segment Roots Folder", "input=photographs,output=segmented");
		assertEquals(0, run.code(), run.err());
		assertTrue((run.out() + run.err()).contains("No model is named: Taproot's own model ("), run.toString());
		assertTrue(Files.exists(temp.resolve("segmented/masks/a.png")));
	}

	@Test
	void anUnknownCommandIsMisuse() throws Exception {
		Ended run = main("--run", "Find Roots", "input=x");
		assertEquals(2, run.code());
		assertEquals("There is no command \"Find Roots\"; --help lists all.\n", run.err());
		assertEquals("", run.out());
	}

	@Test
	void noArgumentsAreMisuse() throws Exception {
		assertEquals(2, main().code());
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '|', value = { "output=x,sheep=3; sheep", "output=x,count=many; many",
		"output=x,jpeg=yes; true or false", "count=3; output=...", "output; key=value", "output='x; closing quote",
		"output='x'y; comma", "output=x,count=99999999999; 99999999999", "output=x,output=y; twice" })
	void linesThatMakeNoSenseAreOneSentence(String parameters, String part) {
		CommandInfo command =
			Calls.commands().stream().filter(info -> info.getTitle().equals(SIMULATE)).findFirst().orElseThrow();
		String message =
			assertThrows(IllegalArgumentException.class, () -> Main.quoted(command, parameters)).getMessage();
		assertTrue(message.contains(part) && message.endsWith("."), message);
	}

	@Test
	void unknownKeysAndNumbersAreMisuse() throws Exception {
		Ended run = main("--run", SIMULATE, "output=" + temp.resolve("x") + ",count=many");
		assertEquals(2, run.code());
		assertEquals("The parameter count must be a number, but is \"many\".\n", run.err());
		assertTrue(Files.notExists(temp.resolve("x")));
	}

	@Test
	void sciJavaRunsThemToo() throws IOException {
		Path folder = temp.resolve("by SciJava");
		try (Context context = new Context()) {
			context.service(ConsoleService.class)
				.processArgs("--headless", "--run", SimulateRhizotronImages.class.getName(),
				"output=\"" + folder + "\",count=1,width=64,height=64");
			context.service(StartupService.class).executeOperations();
		}
		assertEquals(3, Calls.files(folder).size());
	}
}
