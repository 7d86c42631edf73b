// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import org.scijava.Context;
import org.scijava.thread.ThreadService;

/**
 * Tells a command that a line of a macro or script called from one that somebody chose in a menu. ImageJ's own answers,
 * that a line is running and that an interpreter exists, are true for all threads while any macro lives, such as a tool
 * that waits for a click; and names of threads stay after the line.
 */
final class MacroThread {

	private MacroThread() {}

	/**
	 * The thread of the macro or script whose line is being run by the current thread; null for none. A line waits for
	 * its command, so that it is on the stack of the thread that the command was called from.
	 */
	static Thread of(Context context) {
		ThreadService threads = context.getService(ThreadService.class);
		Thread thread = Thread.currentThread();
		while (thread != null) {
			if (isInLine(thread)) return thread;
			// SciJava runs a command in a thread of a pool; the script editor runs the whole macro in one, too.
			Thread parent = threads == null ? null : threads.getParent(thread);
			thread = parent == thread ? null : parent;
		}
		return null;
	}

	private static boolean isInLine(Thread thread) {
		for (StackTraceElement call : thread.getStackTrace()) {
			boolean isRun = call.getClassName().equals("ij.IJ") && call.getMethodName().equals("run");
			if (isRun || call.getClassName().equals("ij.macro.Interpreter")) return true;
		}
		return false;
	}
}
