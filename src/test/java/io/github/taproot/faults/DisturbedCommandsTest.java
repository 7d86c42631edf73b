// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;

import io.github.taproot.command.Calls;
import io.github.taproot.faults.WritingCommands.Call;
import io.github.taproot.files.SafeFile;

/**
 * Commands that write, with their process killed and they themselves cancelled at random moments, on disks that are too
 * small, and beside another process that does the same: what lies under a final name is what an undisturbed run writes
 * there, and the same command, run again, ends with the same files as that run. As many kills and cancellations as the
 * properties {@code taproot.kills} and {@code taproot.cancellations} say.
 */
@Tag("slow")
@Tag("faults")
class DisturbedCommandsTest {

	@TempDir
	private static Path temp;
	private static Path temporary;

	private static final Random RANDOM = new Random(1);
	private static List<Call> calls;
	/** What undisturbed runs leave, and how long they take. */
	private static final Map<Call, Map<String, String>> WHOLE = new LinkedHashMap<>();
	private static final Map<Call, Map<String, String>> STATE = new LinkedHashMap<>();
	private static final Map<Call, Long> SIZE = new LinkedHashMap<>();
	private static final Map<Call, Long> MILLIS = new LinkedHashMap<>();
	/** Starts while another one works. */
	private static CommandProcess spare;

	@BeforeAll
	static void undisturbed() throws Exception {
		temporary = Files.createDirectory(temp.resolve("temporary"));
		spare = process();
		calls = WritingCommands.of(Files.createDirectory(temp.resolve("set")));
		for (Call call : calls) {
			Path output = Files.createTempDirectory(temp, "whole-");
			long start = System.nanoTime();
			Calls.Outcome outcome = call.run(output);
			assertEquals(Calls.End.DONE, outcome.end(), call + ": " + outcome.text());
			MILLIS.put(call, (System.nanoTime() - start) / 1_000_000);
			WHOLE.put(call, call.result(output));
			STATE.put(call, call.state(output));
			long size = 0;
			for (Path file : WritingCommands.all(output)) size += Files.size(file);
			SIZE.put(call, size);
			assertFalse(WHOLE.get(call).isEmpty(), call + " writes nothing");
			SafeFile.deleteFolder(output);
		}
	}

	@AfterAll
	static void end() {
		if (spare != null) spare.close();
	}

	private static CommandProcess process() throws IOException {
		return new CommandProcess(List.of(), temporary);
	}

	/** A process that has started; the next one starts meanwhile. */
	private static CommandProcess takeProcess() throws IOException {
		CommandProcess taken = spare.ready();
		spare = process();
		return taken;
	}

	/** Whether what is there is what an undisturbed run has, and the same command ends as that does. */
	private static void assertGoesOn(Call call, Path output, String when) throws IOException {
		for (Map.Entry<String, String> file : call.state(output).entrySet()) {
			assertEquals(STATE.get(call).get(file.getKey()), file.getValue(), when + file.getKey());
		}
		assertEndsWell(call, output, when);
	}

	private static void assertWhole(Call call, Path output, String when) throws IOException {
		Map<String, String> found = call.result(output);
		assertEquals(WHOLE.get(call).keySet(), found.keySet(), when);
		for (Map.Entry<String, String> file : found.entrySet()) {
			List<String> lines = new ArrayList<>(file.getValue().lines().toList());
			List<String> whole = WHOLE.get(call).get(file.getKey()).lines().toList();
			assertEquals(whole.size(), lines.size(), when + file.getKey());
			for (int i = 0; i < whole.size(); i++) assertEquals(whole.get(i), lines.get(i), when + file.getKey());
		}
		assertEquals(List.of(), WritingCommands.leftovers(output), when);
	}

	/** Runs it again; a command may say instead that its result is there. */
	private static void assertEndsWell(Call call, Path output, String when) throws IOException {
		Calls.Outcome again = call.run(output);
		assertTrue(again.end() == Calls.End.DONE || isThere(again), when + again);
		assertWhole(call, output, when + "run again: ");
		SafeFile.deleteFolder(output);
	}

	/**
	 * In the short form a third of the commands, another one for each kind of disturbance; all of them in the long one.
	 */
	private static List<Call> some(int part) {
		if (Integer.getInteger("taproot.kills", 0) > calls.size()) return calls;
		List<Call> some = new ArrayList<>();
		for (int i = part; i < calls.size(); i += 3) some.add(calls.get(i));
		return some;
	}

	@Test
	void everyCommandIsHere() {
		TreeSet<String> known = new TreeSet<>(WritingCommands.OTHERS.keySet());
		for (Call call : calls) {
			assertFalse(WritingCommands.OTHERS.containsKey(call.title()), call.title());
			known.add(call.title());
		}
		TreeSet<String> all = new TreeSet<>();
		Calls.commands().forEach(info -> all.add(info.getTitle()));
		assertEquals(all, known, "A new command that writes needs a line in WritingCommands.");
	}

