// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import ij.IJ;
import ij.macro.Interpreter;

import io.github.taproot.imagej.MacroFailure;

/**
 * A command that fails in a macro tells ImageJ, which stops the macro after the line. Plain ImageJ cannot reach
 * SciJava's commands, so the macro here calls a method, after which it goes on whatever was thrown; Fiji's run(...)
 * does not.
 */
public class FailureInMacroTest {

	private static final List<String> HAPPENED = new ArrayList<>();

	/** Called by the macro. */
	public static String fail(String sentence) {
		TaprootCommand command = new TaprootCommand() {

			@Override
			void work() throws IOException {
				throw new IOException(sentence);
			}
		};
		Calls.context().inject(command);
		try {
			command.run();
			HAPPENED.add("went on");
		}
		catch (RuntimeException e) {
			HAPPENED.add(e.getMessage());
		}
		HAPPENED.add(command.getCancelReason());
		return "";
	}

	@Test
	void failureInAMacroIsAnErrorOfImageJ() throws InterruptedException {
		HAPPENED.clear();
		String call = "call(\"" + FailureInMacroTest.class.getName() + ".fail\", \"No such folder.\");";
		// By the end of its name ImageJ knows a macro's thread.
		Thread thread = new Thread(() -> new Interpreter().run(call), "Test_Macro$");
		thread.start();
		thread.join(20_000);
		assertEquals("No such folder.", IJ.getErrorMessage());
		assertEquals(List.of("Macro canceled", "No such folder."), HAPPENED);

		HAPPENED.clear();
		fail("Not told to ImageJ.");
		assertNull(IJ.getErrorMessage());
		assertEquals(List.of("went on", "Not told to ImageJ."), HAPPENED);
	}

	/** Called by the macro. */
	public static String stopQuietly(String sentence) {
		MacroFailure.stopQuietly(MacroFailure.macro(Thread.currentThread()), sentence);
		HAPPENED.add("returned");
		return "";
	}

	@Test
	void whereFijiShowsTheReasonTheMacroOnlyEnds() throws InterruptedException {
		HAPPENED.clear();
		String name = FailureInMacroTest.class.getName();
		String call = "call(\"" + name + ".stopQuietly\", \"No such folder.\"); call(\"" + name +
			".fail\", \"went on\");";
		List<Throwable> thrown = new ArrayList<>();
		Thread thread = new Thread(() -> new Interpreter().run(call), "Test_Macro$");
		thread.setUncaughtExceptionHandler((where, e) -> thrown.add(e));
		thread.start();
		thread.join(20_000);
		assertEquals(List.of("returned"), HAPPENED);
		assertEquals(List.of(), thrown);
		assertNull(Interpreter.getInstance());
	}
}
