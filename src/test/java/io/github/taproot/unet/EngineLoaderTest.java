// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLoaderTest {

	@Test
	void jarsAreThoseForAllSystemsAndForThisOne(@TempDir Path fiji) throws IOException {
		String own = switch (EngineLoader.platform()) {
			case "linux-x86_64" -> "linux64";
			case "linux-arm64" -> "linux-arm64";
			case "windows-x86_64" -> "win64";
			case "windows-arm64" -> "win-arm64";
			case "macosx-x86_64" -> "macos64";
			default -> "macos-arm64";
		};
		for (String place : List.of("taproot", "linux64/taproot", "linux-arm64/taproot", "win64/taproot",
			"win-arm64/taproot", "macos64/taproot", "macos-arm64/taproot", own + "/other"))
		{
			Path folder = Files.createDirectories(fiji.resolve("lib").resolve(place));
			Files.createFile(folder.resolve("some.jar"));
			Files.createFile(folder.resolve("some.txt"));
		}
		String before = System.getProperty(EngineLoader.FOLDER_PROPERTY);
		System.setProperty(EngineLoader.FOLDER_PROPERTY, fiji.resolve("lib").resolve("taproot").toString());
		try {
			List<String> found = EngineLoader.jars().stream().map(Object::toString)
				.filter(url -> url.endsWith("some.jar"))
				.map(url -> url.substring(url.indexOf("/lib/"))).toList();
			assertEquals(List.of("/lib/taproot/some.jar", "/lib/" + own + "/taproot/some.jar"), found);
		}
		finally {
			if (before == null) System.clearProperty(EngineLoader.FOLDER_PROPERTY);
			else System.setProperty(EngineLoader.FOLDER_PROPERTY, before);
		}
	}

	@Test
	void tensorFlowIsLoadedFromWhereItWasUnpacked() throws IOException {
		Path natives = Path.of(EngineLoader.engine().info().natives());
		Path maps = Path.of("/proc/self/maps");
		assumeTrue(Files.exists(maps), "this system does not tell what is loaded");
		try (Stream<String> lines = Files.lines(maps)) {
			List<Path> loaded = lines.filter(line -> line.matches(".*/lib(jni)?tensorflow[^/]*"))
				.map(line -> Path.of(line.substring(line.indexOf('/')))).distinct().toList();
			assertEquals(3, loaded.size(), loaded.toString());
			for (Path file : loaded) assertEquals(natives, file.getParent());
			assertNull(System.getProperty("TENSORFLOW_LIBRARY_PATH"), "put back, for whoever else loads TensorFlow");
		}
	}

	@Test
	void librariesOfOtherSystemsAreNone(@TempDir Path folder) throws IOException {
		String library = "/" + System.mapLibraryName("jnitensorflow");
		String place = "org/tensorflow/internal/c_api/" + EngineLoader.platform();
		URL cpu = jar(folder.resolve("a.jar"), place + library);
		URL other = jar(folder.resolve("c.jar"), "org/tensorflow/internal/c_api/plan9-x86_64" + library);
		assertEquals(place + "/", nativesFolder(cpu, other));
		assertNull(nativesFolder(other));
	}

	@Test
	void librariesForGpusLieBesideTheEngineOrInTheCache(@TempDir Path temp) throws IOException {
		Path engine = Files.createDirectories(temp.resolve("lib/taproot"));
		String before = System.getProperty(EngineLoader.FOLDER_PROPERTY);
		System.setProperty(EngineLoader.FOLDER_PROPERTY, engine.toString());
		System.setProperty("taproot.cache", temp.resolve("cache").toString());
		try {
			assertEquals(engine.resolve("gpu"), EngineLoader.gpuLibraries().folder());
			Path cached = Files.createDirectories(temp.resolve("cache/gpu"));
			assertEquals(cached, EngineLoader.gpuLibraries().folder());
			Files.createDirectories(engine.resolve("gpu"));
			assertEquals(engine.resolve("gpu"), EngineLoader.gpuLibraries().folder());
		}
		finally {
			System.clearProperty("taproot.cache");
			if (before == null) System.clearProperty(EngineLoader.FOLDER_PROPERTY);
			else System.setProperty(EngineLoader.FOLDER_PROPERTY, before);
		}
	}

	private static String nativesFolder(URL... jars) throws IOException {
		try (URLClassLoader loader = new URLClassLoader(jars, null)) {
			return EngineLoader.nativesFolder(loader);
		}
	}

	private static URL jar(Path file, String entry) throws IOException {
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
			out.putNextEntry(new ZipEntry(entry));
		}
		return file.toUri().toURL();
	}
}
