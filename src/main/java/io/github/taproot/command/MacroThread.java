package io.github.taproot.command;

import org.scijava.Context;
import org.scijava.thread.ThreadService;

import ij.IJ;
import ij.macro.Interpreter;

/**
 * Tells a command that a line of a macro or script called from one that somebody chose in a menu. ImageJ's own answer,
 * that an interpreter exists, is true for all threads while any macro lives, such as a tool that waits for a click.
 */
final class MacroThread {

	private MacroThread() {}

	/** The thread of the macro or script whose line is being run by the current thread; null for none. */
	static Thread of(Context context) {
		ThreadService threads = context.getService(ThreadService.class);
		Thread thread = Thread.currentThread();
		// SciJava runs a command in a thread of a pool, whose own name tells of commands long past.
		for (Thread parent = parent(threads, thread); parent != null; parent = parent(threads, thread)) thread = parent;
		boolean isLine = thread.getName().startsWith("Run$_") && IJ.macroRunning();
		boolean isCall = thread.getName().endsWith("Macro$") && Interpreter.getInstance() != null;
		return isLine || isCall ? thread : null;
	}

	private static Thread parent(ThreadService threads, Thread thread) {
		Thread parent = threads == null ? null : threads.getParent(thread);
		return parent == thread ? null : parent;
	}
}
