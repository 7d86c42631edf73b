// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.files.ChildProcess;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.SafeFile;
import io.github.taproot.files.Sha256;

/**
 * Commands that write, with their process killed at random moments and on disks that are too small: what lies under a
 * final name is what an undisturbed run writes there, and the same command, run again, ends with the same files as that
 * run. As many kills as the property {@code taproot.kills} says.
 */
@Tag("slow")
@Tag("faults")
class DisturbedCommandsTest {

	private static final int KILLS = Integer.getInteger("taproot.kills", 14);
	private static final String OUTPUT = "OUTPUT";

	@TempDir
	private static Path temp;

	private static final Random RANDOM = new Random(1);
	private static Map<String, String> commands;
	/** What undisturbed runs leave, and how long they take. */
	private static final Map<String, Map<String, String>> WHOLE = new LinkedHashMap<>();
	private static final Map<String, Long> MILLIS = new LinkedHashMap<>();

	@BeforeAll
	static void undisturbed() throws Exception {
		commands = commands();
		for (Map.Entry<String, String> command : commands.entrySet()) {
			Path output = Files.createDirectory(temp.resolve("whole-" + WHOLE.size()));
			long start = System.nanoTime();
			assertEquals(0, end(start(command, output)), command.getKey() + ":\n" + said());
			MILLIS.put(command.getKey(), (System.nanoTime() - start) / 1_000_000);
			WHOLE.put(command.getKey(), files(output));
		}
	}

