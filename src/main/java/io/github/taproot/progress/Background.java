package io.github.taproot.progress;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waiting for work on other threads. */
public final class Background {

	private Background() {}

	/**
	 * The result of work that throws nothing checked.
	 *
	 * @throws CancellationException where the waiting thread is interrupted, which it remains
	 * @throws RuntimeException what the work threw; an {@link Error} likewise
	 */
	public static <T> T result(Future<T> work) {
		try {
			return work.get();
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw (CancellationException) new CancellationException("Interrupted.").initCause(e);
		}
		catch (ExecutionException e) {
			if (e.getCause() instanceof Error error) throw error;
			throw (RuntimeException) e.getCause();
		}
	}
}