	@Test
	void whatIsKilledLeavesNothingThatIsWrong() throws Exception {
		int kills = Integer.getInteger("taproot.kills", calls.size());
		int[] killed = new int[1];
		Tally tally = new Tally();
		for (int i = 0; i < kills; i++) {
			Call call = calls.get(2 * i % calls.size());
			tally.attempt(() -> killed[0] += kill(call) ? 1 : 0);
		}
		tally.end("Killed commands, " + killed[0] + " while they ran");
		assertTrue(killed[0] > kills / 3, killed[0] + " of " + kills + " were still running when they were killed");
		try (CommandProcess next = takeProcess()) {
			Path output = Files.createTempDirectory(temp, "next-");
			Call names = calls.stream().filter(call -> call.title().equals("Tabulate File Names")).findFirst()
				.orElseThrow();
			next.begin(names.title(), names.values(output));
			assertEquals(Calls.End.DONE, next.end().end());
			assertEquals(List.of(), WritingCommands.all(temporary).stream()
				.filter(file -> file.toString().contains("taproot-")).toList(), "what killed processes left");
		}
	}

	/** Whether it was still running. */
	private static boolean kill(Call call) throws Exception {
		Path output = Files.createTempDirectory(temp, "killed-");
		// Of a process's first command, classes are loaded, too.
		long millis = (long) (RANDOM.nextDouble(1.5) * MILLIS.get(call));
		boolean waitsForFile = RANDOM.nextBoolean();
		CommandProcess process = takeProcess();
		process.begin(call.title(), call.values(output));
		while (waitsForFile && process.isRunning() && !hasBegunToWrite(output)) Thread.sleep(1);
		if (waitsForFile) millis /= 4;
		for (long end = System.nanoTime() + millis * 1_000_000; process.isRunning() && System.nanoTime() < end;) {
			Thread.sleep(1);
		}
		boolean isRunning = process.isRunning();
		process.kill();
		assertGoesOn(call, output, call + " killed " + millis + " ms after " +
			(waitsForFile ? "its first file: " : "its beginning: "));
		return isRunning;
	}

	private static boolean hasBegunToWrite(Path output) throws IOException {
		return !WritingCommands.all(output).stream().allMatch(file -> file.endsWith(".taproot-lock"));
	}

	@Test
	void whatIsCancelledLeavesNothingThatIsWrong() throws Exception {
		List<Call> some = some(0);
		int tries = Integer.getInteger("taproot.cancellations", some.size());
		Map<Call, Integer> cancelled = new LinkedHashMap<>();
		Tally tally = new Tally();
		for (int i = 0; i < tries; i++) {
			Call call = some.get(i % some.size());
			tally.attempt(() -> {
				if (cancel(call)) cancelled.merge(call, 1, Integer::sum);
			});
		}
		int count = cancelled.values().stream().mapToInt(Integer::intValue).sum();
		tally.end("Cancelled commands, " + count + " while they ran, " + cancelled.size() + " different ones");
		assertTrue(count > tries / 5, count + " of " + tries);
	}

	/** Whether it ended for that. */
	private static boolean cancel(Call call) throws Exception {
		Path output = Files.createTempDirectory(temp, "cancelled-");
		long millis = (long) (RANDOM.nextDouble(0.5) * MILLIS.get(call));
		CompletableFuture<Calls.Outcome> running = CompletableFuture.supplyAsync(() -> call.run(output));
		Thread.sleep(millis);
		IJ.setKeyDown(KeyEvent.VK_ESCAPE);
		Calls.Outcome outcome = running.get(100, TimeUnit.SECONDS);
		IJ.resetEscape();
		String when = call + " cancelled after " + millis + " ms: ";
		if (outcome.end() == Calls.End.CANCELLED) {
			assertFalse(outcome.text().isBlank(), when);
			assertEquals(List.of(), WritingCommands.leftovers(output), when);
		}
		else assertEquals(Calls.End.DONE, outcome.end(), when + outcome.text());
		Map<String, String> state = call.state(output);
		// Tables say what was done by then.
		state.keySet().removeIf(file -> file.matches(".*\\.(csv|json|html)"));
		for (Map.Entry<String, String> file : state.entrySet()) {
			assertEquals(STATE.get(call).get(file.getKey()), file.getValue(), when + file.getKey());
		}
		assertEndsWell(call, output, when);
		return outcome.end() == Calls.End.CANCELLED;
	}

