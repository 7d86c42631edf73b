// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.taproot.files.SafeFile;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.segmentation.tiling.TiledPrediction;
import io.github.taproot.unet.training.TileQueue;
import io.github.taproot.unet.training.TrainingBatch;
import io.github.taproot.unet.training.TrainingImages;

/**
 * The loop of every training: steps, epochs, validations, and the best model. The folder gets {@code model.zip}
 * whenever a validation is the best so far, and {@code history.csv} after every epoch. Where a step does not fit into
 * memory, the epoch begins again with smaller tiles. It runs in the calling thread. Subclasses say when it validates
 * and ends.
 */
abstract class TrainingLoop {

	static final String MODEL = "model.zip";
	static final String HISTORY = "history.csv";

	private static final double AUTOSAVE_SECONDS = 120;
	/** Steps over which the rate of a cosine schedule rises. */
	private static final int WARM_UP = 50;
	/** Steps of the same rate, so that the first ones of two runs are the same, however fast they are. */
	private static final int EQUAL_STEPS = 10;

	/** The loss or a weight is no number any more. */
	static final class Diverged extends RuntimeException {

		private static final long serialVersionUID = 1L;
	}

	@FunctionalInterface
	private interface Saving {

		void save() throws IOException;
	}

	final UNetNetwork network;
	final List<EpochScore> history;
	/** F1 of the kept model; null where it is not known for the validation images as they are. */
	Double bestF1;
	/** Seconds that all validations took. */
	double validationSeconds;
	/** The step since which the optimiser remembers. */
	final long firstStep;
	private final TrainingContext context;
	private final Progress progress;
	private final Path folder;
	private final TileLimits limits;
	private final String continued;

	private TrainingSettings settings;
	private TrainingImages training;
	private TrainingImages validation;
	private int epoch;
	private int batch;
	private long steps;
	private double rate;
	/** Whether the weights are those of the last validation. */
	private boolean isValidated;
	private double lossSum;
	private double epochSeconds;
	private double epochWaited;
	private double lastValidation;
	private double sessionSeconds;
	private double sessionWaited;
	private double autosaved;
	private final double earlierSeconds;
	/** As {@link System#nanoTime} has it, less the time of rests. */
	private long started = System.nanoTime();

	/**
	 * @param network is trained; stays open
	 * @param wanted with tiles that may be too large
	 * @param state where it begins
	 */
	TrainingLoop(TrainingContext context, UNetNetwork network, TrainingSettings wanted, TrainingState state,
		long firstStep, Path folder, Progress progress)
	{
		this.context = context;
		this.network = network;
		this.folder = folder;
		this.progress = progress;
		this.firstStep = firstStep;
		limits = TileLimits.of(network, "training");
		settings = wanted.of(limits.fitting(wanted.tiles()));
		continued = state.continued();
		epoch = state.epoch();
		steps = state.steps();
		earlierSeconds = state.seconds();
		autosaved = earlierSeconds;
		validationSeconds = state.validationSeconds();
		lastValidation = state.lastValidation();
		bestF1 = state.bestF1();
		history = new ArrayList<>(state.history());
		// On other tiles, the epoch's batches are others: it begins again.
		if (!state.settings().tiles().equals(settings.tiles())) return;
		batch = state.batch();
		lossSum = state.lossSum();
		epochSeconds = state.epochSeconds();
		epochWaited = state.epochWaited();
	}

	/** Whether another epoch follows. */
	boolean goesOn() throws IOException {
		return epoch < settings.epochs() && !timeIsUp();
	}

	/** Whether the time that validations take allows one after the epoch. */
	boolean isValidationDue() {
		return lastValidation == 0 ||
			validationSeconds + lastValidation <= settings.validationShare() * (seconds() + lastValidation);
	}

	/** Whether a network with this F1 is kept. */
	boolean isBest(double f1) throws IOException {
		return bestF1 == null || f1 > bestF1;
	}

