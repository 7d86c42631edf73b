package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import ij.IJ;
import ij.macro.Interpreter;

/**
 * A command that fails stops the macro that called it. Plain ImageJ cannot reach SciJava's commands, so the macro calls
 * a method here, which runs one in the macro's thread; in Fiji it runs in another, and {@code IJ.run} looks afterwards
 * whether there was an error.
 */
public class FailureInMacroTest {

	private static final List<String> REACHED = new ArrayList<>();

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
		}
		finally {
			REACHED.add(command.getCancelReason());
		}
		return "went on";
	}

	/** Called by the macro. */
	public static String reach(String line) {
		REACHED.add(line);
		return line;
	}

	@Test
	void failureStopsTheMacro() throws InterruptedException {
		REACHED.clear();
		String call = "call(\"" + FailureInMacroTest.class.getName();
		String macro = call + ".reach\", \"first\");\n" + call + ".fail\", \"No such folder.\");\n" + call +
			".reach\", \"after\");\n";
		Thread thread = new Thread(() -> new Interpreter().run(macro), "Test_Macro$");
		thread.start();
		thread.join(20_000);
		assertEquals(List.of("first", "No such folder."), REACHED);
		assertEquals("No such folder.", IJ.getErrorMessage());
	}
}
