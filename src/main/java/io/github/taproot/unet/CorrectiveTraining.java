// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import io.github.taproot.files.ImageReader;
import io.github.taproot.files.SafeFile;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.unet.training.GrowingAnnotations;
import io.github.taproot.unet.training.TileQueue;
import io.github.taproot.unet.training.TrainingBatch;
import io.github.taproot.unet.training.TrainingImages;

/**
 * Trains in a thread of its own while somebody annotates: every epoch learns from all that is annotated by then.
 * Whenever a validation is the best so far, {@code model.zip} is written; as validation photographs are annotated, too,
 * the best model is judged anew on what there is. It goes on from the folder's model, and rests after
 * {@value #PATIENCE} epochs without a better one, until something is annotated (Smith et al. 2022, RootPainter).
 */
public final class CorrectiveTraining implements AutoCloseable {

	/** As in RootPainter. */
	private static final int PATIENCE = 60;
	private static final int WARM_UP = 50;
	private static final long LOOK_MILLIS = 1000;

	private final UNetEngine engine;
	private final GrowingAnnotations annotations;
	private final ImageReader reader;
	private final Path folder;
	private final Path start;
	/** With smaller tiles than wanted once memory ran out. */
	private TrainingSettings settings;
	private final DeviceChoice device;
	private final TrainingListener listener;
	private final Consumer<String> log;
	private final Progress stopping = new Progress() {

		@Override
		public void report(long done, long total, String message) {
			// the listener is told
		}

		@Override
		public boolean isCancelled() {
			return isStopped;
		}
	};

	private volatile boolean isStopped;
	private Thread thread;

	private NetworkArchitecture architecture;
	private final List<EpochScore> history = new ArrayList<>();
	private Map<String, float[]> bestWeights;
	/** Where it was stopped: a new optimiser would lose a minute's learning. Null at first, and after it diverged. */
	private Map<String, float[]> lastWeights;
	private Map<String, float[]> lastMemory;
	private int sessionSteps;
	/** F1 of the best weights; null where it is not known for the annotations as they are. */
	private Double bestF1;
	private double trainingSeconds;
	private double validationSeconds;
	private long steps;

