// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.taproot.progress.Background;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.EngineMemoryError;
import io.github.taproot.unet.SavedNetwork;
import io.github.taproot.unet.natives.FreeMemory;

/**
 * A network that runs in a process of its own, {@link NetworkServer}, which may crash, hang, or ask for all memory and
 * harms nothing but itself. Its time is limited everywhere, its memory on Linux (elsewhere only the heap and what
 * TensorFlow keeps for tensors). It has no network where {@code unshare} may make a namespace without one; elsewhere
 * TensorFlow's own access to clouds is led astray. It may read the user's files, as any process may; that a SavedModel
 * asks for none is checked before it is loaded.
 * <p>
 * A process that ended after it had computed something is started again for the next tile, one that never did is not.
 * </p>
 */
final class NetworkProcess implements SavedNetwork {

	/**
	 * What the process may take.
	 *
	 * @param loading time to start and load the network
	 * @param tile time for a tile, however small
	 * @param megapixel time for each 10^6 values of a tile beside that
	 * @param bytes of memory
	 */
	record Limits(Duration loading, Duration tile, Duration megapixel, long bytes) {

		/** For models of any size: what is free, and times that slow computers stay below. */
		static Limits usual() {
			return new Limits(Duration.ofMinutes(3), Duration.ofMinutes(2), Duration.ofMinutes(3),
				Math.max(1L << 30, FreeMemory.bytes() / 10 * 8));
		}
	}

	/** Variables that hold what only the user may use, such as keys to clouds, or that change another Java. */
	private static final String SECRETS =
		"(?i)(AWS|GOOGLE|GCE|GCS|CLOUDSDK|AZURE)_.*|.*(TOKEN|SECRET|PASSW|CREDENTIAL|_KEY).*|_?JAVA_.*|JDK_JAVA_.*";
	/** No computer has it: who asks for it is refused at once. */
	private static final String NOWHERE = "http://127.0.0.1:9";
	private static final int WATCHED_MS = 100;
	private static final int LONGEST_ERROR = 2000;

	/** The start of a command line without a network, empty where there is none. */
	private static final class Isolation {

		private static final List<String> PREFIX = isPossible() ? List.of("unshare", "-r", "-n", "--") : List.of();

		private static boolean isPossible() {
			try {
				Process test = new ProcessBuilder("unshare", "-r", "-n", "--", "true")
					.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
				if (!test.waitFor(5, TimeUnit.SECONDS)) test.destroyForcibly();
				else return test.exitValue() == 0;
			}
			catch (IOException e) {
				// not Linux, or without it
			}
			catch (InterruptedException e) {
				Thread.currentThread().interrupt();
			}
			return false;
		}
	}

	private final Path folder;
	private final DeviceChoice choice;
	private final Limits limits;
	private final List<String> program;
	private Process process;
	private DataInputStream in;
	private DataOutputStream out;
	private String device;
	/** Whether this process has computed something. */
	private boolean hasComputed;
	/** What became of the last process. */
	private String failure;
	/** In nanoseconds of {@link System#nanoTime}. */
	private volatile long deadline;
	/** Why it was stopped; null where it was not. */
	private volatile String stopped;
	/** The end of what it printed. */
	private volatile String printed = "";

	/**
	 * Starts a process.
	 *
	 * @param folder the SavedModel's; the process works in it
	 * @throws IOException where it can't be loaded, in a sentence
	 */
	static NetworkProcess open(Path folder, DeviceChoice device) throws IOException {
		List<String> program = new ArrayList<>(EngineLoader.options());
		program.add(NetworkServer.class.getName());
		return new NetworkProcess(folder, device, Limits.usual(), program);
	}

	/** @param program Java's options, and the class whose main method answers */
	NetworkProcess(Path folder, DeviceChoice choice, Limits limits, List<String> program) throws IOException {
		this.folder = folder;
		this.choice = choice;
		this.limits = limits;
		this.program = program;
		start();
	}

