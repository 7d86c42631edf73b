// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import org.scijava.Context;
import org.scijava.thread.ThreadService;

import ij.macro.Interpreter;

import io.github.taproot.imagej.MacroFailure;

/**
 * The line of a macro or script that called a command; tells one that somebody chose in a menu from it. ImageJ's own
 * answers, that a line is running and that an interpreter exists, are true for all threads while any macro lives, such
 * as a tool that waits for a click; and names of threads stay after the line.
 *
 * @param thread the one that the line runs in, and waits for its command
 * @param macro the macro; null in a script, or where two macros cannot be told apart
 */
record MacroLine(Thread thread, Interpreter macro) {

	/**
	 * The line that is being run by the current thread; null for none. It waits for its command, so that it is on the
	 * stack of the thread that the command was called from. Sure of its macro only while no other has begun a line.
	 */
	static MacroLine of(Context context) {
		Thread line = thread(context);
		return line == null ? null : new MacroLine(line, MacroFailure.macro(line));
	}

	/** The thread of the line that is being run by the current thread; null for none. */
	static Thread thread(Context context) {
		ThreadService threads = context.getService(ThreadService.class);
		Thread thread = Thread.currentThread();
		while (thread != null) {
			if (MacroFailure.isLine(thread)) return thread;
			// SciJava runs a command in a thread of a pool; the script editor runs the whole macro in one, too.
			Thread parent = threads == null ? null : threads.getParent(thread);
			thread = parent == thread ? null : parent;
		}
		return null;
	}
}
