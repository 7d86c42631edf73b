// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.awt.GraphicsEnvironment;
import java.lang.reflect.Field;
import java.util.Map;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;

/** Ends macros and scripts whose command failed, and no others. */
public final class MacroFailure {

	private MacroFailure() {}

	/** A sentence in lines that fit the screen: ImageJ's messages and Fiji's are as wide as their longest line. */
	public static String lines(String sentence) {
		return sentence.replaceAll("(?m)(.{1,100})(?: |$\\n?)", "$1\n").strip();
	}

	/** Whether a line of a macro or script is on a thread's stack. */
	public static boolean isLine(Thread thread) {
		StackTraceElement[] stack = thread.getStackTrace();
		for (StackTraceElement call : stack) {
			if (call.getClassName().equals("ij.IJ") && call.getMethodName().equals("run")) return true;
		}
		return isMacro(stack);
	}

	private static boolean isMacro(StackTraceElement[] stack) {
		for (StackTraceElement call : stack) if (call.getClassName().equals("ij.macro.Interpreter")) return true;
		return false;
	}

	/**
	 * The macro that is running a line in a thread, asked for as soon as the line has called; null where the thread
	 * runs none, or where several macros live and ImageJ does not tell which has called.
	 */
	public static Interpreter macro(Thread thread) {
		if (!isMacro(thread.getStackTrace())) return null;
		Interpreter calling = calling();
		if (calling != null) return calling;
		for (Map.Entry<Thread, StackTraceElement[]> other : Thread.getAllStackTraces().entrySet()) {
			if (other.getKey() != thread && isMacro(other.getValue())) return null;
		}
		return Interpreter.getInstance();
	}

	/** The macro whose run(...) began last; null where it has ended, or ImageJ keeps it elsewhere. */
	private static Interpreter calling() {
		try {
			// Interpreter.getInstance() is the macro that was started last, which may be waiting for its user.
			Field field = IJ.class.getDeclaredField("macroInterpreter");
			field.setAccessible(true);
			return (Interpreter) field.get(null);
		}
		catch (ReflectiveOperationException | RuntimeException e) {
			return null;
		}
	}

	/**
	 * Ends a macro whose user is told why in another way.
	 *
	 * @param macro null for a script, which ImageJ ends when its IJ.run returns
	 */
	public static void stopQuietly(Interpreter macro, String sentence) {
		if (macro == null) {
			Macro.abort();
			return;
		}
		macro.setIgnoreErrors(true);
		macro.abort(sentence);
	}

	/** Tells a sentence to whoever runs a macro in this thread, and ends it by an exception; nothing for null. */
	public static void stop(Interpreter macro, String sentence) {
		if (macro == null) return;
		// Without ImageJ's window (ij.ImageJ -batch) nobody would close a message, and the process would not end.
		if (IJ.getInstance() == null && !GraphicsEnvironment.isHeadless()) {
			System.err.println("Taproot: " + sentence);
			stopQuietly(macro, sentence);
			throw new RuntimeException(Macro.MACRO_CANCELED);
		}
		Interpreter calling = calling();
		if (calling == null || calling == macro) IJ.error("Taproot", sentence);
		else macro.abort(sentence);
	}
}
