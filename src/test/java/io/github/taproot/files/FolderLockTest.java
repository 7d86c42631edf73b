// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class FolderLockTest {

	@TempDir
	private Path temp;
	private final List<String> said = new ArrayList<>();

	private FolderLock take(Path folder) throws IOException {
		return FolderLock.of(folder, "Train Root U-Net", said::add);
	}

	private String refused(Path folder) {
		return assertThrows(IOException.class, () -> take(folder)).getMessage();
	}

	/**
	 * Takes a folder, or a part of a run in it, says so, and keeps it; or counts in a file in it, taking it each time.
	 */
	public static void main(String[] args) throws Exception {
		Path folder = Path.of(args[0]);
		if (args.length == 3) {
			try {
				FolderLock.ofPart(folder, args[1], args[2], "Segment Roots Folder", System.err::println);
				System.out.println("taken");
				Thread.sleep(100_000);
			}
			catch (IOException e) {
				System.out.println(e.getMessage());
			}
			return;
		}
		if (args.length == 1) {
			FolderLock.of(folder, "Segment Roots Folder", System.err::println);
			System.out.println("taken");
			Thread.sleep(100_000);
		}
		for (int done = 0; done < Integer.parseInt(args[1]);) {
			try (FolderLock lock = FolderLock.of(folder, "Counting", System.err::println)) {
				Path count = folder.resolve("count");
				int number = Files.exists(count) ? Integer.parseInt(Files.readString(count)) : 0;
				Files.writeString(count, String.valueOf(number + 1));
				done++;
			}
			catch (IOException e) {
				if (!e.getMessage().contains("is in use")) throw e;
			}
		}
	}

	@Test
	void aFolderIsOneProcesssUntilItDies() throws Exception {
		Path folder = temp.resolve("new");
		Process process = ChildProcess.start(FolderLockTest.class, folder.toString());
		try (BufferedReader output = process.inputReader()) {
			assertEquals("taken", output.readLine());
		}
		String message = refused(folder);
		assertTrue(message.startsWith("The folder " + folder + " is in use (" + System.getProperty("user.name") + "@"),
			message);
		assertTrue(message.contains("process " + process.pid() + ": Segment Roots Folder"), message);
		process.destroyForcibly().waitFor();
		take(folder).close();
		assertEquals(List.of(), List.of(temp.resolve("new").toFile().list()));
		assertEquals(List.of(), said);
	}

	@Test
	void aFolderIsOneHoldersInAProcessByAnyName() throws IOException {
		Path folder = Files.createDirectory(temp.resolve("a"));
		Path link = Files.createSymbolicLink(temp.resolve("b"), folder);
		try (FolderLock lock = take(folder)) {
			for (Path name : List.of(folder, link, temp.resolve("a/../a"))) {
				assertTrue(refused(name).contains("process " + ProcessHandle.current().pid() + ": Train"), name + "");
			}
		}
		take(link).close();
	}

	@Test
	void aFileIsTakenWhileAnotherHasItsFolderAndNobodyWaitsForEver() throws Exception {
		Path file = Files.createFile(temp.resolve("reviewed.csv"));
		try (FolderLock folder = take(temp)) {
			CompletableFuture<String> other;
			try (FolderLock lock = FolderLock.ofFile(file, "Review Segmentation", said::add)) {
				assertTrue(Files.exists(temp.resolve(".reviewed.csv" + FolderLock.FILE)));
				other = CompletableFuture.supplyAsync(() -> assertThrows(IOException.class,
					() -> FolderLock.ofFile(file, "Review Segmentation", said::add)).getMessage());
				assertTrue(other.get(60, TimeUnit.SECONDS).matches("The file .*reviewed.csv is in use \\(.*process " +
					ProcessHandle.current().pid() + ": Review Segmentation\\): try again once that has finished."),
					other.get());
			}
			// One who waits gets it.
			FolderLock lock = FolderLock.ofFile(file, "Review Segmentation", said::add);
			CompletableFuture<Boolean> waits = CompletableFuture.supplyAsync(() -> {
				try (FolderLock late = FolderLock.ofFile(file, "Review Segmentation", said::add)) {
					return true;
				}
				catch (IOException e) {
					return false;
				}
			});
			Thread.sleep(50);
			lock.close();
			assertTrue(waits.get(60, TimeUnit.SECONDS));
		}
		assertEquals(List.of("reviewed.csv"), List.of(temp.toFile().list()));
		assertEquals(List.of(), said);
	}

	@Test
	void noTwoProcessesHaveItAtATime() throws Exception {
		List<Process> processes = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			processes.add(ChildProcess.start(FolderLockTest.class, temp.resolve("counts").toString(), "200"));
		}
		for (Process process : processes) {
			assertTrue(process.waitFor(60, TimeUnit.SECONDS));
			assertEquals(0, process.exitValue());
		}
		assertEquals("600", Files.readString(temp.resolve("counts/count")));
		assertEquals(List.of("count"), List.of(temp.resolve("counts").toFile().list()));
	}

	@Test
	void aFolderThatWasMadeForNothingIsDeleted() throws IOException {
		Path folder = temp.resolve("x/y/z");
		take(folder).close();
		assertTrue(Files.notExists(temp.resolve("x")));
		try (FolderLock lock = take(folder)) {
			Files.createFile(folder.resolve("model.zip"));
		}
		assertEquals(List.of("model.zip"), List.of(folder.toFile().list()));
	}

	@Test
	void whereNothingCanBeLockedWorkContinues() throws IOException {
		Path file = Files.createFile(temp.resolve("file"));
		take(file).close();
		take(file.resolve("below")).close();
		assertTrue(Files.isRegularFile(file));
		// As a hostile folder may have it.
		Path victim = Files.writeString(temp.resolve("victim"), "whole");
		Path folder = Files.createDirectory(temp.resolve("hostile"));
		Files.createSymbolicLink(folder.resolve(FolderLock.FILE), victim);
		take(folder).close();
		assertEquals("whole", Files.readString(victim));
		assertFalse(said.isEmpty());
		assertTrue(said.get(said.size() - 1).startsWith("The folder " + folder + " cannot be locked"), said.toString());
	}

	private static Process part(Path folder, String run, int part) throws IOException {
		return ChildProcess.start(FolderLockTest.class, folder.toString(), run, "part-" + part + "-of-9");
	}

	@Test
	void partsOfOneRunStartTogetherAndKeepOthersOut() throws Exception {
		Path folder = temp.resolve("parts");
		List<Process> parts = new ArrayList<>();
		for (int part = 1; part <= 6; part++) parts.add(part(folder, "run a", part));
		for (Process part : parts) assertEquals("taken", part.inputReader().readLine());
		assertTrue(refused(folder).contains("is in use ("), refused(folder));
		Process other = part(folder, "run b", 7);
		assertTrue(other.inputReader().readLine().contains("is in use ("));
		Process twice = part(folder, "run a", 3);
		assertTrue(twice.inputReader().readLine().contains("process " + parts.get(2).pid() + ": Segment"));
		parts.get(2).destroyForcibly().waitFor();
		// Several of one process count as one, and it takes the place of the one that was killed.
		try (FolderLock mine = FolderLock.ofPart(folder, "run a", "part-3-of-9", "Merge", said::add);
			FolderLock more = FolderLock.ofPart(folder, "run a", "part-8-of-9", "Merge", said::add))
		{
			for (Process part : parts) part.destroyForcibly().waitFor();
			more.close();
			assertTrue(part(folder, "run b", 7).inputReader().readLine().contains("is in use ("));
			assertTrue(refused(folder).contains("Merge"));
		}
		take(folder).close();
		assertEquals(List.of(), said);
		assertTrue(List.of(folder.toFile().list()).stream().allMatch(name -> name.endsWith("of-9" + FolderLock.FILE)));
	}
}
