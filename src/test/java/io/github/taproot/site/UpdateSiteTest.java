// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The update site from this checkout's macros, samples, licences and engine. TensorFlow's libraries, 150 MB each, and
 * the suite's jar, which is packed after the tests, are small stand-ins.
 */
class UpdateSiteTest {

	private static final Path LIBRARIES = Path.of("target", "lib");
	private static final String JAR = "jars/taproot-0.1.0.jar";
	private static final long FIRST = 20260101000000L;
	private static final long SECOND = 20260202000000L;

	@TempDir
	private Path folder;
	private Path jar;
	private Path natives;
	private Path site;

	@BeforeEach
	void standIns() throws IOException {
		jar = ours("taproot-0.1.0.jar", "first");
		natives = Files.createDirectories(folder.resolve("natives"));
		for (String system : List.of("linux-x86_64", "windows-x86_64", "macosx-x86_64", "macosx-arm64")) {
			pack(natives.resolve("tensorflow-core-native-1.0.0-rc.1-" + system + ".jar"),
				Map.of("library", system.getBytes()));
		}
		site = folder.resolve("site of roots");
	}

	/** A jar with classes of the suite's that use ImageJ, pickles and the engine. */
	private Path ours(String name, String content) throws IOException {
		return ours(name, content, "Built-By: a");
	}

	private Path ours(String name, String content, String manifest) throws IOException {
		Map<String, byte[]> entries = new TreeMap<>(
			Map.of("META-INF/MANIFEST.MF", manifest.getBytes(), "content.txt", content.getBytes()));
		for (String used : List.of("io/github/taproot/imagej/ImagePlusConversion.class",
			"io/github/taproot/unet/pytorch/WeightPickle.class",
			"io/github/taproot/unet/tensorflow/TensorFlowEngine.class"))
		{
			entries.put(used, Files.readAllBytes(Path.of("target", "classes").resolve(used)));
		}
		return pack(folder.resolve(name), entries);
	}

