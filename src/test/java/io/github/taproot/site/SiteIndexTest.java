// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.util.FileUtils;

import io.github.taproot.roots.skeleton.References;

/** The index and the checksums, against what Fiji's own updater wrote. */
class SiteIndexTest {

	private static final String REFERENCE = "reference/update-site/";

	private static List<SiteFile> reference() throws IOException {
		try (InputStream in = Files.newInputStream(References.shared(REFERENCE + "db.xml"))) {
			return SiteIndex.read(in, "db.xml");
		}
	}

	@Test
	void anIndexIsWrittenAsTheUpdaterWroteIt() throws IOException {
		assertEquals(Files.readString(References.shared(REFERENCE + "db.xml")).strip(),
			SiteIndex.text(reference()).strip());
	}

	@Test
	void checksumsAreTheUpdaters() throws IOException {
		Map<String, String> expected = new TreeMap<>();
		Map<String, String> found = new TreeMap<>();
		for (SiteFile file : reference()) {
			if (file.current() != null) expected.put(file.filename(), file.current().checksum());
			file.previous().forEach(old -> expected.putIfAbsent(old.filename(), old.checksum()));
		}
		for (String path : List.of("plugins/Root_Proof-0.1.0.jar", "plugins/Root_Proof-0.2.0.jar",
			"macros/Root_Macro.ijm", "scripts/Root_Example.ijm"))
		{
			found.put(path, Checksum.of(path, References.shared(REFERENCE + path.replace("plugins/", ""))));
		}
		expected.keySet().retainAll(found.keySet());
		assertEquals(expected, found);
		assertEquals(4, found.size());
	}

