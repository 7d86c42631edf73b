// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

import javax.swing.SwingUtilities;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Background;
import io.github.taproot.unet.CorrectiveTraining;
import io.github.taproot.unet.EpochScore;
import io.github.taproot.unet.TrainingListener;

/** Starts and stops the training beside the annotation window, and knows what it does; the event thread's. */
public final class TrainingControl {

	/** Makes a training when it is first wanted; may take seconds. */
	@FunctionalInterface
	public interface Factory {

		/**
		 * Makes a training that has not started.
		 *
		 * @param listener watches it, in the training's thread
		 * @param log takes sentences for the user
		 * @throws IOException where there can be none, with what to do
		 */
		CorrectiveTraining create(TrainingListener listener, Consumer<String> log) throws IOException;
	}

	private final Factory factory;
	private final ExecutorService thread = Background.threads(1, "taproot-training-control");
	private volatile CorrectiveTraining training;
	private volatile String news = "Paint on two photographs, then start.";
	private final TrainingCourse course = new TrainingCourse();
	private boolean isStarting;

	/** @param factory null for no training */
	TrainingControl(Factory factory) {
		this.factory = factory;
	}

	boolean isPossible() {
		return factory != null;
	}

	void start() {
		isStarting = true;
		news = "Getting ready ...";
		thread.execute(() -> {
			try {
				if (training == null) training = factory.create(new Listener(), sentence -> news = sentence);
				training.start();
			}
			catch (IOException | RuntimeException | Error e) {
				news = e.getMessage() == null ? e.toString() : e.getMessage();
			}
			finally {
				SwingUtilities.invokeLater(() -> isStarting = false);
			}
		});
	}

	void stop() {
		CorrectiveTraining running = training;
		if (running == null) return;
		news = "Stopping. The best model is kept.";
		thread.execute(running::stop);
	}

	void show(AnnotationPanel panel) {
		CorrectiveTraining now = training;
		if (factory != null) panel.setTraining(now != null && now.isRunning(), !isStarting, news, course.points());
	}

	/** Ends the training; waits for it. */
	void close() {
		if (training != null) training.close();
		thread.shutdown();
	}

	/** Called in the training's thread. */
	private final class Listener implements TrainingListener {

		private double minutes;

		@Override
		public void trained(long steps, double newMinutes, double loss) {
			minutes = newMinutes;
			news = course.text(minutes);
		}

		@Override
		public void scored(EpochScore epoch) {
			if (epoch.f1() != null) course.scored(epoch.minutes(), epoch.f1());
		}

		@Override
		public void kept(double f1, boolean isNew) {
			course.kept(minutes, f1, isNew ? SegmentationWorker.words(FileTime.from(Instant.now())) : "");
		}

		@Override
		public void segmented(String name, Photograph photograph, Annotation truth, Mask roots) {
			// The window segments by itself.
		}
	}
}
