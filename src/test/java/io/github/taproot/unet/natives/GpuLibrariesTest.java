// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.natives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.github.taproot.files.SafeFile;
import io.github.taproot.progress.Progress;
import io.github.taproot.unet.natives.GpuJar.Library;

class GpuLibrariesTest {

	private static final int SIZE = 3_000_000;

	@TempDir
	private Path temp;
	private Path jars;
	private Path folder;
	private final List<GpuJar> list = new ArrayList<>();
	private HttpServer server;

	/** Bytes that the server sends before it breaks off; its ranges; what it was asked for. */
	private long breaksAfter = Long.MAX_VALUE;
	private boolean hasRanges = true;
	private final List<String> asked = new ArrayList<>();
	private final AtomicLong served = new AtomicLong();

	@BeforeEach
	void makeJars() throws Exception {
		jars = Files.createDirectories(temp.resolve("jars ä"));
		folder = temp.resolve("lib/taproot/gpu");
		for (String name : List.of("cuda", "tensorflow")) {
			Path jar = jars.resolve(name + "-1.jar");
			byte[] content = new byte[SIZE];
			new Random(name.hashCode()).nextBytes(content);
			try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
				for (String library : List.of("lib" + name + ".so.1", "libunused.so")) {
					zip.putNextEntry(new ZipEntry("org/" + library));
					zip.write(content);
				}
			}
			String checksum = HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
			list.add(new GpuJar("org/" + name + "/" + name + "-1.jar", Files.size(jar), checksum, "its licence", "org/",
				List.of(new Library("lib" + name + ".so.1", SIZE)), name.equals("cuda")));
		}
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", this::answer);
		server.start();
	}

	@AfterEach
	void stop() {
		server.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		Path file = jars.resolve(Path.of(exchange.getRequestURI().getPath()).getFileName());
		String range = exchange.getRequestHeaders().getFirst("Range");
		asked.add(file.getFileName() + " " + range);
		if (!Files.exists(file)) {
			exchange.sendResponseHeaders(404, -1);
			return;
		}
		byte[] all = Files.readAllBytes(file);
		int from = range == null || !hasRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
		if (from > 0) {
			exchange.getResponseHeaders()
				.add("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
		}
		exchange.sendResponseHeaders(from > 0 ? 206 : 200, all.length - from);
		int count = (int) Math.min(all.length - from, breaksAfter);
		try {
			OutputStream out = exchange.getResponseBody();
			out.write(all, from, count);
			served.addAndGet(count);
			if (count < all.length - from) out.flush();
			else out.close();
			exchange.close();
		}
		catch (IOException e) {
			exchange.close();
		}
	}

	private String address() {
		return "http://127.0.0.1:" + server.getAddress().getPort() + "/maven2";
	}

	private GpuLibraries libraries() {
		return new GpuLibraries(folder, list);
	}

	private void assertInstalled() throws IOException {
		assertEquals("", libraries().damage());
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(List.of("libcuda.so.1", "libtensorflow.so.1"),
				files.map(file -> file.getFileName().toString()).sorted().toList());
		}
		byte[] content = new byte[SIZE];
		new Random("cuda".hashCode()).nextBytes(content);
		assertArrayEquals(content, Files.readAllBytes(folder.resolve("libcuda.so.1")));
		try (Stream<Path> beside = Files.list(folder.getParent())) {
			assertEquals(List.of("gpu", "gpu.lock"), beside.map(file -> file.getFileName().toString())
				.sorted().toList());
		}
	}

	private IOException refused(String source) {
		IOException e = assertThrows(IOException.class, () -> libraries().install(source, Progress.NONE));
		assertFalse(Files.exists(folder), "nothing under the final name");
		return e;
	}

	@Test
	void fetchesWhatIsPublished() throws IOException {
		assertFalse(libraries().isThere());
		assertEquals("libcuda.so.1 is missing", libraries().damage());
		long[] last = { 0, 0 };
		libraries().install(address(), new Progress() {

			@Override
			public void report(long done, long total, String message) {
				assertTrue(done >= last[0] && done <= total, done + " of " + total);
				last[0] = done;
				last[1] = total;
			}

			@Override
			public boolean isCancelled() {
				return false;
			}
		});
		assertEquals(last[1], last[0], "progress ends at its total");
		assertInstalled();
		assertEquals(List.of("cuda-1.jar null", "tensorflow-1.jar null"), asked);
		libraries().install(address(), Progress.NONE);
		assertEquals(2, asked.size(), "nothing is fetched twice");
	}

	@Test
	void takesJarsFromAFolder() throws IOException {
		libraries().install(jars.toString(), Progress.NONE);
		assertInstalled();
		assertTrue(Files.exists(jars.resolve("cuda-1.jar")));
	}

	@Test
	void goesOnWhereTheServerBrokeOff() throws IOException {
		breaksAfter = 1_000_000;
		libraries().install(address(), Progress.NONE);
		assertInstalled();
		assertTrue(asked.contains("cuda-1.jar bytes=1000000-"), asked.toString());
		assertEquals(libraries().downloadSize(), served.get(), "each byte once");
	}

	@Test
	void goesOnAfterItWasCancelled() throws IOException {
		assertThrows(CancellationException.class, () -> libraries().install(address(), new Progress() {

			private long done;

			@Override
			public void report(long now, long total, String message) {
				done = now;
			}

			@Override
			public boolean isCancelled() {
				return done > 2_000_000;
			}
		}));
		assertFalse(Files.exists(folder));
		long have = Files.size(folder.resolveSibling("gpu.download").resolve("cuda-1.jar"));
		assertTrue(have > 2_000_000 && have < list.get(0).size(), have + " bytes");
		libraries().install(address(), Progress.NONE);
		assertInstalled();
		assertEquals("cuda-1.jar bytes=" + have + "-", asked.get(1));
	}

	@Test
	void startsAnewWhereTheServerKnowsNoRanges() throws IOException {
		Files.createDirectories(folder.resolveSibling("gpu.download"));
		Files.write(folder.resolveSibling("gpu.download").resolve("cuda-1.jar"), new byte[1234]);
		hasRanges = false;
		libraries().install(address(), Progress.NONE);
		assertInstalled();
	}

	@Test
	void refusesOtherJarsThanThePublishedOnes() throws IOException {
		Path jar = jars.resolve("tensorflow-1.jar");
		byte[] bytes = Files.readAllBytes(jar);
		bytes[bytes.length / 2] ^= 1;
		Files.write(jar, bytes);
		IOException fetched = refused(address());
		assertTrue(fetched.getMessage().contains("tensorflow-1.jar is not the jar that was published"),
			fetched.getMessage());
		assertFalse(Files.exists(folder.resolveSibling("gpu.download").resolve("tensorflow-1.jar")),
			"and would not be again");
		IOException given = refused(jars.toString());
		assertTrue(given.getMessage().contains(jar + " is not the jar"), given.getMessage());
		assertTrue(Files.exists(jar), "a user's file is left alone");
		Files.write(jar, Arrays.copyOf(bytes, 100));
		assertTrue(refused(jars.toString()).getMessage().contains("tensorflow-1.jar"));
	}

	@Test
	void saysWhatIsMissing() throws IOException {
		Files.delete(jars.resolve("tensorflow-1.jar"));
		assertTrue(refused(jars.toString()).getMessage().contains("There is no tensorflow-1.jar in " + jars));
		assertTrue(refused(address()).getMessage().contains("404"));
		assertTrue(refused(temp.resolve("nowhere").toString()).getMessage().contains("cuda-1.jar"));
		String address = address();
		server.stop(0);
		IOException silent = refused(address);
		assertTrue(silent.getMessage().contains(address) && silent.getMessage().contains("check the connection"),
			silent.getMessage());
		assertTrue(refused("http://[bad/").getMessage().contains("not a web address"));
	}

	@Test
	void saysThatTheDiskIsFull() {
		GpuJar cuda = list.get(0);
		list.set(0, new GpuJar(cuda.path(), 1L << 60, cuda.sha256(), cuda.licence(), cuda.inside(),
			cuda.libraries(), true));
		IOException e = refused(address());
		assertTrue(e.getMessage()
			.matches("The disk of .* has [\\d.]+ GB left, and 1152921504\\.8 are needed: make room.*"), e.getMessage());
	}

	@Test
	void mendsWhatWasDamagedOrLeftByAKilledProcess() throws IOException {
		libraries().install(address(), Progress.NONE);
		Files.write(folder.resolve("libtensorflow.so.1"), new byte[10]);
		Path partial = Files.createDirectories(folder.resolveSibling("gpu.partial-1"));
		Files.write(partial.resolve("libcuda.so.1"), new byte[10]);
		assertTrue(libraries().isThere());
		assertEquals("libtensorflow.so.1 has 10 bytes instead of 3000000", libraries().damage());
		libraries().install(jars.toString(), Progress.NONE);
		try (Stream<Path> beside = Files.list(folder.getParent())) {
			// What was damaged may be in use, and goes the next time.
			for (Path other : beside.filter(Files::isDirectory).toList()) {
				SafeFile.deleteFolder(other.equals(folder) ? other.resolve("none") : other);
			}
		}
		assertInstalled();
	}

	@Test
	void refusesToLoadWhatIsNoLibrary() throws IOException {
		libraries().install(jars.toString(), Progress.NONE);
		IOException e = assertThrows(IOException.class, () -> libraries().load());
		assertTrue(e.getMessage().startsWith("libcuda.so.1 cannot be loaded"), e.getMessage());
	}

	@Test
	void theDefaultRepositoryIsTheBuildsOwn() {
		assertTrue(GpuLibraries.REPOSITORY.matches("https://[\\w.]+/maven2"), GpuLibraries.REPOSITORY);
		assertEquals(19, GpuJar.ALL.stream().mapToInt(jar -> jar.libraries().size()).sum());
	}
}
