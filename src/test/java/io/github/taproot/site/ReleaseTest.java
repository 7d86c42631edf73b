// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.files.Sha256;

/** What belongs to a release besides the update site. */
class ReleaseTest {

	@TempDir
	private Path folder;

	private Path file(String path) throws IOException {
		Path file = folder.resolve(path);
		Files.createDirectories(file.getParent());
		return Files.writeString(file, "content of " + path);
	}

	private Staged staged(String path) throws IOException {
		return new Staged(path, file("built/" + path), null, List.of());
	}

	private static List<String> entries(Path zip) throws IOException {
		try (ZipFile file = new ZipFile(zip.toFile())) {
			return file.stream().map(entry -> entry.getName()).toList();
		}
	}

	@Test
	void eachSystemGetsAPackageForFijiAndOneForImageJ() throws IOException {
		Path libraries = file("libraries/ij-1.54p.jar").getParent();
		Path out = Files.createDirectories(folder.resolve("out"));
		Files.writeString(out.resolve("notes.md"), "notes");
		new Packages(out, "taproot-1.2.0")
			.write(List.of(staged("jars/taproot-1.2.0.jar"), staged("jars/pickle-1.5.jar"),
			staged("lib/taproot/engine.jar"), staged("lib/linux64/taproot/native-linux.jar"),
			staged("lib/win64/taproot/native-windows.jar"), staged("macros/A.ijm")), libraries,
			file("Taproot_ImageJ1.jar"));

		assertEquals(List.of("jars/pickle-1.5.jar", "jars/taproot-1.2.0.jar", "lib/linux64/taproot/native-linux.jar",
			"lib/taproot/engine.jar", "macros/A.ijm"), entries(out.resolve("taproot-1.2.0-fiji-linux64.zip")));
		assertEquals(List.of("macros/A.ijm", "plugins/Taproot_ImageJ1.jar", "plugins/lib/ij-1.54p.jar",
			"plugins/lib/pickle-1.5.jar", "plugins/lib/taproot/engine.jar", "plugins/lib/taproot/native-windows.jar",
			"plugins/taproot-1.2.0.jar"), entries(out.resolve("taproot-1.2.0-imagej-win64.zip")));
		List<String> sums = Files.readAllLines(out.resolve("SHA256SUMS"));
		assertEquals(List.of("notes.md", "taproot-1.2.0-fiji-linux64.zip", "taproot-1.2.0-fiji-win64.zip",
			"taproot-1.2.0-imagej-linux64.zip", "taproot-1.2.0-imagej-win64.zip"),
			sums.stream().map(line -> line.substring(66)).toList());
		for (String line : sums) {
			assertEquals(Sha256.of(out.resolve(line.substring(66))), line.substring(0, 64), line);
		}
	}

	@Test
	void theNotesAreTheChangelogsPartOnTheVersion() throws IOException {
		ReleaseNotes notes = new ReleaseNotes("""
			# Changelog

			## 0.2.0 (not released yet)

			- Second.

			## 0.1.0 (2026-12-01)

			- First.
			""", Map.of());
		assertEquals("## 0.1.0 (2026-12-01)\n\n- First.\n", notes.of("0.1.0"));
		assertEquals("## 0.2.0 (not released yet)\n\n- Second.\n", notes.of("0.2.0-SNAPSHOT"));
		assertTrue(assertThrows(IOException.class, () -> notes.of("0.1")).getMessage().contains("## 0.1 (date)"));
	}

	@Test
	void zenodoLearnsWhatTheCitationSays() throws IOException {
		String metadata = ReleaseNotes.read(Path.of("")).zenodo("0.1.0");
		for (String line : List.of("\"title\": \"Taproot 0.1.0\"", "\"upload_type\": \"software\"",
			"\"license\": \"BSD-2-Clause\"", "\"name\": \"Taproot developers\"",
			"\"identifier\": \"10.1186/s13007-020-0563-0\""))
		{
			assertTrue(metadata.contains(line), metadata);
		}
	}

	@Test
	void readmeNamesTheAddressOfTheUpdateSite() throws IOException {
		String pom = Files.readString(Path.of("pom.xml"));
		String address = pom.replaceAll("(?s).*<taproot.site>(.*)</taproot.site>.*", "$1");
		assertTrue(Files.readString(Path.of("README.md")).contains("`" + address + "`"), address);
	}
}
