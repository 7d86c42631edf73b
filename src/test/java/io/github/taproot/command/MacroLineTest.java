// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.HeadlessException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.scijava.thread.ThreadService;

import ij.CommandListener;
import ij.Executer;
import ij.IJ;
import ij.macro.Interpreter;

/**
 * Macros run in threads as Fiji makes them; the macro here calls a method, since plain ImageJ cannot reach SciJava's
 * commands.
 */
public class MacroLineTest {

	private static final String PROBE = "call(\"" + MacroLineTest.class.getName() + ".line\");";

	private static Thread interpreter;
	private static MacroLine found;
	private static CountDownLatch reached;
	private static CountDownLatch goOn;
	private static CountDownLatch held;

	@BeforeAll
	static void menus() {
		try {
			IJ.run("Taproot");
		}
		catch (HeadlessException e) {
			// The menus are there all the same, for all later calls.
		}
	}

	/** Called by the macro: asks as a command does, in a thread of SciJava's. */
	public static String line() throws Exception {
		interpreter = Thread.currentThread();
		found = threads().run(() -> MacroLine.of(Calls.context())).get();
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
		assertSame(plain, found.thread());

		// The script editor has SciJava run the macro in a thread of its own.
		threads().run(() -> new Interpreter().run(PROBE)).get();
		assertSame(interpreter, found.thread());
	}

	@Test
	void aMenuCommandIsInNoMacroWhileOneWaitsElsewhere() throws Exception {
		reached = new CountDownLatch(1);
		goOn = new CountDownLatch(1);
		Future<?> macro = threads().run(() -> new Interpreter().run(PROBE));
		assertTrue(reached.await(20, TimeUnit.SECONDS));
		try {
			MacroLine[] menu = { found };
			// A thread of the pool that ran a line before keeps the name.
			Thread chosen = new Thread(() -> menu[0] = of(), "Run$_SciJava-Thread-0");
			chosen.start();
			chosen.join(20_000);
			assertNull(menu[0]);
			assertNull(MacroLine.of(Calls.context()));
		}
		finally {
			goOn.countDown();
			macro.get();
		}
	}

	@Test
	void aLineKnowsItsOwnMacroWhileAnotherThatBeganLaterWaits() throws Exception {
		reached = new CountDownLatch(1);
		goOn = new CountDownLatch(1);
		CountDownLatch mayCall = new CountDownLatch(1);
		MacroLine[] line = { null };
		CommandListener command = name -> {
			if (!name.equals("Wait For The Other")) return name;
			line[0] = of();
			return null;
		};
		Executer.addCommandListener(command);
		Interpreter first = new Interpreter();
		Thread calls = new Thread(() -> {
			first.run("call(\"" + MacroLineTest.class.getName() + ".hold\"); run(\"Wait For The Other\");");
		}, "Macro$");
		held = mayCall;
		try {
			calls.start();
			Future<?> other = threads().run(() -> new Interpreter().run(PROBE));
			assertTrue(reached.await(20, TimeUnit.SECONDS));
			mayCall.countDown();
			calls.join(20_000);
			assertSame(first, line[0].macro());
			goOn.countDown();
			other.get();
		}
		finally {
			Executer.removeCommandListener(command);
			goOn.countDown();
		}
	}

	@Test
	void aScriptHasNoMacroWhichCouldBeAnothersThatWaits() throws Exception {
		reached = new CountDownLatch(1);
		goOn = new CountDownLatch(1);
		Future<?> other = threads().run(() -> new Interpreter().run(PROBE));
		assertTrue(reached.await(20, TimeUnit.SECONDS));
		MacroLine[] line = { null };
		CommandListener command = name -> {
			line[0] = of();
			return null;
		};
		Executer.addCommandListener(command);
		try {
			Thread script = new Thread(() -> IJ.run("A Line Of A Script"), "script");
			script.start();
			script.join(20_000);
			assertSame(script, line[0].thread());
			assertNull(line[0].macro());
		}
		finally {
			Executer.removeCommandListener(command);
			goOn.countDown();
			other.get();
		}
	}

	/** Called by the macro. */
	public static String hold() throws InterruptedException {
		assertTrue(held.await(20, TimeUnit.SECONDS));
		return "";
	}

	private static MacroLine of() {
		try {
			return threads().run(() -> MacroLine.of(Calls.context())).get();
		}
		catch (Exception e) {
			throw new IllegalStateException(e);
		}
	}
}
