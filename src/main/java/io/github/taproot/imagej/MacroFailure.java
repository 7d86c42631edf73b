// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.awt.GraphicsEnvironment;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;

/** Ends macros whose command failed. */
public final class MacroFailure {

	private MacroFailure() {}

	/** A sentence in lines that fit the screen: ImageJ's messages and Fiji's are as wide as their longest line. */
	public static String lines(String sentence) {
		return sentence.replaceAll("(?m)(.{1,100})(?: |$\\n?)", "$1\n").strip();
	}

	/** Ends the macro that is running, whose user is told why in another way; nothing without a macro. */
	public static void stopQuietly(String sentence) {
		Interpreter macro = Interpreter.getInstance();
		if (macro == null) return;
		macro.setIgnoreErrors(true);
		macro.abort(sentence);
	}

	/**
	 * Tells a sentence to whoever runs the macro in this thread, and ends it by an exception; nothing without a macro.
	 */
	public static void stop(String sentence) {
		Interpreter macro = Interpreter.getInstance();
		if (macro == null) return;
		// Without ImageJ's window (ij.ImageJ -batch) nobody would close a message, and the process would not end.
		if (IJ.getInstance() == null && !GraphicsEnvironment.isHeadless()) {
			System.err.println("Taproot: " + sentence);
			stopQuietly(sentence);
			throw new RuntimeException(Macro.MACRO_CANCELED);
		}
		IJ.error("Taproot", sentence);
	}
}
