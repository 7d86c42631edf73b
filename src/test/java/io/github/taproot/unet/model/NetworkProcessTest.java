// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.EngineMemoryError;
import io.github.taproot.unet.SavedNetwork.Values;
import io.github.taproot.unet.TrainingSettings;

/** What becomes of processes that do not do what they should: each is one sentence here, and no more. */
class NetworkProcessTest {

	@TempDir
	private Path folder;

	/** Answers as a file in its folder says, which each line of is for one request, the first for the start. */
	public static final class Scripted {

		private Scripted() {}

		public static void main(String[] arguments) throws Exception {
			DataInputStream in = new DataInputStream(System.in);
			DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
			for (String line : Files.readAllLines(Path.of(arguments[0], "script"))) {
				Values tile = line.startsWith("start") ? null : NetworkProtocol.read(in, Integer.MAX_VALUE);
				switch (line.replace("start ", "")) {
					case "ready" -> NetworkProtocol.write(NetworkProtocol.READY, "CPU of a script", out);
					case "refused" -> NetworkProtocol.write(NetworkProtocol.REFUSED, "It is\ntoo\tbad.", out);
					case "memory" -> out.writeByte(NetworkProtocol.MEMORY);
					case "crash" -> Runtime.getRuntime().halt(134);
					case "hang" -> Thread.sleep(100_000);
					case "eat" -> {
						List<byte[]> all = new ArrayList<>();
						while (true) all.add(new byte[1 << 20]);
					}
					case "print" -> out.writeBytes("Segmenting your photograph, please wait");
					case "long text" -> {
						out.writeByte(NetworkProtocol.REFUSED);
						out.writeInt(Integer.MAX_VALUE);
					}
					case "huge" -> {
						out.writeByte(NetworkProtocol.VALUES);
						NetworkProtocol.write(new Values(new float[0], 1 << 30, 1 << 30, 1 << 30, 1 << 30), out);
					}
					case "noise" -> {
						System.err.print("x".repeat(1 << 20));
						out.writeByte(NetworkProtocol.VALUES);
						NetworkProtocol.write(tile, out);
					}
					case "environment" -> {
						out.writeByte(NetworkProtocol.VALUES);
						boolean isReached = false;
						try (Socket socket = new Socket(InetAddress.getLoopbackAddress(),
							(int) tile.values()[0]))
						{
							isReached = true;
						}
						catch (IOException e) {
							// no network
						}
						NetworkProtocol.write(new Values(new float[] { isReached ? 1 : 0 }, 1), out);
					}
					default -> {
						out.writeByte(NetworkProtocol.VALUES);
						NetworkProtocol.write(new Values(new float[] { tile.values()[0] + 1 }, 1, 1), out);
					}
				}
				out.flush();
			}
		}
	}

	private NetworkProcess open(String... script) throws IOException {
		return open(new NetworkProcess.Limits(Duration.ofSeconds(20), Duration.ofSeconds(2), Duration.ZERO, 1 << 30),
			script);
	}

	private NetworkProcess open(NetworkProcess.Limits limits, String... script) throws IOException {
		Files.write(folder.resolve("script"), List.of(script));
		return new NetworkProcess(folder, DeviceChoice.CPU, limits, List.of("-cp",
			System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
			Scripted.class.getName()));
	}

	private static final Values TILE = new Values(new float[] { 3, 4 }, 1, 2);

	@Test
	void whatIsComputedComesBack() throws IOException {
		try (NetworkProcess network = open("start ready", "one", "noise", "refused", "memory", "one")) {
			assertEquals("CPU of a script", network.device());
			assertArrayEquals(new float[] { 4 }, network.run(TILE).values());
			Values large = new Values(new float[300_000], 1, 3, 100_000, 1);
			large.values()[299_999] = 7;
			Values same = network.run(large);
			assertArrayEquals(large.values(), same.values());
			assertArrayEquals(large.shape(), same.shape());
			assertEquals("It is too bad.",
				assertThrows(IllegalArgumentException.class, () -> network.run(TILE)).getMessage());
			assertThrows(EngineMemoryError.class, () -> network.run(TILE));
			assertArrayEquals(new float[] { 4 }, network.run(TILE).values(), "the same process");
		}
	}

	@ParameterizedTest
	@CsvSource({ "refused, too bad", "crash, crashed or ran out of memory while it was loaded",
		"print, gave an invalid answer", "long text, gave an invalid answer" })
	void whatIsNotLoadedIsASentence(String what, String part) {
		String message = assertThrows(IOException.class, () -> open("start " + what)).getMessage();
		assertTrue(message.contains(part) && message.endsWith("."), message);
	}

