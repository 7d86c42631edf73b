// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Counts what was tried and what failed, and prints both; as an extension, the tests of a class. */
public final class Tally implements TestWatcher, AfterAllCallback {

	private int tried;
	private final List<String> failures = new ArrayList<>();

	/** What may fail. */
	@FunctionalInterface
	interface Attempt {

		void run() throws Exception;
	}

	/** Tries something; where it fails, the others are still tried. */
	void attempt(Attempt attempt) {
		tried++;
		try {
			attempt.run();
		}
		catch (Exception | AssertionError e) {
			failures.add(e.toString());
		}
	}

	/** Prints the counts, and fails where anything failed. */
	void end(String what) {
		print(what);
		assertEquals("", String.join("\n", failures));
	}

	private void print(String what) {
		System.out.println(what + ": " + tried + " tried, " + failures.size() + " failed");
	}

	@Override
	public void testSuccessful(ExtensionContext context) {
		tried++;
	}

	@Override
	public void testFailed(ExtensionContext context, Throwable cause) {
		tried++;
		failures.add(cause.toString());
	}

	@Override
	public void afterAll(ExtensionContext context) {
		print(context.getDisplayName());
	}
}
