package io.github.taproot.window;

import java.io.IOException;
import java.util.function.Consumer;

import io.github.taproot.unet.TrainingListener;

/** A training that runs while people annotate, and keeps the newest best model in the project. Any thread may call. */
public interface AnnotationTraining extends AutoCloseable {

	/** Makes a training when it is first wanted; may take seconds. */
	@FunctionalInterface
	interface Factory {

		/**
		 * Makes a training that has not started.
		 *
		 * @param listener watches it, in the training's thread
		 * @param log takes sentences for the user
		 * @throws IOException where there can be none, with what to do
		 */
		AnnotationTraining create(TrainingListener listener, Consumer<String> log) throws IOException;
	}

	/** Starts, or goes on; returns at once. */
	void start();

	/** Stops soon, and keeps the best model; returns at once. */
	void stop();

	boolean isRunning();

	/** Stops, and waits until nothing is written any more. */
	@Override
	void close();
}