	@Test
	void whatIsKilledLeavesNothingThatIsWrong() throws Exception {
		List<Map.Entry<String, String>> all = new ArrayList<>(commands.entrySet());
		int killed = 0;
		for (int i = 0; i < KILLS; i++) {
			Map.Entry<String, String> command = all.get(i % all.size());
			long millis = (long) (MILLIS.get(command.getKey()) * RANDOM.nextDouble(0.35, 1));
			Path output = Files.createTempDirectory(temp, "killed-");
			Process process = start(command, output);
			if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) killed++;
			process.destroyForcibly().waitFor();
			String moment = command.getKey() + " after " + millis + " ms: ";
			Map<String, String> whole = WHOLE.get(command.getKey());
			for (Map.Entry<String, String> file : files(output).entrySet()) {
				assertEquals(whole.get(file.getKey()), file.getValue(), moment + file.getKey());
			}
			assertEquals(0, end(start(command, output)), moment + said());
			assertEquals(whole, files(output), moment + "run again");
			assertEquals(List.of(), leftovers(output), moment);
			SafeFile.deleteFolder(output);
		}
		System.out.println("Killed: " + killed + " of " + KILLS + " runs of " + all.size() + " commands.");
		assertTrue(killed > KILLS / 3, killed + " of " + KILLS + " were still running when they were killed");
	}

	/**
	 * Each command once, on a disk of memory that holds a part of its files; where this system lets tests mount one.
	 */
	@Test
	void fullDisksLeaveNothingThatIsWrong() throws Exception {
		Path disk = Files.createDirectory(temp.resolve("disk"));
		Process probe = new ProcessBuilder(mounting("size=1m", disk, disk, List.of("true"))).redirectErrorStream(true)
			.redirectOutput(temp.resolve("said.txt").toFile()).start();
		assumeTrue(end(probe) == 0, "no disk of memory can be mounted here: " + said());
		for (Map.Entry<String, String> command : commands.entrySet()) {
			long size = 0;
			Path undisturbed = temp.resolve("whole-" + new ArrayList<>(commands.keySet()).indexOf(command.getKey()));
			for (Path file : all(undisturbed)) size += Files.size(file);
			// A page holds small files: there, it is the file that finds no place.
			String room = size < 16_000 ? "nr_inodes=1" :
				"size=" + (long) (size * RANDOM.nextDouble(0.2, 0.7)) / 1024 + "k";
			Path left = Files.createTempDirectory(temp, "left-");
			int code = end(new ProcessBuilder(mounting(room, disk, left, line(command, disk))).redirectErrorStream(true)
				.redirectOutput(temp.resolve("said.txt").toFile()).start());
			String told = command.getKey() + " on a disk with " + room + ": " + said();
			assertEquals(1, code, told);
			assertTrue(told.contains("disk has space left") || told.contains("cannot be made"), told);
			assertFalse(told.contains("\tat "), told);
			assertEquals(List.of(), leftovers(left), told);
			for (Map.Entry<String, String> file : files(left).entrySet()) {
				// Tables say what failed.
				if (file.getKey().matches(".*\\.(csv|json|html)")) continue;
				assertEquals(WHOLE.get(command.getKey()).get(file.getKey()), file.getValue(), told + file.getKey());
			}
		}
	}

	/** Runs a line with a disk of memory in a folder, and copies what it holds in the end; needs no rights. */
	private static List<String> mounting(String room, Path disk, Path left, List<String> line) {
		List<String> all = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o " + room +
			" tmpfs \"$0\" || exit 9; left=\"$1\"; shift; \"$@\"; code=$?; cp -a \"$0/.\" \"$left\"; exit $code",
			disk.toString(), left.toString()));
		all.addAll(line);
		return all;
	}

	/** Name and keys of every command that writes into a folder of its own, with {@value #OUTPUT} for that folder. */
	private static Map<String, String> commands() throws Exception {
		Path set = temp.resolve("set");
		Process simulated = start(Map.entry("Simulate Rhizotron Images", "output=OUTPUT,count=5,width=200,height=160"),
			set);
		assertEquals(0, end(simulated), said());
		Path masks = set.resolve("masks");
		Path images = set.resolve("images");
		Path found = Files.createDirectory(set.resolve("found"));
		Path again = Files.createDirectory(set.resolve("again"));
		Path dated = Files.createDirectory(set.resolve("dated"));
		for (Path mask : ImageFolder.of(masks).images()) {
			Files.copy(mask, found.resolve(mask.getFileName()));
			Files.copy(mask, again.resolve(mask.getFileName()));
			for (int day = 13; day < 15; day++) {
				String window = mask.getFileName().toString().replaceAll("\\D", "");
				Files.copy(mask, dated.resolve("T001_L" + window + "_" + day + ".11.18_091057_015.png"));
			}
		}
		Path rsml = set.resolve("rsml");
		assertEquals(0, end(start(Map.entry("Export Roots Folder", "input=" + masks + ",output=OUTPUT"), rsml)),
			said());
		Map<String, String> commands = new LinkedHashMap<>();
		commands.put("Simulate Rhizotron Images", "output=OUTPUT,count=8,width=500,height=400");
		commands.put("Segment Roots Folder", "input=" + images + ",output=OUTPUT,overlay=true,probability=true" +
			",resume=true");
		commands.put("Segment Roots Frangi Folder", "input=" + images + ",output=OUTPUT,overlay=true,resume=true");
		commands.put("Measure Roots Folder", "input=" + masks + ",output=OUTPUT/lengths.csv,skeletons=OUTPUT/lines");
		commands.put("Measure Root Traits Folder", "input=" + masks + ",output=OUTPUT");
		commands.put("Evaluate Segmentation", "predictions=" + found + ",annotations=" + masks + ",output=OUTPUT");
		commands.put("Count Line Intersections Folder", "input=" + masks + ",unit=px,output=OUTPUT/counts.csv");
		commands.put("Export Roots Folder", "input=" + masks + ",output=OUTPUT");
		commands.put("Export Model", "output=OUTPUT/model.zip");
		commands.put("Compare Methods", "annotations=" + masks + ",predictions=" + found + ";" + again +
			",output=OUTPUT");
		commands.put("Measure Root Growth Folder", "input=" + dated + ",names=ci-600,align=false,output=OUTPUT");
		commands.put("Tabulate File Names", "input=" + dated + ",output=OUTPUT/names.csv");
		commands.put("RSML To Mask", "input=" + rsml.resolve("rsml") + ",width=200,height=160,output=OUTPUT");
		commands.put("Tune Frangi", "images=" + images + ",annotations=" + masks + ",evaluations=60,output=OUTPUT");
		return commands;
	}

	private static Process start(Map.Entry<String, String> command, Path output) throws IOException {
		return new ProcessBuilder(line(command, output)).redirectErrorStream(true)
			.redirectOutput(temp.resolve("said.txt").toFile()).start();
	}

	private static List<String> line(Map.Entry<String, String> command, Path output) {
		return ChildProcess.line(
			List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-Djava.util.prefs.userRoot=" + temp),
			"io.github.taproot.command.Main", "--run", command.getKey(),
			command.getValue().replace(OUTPUT, output.toString()));
	}

	private static int end(Process process) throws InterruptedException {
		try {
			return process.waitFor(200, TimeUnit.SECONDS) ? process.exitValue() : -1;
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String said() throws IOException {
		return Files.readString(temp.resolve("said.txt"));
	}

	private static List<Path> all(Path folder) throws IOException {
		try (Stream<Path> all = Files.walk(folder)) {
			return all.filter(Files::isRegularFile).sorted().toList();
		}
	}

	private static List<Path> leftovers(Path folder) throws IOException {
		return all(folder).stream().filter(file -> file.toString().contains("taproot-part")).toList();
	}

	/** Files under their final names with their content, but what differs by time, and what grows as a run goes on. */
	private static Map<String, String> files(Path folder) throws IOException {
		Map<String, String> files = new TreeMap<>();
		for (Path file : all(folder)) {
			String name = folder.relativize(file).toString();
			if (file.getFileName().toString().startsWith(".")) continue;
			files.put(name, name.endsWith(".zip") ? entries(file) :
				name.matches(".*\\.jsonl|evaluations.csv") ? "grows" :
				name.matches(".*\\.(csv|json|rsml|html)") ? timeless(Files.readString(file), folder) : Sha256.of(file));
		}
		return files;
	}

	/** Names of all that can be read from a zip; times in it make sizes differ. */
	private static String entries(Path zip) throws IOException {
		StringBuilder entries = new StringBuilder();
		try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
			for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
				in.readAllBytes();
				entries.append(entry.getName()).append('\n');
			}
		}
		return entries.toString();
	}

	private static String timeless(String text, Path folder) {
		return text.replace(folder.toString(), OUTPUT).replaceAll("\\b\\d{4}-\\d\\d-\\d\\d[T ][\\d:.]+Z?", "TIME")
			.replaceAll(",(done|skipped),[\\d.]+,", ",done,SECONDS,")
				.replaceAll("(\"seconds[a-z_]*\" ?:) ?[\\d.e-]+", "$1");
	}
}
