// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.taproot.command.Calls;
import io.github.taproot.files.ChildProcess;
import io.github.taproot.files.FolderLock;

/** A process that runs commands, one after another, as it is told; a test may kill it. */
public final class CommandProcess implements AutoCloseable {

	private static final String HOLD = "Hold";

	private final Process process;
	private final BufferedReader answers;
	private final Path said;

	/**
	 * Starts it.
	 *
	 * @param before the program and arguments that start it; none for a plain process
	 * @param temporary its folder for temporary files, and for what it says
	 */
	CommandProcess(List<String> before, Path temporary) throws IOException {
		said = Files.createTempFile(temporary, "said", ".txt");
		List<String> line = new ArrayList<>(before);
		line.addAll(ChildProcess.line(
			List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true",
				"-Djava.io.tmpdir=" + temporary, "-Duser.home=" + System.getProperty("user.home")),
			CommandProcess.class.getName()));
		process = new ProcessBuilder(line).redirectError(said.toFile()).start();
		answers = process.inputReader(StandardCharsets.UTF_8);
	}

	/** Runs what its standard input says, a line for each command: its title, a tab, keys and values. */
	public static void main(String[] args) throws IOException {
		PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		System.setOut(System.err);
		Calls.commands();
		answers.println("ready");
		FolderLock held = null;
		BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			String[] parts = line.split("\t", 2);
			if (held != null) held.close();
			answers.println("begun");
			Calls.Outcome outcome = new Calls.Outcome(Calls.End.DONE, "");
			if (parts[0].equals(HOLD)) held = FolderLock.of(Path.of(parts[1]), HOLD, System.err::println);
			else outcome = outcome(parts[0], parts[1]);
			answers.println(outcome.end() + "\t" + outcome.text().replace('\n', ' '));
		}
		System.exit(0);
	}

	private static Calls.Outcome outcome(String title, String values) {
		try {
			return Calls.outcome(title, values);
		}
		catch (AssertionError e) {
			return new Calls.Outcome(Calls.End.FAILED, e.toString());
		}
	}

	/** Waits until it can run commands. */
	CommandProcess ready() throws IOException {
		expect("ready");
		return this;
	}

	/** Has a command begun, and returns once it has. */
	void begin(String title, String values) throws IOException {
		process.outputWriter(StandardCharsets.UTF_8).append(title + "\t" + values + "\n").flush();
		expect("begun");
	}

	/** Waits for the end of the command that was begun. */
	Calls.Outcome end() throws IOException {
		String answer = answers.readLine();
		if (answer == null) throw new IOException("The process has ended: " + said());
		String[] parts = answer.split("\t", 2);
		return new Calls.Outcome(Calls.End.valueOf(parts[0]), parts[1]);
	}

	/** Has it take a folder's lock until the next command. */
	void hold(Path folder) throws IOException {
		begin(HOLD, folder.toString());
		end();
	}

	private void expect(String answer) throws IOException {
		String line = answers.readLine();
		if (!answer.equals(line)) throw new IOException("Not " + answer + " but " + line + ": " + said());
	}

	String said() throws IOException {
		return Files.readString(said);
	}

	/** Whether the command that was begun still runs. */
	boolean isRunning() {
		try {
			return process.isAlive() && !answers.ready();
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	long pid() {
		return process.pid();
	}

	void kill() throws InterruptedException {
		process.destroyForcibly().waitFor();
	}

	/** Lets it end, and tells its exit code. */
	int finish() throws IOException, InterruptedException {
		process.getOutputStream().close();
		return process.waitFor(100, TimeUnit.SECONDS) ? process.exitValue() : -1;
	}

	@Override
	public void close() {
		process.destroyForcibly();
	}
}