	/**
	 * Prepares a training.
	 *
	 * @param annotations what is annotated; looked at again and again
	 * @param folder gets {@code model.zip} and {@code history.csv}, and is made where it is missing; a model in it is
	 *          gone on from
	 * @param start the model to go on from where the folder has none; null for a new network
	 * @param settings as {@link TrainingSettings#corrective}: the network where there is no model, tiles, rate; its
	 *          end and schedule do not matter
	 * @param log takes sentences for the user; called in the training's thread
	 */
	public CorrectiveTraining(UNetEngine engine, GrowingAnnotations annotations, ImageReader reader, Path folder,
		Path start, TrainingSettings settings, DeviceChoice device, TrainingListener listener, Consumer<String> log)
	{
		this.engine = engine;
		this.annotations = annotations;
		this.reader = reader;
		this.folder = folder;
		this.start = start;
		this.settings = settings;
		this.device = device;
		this.listener = listener;
		this.log = log;
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

	private void run() {
		try {
			SafeFile.makeFolder(folder);
			GrowingAnnotations.Found found = await(null);
			try (UNetNetwork network = open()) {
				log.accept("Training on " + network.device() + ".");
				try {
					train(network, found);
				}
				catch (CancellationException e) {
					lastWeights = network.weights();
					lastMemory = network.optimiserState();
					throw e;
				}
			}
		}
		catch (CancellationException e) {
			log.accept("Training is stopped; the best model is kept.");
		}
		catch (IOException | IllegalArgumentException e) {
			log.accept("Training has stopped. " + e.getMessage());
		}
		catch (UncheckedIOException e) {
			log.accept("Training has stopped. " + e.getCause().getMessage());
		}
		catch (OutOfMemoryError e) {
			log.accept("Training has stopped. " + EngineMemoryError.sentence(e,
				"There is too little memory: give Fiji more (Edit > Options > Memory & Threads)."));
		}
		catch (RuntimeException | LinkageError e) {
			log.accept("Training has stopped because of an error in Taproot (" + e + "): please report it.");
		}
	}

	/**
	 * The network as it was when it was stopped, or with the weights of the folder's model, or of the one to start
	 * from.
	 */
	private UNetNetwork open() throws IOException {
		if (lastWeights != null) {
			UNetNetwork network = engine.open(architecture, lastWeights, device, settings.optimiser());
			network.restore(lastWeights, lastMemory);
			lastWeights = null;
			return network;
		}
		Path file = folder.resolve(UNetTrainer.MODEL);
		architecture = settings.architecture();
		bestWeights = null;
		bestF1 = null;
		history.clear();
		steps = 0;
		sessionSteps = 0;
		boolean goesOn = Files.exists(file);
		if (goesOn || start != null) {
			UNetModel model = UNetModel.load(goesOn ? file : start);
			architecture = model.architecture();
			bestWeights = model.weights();
			if (goesOn) history.addAll(model.details().history());
			if (!history.isEmpty()) steps = history.get(history.size() - 1).steps();
		}
		Map<String, float[]> weights = bestWeights == null ? architecture.initialWeights(settings.seed()) : bestWeights;
		return engine.open(architecture, weights, device, settings.optimiser());
	}

	/** Waits until there is something to learn from and to validate with, and it is not what was found before. */
	private GrowingAnnotations.Found await(GrowingAnnotations.Found before) throws IOException {
		String told = "";
		while (true) {
			stopping.throwIfCancelled();
			GrowingAnnotations.Found found = annotations.look(log);
			if (found.lacks().isEmpty() && !found.equals(before)) return found;
			if (!found.lacks().equals(told)) log.accept(found.lacks());
			told = found.lacks();
			try {
				Thread.sleep(LOOK_MILLIS);
			}
			catch (InterruptedException e) {
				throw new CancellationException();
			}
		}
	}

	private void train(UNetNetwork network, GrowingAnnotations.Found first) throws IOException {
		GrowingAnnotations.Found found = first;
		TileLimits limits = TileLimits.of(network, "training");
		settings = settings.of(limits.fitting(settings.tiles()));
		long budget = TrainingImages.defaultBudget();
		TrainingImages training = new TrainingImages(found.training(), reader, budget * 3 / 4);
		TrainingImages validation = new TrainingImages(found.validation(), reader, budget / 4);
		int epoch = history.isEmpty() ? 0 : history.get(history.size() - 1).epoch();
		int sinceBest = 0;
		while (true) {
			int firstEpoch = epoch;
			try (TileQueue queue =
				new TileQueue(training, settings.tileSampling(), settings.augmentation(),
				settings.of(architecture).batches(),
					epoch, 0))
			{
				while (epoch == firstEpoch || annotations.look(log).equals(found)) {
					long waited = queue.waitNanos();
					double before = trainingSeconds;
					double loss = 0;
					int batches = queue.batches(epoch);
					for (int i = 0; i < batches; i++) {
						loss += step(network, queue.take(), limits) / batches;
					}
					epoch++;
					PixelCounts counts =
						validationSeconds <= settings.validationShare() * (trainingSeconds + validationSeconds) ?
						validate(network, validation) : null;
					double share = (queue.waitNanos() - waited) / 1e9 / (trainingSeconds - before);
					if (score(network, found, epoch, loss, Math.min(1, share), counts, validation)) sinceBest = 0;
					else sinceBest++;
					if (sinceBest >= PATIENCE) break;
				}
			}
			catch (UNetTrainer.TooLarge e) {
				settings = e.settings;
			}
			GrowingAnnotations.Found now = annotations.look(log);
			if (sinceBest >= PATIENCE && now.equals(found)) {
				log.accept("The model gets no better: training rests until more is annotated.");
				now = await(found);
			}
			else if (!now.lacks().isEmpty()) now = await(null);
			sinceBest = 0;
			training = training.with(now.training());
			validation = validation.with(now.validation());
			if (!now.validation().equals(found.validation())) bestF1 = null;
			found = now;
		}
	}

	private double step(UNetNetwork network, TrainingBatch tiles, TileLimits limits) throws IOException {
		stopping.throwIfCancelled();
		long before = System.nanoTime();
		double rate = settings.rate() * Math.min(1, (double) ++sessionSteps / WARM_UP);
		double loss;
		try {
			loss = network.train(tiles.tiles(), tiles.labels(), tiles.n(), tiles.side(), rate);
		}
		catch (OutOfMemoryError e) {
			throw new UNetTrainer.TooLarge(limits.afterTooLarge(settings, e, log), e);
		}
		if (!Double.isFinite(loss)) {
			throw new IOException("Its loss is no number any more: start it again, it goes on from the best model.");
		}
		trainingSeconds += (System.nanoTime() - before) / 1e9;
		steps++;
		listener.trained(steps, minutes(), loss);
		return loss;
	}

	private double minutes() {
		return (trainingSeconds + validationSeconds) / 60;
	}

	private PixelCounts validate(UNetNetwork network, TrainingImages images) {
		long before = System.nanoTime();
		PixelCounts counts = new Validation(images, settings.validationSide(), listener, log).run(network, stopping);
		validationSeconds += (System.nanoTime() - before) / 1e9;
		return counts;
	}

	/** Notes how the epoch went, and whether its network is the best. */
	private boolean score(UNetNetwork network, GrowingAnnotations.Found found, int epoch, double loss, double waited,
		PixelCounts counts, TrainingImages validation) throws IOException
	{
		EpochScore score = new EpochScore(epoch, steps, minutes(), settings.rate(), loss, waited,
			counts == null ? null : counts.precision(), counts == null ? null : counts.recall(),
			counts == null ? null : counts.f1(), counts == null ? null : counts.iou());
		history.add(score);
		listener.scored(score);
		boolean isBest = counts != null && isBest(counts.f1(), validation);
		if (isBest) {
			bestF1 = counts.f1();
			bestWeights = network.weights();
			save(network, found, epoch);
			log.accept(String.format(Locale.ROOT, "A better model was saved: F1 %.3f on %d validation " +
				"photograph%s.", bestF1, validation.size(), validation.size() == 1 ? "" : "s"));
		}
		SafeFile.writeText(folder.resolve(UNetTrainer.HISTORY), EpochScore.csv(history));
		return isBest;
	}

	/** Whether an F1 is at least that of the best model on the same photographs. */
	private boolean isBest(double f1, TrainingImages validation) {
		if (bestWeights == null) return true;
		if (bestF1 == null) {
			long before = System.nanoTime();
			try (UNetNetwork best = engine.open(architecture, bestWeights, device)) {
				bestF1 = new Validation(validation, settings.validationSide(), TrainingListener.NONE, log)
					.run(best, stopping).f1();
			}
			validationSeconds += (System.nanoTime() - before) / 1e9;
		}
		return f1 > bestF1 || f1 == 0 && bestF1 == 0;
	}

	private void save(UNetNetwork network, GrowingAnnotations.Found found, int epoch) throws IOException {
		ModelDetails details = ModelDetails.now(settings.of(architecture), history, epoch,
			bestF1, UNetTrainer.names(found.training()), UNetTrainer.names(found.validation()), network.device(),
			engine.info().tensorflow(), null);
		new UNetModel(bestWeights, details).save(folder.resolve(UNetTrainer.MODEL));
	}
}