	private static Path pack(Path file, Map<String, byte[]> entries) throws IOException {
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
			for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
				out.putNextEntry(new ZipEntry(entry.getKey()));
				out.write(entry.getValue());
			}
		}
		return file;
	}

	private List<Staged> staged() throws IOException {
		return new Staging(Path.of(""), jar, LIBRARIES, natives, false).files();
	}

	private static List<SiteFile> index(URI base) throws IOException {
		try (InputStream in = new GZIPInputStream(base.resolve(SiteIndex.NAME).toURL().openStream())) {
			return SiteIndex.read(in, "index");
		}
	}

	private SiteFile listed(String path) throws IOException {
		return index(site.toUri()).stream().filter(file -> file.filename().equals(path)).findFirst().orElseThrow();
	}

	private HttpServer served(Path root) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		server.createContext("/", exchange -> {
			Path file = root.resolve(exchange.getRequestURI().getPath().substring(1));
			boolean there = Files.isRegularFile(file);
			exchange.sendResponseHeaders(there ? 200 : 404, there ? Files.size(file) : -1);
			if (there) Files.copy(file, exchange.getResponseBody());
			exchange.close();
		});
		server.start();
		return server;
	}

	@Test
	void everyListedFileIsServedWithItsChecksumAndSize() throws IOException {
		List<Staged> staged = staged();
		assertEquals(staged.stream().map(Staged::path).toList(), new UpdateSite(site).build(staged, null, FIRST));
		HttpServer server = served(site);
		try {
			URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
			List<SiteFile> files = index(base);
			assertEquals(staged.stream().map(Staged::path).sorted().toList(),
				files.stream().map(SiteFile::filename).sorted().toList());
			for (SiteFile file : files) {
				Path read = folder.resolve("read");
				try (InputStream in = base.resolve(SiteFile.stored(file.filename(), file.current().timestamp())).toURL()
					.openStream())
				{
					Files.write(read, in.readAllBytes());
				}
				assertEquals(file.current().filesize(), Files.size(read), file.filename());
				assertEquals(file.current().checksum(), Checksum.of(file.filename(), read), file.filename());
				assertEquals(FIRST, file.current().timestamp());
			}
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void theSiteReadBackTellsWhatChangedAndWhatIsDamaged() throws IOException {
		UpdateSite built = new UpdateSite(site);
		List<String> all = built.build(staged(), null, FIRST);
		assertEquals(all.stream().map(path -> "new " + path).toList(), built.check(all));
		jar = ours("taproot-0.1.0.jar", "changed");
		List<Staged> fewer = staged().stream().filter(file -> !file.path().endsWith("pickle.txt")).toList();
		assertEquals(List.of("changed " + JAR, "removed licenses/taproot-pickle.txt"),
			built.check(built.build(fewer, null, SECOND)));

		String damaged = SiteFile.stored(JAR, FIRST);
		Files.write(site.resolve(damaged), new byte[3]);
		String missing = SiteFile.stored("licenses/taproot.txt", FIRST);
		Files.delete(site.resolve(missing));
		String told = assertThrows(IOException.class, () -> built.check(List.of())).getMessage();
		assertTrue(told.contains(damaged) && told.contains(missing), told);
	}

	@Test
	void eachSystemGetsItsOwnLibraryOnly() throws IOException {
		new UpdateSite(site).build(staged(), null, FIRST);
		Map<List<String>, List<String>> natives = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
		for (SiteFile file : index(site.toUri())) {
			if (!file.platforms().isEmpty()) {
				natives.computeIfAbsent(file.platforms(), key -> new ArrayList<>()).add(file.filename());
			}
		}
		String name = "/taproot/tensorflow-core-native-1.0.0-rc.1-";
		assertEquals(Map.of(List.of("linux64"), List.of("lib/linux64" + name + "linux-x86_64.jar"), List.of("win64"),
			List.of("lib/win64" + name + "windows-x86_64.jar"), List.of("macos64"),
			List.of("lib/macos64" + name + "macosx-x86_64.jar"), List.of("macos-arm64"),
			List.of("lib/macos-arm64" + name + "macosx-arm64.jar")), natives);
	}

	@Test
	void dependenciesComeFromTheClassesAndNameNoSystem() throws IOException {
		new UpdateSite(site).build(staged(), null, FIRST);
		List<String> needed = listed(JAR).current().dependencies().stream().map(SiteFile.Dependency::filename).toList();
		assertTrue(needed.containsAll(List.of("jars/ij.jar", "jars/pickle.jar", "lib/taproot/api.jar",
			"lib/taproot/tensorflow-api.jar")),
			needed.toString());
		assertFalse(needed.contains("jars/jfreechart.jar"), needed.toString());
		// The updater would install a dependency on any system.
		for (SiteFile file : index(site.toUri())) {
			file.current().dependencies()
				.forEach(other -> assertFalse(other.filename().contains("native"), other.filename()));
		}
	}

	@Test
	void aSecondBuildWithoutChangesListsNothingNew() throws IOException {
		new UpdateSite(site).build(staged(), null, FIRST);
		byte[] index = Files.readAllBytes(site.resolve(SiteIndex.NAME));
		assertEquals(List.of(), new UpdateSite(site).build(staged(), null, SECOND));
		assertArrayEquals(index, Files.readAllBytes(site.resolve(SiteIndex.NAME)));
		Path copy = folder.resolve("copy");
		assertEquals(List.of(), new UpdateSite(copy).build(staged(), BuildRelease.address(site.toString()), SECOND));
		assertArrayEquals(index, Files.readAllBytes(copy.resolve(SiteIndex.NAME)));
	}

	@Test
	void anUnchangedJarThatIsPackedAnewKeepsTheOlderSitesBytes() throws IOException {
		new UpdateSite(site).build(staged(), null, FIRST);
		byte[] old = Files.readAllBytes(site.resolve(JAR + "-" + FIRST));
		jar = ours("taproot-0.1.0.jar", "first", "Built-By: someone else on another machine");
		assertNotEquals(old.length, Files.size(jar));
		Path copy = folder.resolve("copy");
		assertEquals(List.of(), new UpdateSite(copy).build(staged(), BuildRelease.address(site.toString()), SECOND));
		assertEquals(List.of(), new UpdateSite(site).build(staged(), null, SECOND));
		for (Path built : List.of(copy, site)) {
			assertArrayEquals(old, Files.readAllBytes(built.resolve(JAR + "-" + FIRST)));
		}
		assertEquals(old.length, listed(JAR).current().filesize());
		site = copy;
		assertEquals(old.length, listed(JAR).current().filesize());
	}

	@Test
	void aStoredFileThatWasDamagedIsWrittenAnew() throws IOException {
		new UpdateSite(site).build(staged(), null, FIRST);
		URI older = BuildRelease.address(site.toString());
		Path copy = folder.resolve("copy");
		new UpdateSite(copy).build(staged(), older, SECOND);
		for (Path built : List.of(site, copy)) {
			for (String path : List.of(JAR, "macros/Taproot_Train.ijm")) {
				Path stored = built.resolve(path + "-" + FIRST);
				byte[] whole = Files.readAllBytes(stored);
				byte[] turned = whole.clone();
				turned[whole.length / 2] ^= 1;
				for (byte[] damaged : List.of(turned, Arrays.copyOf(whole, whole.length / 2), new byte[0],
					Arrays.copyOf(whole, whole.length + 1)))
				{
					Files.write(stored, damaged);
					assertEquals(List.of(), new UpdateSite(built)
						.build(staged(), built == site ? null : older, SECOND));
					assertArrayEquals(whole, Files.readAllBytes(stored), path + " of " + damaged.length);
				}
			}
		}
	}

	@Test
	void aDamagedFileThatOnlyAnotherSizeCouldReplaceIsRefusedByName() throws IOException {
		new UpdateSite(site).build(staged(), null, FIRST);
		Files.writeString(site.resolve(JAR + "-" + FIRST), "cut");
		jar = ours("taproot-0.1.0.jar", "first", "Built-By: someone else on another machine");
		IOException e = assertThrows(IOException.class, () -> new UpdateSite(site).build(staged(), null, SECOND));
		assertTrue(e.getMessage().contains(JAR + "-" + FIRST) && e.getMessage().contains("copy of that site"),
			e.getMessage());
	}

	@Test
	void aChangedJarKeepsTheOldVersionAlsoFromAnotherServer() throws IOException {
		new UpdateSite(site).build(staged(), null, FIRST);
		String old = listed(JAR).current().checksum();
		byte[] oldJar = Files.readAllBytes(jar);
		jar = ours("taproot-0.2.0.jar", "second");
		HttpServer server = served(site);
		Path next = folder.resolve("next");
		try {
			URI base = BuildRelease.address("http://127.0.0.1:" + server.getAddress().getPort());
			assertEquals(List.of("jars/taproot-0.2.0.jar"), new UpdateSite(next).build(staged(), base, SECOND));
		}
		finally {
			server.stop(0);
		}
		site = next;
		SiteFile now = listed("jars/taproot-0.2.0.jar");
		assertEquals(List.of(new SiteFile.Previous(JAR, old, FIRST, SECOND)), now.previous());
		assertEquals(SECOND, now.current().timestamp());
		assertArrayEquals(oldJar, Files.readAllBytes(next.resolve(JAR + "-" + FIRST)));
		assertArrayEquals(Files.readAllBytes(jar),
			Files.readAllBytes(next.resolve("jars/taproot-0.2.0.jar-" + SECOND)));
		assertEquals(FIRST, listed("macros/Taproot_Train.ijm").current().timestamp());
	}

	@Test
	void aRemovedFileKeepsItsVersionsOnly() throws IOException {
		List<Staged> staged = staged();
		new UpdateSite(site).build(staged, null, FIRST);
		String macro = "macros/Taproot_Train.ijm";
		String checksum = listed(macro).current().checksum();
		List<Staged> fewer = staged.stream().filter(file -> !file.path().equals(macro)).toList();
		assertEquals(List.of(macro), new UpdateSite(site).build(fewer, null, SECOND));
		assertEquals(new SiteFile(macro, List.of(), null,
			List.of(new SiteFile.Previous(macro, checksum, FIRST, SECOND))), listed(macro));
		assertTrue(Files.exists(site.resolve(macro + "-" + FIRST)));
		assertEquals(List.of(), new UpdateSite(site).build(fewer, null, SECOND + 1));
		assertEquals(List.of(macro), new UpdateSite(site).build(staged, null, SECOND + 2));
		assertEquals(SECOND + 2, listed(macro).current().timestamp());
	}

	@Test
	void aClockThatIsBehindTheOlderSiteIsRefused() throws IOException {
		new UpdateSite(site).build(staged(), null, SECOND);
		jar = ours("taproot-0.1.0.jar", "changed");
		IOException e = assertThrows(IOException.class, () -> new UpdateSite(site).build(staged(), null, FIRST));
		assertTrue(e.getMessage().contains(SECOND + " (UTC)") && e.getMessage().contains("clock"), e.getMessage());
		assertEquals(SECOND, listed(JAR).current().timestamp());
	}

	@Test
	void aDamagedOlderSiteIsRefusedByName() throws IOException {
		new UpdateSite(site).build(staged(), null, FIRST);
		Path stored = site.resolve("macros/Taproot_Train.ijm-" + FIRST);
		List<Staged> fewer = staged().stream().filter(file -> !file.path().equals("macros/Taproot_Train.ijm")).toList();
		Path next = folder.resolve("next");
		URI older = BuildRelease.address(site.toString());
		Files.writeString(stored, "cut");
		IOException damaged = assertThrows(IOException.class, () -> new UpdateSite(next).build(fewer, older, SECOND));
		assertTrue(damaged.getMessage().contains("macros/Taproot_Train.ijm-" + FIRST + " was damaged"),
			damaged.getMessage());
		assertFalse(Files.exists(next.resolve("macros/Taproot_Train.ijm-" + FIRST)));
		assertFalse(Files.exists(next.resolve(SiteIndex.NAME)), "no index before all files are there");
		Files.delete(stored);
		IOException missing = assertThrows(IOException.class, () -> new UpdateSite(next).build(fewer, older, SECOND));
		assertTrue(missing.getMessage().startsWith("The older site has no "), missing.getMessage());
		IOException none = assertThrows(IOException.class,
			() -> new UpdateSite(next).build(fewer, BuildRelease.address(folder.toString()), SECOND));
		assertTrue(none.getMessage().contains(SiteIndex.NAME), none.getMessage());
	}

	@Test
	void anAddressThatIsNoneIsRefusedWithWhatToGive() {
		for (String wrong : List.of("http://127.0.0.1:1/my site", "https://[half/", "no\0folder")) {
			IOException e = assertThrows(IOException.class, () -> BuildRelease.address(wrong));
			assertTrue(e.getMessage().startsWith("-Dtaproot.site.previous=" + wrong) && e.getMessage().contains("%20"),
				e.getMessage());
		}
		IOException deaf = assertThrows(IOException.class,
			() -> new UpdateSite(site).build(staged(), BuildRelease.address("http://127.0.0.1:1/site"), FIRST));
		assertTrue(deaf.getMessage().contains("http://127.0.0.1:1/site/") && deaf.getMessage().contains("older site"),
			deaf.getMessage());
	}

	@Test
	void anOlderIndexCanNotWriteOutsideTheSite() throws IOException {
		Path evil = Files.createDirectories(folder.resolve("evil"));
		String xml = "<pluginRecords><plugin filename=\"jars/../../../out.txt\"><previous-version checksum=\"" +
			"0".repeat(40) +
			"\" timestamp=\"20260101000000\"/></plugin></pluginRecords>";
		try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(evil.resolve(SiteIndex.NAME)))) {
			new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)).transferTo(out);
		}
		IOException e = assertThrows(IOException.class,
			() -> new UpdateSite(site).build(staged(), BuildRelease.address(evil.toString()), SECOND));
		assertTrue(e.getMessage().contains("jars/../../../out.txt"), e.getMessage());
		try (Stream<Path> files = Files.list(site)) {
			assertEquals(0, files.count());
		}
	}

	@Test
	void nothingIsWrittenThroughALink() throws IOException {
		Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
		Files.createSymbolicLink(Files.createDirectories(site).resolve("jars"), elsewhere);
		IOException e = assertThrows(IOException.class, () -> new UpdateSite(site).build(staged(), null, FIRST));
		assertTrue(e.getMessage().startsWith(site.resolve("jars") + " is a symbolic link"), e.getMessage());
		try (Stream<Path> files = Files.list(elsewhere)) {
			assertEquals(0, files.count());
		}
	}

	@Test
	void aServerThatIsSilentIsNotWaitedForWithoutEnd() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
			URI older = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
			IOException e = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThrows(IOException.class,
				() -> new UpdateSite(site, Duration.ofMillis(200), 1).build(staged(), older, FIRST)));
			assertTrue(e.getMessage().startsWith("Nothing answers at " + older), e.getMessage());
		}
	}

	/** Serves a site whose jar of a time has no end; tells how much of it was taken. */
	private HttpServer endless(long time, AtomicLong taken) throws IOException {
		HttpServer server = served(site);
		server.createContext("/" + JAR + "-" + time, exchange -> {
			exchange.sendResponseHeaders(200, 0);
			byte[] block = new byte[1 << 16];
			try (OutputStream out = exchange.getResponseBody()) {
				while (taken.get() < 1L << 30) {
					out.write(block);
					taken.addAndGet(block.length);
				}
			}
		});
		return server;
	}

	/** What is refused, with no file left of what had no end. */
	private void refusesEndless(long time, long largest, String part) throws IOException {
		AtomicLong taken = new AtomicLong();
		HttpServer server = endless(time, taken);
		Path next = folder.resolve("next" + largest);
		try {
			URI base = BuildRelease.address("http://127.0.0.1:" + server.getAddress().getPort());
			IOException e = assertThrows(IOException.class,
				() -> new UpdateSite(next, Duration.ofSeconds(20), largest).build(staged(), base, SECOND));
			assertTrue(e.getMessage().contains(JAR + "-" + time) && e.getMessage().contains(part), e.getMessage());
		}
		finally {
			server.stop(0);
		}
		// What the system has sent ahead counts, too.
		assertTrue(taken.get() < largest + (32L << 20), taken + " bytes were taken");
		try (Stream<Path> files = Files.list(next.resolve("jars"))) {
			assertEquals(List.of(), files.filter(file -> file.toString().contains(JAR)).toList());
		}
		assertFalse(Files.exists(next.resolve(SiteIndex.NAME)));
	}

	@Test
	void noMoreIsFetchedThanTheIndexSays() throws IOException {
		new UpdateSite(site).build(staged(), null, FIRST);
		long size = listed(JAR).current().filesize();
		// Packed again, it has another size, and the older bytes are fetched.
		jar = ours("taproot-0.1.0.jar", "first", "Built-By: someone else on another machine");
		refusesEndless(FIRST, 1L << 31, size + 1 + " bytes instead of " + size);
	}

	@Test
	void noMoreIsFetchedThanAnOlderVersionMayHave() throws IOException {
		new UpdateSite(site).build(staged(), null, FIRST);
		jar = ours("taproot-0.1.0.jar", "second");
		new UpdateSite(site).build(staged(), null, FIRST + 1);
		refusesEndless(FIRST, 1L << 20, "was damaged");
	}

	@Test
	void anIndexThatUnpacksWithoutEndIsRefused() throws IOException {
		Files.createDirectories(site);
		try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(site.resolve(SiteIndex.NAME)))) {
			byte[] block = new byte[1 << 20];
			for (int i = 0; i < 300; i++) out.write(block);
		}
		IOException e = assertThrows(IOException.class,
			() -> new UpdateSite(folder.resolve("next")).build(staged(), site.toUri(), FIRST));
		assertTrue(e.getMessage().endsWith("unpacks to more than an index has: get it from a copy of that site."),
			e.getMessage());
	}
}