	private void start() throws IOException {
		stopped = null;
		failure = "The network's process has ended.";
		printed = "";
		hasComputed = false;
		List<String> command = new ArrayList<>(Isolation.PREFIX);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Xmx" + Math.max(512, limits.bytes >> 22) + "m");
		command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
		command.addAll(program);
		command.addAll(List.of(folder.toAbsolutePath().toString(), choice.name()));
		ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
		Map<String, String> environment = builder.environment();
		environment.keySet().removeIf(name -> name.matches(SECRETS));
		environment.put("NO_GCE_CHECK", "true");
		environment.put("GCE_METADATA_HOST", NOWHERE.substring("http://".length()));
		for (String proxy : List.of("http_proxy", "https_proxy", "all_proxy")) environment.put(proxy, NOWHERE);
		environment.putIfAbsent("TF_CPU_BFC_MEM_LIMIT_IN_MB", Long.toString((limits.bytes >> 20) * 3 / 4));
		allow(limits.loading);
		try {
			process = builder.start();
		}
		catch (IOException e) {
			throw new IOException("Networks of others run in their own process, and Java could not start one (" +
				command.get(Isolation.PREFIX.size()) + "): install Fiji again with its own Java.", e);
		}
		inBackground(this::watch);
		inBackground(this::drain);
		in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
		out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
		try {
			int kind = in.readUnsignedByte();
			if (kind == NetworkProtocol.READY) device = NetworkProtocol.readText(in);
			else if (kind != NetworkProtocol.REFUSED) throw new StreamCorruptedException("answer " + kind);
			else {
				String why = NetworkProtocol.readText(in);
				close();
				throw new Refusal(why);
			}
		}
		catch (Refusal e) {
			throw new IOException(e.getMessage(), e);
		}
		catch (IOException e) {
			throw new IOException(ended(e, "while it was loaded"), cause(e));
		}
		idle();
	}

	private void restart() {
		try {
			start();
		}
		catch (IOException e) {
			failure = e.getMessage();
			throw new IllegalArgumentException(failure, e);
		}
	}

	/** What the process itself says of a model. */
	private static final class Refusal extends IOException {

		private static final long serialVersionUID = 1L;

		Refusal(String message) {
			super(message);
		}
	}

	private static void inBackground(Runnable work) {
		Background.thread(work, "Taproot network process").start();
	}

	private void allow(Duration time) {
		deadline = System.nanoTime() + time.toNanos();
	}

	private void idle() {
		allow(Duration.ofDays(1000));
	}

	/** Stops the process where it exceeds its limits. */
	private void watch() {
		Process watched = process;
		try {
			while (!watched.waitFor(WATCHED_MS, TimeUnit.MILLISECONDS)) {
				if (System.nanoTime() - deadline > 0) stop(watched, "took too long and was stopped");
				else if (resident(watched.pid()) > limits.bytes) {
					stop(watched, String.format(Locale.ROOT, "needed more than %.1f GB of memory and was stopped",
						limits.bytes / 1e9));
				}
			}
		}
		catch (InterruptedException | RuntimeException | Error e) {
			// Nobody would hold it to its limits.
			watched.destroyForcibly();
		}
	}

	private void stop(Process watched, String why) {
		stopped = why;
		watched.destroyForcibly();
	}

	/** Bytes of memory that a process has; 0 where the system is not Linux. */
	private static long resident(long pid) {
		try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
			return lines.filter(line -> line.startsWith("VmRSS:")).findFirst()
				.map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).orElse(0L);
		}
		catch (IOException | UncheckedIOException e) {
			return 0;
		}
	}

	private void drain() {
		byte[] block = new byte[LONGEST_ERROR];
		try (InputStream errors = process.getErrorStream()) {
			for (int n = errors.read(block); n > 0; n = errors.read(block)) {
				String all = printed + new String(block, 0, n, StandardCharsets.UTF_8);
				printed = all.substring(Math.max(0, all.length() - LONGEST_ERROR));
			}
		}
		catch (IOException e) {
			// it has ended
		}
	}

	/** A sentence on why there is no answer, once the process has ended. */
	private String ended(IOException e, String when) {
		close();
		if (stopped != null) return "The network " + stopped + " " + when + ".";
		return e instanceof StreamCorruptedException
			? "The network's process gave an invalid answer " + when + ", and was stopped."
			: "The network crashed or ran out of memory " + when + ".";
	}

	private IOException cause(IOException e) {
		return printed.isBlank() ? e : new IOException(printed, e);
	}

	@Override
	public Values run(Values input) {
		try {
			if (!process.isAlive()) {
				if (!hasComputed) throw new IllegalArgumentException(failure + " It is not started again.");
				restart();
			}
			allow(limits.tile.plus(limits.megapixel.multipliedBy(input.values().length / 1_000_000)));
			NetworkProtocol.write(input, out);
			out.flush();
			int kind = in.readUnsignedByte();
			if (kind == NetworkProtocol.MEMORY) throw new EngineMemoryError(device, null);
			if (kind == NetworkProtocol.REFUSED) {
				throw new IllegalArgumentException(NetworkProtocol.readText(in));
			}
			if (kind != NetworkProtocol.VALUES) throw new StreamCorruptedException("answer " + kind);
			Values values = NetworkProtocol.read(in, NetworkProtocol.mostOutputs(input));
			hasComputed = true;
			return values;
		}
		catch (IOException e) {
			failure = ended(e, "on this photograph");
			throw new IllegalArgumentException(failure, cause(e));
		}
		finally {
			idle();
		}
	}

	@Override
	public String device() {
		return device;
	}

	@Override
	public void close() {
		process.destroyForcibly();
		try {
			process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}
}
