// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFileTest {

	@TempDir
	Path folder;

	@Test
	void writesAndReplacesText() throws IOException {
		Path file = folder.resolve("root lengths [1].csv");
		SafeFile.writeText(file, "image,length\n");
		SafeFile.writeText(file, "\u00b5m\n");
		assertEquals("\u00b5m\n", Files.readString(file));
		assertEquals(List.of(file), files(folder));
	}

	@Test
	void keepsTheOldFileWhereTheContentFails() throws IOException {
		Path file = folder.resolve("model.zip");
		SafeFile.writeText(file, "old");
		IOException failure = assertThrows(IOException.class, () -> SafeFile.write(file, out -> {
			out.write(new byte[100_000]);
			throw new IOException("the pipe broke");
		}));
		assertTrue(failure.getMessage().contains(file.toString()) && failure.getMessage().contains("the pipe broke"));
		assertThrows(IllegalStateException.class, () -> SafeFile.write(file, out -> {
			throw new IllegalStateException();
		}));
		assertEquals("old", Files.readString(file));
		assertEquals(List.of(file), files(folder));
	}

	@Test
	void writesInAThreadThatWasInterrupted() throws IOException {
		Path file = folder.resolve("autosave");
		Thread.currentThread().interrupt();
		try {
			SafeFile.writeText(file, "weights");
		}
		finally {
			assertTrue(Thread.interrupted());
		}
		assertEquals("weights", Files.readString(file));
	}

	@Test
	void saysWhatIsWrongWithTheFolder() throws IOException {
		Path missing = folder.resolve("missing").resolve("a.csv");
		assertTrue(failure(missing).contains("does not exist, create it first"));
		Path file = Files.createFile(folder.resolve("file"));
		assertTrue(failure(file.resolve("a.csv")).contains("is not a folder"));
		Path empty = Files.createDirectory(folder.resolve("empty"));
		assertTrue(failure(empty).contains("choose the name of a file"));
		assertTrue(Files.isDirectory(empty));
	}

	@Test
	void leavesNothingOnAFullOrReadOnlyDisk() throws Exception {
		Path disk = Files.createDirectory(folder.resolve("disk"));
		assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()), "Only root mounts a disk.");
		try {
			Path file = disk.resolve("probability.tif");
			SafeFile.writeText(file, "old");
			String full = assertThrows(IOException.class,
				() -> SafeFile.write(file, out -> out.write(new byte[2_000_000])))
				.getMessage();
			assertTrue(full.contains(file.toString()) && full.contains("space left"), full);
			assertEquals("old", Files.readString(file));
			assertEquals(List.of(file), files(disk));
			assertTrue(run("mount", "-o", "remount,ro", disk.toString()));
			assertTrue(failure(file).contains("choose another folder"));
			assertEquals("old", Files.readString(file));
		}
		finally {
			run("umount", disk.toString());
		}
	}

	@Test
	void neverShowsAPart() throws Exception {
		Path file = folder.resolve("model.bin");
		byte[] a = new byte[300_000];
		byte[] b = new byte[300_000];
		Arrays.fill(b, (byte) 1);
		SafeFile.write(file, out -> out.write(a));
		Thread writer = new Thread(() -> {
			try {
				for (int i = 0; i < 20; i++) SafeFile.write(file, out -> out.write(b));
			}
			catch (IOException e) {
				throw new UncheckedIOException(e);
			}
		});
		writer.start();
		while (writer.isAlive()) {
			byte[] seen = Files.readAllBytes(file);
			assertArrayEquals(seen[0] == 0 ? a : b, seen);
		}
		assertArrayEquals(b, Files.readAllBytes(file));
		assertEquals(List.of(file), files(folder));
	}

	@Test
	void writesThroughASymbolicLink() throws IOException {
		Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
		Path target = Files.writeString(elsewhere.resolve("shared.csv"), "old");
		Path link = Files.createSymbolicLink(folder.resolve("traits.csv"), target);
		SafeFile.writeText(link, "new");
		assertTrue(Files.isSymbolicLink(link));
		assertEquals("new", Files.readString(target));
		assertEquals(List.of(target), files(elsewhere));
		Files.delete(target);
		String message = assertThrows(IOException.class, () -> SafeFile.writeText(link, "new")).getMessage();
		assertTrue(message.contains(link + ", which is a symbolic link to a missing file"), message);
		assertTrue(Files.isSymbolicLink(link) && Files.notExists(target));
	}

	@Test
	void resultsOfAnEarlierRunThatAreSymbolicLinksAreNotDeleted() throws IOException {
		Path target = Files.writeString(folder.resolve("shared.csv"), "old");
		Path link = Files.createSymbolicLink(folder.resolve("traits.csv"), target);
		String message = assertThrows(IOException.class, () -> SafeFile.deleteOld(folder, "traits.csv")).getMessage();
		assertTrue(message.contains(link + " is a symbolic link"), message);
		assertTrue(Files.isSymbolicLink(link));
		assertEquals("old", Files.readString(target));
	}

	/** A process that writes a file for ever, to be killed. */
	public static void main(String[] args) throws IOException {
		SafeFile.write(Path.of(args[0]), out -> {
			while (true) {
				out.write(0);
				out.flush();
			}
		});
	}

	@Test
	void whatAKilledProcessWroteIsDeletedAtTheNextStartAndNothingOfALivingOne() throws Exception {
		Path file = folder.resolve("model.zip");
		Process process = ChildProcess.start(SafeFileTest.class, file.toString());
		for (int i = 0; i < 300 && files(folder).isEmpty() && process.isAlive(); i++) Thread.sleep(100);
		SafeFile.makeFolder(folder);
		assertEquals(1, files(folder).size());
		Path foreign = Files.createFile(folder.resolve(".1-1-0123456789ab-0123456789ab.taproot-part"));
		Path old = Files.createFile(folder.resolve(".1-1-0123456789ab-abcdef012345.taproot-part"));
		Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
		process.destroyForcibly().waitFor();
		SafeFile.makeFolder(folder);
		assertEquals(List.of(foreign), files(folder));
	}

	@Test
	void theFirstFileInAFolderDeletesWhatAKilledProcessLeft() throws Exception {
		Path left = folder.resolve("model.zip");
		Process process = ChildProcess.start(SafeFileTest.class, left.toString());
		for (int i = 0; i < 300 && files(folder).isEmpty() && process.isAlive(); i++) Thread.sleep(100);
		process.destroyForcibly().waitFor();
		assertEquals(1, files(folder).size());
		SafeFile.writeText(left, "model");
		assertEquals(List.of(left), files(folder));
	}

	private static String failure(Path file) {
		String message = assertThrows(IOException.class, () -> SafeFile.writeText(file, "text")).getMessage();
		assertTrue(message.contains(file.toString()), message);
		return message;
	}

	private static List<Path> files(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.toList();
		}
	}

	private static boolean run(String... command) throws InterruptedException {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start()
				.waitFor() == 0;
		}
		catch (IOException e) {
			return false;
		}
	}
}
