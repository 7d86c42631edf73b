// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.annotation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.image.Annotation;

/**
 * Saves annotations in a thread of its own soon after they changed; one that can't be saved is kept, and tried again
 * every few seconds. Any thread may call it.
 */
public final class AutoSave implements AutoCloseable {

	private static final long RETRY_MILLIS = 3000;

	private final AnnotationProject project;
	private final Consumer<String> report;
	private final long pauseMillis;
	private final Map<Path, Annotation> waiting = new LinkedHashMap<>();
	private final Thread thread = new Thread(this::run, "taproot-autosave");
	/** Saves what is left where the program ends without closing. */
	private final Thread hook = new Thread(this::saveOnce, "taproot-last-save");
	/** Held while files are written, so that the end of the program waits for it. */
	private final Object writing = new Object();
	private String failure = "";
	/** When the last change came, and not before when it is tried again. */
	private long changed;
	private long notBefore;
	private boolean isHurried;
	private boolean isClosed;

	/**
	 * @param pauseMillis how long no change may come before it saves, so that it does not write after each of many
	 *          strokes, from 0
	 * @param report takes a sentence each time that saving fails, and "" each time that all is saved; called in the
	 *          saving thread
	 */
	public AutoSave(AnnotationProject project, long pauseMillis, Consumer<String> report) {
		this.project = project;
		this.pauseMillis = pauseMillis;
		this.report = report;
		Runtime.getRuntime().addShutdownHook(hook);
		thread.start();
	}

	/**
	 * Saves an annotation soon; of several of a photograph, the last one.
	 *
	 * @param annotation held, not copied: nobody may change it
	 */
	public synchronized void save(Path photograph, Annotation annotation) {
		waiting.put(photograph, annotation);
		changed = System.nanoTime();
		notifyAll();
	}

	/** The newest annotation of a photograph that is not on the disk yet; null where it is. */
	public synchronized Annotation waiting(Path photograph) {
		return waiting.get(photograph);
	}

	/**
	 * Saves all at once, and waits until that is done or has failed.
	 *
	 * @return why it failed, in one sentence; empty where all is saved
	 */
	public synchronized String flush() {
		isHurried = true;
		notBefore = 0;
		failure = "";
		notifyAll();
		try {
			while (!waiting.isEmpty() && failure.isEmpty()) wait();
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			return "Saving was interrupted: try again.";
		}
		isHurried = false;
		return failure;
	}

	/** Tries once more, ends, and closes the project; what can't be saved then is lost. */
	@Override
	public void close() {
		synchronized (this) {
			if (isClosed) return;
			isClosed = true;
			notifyAll();
		}
		try {
			thread.join();
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		saveOnce();
		project.close();
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException e) {
			// The program is ending, and the hook finds nothing to save.
		}
	}

	/** Ends when it is closed, and not before: an error does not end it, nor does somebody's interrupting. */
	private void run() {
		while (true) {
			try {
				if (!awaitWork()) return;
				saveOnce();
			}
			catch (InterruptedException | Error e) {
				// What waits is tried again.
			}
		}
	}

	/** Waits until there is something to save; false at the end. */
	private synchronized boolean awaitWork() throws InterruptedException {
		while (!isClosed) {
			if (waiting.isEmpty()) wait();
			else {
				long now = System.nanoTime();
				long pause = isHurried ? 0 : changed + pauseMillis * 1_000_000 - now;
				if (!failure.isEmpty()) pause = Math.max(pause, notBefore - now);
				if (pause <= 0) return true;
				wait(pause / 1_000_000 + 1);
			}
		}
		return false;
	}

	private void saveOnce() {
		synchronized (writing) {
			saveAll();
		}
	}

	private void saveAll() {
		Map<Path, Annotation> batch;
		synchronized (this) {
			batch = new LinkedHashMap<>(waiting);
		}
		String problem = "";
		for (Map.Entry<Path, Annotation> entry : batch.entrySet()) {
			try {
				project.save(entry.getKey(), entry.getValue());
				synchronized (this) {
					// One that changed meanwhile goes on waiting.
					waiting.remove(entry.getKey(), entry.getValue());
				}
			}
			catch (IOException | RuntimeException | Error e) {
				problem = sentence(entry.getKey(), e);
			}
		}
		boolean isSaved;
		synchronized (this) {
			failure = problem;
			if (!problem.isEmpty()) notBefore = System.nanoTime() + RETRY_MILLIS * 1_000_000;
			isSaved = waiting.isEmpty();
			notifyAll();
		}
		if (problem.isEmpty() && !isSaved) return;
		try {
			report.accept(problem);
		}
		catch (RuntimeException | Error e) {
			// What nobody can be told is still tried again, and flush() says it.
		}
	}

	private static String sentence(Path photograph, Throwable e) {
		if (e instanceof Exception && e.getMessage() != null) return e.getMessage();
		return "The annotation of " + photograph.getFileName() + " could not be saved" +
			(e instanceof OutOfMemoryError ? ", since memory is full: close other images." : " (" + e + ").") +
			" It is kept, and saving is tried again every few seconds.";
	}
}