	/** An epoch was scored. */
	abstract void scored(EpochScore score, boolean isBest);

	/** Every two minutes, and after validations: keeps the {@link #state} and the weights, to be resumed. */
	void autosave() throws IOException {
		// A training that nobody resumes.
	}

	/** Says what it learns from; only between epochs. */
	final void learnFrom(TrainingImages newTraining, TrainingImages newValidation) {
		training = newTraining;
		validation = newValidation;
	}

	/** Trains until {@link #goesOn} or the time ends it. */
	final void run() throws IOException {
		while (goesOn()) {
			Tiles tiles = settings.tiles();
			try (TileQueue queue = new TileQueue(training, settings.tileSampling(), settings.augmentation(),
				settings.batches(), epoch, batch))
			{
				do epoch(queue);
				while (tiles.equals(settings.tiles()) && goesOn());
			}
		}
	}

	/** Validates and scores the network as it is, unless it has been already. */
	final void finish() throws IOException {
		if (!isValidated && steps > 0) score(validate());
	}

	/** Trains to the end of the epoch, of the time, or of the memory. */
	private void epoch(TileQueue queue) throws IOException {
		int batches = queue.batches(epoch);
		int first = batch;
		while (batch < batches) {
			if (batch == first || batch % EQUAL_STEPS == 0) {
				rate = settings.rate(epoch, done((double) (batch - batch % EQUAL_STEPS) / batches));
			}
			if (timeIsUp() || !step(queue, batches)) return;
			if (seconds() - autosaved > AUTOSAVE_SECONDS) keep();
		}
		score(epoch + 1 >= settings.epochs() || isValidationDue() ? validate() : null);
		epoch++;
		beginEpoch();
		if (isValidated) keep();
	}

	/** Gives up what the epoch has done so far, but for what the network has learnt. */
	final void beginEpoch() {
		batch = 0;
		lossSum = 0;
		epochSeconds = 0;
		epochWaited = 0;
	}

	/** Takes a step; false where it does not fit into memory, and tiles are smaller now. */
	private boolean step(TileQueue queue, int batches) throws IOException {
		progress.throwIfCancelled();
		long before = System.nanoTime();
		long waitedBefore = queue.waitNanos();
		TrainingBatch tiles = queue.take();
		double loss;
		try {
			loss = network.train(tiles.tiles(), tiles.labels(), tiles.n(), tiles.side(), rate * warmUp());
		}
		catch (OutOfMemoryError e) {
			settings = limits.afterTooLarge(settings, e, context.log());
			beginEpoch();
			return false;
		}
		if (!Double.isFinite(loss)) throw new Diverged();
		double took = (System.nanoTime() - before) / 1e9;
		double waited = (queue.waitNanos() - waitedBefore) / 1e9;
		batch++;
		steps++;
		isValidated = false;
		lossSum += loss;
		epochSeconds += took;
		epochWaited += waited;
		sessionSeconds += took;
		sessionWaited += waited;
		report(done((double) batch / batches), String.format(Locale.ROOT,
			"Training on %s: epoch %d, batch %d of %d, loss %.3f, best F1 %s",
			UNetNetwork.shortDevice(network.device()), epoch + 1, batch, batches, loss, bestF1 == null ? "unknown yet" :
			String.format(Locale.ROOT, "%.3f", bestF1)));
		context.listener().trained(steps, seconds() / 60, loss);
		return true;
	}

	private void report(double done, String message) {
		progress.report(Math.round(Math.min(1, done) * 10_000), 10_000, message);
	}

	private double warmUp() {
		return settings.schedule() == TrainingSettings.Schedule.COSINE ?
			Math.min(1, (steps - firstStep + 1.0) / WARM_UP) : 1;
	}

	/** Seconds that all sessions took, without rests. */
	final double seconds() {
		return earlierSeconds + (System.nanoTime() - started) / 1e9;
	}

	/** Does not count the time since then. */
	final void rested(long sinceNanos) {
		started += System.nanoTime() - sinceNanos;
	}

