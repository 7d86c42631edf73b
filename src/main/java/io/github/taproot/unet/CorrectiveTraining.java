// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.FolderLock;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.SafeFile;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.Progress;
import io.github.taproot.progress.UnexpectedError;
import io.github.taproot.unet.training.BrushStrokes;
import io.github.taproot.unet.training.GrowingAnnotations;
import io.github.taproot.unet.training.TrainingImages;

/**
 * Trains in a thread of its own while somebody annotates: every epoch learns from all that is annotated by then.
 * Whenever a validation is the best so far, {@code model.zip} is written; as validation photographs are annotated, too,
 * the best model is judged again on what there is. It goes on from the folder's model, and rests after
 * {@value #PATIENCE} epochs without a better one, until something is annotated (Smith et al. 2022, RootPainter).
 */
public final class CorrectiveTraining implements AutoCloseable {

	/** As in RootPainter. */
	private static final int PATIENCE = 60;
	private static final long LOOK_MILLIS = 1000;

	/** A training that was stopped: a new optimiser would lose a minute's learning. */
	private record Stopped(TrainingState state, long firstStep, Map<String, float[]> weights,
		Map<String, float[]> memory) {}

	private final TrainingContext context;
	private final ImageReader reader;
	private final GrowingAnnotations annotations;
	private final Path folder;
	private final ModelSource start;
	private final TrainingSettings wanted;

	private volatile boolean isStopped;
	/** Reports to nobody, for the listener is told. */
	private final Progress stopping = Progress.NONE.until(() -> isStopped);
	private Thread thread;

	private GrowingAnnotations.Found found;
	/** Null at first, and after it diverged. */
	private Stopped stopped;

	/**
	 * Prepares a training.
	 *
	 * @param context its log is called in the training's thread
	 * @param annotations what is annotated; looked at again and again
	 * @param folder gets {@code model.zip} and {@code history.csv}, and is made where it is missing; a model in it is
	 *          gone on from
	 * @param start the model to go on from where the folder has none; null for a new network
	 * @param settings as {@link TrainingSettings#corrective}, with the network where there is no model; their end does
	 *          not matter
	 */
	public CorrectiveTraining(TrainingContext context, ImageReader reader, GrowingAnnotations annotations, Path folder,
		ModelSource start, TrainingSettings settings)
	{
		this.context = context;
		this.reader = reader;
		this.annotations = annotations;
		this.folder = folder;
		this.start = start;
		wanted = settings.with(endless -> {
			endless.epochs = TrainingSettings.UNLIMITED;
			endless.minutes = 0;
		});
	}

	/**
	 * Starts or goes on; nothing happens where it runs. One that was asked to stop is waited for. Until there is enough
	 * annotated it waits, in its own thread.
	 */
	public synchronized void start() {
		if (isRunning() && !isStopped) return;
		close();
		isStopped = false;
		thread = Background.thread(this::run, "taproot-corrective-training");
		thread.setPriority(Thread.MIN_PRIORITY);
		thread.start();
	}

	/** Asks it to stop after its step, and returns at once. */
	public void stop() {
		isStopped = true;
	}

	/** Whether its thread lives, be it training or waiting. */
	public synchronized boolean isRunning() {
		return thread != null && thread.isAlive();
	}

