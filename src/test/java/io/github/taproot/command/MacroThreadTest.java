// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.scijava.thread.ThreadService;

import ij.macro.Interpreter;

/**
 * Macros run in threads as Fiji makes them; the macro here calls a method, since plain ImageJ cannot reach SciJava's
 * commands.
 */
public class MacroThreadTest {

	private static final String PROBE = "call(\"" + MacroThreadTest.class.getName() + ".line\");";

	private static Thread interpreter;
	private static Thread found;
	private static CountDownLatch reached;
	private static CountDownLatch goOn;

	/** Called by the macro: asks as a command does, in a thread of SciJava's. */
	public static String line() throws Exception {
		interpreter = Thread.currentThread();
		found = threads().run(() -> MacroThread.of(Calls.context())).get();
		reached.countDown();
		assertTrue(goOn.await(20, TimeUnit.SECONDS));
		return "";
	}

	private static ThreadService threads() {
		return Calls.context().service(ThreadService.class);
	}

	@Test
	void aLineIsFoundWhateverThreadItsMacroRunsIn() throws Exception {
		reached = new CountDownLatch(1);
		goOn = new CountDownLatch(0);
		Thread plain = new Thread(() -> new Interpreter().run(PROBE), "x");
		plain.start();
		plain.join(20_000);
		assertSame(plain, found);

		// The script editor has SciJava run the macro in a thread of its own.
		threads().run(() -> new Interpreter().run(PROBE)).get();
		assertSame(interpreter, found);
	}

	@Test
	void aMenuCommandIsInNoMacroWhileOneWaitsElsewhere() throws Exception {
		reached = new CountDownLatch(1);
		goOn = new CountDownLatch(1);
		Future<?> macro = threads().run(() -> new Interpreter().run(PROBE));
		assertTrue(reached.await(20, TimeUnit.SECONDS));
		try {
			Thread[] menu = { Thread.currentThread() };
			// A thread of the pool that ran a line before keeps the name.
			Thread chosen = new Thread(() -> menu[0] = of(), "Run$_SciJava-Thread-0");
			chosen.start();
			chosen.join(20_000);
			assertNull(menu[0]);
			assertNull(MacroThread.of(Calls.context()));
		}
		finally {
			goOn.countDown();
			macro.get();
		}
	}

	private static Thread of() {
		try {
			return threads().run(() -> MacroThread.of(Calls.context())).get();
		}
		catch (Exception e) {
			throw new IllegalStateException(e);
		}
	}
}