	private boolean timeIsUp() {
		return settings.minutes() > 0 && seconds() + lastValidation >= settings.minutes() * 60;
	}

	/** Share of the whole training that is done; 0 where it has no end. */
	private double done(double partOfEpoch) {
		double ofEpochs =
			settings.epochs() == TrainingSettings.UNLIMITED ? 0 : (epoch + partOfEpoch) / settings.epochs();
		return settings.minutes() == 0 ? ofEpochs : Math.max(ofEpochs, seconds() / (settings.minutes() * 60));
	}

	private Validation.Result validate() {
		Validation.Result counts = validate(network, context.listener());
		isValidated = true;
		return counts;
	}

	/** Predicts the validation images with this training's network, or another. */
	final Validation.Result validate(UNetNetwork judged, TrainingListener shown) {
		double before = seconds();
		Progress whole = (photographs, all, message) -> report(done(0), message);
		Validation.Result counts;
		try {
			counts = new Validation(validation, settings.validationSide(), shown, context.log())
				.run(judged, whole.until(progress::isCancelled));
		}
		catch (TiledPrediction.NotNumbers e) {
			throw new Diverged();
		}
		lastValidation = seconds() - before;
		validationSeconds += lastValidation;
		return counts;
	}

	/** Adds the epoch to the history, and keeps the model where it is the best. */
	private void score(Validation.Result result) throws IOException {
		PixelCounts counts = result == null ? null : result.pixels();
		// The time may end right after an epoch: then this is about that one.
		EpochScore scored = batch == 0 && !history.isEmpty() ? history.get(history.size() - 1) : null;
		int number = scored != null ? epoch : epoch + 1;
		double loss = scored != null ? scored.loss() : lossSum / batch;
		double waited = scored != null ? scored.waited() : epochWaited / epochSeconds;
		history.removeIf(earlier -> earlier.epoch() >= number);
		EpochScore score = new EpochScore(number, steps, seconds() / 60, rate, loss, waited,
			counts == null ? null : counts.precision(), counts == null ? null : counts.recall(),
			counts == null ? null : counts.f1(), counts == null ? null : counts.iou(),
			result == null || result.lines() == null ? null : result.lines().f1());
		history.add(score);
		context.listener().scored(score);
		boolean isBest = counts != null && isBest(counts.f1());
		if (isBest) {
			bestF1 = counts.f1();
			saveModel();
		}
		tryTo(() -> SafeFile.writeText(folder.resolve(HISTORY), EpochScore.csv(history)));
		scored(score, isBest);
	}

	private void keep() {
		autosaved = seconds();
		tryTo(this::autosave);
	}

	/** Files that training can do without for now, such as one that another program holds open, do not end it. */
	private void tryTo(Saving saving) {
		try {
			saving.save();
		}
		catch (IOException e) {
			context.log().accept(e.getMessage() + " Training continues.");
		}
	}

	/** Keeps the network as the model. */
	final void saveModel() throws IOException {
		ModelDetails details = state().details(network.device(), context.engine().info().tensorflow());
		new UNetModel(weights(), details).save(folder.resolve(MODEL));
	}

	/** The weights, which must be numbers to be worth keeping. */
	final Map<String, float[]> weights() {
		Map<String, float[]> weights = network.weights();
		for (float[] values : weights.values()) {
			for (float value : values) if (!Float.isFinite(value)) throw new Diverged();
		}
		return weights;
	}

	/** Where training stands. */
	final TrainingState state() {
		return new TrainingState(ModelDetails.FORMAT, settings, training.names(), validation.names(), epoch,
			batch, steps, seconds(), lossSum, epochSeconds, epochWaited, validationSeconds, lastValidation, bestF1,
			List.copyOf(history), continued);
	}

	/** Share of this session's steps in which training waited for tiles, 0 to 1. */
	final double waited() {
		return sessionSeconds == 0 ? 0 : sessionWaited / sessionSeconds;
	}
}