	/** On a disk of memory that holds a part of its files; where tests may mount one. */
	@Test
	void fullDisksLeaveNothingThatIsWrong() throws Exception {
		List<Call> some = some(1);
		Path disks = Files.createDirectory(temp.resolve("disks"));
		Path left = Files.createDirectory(temp.resolve("left"));
		StringBuilder mounts = new StringBuilder();
		for (int i = 0; i < some.size(); i++) {
			long size = SIZE.get(some.get(i));
			// A page holds small files: there, it is the file that finds no place.
			String room = size < 16_000 ? "nr_inodes=1" :
				"size=" + (long) (size * RANDOM.nextDouble(0.2, 0.7)) / 1024 + "k";
			Path disk = Files.createDirectory(disks.resolve("disk" + i));
			mounts.append("mount -t tmpfs -o ").append(room).append(" tmpfs '").append(disk).append("' || exit 9\n");
		}
		// Needs no rights.
		List<String> mounting = List.of("unshare", "-rm", "sh", "-c",
			mounts + "left=$1; disks=$0; shift; \"$@\"; code=$?; cp -a \"$disks/.\" \"$left\"; exit $code",
			disks.toString(), left.toString());
		Process probe = new ProcessBuilder("unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs \"$0\"",
			disks.toString()).redirectErrorStream(true).redirectOutput(temp.resolve("probe.txt").toFile()).start();
		assumeTrue(probe.waitFor() == 0, "Skipped: no disk of memory can be mounted here (" +
			Files.readString(temp.resolve("probe.txt")).strip() + ").");
		List<Calls.Outcome> outcomes = new ArrayList<>();
		try (CommandProcess process = new CommandProcess(mounting, temporary)) {
			process.ready();
			for (int i = 0; i < some.size(); i++) {
				process.begin(some.get(i).title(), some.get(i).values(disks.resolve("disk" + i)));
				outcomes.add(process.end());
			}
			assertEquals(0, process.finish(), process.said());
			assertFalse(process.said().contains("\tat "), process.said());
		}
		Tally tally = new Tally();
		for (int i = 0; i < some.size(); i++) {
			Call call = some.get(i);
			Calls.Outcome outcome = outcomes.get(i);
			Path output = left.resolve("disk" + i);
			tally.attempt(() -> {
				String told = call + " on a full disk: " + outcome + " ";
				assertEquals(Calls.End.FAILED, outcome.end(), told);
				assertTrue(outcome.text().contains("disk has space left") || outcome.text().contains("cannot be made"),
					told);
				assertEquals(List.of(), WritingCommands.leftovers(output), told);
				for (Map.Entry<String, String> file : call.state(output).entrySet()) {
					// Tables say what failed.
					if (file.getKey().matches(".*\\.(csv|json|html)")) continue;
					assertEquals(STATE.get(call).get(file.getKey()), file.getValue(), told + file.getKey());
				}
				assertEndsWell(call, output, told);
			});
		}
		tally.end("Full disks");
	}

	/**
	 * Of commands that write several files, one process is refused and told who has the folder; of others both write
	 * the same file.
	 */
	@Test
	void twoProcessesDoNotMixTheirFiles() throws Exception {
		Tally tally = new Tally();
		try (CommandProcess other = takeProcess()) {
			for (Call call : some(2)) {
				tally.attempt(() -> runTwice(call, other));
				tally.attempt(() -> runWhereTaken(call, other));
			}
		}
		tally.end("Two processes at a time");
	}

	private static void runTwice(Call call, CommandProcess other) throws IOException {
		Path output = Files.createTempDirectory(temp, "two-");
		other.begin(call.title(), call.values(output));
		Calls.Outcome ours = call.run(output);
		Calls.Outcome theirs = other.end();
		List<Calls.Outcome> outcomes = List.of(ours, theirs);
		assertTrue(outcomes.stream().anyMatch(outcome -> outcome.end() == Calls.End.DONE), call + ": " + outcomes);
		for (Calls.Outcome outcome : outcomes) {
			if (outcome.end() == Calls.End.DONE || isThere(outcome)) continue;
			assertOwner(outcome, outcome == ours ? other.pid() : ProcessHandle.current().pid(), call.title());
		}
		assertWhole(call, output, call + " twice at a time: ");
	}

	private static void runWhereTaken(Call call, CommandProcess other) throws IOException {
		Path taken = Files.createTempDirectory(temp, "taken-");
		other.hold(call.values().contains("skeletons=") ? taken.resolve("lines") : taken);
		Calls.Outcome outcome = call.run(taken);
		if (outcome.end() == Calls.End.FAILED) assertOwner(outcome, other.pid(), "Hold");
		else assertEquals(1, call.result(taken).size(), call + " writes several files, and takes no lock");
	}

	private static boolean isThere(Calls.Outcome outcome) {
		return outcome.text().endsWith("holds a SavedModel already: choose a new folder.");
	}

	private static void assertOwner(Calls.Outcome refused, long process, String task) {
		assertTrue(refused.text()
			.matches("The folder .* is in use \\(" + System.getProperty("user.name") + "@.*, process " +
			process + ": " + task + "\\): wait until that has finished, or choose another folder\\."), refused.text());
	}
}