	/** As the real process is told of a tile that it has no memory for: its reading thread throws. */
	@Test
	void whatDoesNotFitIntoTheProcessEndsIt() throws Exception {
		TrainingSettings narrow = TrainingSettings.corrective(8, 1);
		EngineLoader.engine().writeSavedModel(narrow.architecture(), narrow.architecture().initialWeights(1),
			folder.resolve("saved_model.pb"));
		List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java") + "",
			"-Xmx200m"));
		line.addAll(EngineLoader.options());
		line.addAll(List.of(NetworkServer.class.getName(), folder.toString(), DeviceChoice.CPU.name()));
		Process process = new ProcessBuilder(line).redirectError(folder.resolve("said.txt").toFile()).start();
		try (DataOutputStream out = new DataOutputStream(process.getOutputStream());
			DataInputStream in = new DataInputStream(process.getInputStream()))
		{
			assertEquals(NetworkProtocol.READY, in.readUnsignedByte(), () -> said());
			NetworkProtocol.readText(in);
			NetworkProtocol.write(new Values(new float[0], 1, 1 << 14, 1 << 14, 1), out);
			out.flush();
			assertEquals(-1, in.read());
			assertTrue(process.waitFor(60, TimeUnit.SECONDS));
		}
		finally {
			process.destroyForcibly();
		}
	}

	private String said() {
		try {
			return Files.readString(folder.resolve("said.txt"));
		}
		catch (IOException e) {
			return e.toString();
		}
	}

	@Test
	void whatHangsIsStopped() {
		String message = assertThrows(IOException.class, () -> open(
			new NetworkProcess.Limits(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, 1 << 30), "start hang"))
			.getMessage();
		assertEquals("The network took too long and was stopped while it was loaded.", message);
	}

	@Test
	void whatTakesAllMemoryIsStopped() throws IOException {
		String message = assertThrows(IOException.class, () -> open("start eat")).getMessage();
		assertTrue(message.contains("memory"), message);
		if (!Files.exists(Path.of("/proc/self/status"))) return;
		message = assertThrows(IOException.class, () -> open(
			new NetworkProcess.Limits(Duration.ofSeconds(20), Duration.ZERO, Duration.ZERO, 1 << 20), "start hang"))
			.getMessage();
		assertEquals("The network needed more than 0.0 GB of memory and was stopped while it was loaded.", message);
	}

	@ParameterizedTest
	@CsvSource({ "crash, crashed or ran out of memory", "hang, took too long and was stopped",
		"print, gave an invalid answer", "huge, gave an invalid answer" })
	void whatFailsOnOnePhotographIsStartedAgainForTheNext(String what, String part) throws IOException {
		try (NetworkProcess network = open("start ready", "one", what)) {
			for (int time = 0; time < 2; time++) {
				assertArrayEquals(new float[] { 4 }, network.run(TILE).values());
				String message = assertThrows(IllegalArgumentException.class, () -> network.run(TILE)).getMessage();
				assertTrue(message.contains(part) && message.contains("on this photograph"), message);
			}
		}
		try (NetworkProcess network = open("start ready", what, "one")) {
			assertThrows(IllegalArgumentException.class, () -> network.run(TILE));
			long start = System.nanoTime();
			String message = assertThrows(IllegalArgumentException.class, () -> network.run(TILE)).getMessage();
			assertTrue(message.contains("not started again"), message);
			assertTrue(System.nanoTime() - start < 1_500_000_000L, "at once");
		}
	}

	@Test
	void itEndsWithUsAndLeavesNothing() throws IOException, InterruptedException {
		NetworkProcess network = open("start ready", "hang");
		List<ProcessHandle> children = ProcessHandle.current().children()
			.filter(child -> child.info().commandLine().orElse("").contains(folder.toString())).toList();
		network.close();
		for (ProcessHandle child : children) assertFalse(child.isAlive());
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(List.of(folder.resolve("script")), files.toList());
		}
	}

	@Test
	void itHasNoNetworkWhereThatIsPossible() throws IOException, InterruptedException {
		boolean isPossible;
		try {
			isPossible = new ProcessBuilder("unshare", "-r", "-n", "--", "true").start().waitFor() == 0;
		}
		catch (IOException e) {
			isPossible = false;
		}
		org.junit.jupiter.api.Assumptions.assumeTrue(isPossible, "unshare may not make a namespace here");
		try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				NetworkProcess network = open("start ready", "environment"))
		{
			assertArrayEquals(new float[] { 0 },
				network.run(new Values(new float[] { open.getLocalPort() }, 1)).values());
		}
	}

	@Test
	void sizesAreNotBelieved() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		NetworkProtocol.write(new Values(new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3), new DataOutputStream(bytes));
		byte[] whole = bytes.toByteArray();
		assertEquals(4 + 4 + 16 + 24, whole.length);
		assertArrayEquals(new float[] { 1, 2, 3, 4, 5, 6 }, read(whole, 6).values());
		assertThrows(IOException.class, () -> read(whole, 5));
		assertThrows(EOFException.class, () -> read(java.util.Arrays.copyOf(whole, whole.length - 1), 6));
		for (int i : new int[] { 0, 4, 7, 8, 16 }) {
			byte[] changed = whole.clone();
			changed[i] = (byte) 0xff;
			assertThrows(IOException.class, () -> read(changed, Integer.MAX_VALUE));
		}
	}

	private static Values read(byte[] bytes, long most) throws IOException {
		return NetworkProtocol.read(new DataInputStream(new ByteArrayInputStream(bytes)), most);
	}
}