	@Test
	void aJarsDependenciesAreThoseOfTheUpdater() throws IOException {
		Path jar = References.shared(REFERENCE + "Root_Proof-0.2.0.jar");
		Map<String, Set<String>> here = new TreeMap<>();
		try (Stream<Path> files = Files.list(Path.of("target", "lib"))) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				here.put(FileUtils.stripFilenameVersion("jars/" + file.getFileName()), JarClasses.held(file));
			}
		}
		List<String> expected = reference().get(0).current().dependencies().stream().map(SiteFile.Dependency::filename)
			.filter(here::containsKey).sorted().toList();
		assertEquals(List.of("jars/ij.jar", "jars/imglib2.jar", "jars/scijava-common.jar"), expected);
		assertEquals(expected, JarClasses.dependencies(jar, here));
	}

	@Test
	void whenAJarWasPackedDoesNotCount(@TempDir Path folder) throws IOException {
		String checksum = Checksum.of("jars/x.jar",
			jar(folder.resolve("one.jar"), "Built-By: a", "#Monday\na=1\n", false));
		assertEquals(checksum,
			Checksum.of("jars/y.jar",
			jar(folder.resolve("two.jar"), "Built-By: someone", "#Tuesday noon\na=1\n", true)));
		for (String other : List.of("#Monday\na=2\n", "a=1\n", "#Monday\n#noon\na=1\n")) {
			assertNotEquals(checksum,
				Checksum.of("jars/x.jar", jar(folder.resolve("other.jar"), "Built-By: a", other, false)), other);
		}
	}

	/** By the updater's rules on paper: a comment leaves its line feed, and stays after an empty or bare line. */
	@ParameterizedTest
	@MethodSource
	void propertiesAreHashedWithoutTheirComments(String properties, String hashed, @TempDir Path folder)
		throws IOException, NoSuchAlgorithmException
	{
		Path jar = jar(folder.resolve("x.jar"), "Built-By: a", properties, false);
		byte[] all = ("META-INF/MANIFEST.MF" + "x.properties" + hashed).getBytes(StandardCharsets.US_ASCII);
		assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(all)),
			Checksum.of("jars/x.jar", jar));
	}

	static Stream<Arguments> propertiesAreHashedWithoutTheirComments() {
		return Stream.of(arguments("", ""), arguments("#Monday\na=1\n", "\na=1\n"), arguments("a=1\n#Monday", "a=1\n"),
			arguments("#a\n#b\nc=#\n", "\n\nc=#\n"), arguments("\n#x\n", "\n#x\n"), arguments("\n\n#x\n", "\n\n\n"),
			arguments("#\n#x\n#y\n", "\n#x\n\n"), arguments("##\n#x\n", "\n#x\n"), arguments("##x\n#y\n", "\n\n"),
			arguments("#\r\n#x\r\na=1\r\n", "\n\na=1\r\n"), arguments(" #x\n", " #x\n"));
	}

	/** The values are those that Fiji's updater 2.0.3 finds. */
	@ParameterizedTest
	@CsvSource({ "protobuf-java-3.21.9.jar, 8aa5df0049ca9a5aae662324888ee8d6a65e936b",
		"javacpp-1.5.10.jar, bfe10ecd5f528ecc6ee0412c2cb11b8b98098852" })
	void checksumsOfTheEnginesJarsAreTheUpdaters(String name, String checksum) throws IOException {
		Path jar = Path.of("target", "lib", "taproot", name);
		assertEquals(checksum, Checksum.of("lib/taproot/" + name, jar));
	}

	private static Path jar(Path file, String manifest, String properties, boolean turned) throws IOException {
		List<String> names = List.of("META-INF/MANIFEST.MF", "x.properties");
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
			for (String name : turned ? List.of(names.get(1), names.get(0)) : names) {
				out.putNextEntry(new ZipEntry(name));
				out.write((name.startsWith("META") ? manifest : properties).getBytes(StandardCharsets.UTF_8));
			}
		}
		return file;
	}

	@ParameterizedTest
	@ValueSource(strings = { "../etc/passwd", "jars/../../x.jar", "/jars/x.jar", "C:/jars/x.jar",
		"jars\\x.jar", "x.jar", "jars/.x.jar", "other/x.jar", "jars/", "" })
	void aPathOutsideTheUpdatersFoldersIsRefused(String path) {
		String version = "checksum=\"" + "0".repeat(40) + "\" timestamp=\"20260101000000\"";
		for (String xml : List.of("<plugin filename=\"" + path + "\"><version " + version +
			" filesize=\"1\"/></plugin>", "<plugin filename=\"jars/x.jar\"><previous-version filename=\"" +
			(path.isEmpty() ? "." : path) + "\" " + version +
				"/></plugin>"))
		{
			IOException e = assertThrows(IOException.class, () -> parse("<pluginRecords>" + xml + "</pluginRecords>"));
			assertTrue(e.getMessage().contains("is no path of an update site"), e.getMessage());
		}
	}

	@Test
	void anIndexCanNotReadOtherFilesNorGrowWithoutEnd(@TempDir Path folder) throws IOException {
		Path secret = Files.writeString(folder.resolve("secret.txt"), "what nobody else may read");
		String description = parse(described("<!ENTITY x SYSTEM \"" + secret.toUri() + "\">")).get(0).current()
			.description();
		assertEquals("", description);
		StringBuilder entities = new StringBuilder("<!ENTITY x0 \"ha\">");
		for (int i = 1; i <= 20; i++) {
			entities.append("<!ENTITY x").append(i).append(" \"").append(("&x" + (i - 1) + ";").repeat(10))
				.append("\">");
		}
		assertThrows(IOException.class, () -> parse(described(entities + "<!ENTITY x \"&x20;\">")));
	}

	private static String described(String entities) {
		return "<!DOCTYPE pluginRecords [" + entities + "]><pluginRecords><plugin filename=\"jars/x.jar\"><version " +
			"checksum=\"" + "0".repeat(40) + "\" timestamp=\"20260101000000\" " +
			"filesize=\"1\"><description>&x;</description></version></plugin></pluginRecords>";
	}

	@ParameterizedTest
	@CsvSource({ "20260101000000, 0", "20260101000000, -1", "20260101000000, ''", "20261301000000, 1",
		"20260230000000, 1", "20260101250000, 1", "-2026010100000, 1", "2026010100000, 1", "'', 1" })
	void timesAndSizesAreChecked(String time, String size) {
		assertThrows(IOException.class, () -> parse("<pluginRecords><plugin filename=\"jars/x.jar\"><version " +
			"checksum=\"" + "0".repeat(40) + "\" timestamp=\"" + time + "\" filesize=\"" + size +
			"\"/></plugin></pluginRecords>"));
	}

	@Test
	void pathsOfDependenciesAreCheckedToo() {
		IOException e = assertThrows(IOException.class,
			() -> parse("<pluginRecords><plugin filename=\"jars/x.jar\"><version checksum=\"" + "0".repeat(40) +
				"\" timestamp=\"20260101000000\" filesize=\"1\"><dependency filename=\"../x.jar\" " +
				"timestamp=\"20260101000000\"/></version></plugin></pluginRecords>"));
		assertTrue(e.getMessage().contains("is no path of an update site"), e.getMessage());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<html>", "<html/>", "<plugins><plugin filename=\"jars/x.jar\"/></plugins>",
		"<pluginRecords><plugin filename=\"jars/x.jar\">", "<pluginRecords><plugin filename=\"jars/x.jar\"><version " +
		"timestamp=\"x\"/></plugin></pluginRecords>" })
	void aDamagedIndexIsRefused(String xml) {
		IOException e = assertThrows(IOException.class, () -> parse(xml));
		assertTrue(e.getMessage().startsWith("index is no index of an update site"), e.getMessage());
	}

	private static List<SiteFile> parse(String xml) throws IOException {
		return SiteIndex.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "index");
	}
}
