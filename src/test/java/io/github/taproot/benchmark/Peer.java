// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * PyTorch and scikit-image in a Python of the user's, in one process for all rows: nothing of theirs is timed but the
 * work.
 */
final class Peer implements AutoCloseable {

	private final Path script;
	private final Process process;
	private final PrintWriter questions;
	private final BufferedReader answers;

	private Peer(Path script, Process process) {
		this.script = script;
		this.process = process;
		questions = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
		answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Starts a Python.
	 *
	 * @param threads how many PyTorch may use
	 * @return null where there is no such program
	 */
	static Peer start(String python, int threads) throws IOException {
		Path script = Files.createTempFile("taproot-peers", ".py");
		try (InputStream in = Peer.class.getResourceAsStream("peers.py")) {
			Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
		}
		try {
			return new Peer(script, new ProcessBuilder(python, script.toString(), Integer.toString(threads))
				.redirectError(ProcessBuilder.Redirect.DISCARD).start());
		}
		catch (IOException e) {
			Files.deleteIfExists(script);
			return null;
		}
	}

	/** What it answers to some words; "error" where it has ended. */
	String ask(String... words) throws IOException {
		questions.println(String.join("\t", words));
		String answer = answers.readLine();
		return answer == null ? "error" : answer;
	}

	/** How many seconds some work takes; NaN where it can't do that. */
	double seconds(String... words) throws IOException {
		String answer = ask(words);
		return answer.startsWith("error") ? Double.NaN : Double.parseDouble(answer);
	}

	@Override
	public void close() throws IOException {
		process.destroy();
		Files.deleteIfExists(script);
	}
}
