// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.progress;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Work on other threads, which do not keep the program from ending. */
public final class Background {

	private Background() {}

	/** A thread that is not started. */
	public static Thread thread(Runnable work, String name) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		return thread;
	}

	/** Threads that share work, in the order in which it comes. */
	public static ExecutorService threads(int count, String name) {
		return Executors.newFixedThreadPool(count, work -> thread(work, name));
	}

	/** Work on a thread of its own, which has begun. */
	public static <T> Future<T> start(Callable<T> work, String name) {
		FutureTask<T> task = new FutureTask<>(work);
		thread(task, name).start();
		return task;
	}

	/**
	 * The result of work that throws nothing checked.
	 *
	 * @throws CancellationException where the waiting thread is interrupted, which it remains
	 * @throws RuntimeException what the work threw; an {@link Error} likewise
	 */
	public static <T> T result(Future<T> work) {
		return result(work, RuntimeException.class);
	}

	/**
	 * The same of work that may throw one kind of checked exception.
	 *
	 * @throws E what the work threw
	 */
	public static <T, E extends Exception> T result(Future<T> work, Class<E> kind) throws E {
		try {
			return work.get();
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw (CancellationException) new CancellationException("Interrupted.").initCause(e);
		}
		catch (ExecutionException e) {
			if (kind.isInstance(e.getCause())) throw kind.cast(e.getCause());
			if (e.getCause() instanceof Error error) throw error;
			throw (RuntimeException) e.getCause();
		}
	}
}
