// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSetTest {

	private static final String MAIN = "traits.csv";
	private static final List<String> OTHERS = List.of("branches.csv", "classes.csv", "bands.csv");

	@TempDir
	private Path folder;

	private static FileSet set(Path folder) throws IOException {
		return new FileSet(folder, MAIN, OTHERS.toArray(String[]::new));
	}

	private static void write(Path folder, String content, List<String> others) throws IOException {
		try (FileSet set = set(folder)) {
			set.writeText(MAIN, content);
			for (String name : others) set.writeText(name, content);
			set.publish();
		}
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void replacesAllAndDeletesWhatThisRunHasNot() throws IOException {
		write(folder, "1", OTHERS);
		write(folder, "2", OTHERS.subList(0, 2));
		assertEquals(List.of("branches.csv", "classes.csv", MAIN), names());
		for (String name : names()) assertEquals("2", Files.readString(folder.resolve(name)));
	}

	@Test
	void nothingChangesWhereOneCannotBeWritten() throws IOException {
		write(folder, "1", OTHERS.subList(0, 1));
		try (FileSet set = set(folder)) {
			set.writeText(MAIN, "2");
			set.writeText("branches.csv", "2");
			String message = assertThrows(IOException.class, () -> set.write("classes.csv", out -> {
				throw new IOException("full");
			})).getMessage();
			assertTrue(message.contains(folder.resolve("classes.csv") + " (full)"), message);
		}
		assertEquals(List.of("branches.csv", MAIN), names());
		for (String name : names()) assertEquals("1", Files.readString(folder.resolve(name)));
	}

	@Test
	void nothingChangesWhereOneCannotBeReplaced() throws IOException {
		write(folder, "1", OTHERS.subList(0, 1));
		try (FileSet set = set(folder)) {
			set.writeText(MAIN, "2");
			for (String name : OTHERS) set.writeText(name, "2 " + name);
			// Stands for a target that another program holds open, as only Windows knows it.
			try (Stream<Path> all = Files.list(folder)) {
				for (Path part : all.toList()) if (Files.readString(part).equals("2 bands.csv")) Files.delete(part);
			}
			String message = assertThrows(IOException.class, set::publish).getMessage();
			assertTrue(message.startsWith("Cannot write " + folder.resolve("bands.csv")), message);
		}
		assertEquals(List.of("branches.csv", MAIN), names());
		for (String name : names()) assertEquals("1", Files.readString(folder.resolve(name)));
	}

	@Test
	void writesThroughSymbolicLinks() throws IOException {
		write(folder, "1", OTHERS);
		Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
		for (String name : List.of(MAIN, "bands.csv")) {
			Path target = Files.move(folder.resolve(name), elsewhere.resolve(name));
			Files.createSymbolicLink(folder.resolve(name), target);
		}
		write(folder, "2", OTHERS);
		for (String name : List.of(MAIN, "bands.csv")) {
			assertTrue(Files.isSymbolicLink(folder.resolve(name)), name);
			assertEquals("2", Files.readString(elsewhere.resolve(name)));
		}
	}

	/** Writes sets for ever, to be killed. */
	public static void main(String[] args) throws IOException {
		Path folder = Path.of(args[0]);
		for (int i = 0;; i++) write(folder, String.valueOf(i), i % 2 == 0 ? OTHERS : OTHERS.subList(0, 2));
	}

	@Test
	void afterAKillAtAnyMomentTheMainFileStandsForAWholeSet() throws Exception {
		Random random = new Random(1);
		int whole = 0;
		for (int kill = 0; kill < 12; kill++) {
			Files.deleteIfExists(folder.resolve(MAIN));
			Process process = ChildProcess.start(FileSetTest.class, folder.toString());
			for (int i = 0; i < 3000 && Files.notExists(folder.resolve(MAIN)); i++) Thread.sleep(10);
			Thread.sleep(random.nextInt(30));
			process.destroyForcibly().waitFor();
			SafeFile.makeFolder(folder);
			assertFalse(names().stream().anyMatch(name -> name.startsWith(".")), names().toString());
			if (Files.notExists(folder.resolve(MAIN))) continue;
			whole++;
			String run = Files.readString(folder.resolve(MAIN));
			boolean hasBands = Integer.parseInt(run) % 2 == 0;
			assertEquals(hasBands, Files.exists(folder.resolve("bands.csv")), "kill " + kill);
			for (String name : hasBands ? OTHERS : OTHERS.subList(0, 2)) {
				assertEquals(run, Files.readString(folder.resolve(name)), "kill " + kill + ", " + name);
			}
		}
		assertTrue(whole > 0);
	}
}
