package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
			List<String> found = EngineLoader.jars().stream().map(Object::toString).filter(url -> url.endsWith("some.jar"))
				.map(url -> url.substring(url.indexOf("/lib/"))).toList();
			assertEquals(List.of("/lib/taproot/some.jar", "/lib/" + own + "/taproot/some.jar"), found);
		}
		finally {
			if (before == null) System.clearProperty(EngineLoader.FOLDER_PROPERTY);
			else System.setProperty(EngineLoader.FOLDER_PROPERTY, before);
		}
	}
}
