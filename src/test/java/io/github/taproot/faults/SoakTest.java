// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.command.Calls;
import io.github.taproot.faults.WritingCommands.Call;
import io.github.taproot.files.ChildProcess;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.SafeFile;

/**
 * One process trains, segments, measures, and opens and closes models again and again, for as many seconds as the
 * property {@code taproot.soak} says: it keeps no file open, and no memory. Runs where there is {@code /proc}.
 */
@Tag("slow")
@Tag("faults")
@ExtendWith(Tally.class)
class SoakTest {

	/** Until classes are loaded and compiled, and pools filled. */
	private static final int WARM_UP = 4;
	private static final int FEWEST = 12;
	private static final int SPAN = 3;
	/** A leak makes at least one handle, or 1 MB, in each round; without one up to 0.3 MB were measured. */
	private static final double MOST_HANDLES = 0.5;
	private static final double MOST_MB = 0.7;

	@TempDir
	private Path temp;

	/**
	 * What a process has after a round.
	 *
	 * @param resident MB outside of Java's heap, which is all resident from the start
	 * @param heap MB that are used after garbage is collected
	 */
	private record Round(int handles, double resident, double heap) {

		static Round now() throws IOException {
			int handles;
			try (var all = Files.list(Path.of("/proc/self/fd"))) {
				handles = (int) all.count();
			}
			System.gc();
			Runtime java = Runtime.getRuntime();
			long kilobytes = Files.readAllLines(Path.of("/proc/self/status")).stream()
				.filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
				.findFirst().orElseThrow();
			return new Round(handles, kilobytes / 1024.0 - java.totalMemory() / 1048576.0,
				(java.totalMemory() - java.freeMemory()) / 1048576.0);
		}

		String line() {
			return String.format(Locale.ROOT, "%d %.2f %.2f", handles, resident, heap);
		}

		static Round of(String line) {
			String[] parts = line.split(" ");
			return new Round(Integer.parseInt(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
		}
	}

	/** Works for some seconds in a folder, and prints a line for each round. */
	public static void main(String[] args) throws IOException {
		PrintStream rounds = System.out;
		System.setOut(System.err);
		Path set = Path.of(args[0]);
		WritingCommands.of(set);
		Path one = Files.createDirectory(set.resolve("one"));
		for (String part : List.of("images", "masks")) {
			for (Path file : ImageFolder.of(set.resolve(part)).images().subList(0, 2)) {
				Files.copy(file, Files.createDirectories(one.resolve(part)).resolve(file.getFileName()));
			}
		}
		Path model = set.resolve("model.zip");
		String data = "images=" + one.resolve("images") + ",annotations=" + one.resolve("masks");
		List<Call> calls = List.of(
			new Call("Segment Roots Folder", "input=" + one.resolve("images") +
			",output=OUTPUT,device=cpu,model=" + model),
			new Call("Measure Root Traits Folder", "input=" + one.resolve("masks") + ",output=OUTPUT"),
			new Call("Train Root U-Net", data +
			",output=OUTPUT,start=nothing,width=8,tile_side=188,batch=1,minutes=0," +
				"epochs=1,tiles_per_epoch=2,device=cpu"),
			new Call("Import PyTorch Model", "weights=" + set.resolve("weights.pth") + ",output=OUTPUT/model.zip"),
			new Call("Model Info", "model=" + model));
		long end = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000_000;
		for (int i = 0; i < WARM_UP + FEWEST || System.nanoTime() < end; i++) {
			for (Call call : calls) {
				Path output = Files.createTempDirectory(set, "round-");
				Calls.Outcome outcome = call.run(output);
				if (outcome.end() != Calls.End.DONE) throw new AssertionError(call + ": " + outcome);
				SafeFile.deleteFolder(output);
			}
			rounds.println(Round.now().line());
		}
		System.exit(0);
	}

	@Test
	void nothingGrows() throws Exception {
		assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "Skipped: this system has no /proc.");
		Path said = temp.resolve("said.txt");
		ProcessBuilder builder = new ProcessBuilder(ChildProcess.line(
			List.of("-Xms400m", "-Xmx400m", "-Xmn200m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-Djava.io.tmpdir=" + temp),
			SoakTest.class.getName(), Files.createDirectory(temp.resolve("set")).toString(),
			Integer.getInteger("taproot.soak", 25).toString())).redirectError(said.toFile());
		// Fewer of glibc's arenas, which grow at random.
		builder.environment().put("MALLOC_ARENA_MAX", "2");
		Process process = builder.redirectInput(Redirect.PIPE).start();
		List<Round> rounds;
		try (var lines = process.inputReader()) {
			rounds = lines.lines().map(Round::of).toList();
		}
		finally {
			process.destroyForcibly();
		}
		assertTrue(rounds.size() >= WARM_UP + FEWEST, () -> read(said));
		List<Round> warm = rounds.subList(WARM_UP, rounds.size());
		System.out.println("Soak: " + rounds.size() + " rounds; each grew " + growth(warm, Round::handles, "handles") +
			", " + growth(warm, Round::resident, "MB resident") + ", " + growth(warm, Round::heap, "MB of heap"));
		assertLevel(warm, Round::handles, MOST_HANDLES);
		assertLevel(warm, Round::resident, MOST_MB);
		assertLevel(warm, Round::heap, MOST_MB);
		// A leak would have been seen.
		for (ToDoubleFunction<Round> leak : List.<ToDoubleFunction<Round>>of(Round::handles, Round::resident,
			Round::heap))
		{
			List<Round> with = new ArrayList<>();
			for (Round round : warm) {
				int i = with.size();
				with.add(new Round(round.handles + i, round.resident + i, round.heap + i));
			}
			assertThrows(AssertionError.class, () -> assertLevel(with, leak, MOST_MB));
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException e) {
			return e.toString();
		}
	}

