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
