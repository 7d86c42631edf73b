// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.progress;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * How long work tells how far it is, and learns that it should stop.
 * <p>
 * The worker calls {@link #report} now and then, from any of its threads, and {@link #throwIfCancelled} between
 * steps that each take no more than a second or so.
 * </p>
 */
public interface Progress {

	/** What is said where there is nothing to add. */
	String CANCELLED = "Cancelled.";

	/** Reports to nobody and is never cancelled. */
	Progress NONE = (done, total, message) -> {};

	/**
	 * Tells how much is done.
	 *
	 * @param done steps done, from 0 to {@code total}
	 * @param total all steps, at least 1
	 * @param message what is being done, in a few words for a user
	 */
	void report(long done, long total, String message);

	/** Whether the user asked to stop. Any thread may call it. */
	default boolean isCancelled() {
		return false;
	}

	/** The same reports of work that something else cancels. */
	default Progress until(BooleanSupplier cancelled) {
		Progress reports = this;
		return new Progress() {

			@Override
			public void report(long done, long total, String message) {
				reports.report(done, total, message);
			}

			@Override
			public boolean isCancelled() {
				return cancelled.getAsBoolean();
			}
		};
	}

	/**
	 * Stops the work that the user cancelled.
	 *
	 * @throws CancellationException where {@link #isCancelled()}
	 */
	default void throwIfCancelled() {
		if (isCancelled()) throw new CancellationException(CANCELLED);
	}
}