	private static String growth(List<Round> rounds, ToDoubleFunction<Round> what, String unit) {
		return String.format(Locale.ROOT, "%.2f %s", slope(rounds, what), unit);
	}

	/**
	 * Growth in each round: the median of that over some rounds. A leak grows in all of them, while the C library takes
	 * some MB once.
	 */
	private static double slope(List<Round> rounds, ToDoubleFunction<Round> what) {
		double[] growths = new double[rounds.size() - SPAN];
		for (int i = 0; i < growths.length; i++) {
			growths[i] = (what.applyAsDouble(rounds.get(i + SPAN)) - what.applyAsDouble(rounds.get(i))) / SPAN;
		}
		Arrays.sort(growths);
		return growths[growths.length / 2];
	}

	private static void assertLevel(List<Round> rounds, ToDoubleFunction<Round> what, double most) {
		double slope = slope(rounds, what);
		assertTrue(slope < most, () -> slope + " in a round: " + rounds);
	}

	@Test
	void aLeakIsToldFromMemoryThatIsTakenOnce() {
		List<Round> once = new ArrayList<>();
		List<Round> leak = new ArrayList<>();
		for (int i = 0; i < FEWEST; i++) {
			once.add(new Round(40, i < 6 ? 494 : 498, 8));
			// 3 MB at a time, whenever they are needed.
			leak.add(new Round(40, 494 + i / 3 * 3, 8));
		}
		assertLevel(once, Round::resident, MOST_MB);
		assertThrows(AssertionError.class, () -> assertLevel(leak, Round::resident, MOST_MB));
	}

	@Test
	void theBoundIsThatOfASmallLeak() {
		List<Round> level = new ArrayList<>();
		for (int i = 0; i < FEWEST; i++) level.add(new Round(100 + i % 2, 300 + i % 3, 50));
		assertLevel(level, Round::handles, MOST_HANDLES);
		assertLevel(level, Round::resident, MOST_MB);
		assertEquals(0, slope(level, Round::heap));
	}
}
