// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.natives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {

	private static final String FOLDER = "native/here/";
	private static final int SIZE = 30_000_000;

	@TempDir
	private Path temp;
	private Path jar;
	private Path root;
	private final byte[] library = new byte[SIZE];

	@BeforeEach
	void makeJar() throws IOException {
		jar = temp.resolve("natives ä.jar");
		root = temp.resolve("cache");
		new Random(1).nextBytes(library);
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
			zip.putNextEntry(new ZipEntry(FOLDER + "lib.so"));
			zip.write(library);
			zip.putNextEntry(new ZipEntry("native/there/lib.so"));
			zip.write(1);
			zip.putNextEntry(new ZipEntry(FOLDER + "deeper/other.so"));
			zip.write(2);
		}
	}

	/** Unpacks, as a process of its own. */
	public static void main(String[] args) throws IOException {
		System.out.println(new NativeCache(Path.of(args[0])).unpack(Path.of(args[1]), FOLDER));
	}

	private Process unpackElsewhere() throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
			Path.of("target/classes") + java.io.File.pathSeparator + Path.of("target/test-classes"),
			NativeCacheTest.class.getName(), root.toString(), jar.toString())
				.redirectErrorStream(true).redirectOutput(temp.resolve("out-" + System.nanoTime()).toFile()).start();
	}

	@Test
	void unpacksOneFolderOnce() throws IOException {
		Path folder = new NativeCache(root).unpack(jar, FOLDER);
		assertArrayEquals(library, Files.readAllBytes(folder.resolve("lib.so")));
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(1, files.count());
		}
		var time = Files.getLastModifiedTime(folder.resolve("lib.so"));
		assertEquals(folder, new NativeCache(root).unpack(jar, FOLDER));
		assertEquals(time, Files.getLastModifiedTime(folder.resolve("lib.so")));
	}

	@Test
	void unpacksWhereASymbolicLinkLeads() throws IOException {
		NativeCache cache = new NativeCache(root);
		Path folder = cache.unpack(jar, FOLDER);
		Path target = Files.createDirectories(temp.resolve("disk").resolve("libraries"));
		Files.delete(folder.resolve("lib.so"));
		Files.delete(folder);
		Files.createSymbolicLink(folder, target);
		cache.unpack(jar, FOLDER);
		assertTrue(Files.isSymbolicLink(folder));
		assertArrayEquals(library, Files.readAllBytes(target.resolve("lib.so")));
		Files.delete(target.resolve("lib.so"));
		Files.delete(target);
		String message = assertThrows(IOException.class, () -> cache.unpack(jar, FOLDER)).getMessage();
		assertTrue(message.contains(folder + " is a symbolic link to a missing folder"), message);
	}

	@Test
	void processesThatStartTogetherShareOneCopy() throws Exception {
		List<Process> processes = new ArrayList<>();
		for (int i = 0; i < 3; i++) processes.add(unpackElsewhere());
		for (Process process : processes) assertEquals(0, process.waitFor());
		assertOneWholeCopy();
	}

	@Test
	void nextProcessMendsWhatADeadOneLeft() throws Exception {
		for (int i = 0; i < 4; i++) {
			Process process = unpackElsewhere();
			if (!process.waitFor(150 + 100 * i, TimeUnit.MILLISECONDS)) process.destroyForcibly().waitFor();
		}
		new NativeCache(root).unpack(jar, FOLDER);
		assertOneWholeCopy();
	}

	@Test
	void replacesADamagedCopy() throws IOException {
		Path file = new NativeCache(root).unpack(jar, FOLDER).resolve("lib.so");
		Files.write(file, new byte[7]);
		new NativeCache(root).unpack(jar, FOLDER);
		assertArrayEquals(library, Files.readAllBytes(file));
	}

	@Test
	void saysWhereAndWhatToDo() throws IOException {
		Path file = Files.writeString(temp.resolve("file"), "");
		String message = assertThrows(IOException.class, () -> new NativeCache(file).unpack(jar, FOLDER)).getMessage();
		assertTrue(message.contains("natives ä.jar") && message.contains("TAPROOT_CACHE"), message);
	}

	private void assertOneWholeCopy() throws IOException {
		Path folder = new NativeCache(root).unpack(jar, FOLDER);
		assertArrayEquals(library, Files.readAllBytes(folder.resolve("lib.so")));
		try (Stream<Path> files = Files.list(root)) {
			assertEquals(1, files.filter(Files::isDirectory).count(), "folders in the cache");
		}
	}
}
