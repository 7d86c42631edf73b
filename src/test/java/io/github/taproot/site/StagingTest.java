// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be on the site, on a project of a few small files. */
class StagingTest {

	@TempDir
	private Path project;
	private Path jar;
	private Path libraries;
	private Path natives;

	@BeforeEach
	void project() throws IOException {
		jar = jar("target/taproot-1.2.jar", "io/github/taproot/A.class");
		libraries = jar("lib/ij-1.54p.jar", "ij/IJ.class").getParent();
		jar("lib/taproot/engine-1.0.jar", "engine/E.class");
		natives = jar("natives/tensorflow-core-native-1.0-linux-x86_64.jar", "library.so").getParent();
		text("LICENSE.txt", "BSD");
		text("macros/A.ijm", "run();");
		text("macros/A.groovy", "run()");
		text("update-site/licenses/some.txt", "Some licence");
		text("update-site/licenses/third-party.txt", """
			# jar | what | licence | text
			engine | Engine | Some | some.txt
			tensorflow-core-native | TensorFlow | Some | some.txt
			""");
		text("update-site/allowed.txt", """
			jars/taproot-<version>.jar  Taproot
			lib/taproot/engine-1.0.jar  Engine
			lib/linux64/taproot/tensorflow-core-native-1.0-linux-x86_64.jar  TensorFlow
			macros/A.ijm  A macro
			scripts/A.groovy  A script
			licenses/taproot.txt
			licenses/taproot-some.txt
			licenses/taproot-third-party.txt
			""");
	}

	private Path jar(String path, String... entries) throws IOException {
		Path file = project.resolve(path);
		Files.createDirectories(file.getParent());
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
			for (String entry : entries) {
				out.putNextEntry(new ZipEntry(entry));
				// An empty class file: magic number, versions, and no constants.
				out.write(new byte[] { (byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 61, 0, 1 });
			}
		}
		return file;
	}

	private void text(String path, String text) throws IOException {
		Files.createDirectories(project.resolve(path).getParent());
		Files.writeString(project.resolve(path), text);
	}

	private List<Staged> stage() throws IOException {
		return new Staging(project, jar, libraries, natives, false).files();
	}

	private void assertRefused(String... words) {
		IOException e = assertThrows(IOException.class, this::stage);
		for (String word : words) assertTrue(e.getMessage().contains(word), e.getMessage());
	}

	@Test
	void whatIsAllowedGoesWhereTheUpdaterLooks() throws IOException {
		assertEquals(List.of("jars/taproot-1.2.jar", "lib/linux64/taproot/tensorflow-core-native-1.0-linux-x86_64.jar",
			"lib/taproot/engine-1.0.jar", "licenses/taproot-some.txt", "licenses/taproot-third-party.txt",
			"licenses/taproot.txt", "macros/A.ijm", "scripts/A.groovy"), stage().stream().map(Staged::path).toList());
		assertEquals("Engine", stage().get(2).description());
	}

	@Test
	void whatIsMissingOrTooMuchIsRefused() throws IOException {
		Files.delete(project.resolve("macros/A.ijm"));
		text("macros/B.ijm", "");
		jar("lib/taproot/other-2.0.jar", "other/O.class");
		assertRefused("not there exactly once are [macros/A.ijm]", "not allowed are [lib/taproot/other-2.0.jar, " +
			"macros/B.ijm]");
	}

	@Test
	void whatTheSuiteUsesAndFijiLacksGoesBesideItsJarWithALicence() throws IOException {
		jar("lib/pickle-1.5.jar", "net/razorvine/pickle/Unpickler.class");
		assertRefused("not allowed are [jars/pickle-1.5.jar]");
		text("update-site/allowed.txt",
			Files.readString(project.resolve("update-site/allowed.txt")) + "jars/pickle-1.5.jar\n");
		assertRefused("add lines for them: [jars/pickle-1.5.jar]");
		text("update-site/licenses/third-party.txt",
			Files.readString(project.resolve("update-site/licenses/third-party.txt")) + "pickle | Pickle | Some | " +
			"some.txt\n");
		assertEquals("jars/pickle-1.5.jar", stage().get(0).path());
	}

	@Test
	void anotherVersionOfAnEngineJarIsRefused() throws IOException {
		Files.move(project.resolve("lib/taproot/engine-1.0.jar"), project.resolve("lib/taproot/engine-1.1.jar"));
		assertRefused("[lib/taproot/engine-1.0.jar]", "[lib/taproot/engine-1.1.jar]");
	}

	@Test
	void aJarOfSourcesOrTestsIsNoVersion() throws IOException {
		jar = jar("target/taproot-1.2-tests.jar", "io/github/taproot/A.class");
		assertRefused("[jars/taproot-1.2-tests.jar]");
	}

	@Test
	void whatFijiBringsIsRefusedByNameAndByClass() throws IOException {
		jar("lib/taproot/ij-1.53.jar", "other/O.class");
		text("update-site/allowed.txt", Files.readString(project.resolve("update-site/allowed.txt")) +
			"lib/taproot/ij-1.53.jar\n");
		text("update-site/licenses/third-party.txt",
			Files.readString(project.resolve("update-site/licenses/third-party.txt")) +
			"ij | ImageJ | Some | some.txt\n");
		assertRefused("lib/taproot/ij-1.53.jar holds what Fiji brings itself");
		Files.delete(project.resolve("lib/taproot/ij-1.53.jar"));
		text("update-site/allowed.txt",
			Files.readString(project.resolve("update-site/allowed.txt")).replace("lib/taproot/ij-1.53.jar\n", ""));
		jar("target/taproot-1.2.jar", "io/github/taproot/A.class", "ij/IJ.class");
		assertRefused("jars/taproot-1.2.jar holds what Fiji brings itself");
	}

	@Test
	void theEngineOnFijisClassPathIsRefused() throws IOException {
		jar("target/taproot-1.2.jar", "io/github/taproot/A.class", "engine/E.class");
		assertRefused("jars/taproot-1.2.jar holds classes of the engine");
	}

	@Test
	void aMenuThatFijiWouldShowTwiceIsRefused() throws IOException {
		jar("target/taproot-1.2.jar", "io/github/taproot/A.class", "plugins.config");
		assertRefused("jars/taproot-1.2.jar holds plugins.config");
	}

	@Test
	void aJarWithoutALicenceAndALicenceWithoutATextAreRefused() throws IOException {
		text("update-site/licenses/third-party.txt", "tensorflow-core-native | TensorFlow | Some | some.txt\n");
		assertRefused("add lines for them: [lib/taproot/engine-1.0.jar]");
		text("update-site/licenses/third-party.txt", "engine | Engine | Some | other.txt\n");
		assertRefused("other.txt", "needs the jar, what it is, its licence");
	}

	@Test
	void withoutFijisJarsNothingIsStaged() throws IOException {
		Files.delete(project.resolve("lib/ij-1.54p.jar"));
		assertRefused("by which to know what Fiji has");
	}
}