	/** Stops and waits until it has. */
	@Override
	public void close() {
		stop();
		Thread running;
		synchronized (this) {
			running = thread;
		}
		if (running == null) return;
		try {
			running.join();
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	private void say(String sentence) {
		context.log().accept(sentence);
	}

	private void run() {
		try (FolderLock lock = FolderLock.of(folder, "training in Annotate Roots", context.log())) {
			SafeFile.makeFolder(folder);
			GrowingAnnotations.Found first = await(null);
			Stopped last = stopped;
			if (last == null) last = begin(first.training());
			try (UNetNetwork network = context.open(last.state().settings(), last.weights())) {
				if (last.memory() != null) network.restore(last.weights(), last.memory());
				stopped = null;
				say("Training on " + network.device() + ".");
				new Loop(network, last).train(first);
			}
		}
		catch (CancellationException e) {
			say("Training is stopped; the best model is kept.");
		}
		catch (TrainingLoop.Diverged e) {
			say("Training failed: the loss became NaN. Start it again; it continues from the best model.");
		}
		catch (IOException | IllegalArgumentException e) {
			say("Training has stopped. " + e.getMessage());
		}
		catch (UncheckedIOException e) {
			say("Training has stopped. " + e.getCause().getMessage());
		}
		catch (OutOfMemoryError e) {
			say("Training has stopped. " + EngineMemoryError.sentence(e,
				"There is too little memory: give Fiji more (Edit > Options > Memory & Threads)."));
		}
		catch (RuntimeException | Error e) {
			say("Training has stopped because of an " + UnexpectedError.told(e));
		}
	}

	/** The folder's model, or the one to start from; null where there is none. */
	private UNetModel best() throws IOException {
		Path file = folder.resolve(TrainingLoop.MODEL);
		if (Files.exists(file)) return UNetModel.load(file);
		return start == null ? null : start.load();
	}

	/** The weights of the best model with its history, or new ones, and a new optimiser. */
	private Stopped begin(List<AnnotatedImage> training) throws IOException {
		found = null;
		boolean isOfFolder = Files.exists(folder.resolve(TrainingLoop.MODEL));
		UNetModel model = best();
		String continued = null;
		if (isOfFolder) continued = model.details().continued();
		else if (model != null) {
			continued = start.title(model);
			say("Training starts from " + continued + ".");
		}
		TrainingSettings settings = model == null ? wanted : wanted.of(model.architecture());
		if (continued != null) settings = settings.with(tuned -> tuned.rate = FineTuning.rate(training));
		List<EpochScore> history = isOfFolder ? model.details().history() : List.of();
		TrainingState state = TrainingState.beginning(settings, history, List.of(), List.of(), continued);
		Map<String, float[]> weights =
			model == null ? settings.architecture().initialWeights(settings.seed()) : model.weights();
		return new Stopped(state, state.steps(), weights, null);
	}

	/** Waits until there is something to learn from and to validate with, and it is not what was found before. */
	private GrowingAnnotations.Found await(GrowingAnnotations.Found before) throws IOException {
		String told = "";
		while (true) {
			stopping.throwIfCancelled();
			GrowingAnnotations.Found now = annotations.look(context.log());
			if (now.lacks().isEmpty() && !now.equals(before)) return now;
			if (!now.lacks().equals(told)) say(now.lacks());
			told = now.lacks();
			try {
				Thread.sleep(LOOK_MILLIS);
			}
			catch (InterruptedException e) {
				throw new CancellationException();
			}
		}
	}

	/** Trains for as long as nothing else is annotated, and models get better. */
	private final class Loop extends TrainingLoop {

		private int sinceBest;

		Loop(UNetNetwork network, Stopped last) {
			super(context, network, last.state().settings(), last.state(), last.firstStep(), folder, stopping);
		}

		void train(GrowingAnnotations.Found first) throws IOException {
			long budget = TrainingImages.defaultBudget();
			StartFindings findings = start == null ? null : new StartFindings(context, start, reader);
			TrainingImages training = new TrainingImages(first.training(), reader, budget * 3 / 4,
				reading(findings, BrushStrokes.EVERYWHERE));
			// Everywhere, no model would agree with the one that training starts from better than itself.
			TrainingImages validation = new TrainingImages(first.validation(), reader, budget / 4,
				reading(findings, BrushStrokes.NEAR));
			GrowingAnnotations.Found now = first;
			try {
				while (true) {
					if (found == null || !now.validation().equals(found.validation())) bestF1 = null;
					Map<Path, FileTime> before = found == null ? Map.of() : found.times();
					Map<Path, FileTime> times = now.times();
					Predicate<Path> isSame = file -> times.get(file) != null && times.get(file)
						.equals(before.get(file));
					found = now;
					sinceBest = 0;
					long began = System.nanoTime();
					if (findings != null) findings.look(now, stopping);
					rested(began);
					training = training.with(now.training(), isSame);
					validation = validation.with(now.validation(), isSame);
					learnFrom(training, validation);
					run();
					now = next();
				}
			}
			catch (CancellationException e) {
				beginEpoch();
				stopped = new Stopped(state(), firstStep, network.weights(), network.optimiserState());
				throw e;
			}
		}

		/** Without a model to start from, paint is all there is. */
		private static TrainingImages.Reading reading(StartFindings findings, int reach) {
			return findings == null ? TrainingImages.Reading.AS_PAINTED : findings.reading(reach);
		}

		/** What to learn from next, which may take until it is annotated. */
		private GrowingAnnotations.Found next() throws IOException {
			GrowingAnnotations.Found now = annotations.look(context.log());
			long before = System.nanoTime();
			try {
				if (sinceBest >= PATIENCE && now.equals(found)) {
					say("The model no longer improves: training pauses until you annotate more.");
					return await(found);
				}
				return now.lacks().isEmpty() ? now : await(null);
			}
			finally {
				rested(before);
			}
		}

		@Override
		boolean goesOn() throws IOException {
			return sinceBest < PATIENCE && annotations.look(context.log()).equals(found);
		}

		@Override
		boolean isValidationDue() {
			return validationSeconds <= wanted.validationShare() * seconds();
		}

		/** The best model is judged by the same photographs. One that finds nothing is always replaced. */
		@Override
		boolean isBest(double f1) throws IOException {
			UNetModel best = bestF1 == null ? best() : null;
			if (best != null) {
				try (UNetNetwork other = context.open(best)) {
					bestF1 = validate(other, TrainingListener.NONE).pixels().f1();
				}
			}
			return super.isBest(f1) || f1 == 0 && bestF1 == 0;
		}

		@Override
		void scored(EpochScore score, boolean isBest) {
			sinceBest = isBest ? 0 : sinceBest + 1;
			if (score.f1() != null && bestF1 != null) context.listener().kept(bestF1, isBest);
			if (!isBest) return;
			int photographs = found.validation().size();
			say(String.format(Locale.ROOT, "A better model was saved: F1 %.3f on %d validation photograph%s.", bestF1,
				photographs, photographs == 1 ? "" : "s"));
		}
	}
}
