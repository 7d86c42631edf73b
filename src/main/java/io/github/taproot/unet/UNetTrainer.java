// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.SafeFile;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.segmentation.tiling.TiledPrediction;
import io.github.taproot.unet.training.Split;
import io.github.taproot.unet.training.TileQueue;
import io.github.taproot.unet.training.TrainingBatch;
import io.github.taproot.unet.training.TrainingImages;

/**
 * Trains a U-Net and keeps the model of the best validation F1. The output folder gets {@code model.zip}, whenever a
 * validation is the best so far, {@code history.csv} after every epoch, and {@code autosave.zip} every two minutes,
 * from which a training goes on that was stopped or killed. One training at a time; it runs in the calling thread.
 */
public final class UNetTrainer {

	public static final String MODEL = "model.zip";
	public static final String HISTORY = "history.csv";
	public static final String AUTOSAVE = "autosave.zip";

	private static final double AUTOSAVE_SECONDS = 120;
	/** Steps over which the rate of a cosine schedule rises. */
	private static final int WARM_UP = 50;

	/** Why a training ended. */
	public enum End {
		/** After the last epoch, or as the time was up. */
		FINISHED,
		/** The user stopped it. */
		STOPPED,
		/** The loss was no number any more. */
		DIVERGED
	}

	/** A step does not fit into memory. */
	static final class TooLarge extends RuntimeException {

		private static final long serialVersionUID = 1L;
		final transient TrainingSettings settings;

		/** @param settings the same training with smaller tiles */
		TooLarge(TrainingSettings settings, OutOfMemoryError cause) {
			super(cause);
			this.settings = settings;
		}
	}

	/** The loss or a weight is no number any more. */
	private static final class Diverged extends RuntimeException {

		private static final long serialVersionUID = 1L;
	}

	/**
	 * What a training came to.
	 *
	 * @param model the kept model's file; missing where training diverged before the first validation
	 * @param f1 its F1 on the validation images; null where the training was stopped before the first validation
	 * @param waited share of its time in which this session's training waited for tiles, 0 to 1
	 * @param device where it ran
	 */
	public record Outcome(End end, Path model, Double f1, List<EpochScore> history, double waited, String device) {}

	private final UNetEngine engine;
	private final ImageReader reader;
	private final TrainingListener listener;
	private final Consumer<String> log;

	/** @param log takes sentences for the user */
	public UNetTrainer(UNetEngine engine, ImageReader reader, TrainingListener listener, Consumer<String> log) {
		this.engine = engine;
		this.reader = reader;
		this.listener = listener;
		this.log = log;
	}

	/**
	 * Trains until the last epoch, the time limit, or cancelling, which all keep the best model.
	 *
	 * @param folder the output folder, made where it is missing
	 * @param resume whether to go on from the folder's autosave, if it has one; without, a folder with one is refused
	 * @throws IOException where an image can't be read or a file not written
	 * @throws IllegalArgumentException where the folder holds a training already, or another one than to be resumed
	 */
	public Outcome train(Split split, TrainingSettings settings, DeviceChoice device, Precision precision, Path folder,
		boolean resume, Progress progress) throws IOException
	{
		return train(null, split, settings, device, precision, folder, resume, progress);
	}

	/**
	 * What a training begins with.
	 *
	 * @param name of the model, and its date
	 * @param weights by name
	 */
	public record Start(String name, Map<String, float[]> weights) {}

	/**
	 * As {@link #train(Split, TrainingSettings, DeviceChoice, Precision, Path, boolean, Progress)}, from a model's
	 * weights. It is validated first, and kept where training makes nothing better of it.
	 *
	 * @param start null for a new network
	 */
	public Outcome train(Start start, Split split, TrainingSettings settings, DeviceChoice device, Precision precision,
		Path folder, boolean resume, Progress progress) throws IOException
	{
		TrainingSettings fitting = settings;
		boolean goesOn = resume;
		while (true) {
			try {
				return new Session(start, split, fitting, device, precision, folder, goesOn, progress).run();
			}
			catch (TooLarge e) {
				fitting = e.settings;
				goesOn = true;
			}
		}
	}

	static List<String> names(List<AnnotatedImage> images) {
		return images.stream().map(AnnotatedImage::name).toList();
	}

	@FunctionalInterface
	private interface Saving {

		void save() throws IOException;
	}

	/** One run of the trainer. */
	private final class Session {

		private final Start start;
		private final Split split;
		private final TrainingSettings settings;
		private final TileLimits limits;
		private final Path folder;
		private final Progress progress;
		private final TrainingImages images;
		private final TrainingImages validation;
		private final UNetNetwork network;
		private final long started;
		private final double earlierSeconds;
		private final List<EpochScore> history;

		private int epoch;
		private int batch;
		private long steps;
		private double rate;
		/** Whether the weights are those of the last validation. */
		private boolean isValidated;
		private double lossSum;
		private double epochSeconds;
		private double epochWaited;
		private double validationSeconds;
		private double lastValidation;
		private Double bestF1;

		private double sessionSeconds;
		private double sessionWaited;
		private double autosaved;

		Session(Start start, Split split, TrainingSettings wanted, DeviceChoice device, Precision precision,
			Path folder, boolean resume, Progress progress) throws IOException
		{
			this.start = start;
			this.split = split;
			this.folder = folder;
			this.progress = progress;
			long budget = TrainingImages.defaultBudget();
			images = new TrainingImages(split.training(), reader, budget * 3 / 4);
			validation = new TrainingImages(split.validation(), reader, budget / 4);
			SafeFile.makeFolder(folder);
			SafeFile.deleteLeftovers(folder, Duration.ZERO);
			Path autosave = folder.resolve(AUTOSAVE);
			Map<String, float[]> weights =
				start == null ? wanted.architecture().initialWeights(wanted.seed()) : start.weights();
			Map<String, float[]> memory = null;
			network = engine.open(wanted.architecture(), weights, device, precision, wanted.optimiser());
			limits = TileLimits.of(network, "training");
			settings = wanted.of(limits.fitting(wanted.tiles()));
			TrainingState state =
				TrainingState.beginning(settings, names(split.training()), names(split.validation()), continued());
			try {
				if (Files.exists(autosave)) {
					if (!resume) {
						throw new IllegalArgumentException("The folder " + folder +
							" holds a training already: resume it (resume=true), or choose an empty folder.");
					}
					try (ArrayFile saved = ArrayFile.open(autosave, "autosave")) {
						state = continued(saved.details(TrainingState.class), state);
						weights = saved.weights(settings.architecture());
						memory = new LinkedHashMap<>();
						for (Map.Entry<String, float[]> entry : network.optimiserState().entrySet()) {
							memory.put(entry.getKey(),
								saved.array("optimiser", entry.getKey(), entry.getValue().length));
						}
					}
					network.restore(weights, memory);
				}
			}
			catch (IOException | RuntimeException | Error e) {
				network.close();
				throw e;
			}
			epoch = state.epoch();
			// On other tiles, the epoch's batches are others: it begins anew.
			boolean isSame = state.settings().tiles().equals(settings.tiles());
			batch = isSame ? state.batch() : 0;
			steps = state.steps();
			earlierSeconds = state.seconds();
			autosaved = earlierSeconds;
			lossSum = isSame ? state.lossSum() : 0;
			epochSeconds = isSame ? state.epochSeconds() : 0;
			epochWaited = isSame ? state.epochWaited() : 0;
			validationSeconds = state.validationSeconds();
			lastValidation = state.lastValidation();
			bestF1 = state.bestF1();
			history = new ArrayList<>(state.history());
			started = System.nanoTime();
		}

		private TrainingState continued(TrainingState saved, TrainingState wanted) {
			if (saved.format() != ModelDetails.FORMAT || !settings.continues(saved.settings()) ||
				!saved.trainingImages().equals(wanted.trainingImages()) ||
				!saved.validationImages().equals(wanted.validationImages()) ||
				!Objects.equals(saved.continued(), wanted.continued()))
			{
				throw new IllegalArgumentException("The training in " + folder + " has another model, images or " +
					"settings, so it can't go on with these: give the same ones (only minutes, epochs, batch and " +
					"tile side may differ), or choose an empty folder.");
			}
			log.accept(String.format(Locale.ROOT, "Going on after epoch %d, step %d, %.1f minutes.", saved.epoch(),
				saved.steps(), saved.seconds() / 60));
			return saved;
		}

		Outcome run() throws IOException {
			try (network; TileQueue queue =
				new TileQueue(images, settings.tileSampling(), settings.augmentation(), settings.batches(),
				epoch, batch))
			{
				history.forEach(listener::scored);
				log.accept("Training on " + network.device() + " with " + split.training().size() + " photographs, " +
					"validating with " + split.validation().size() + ".");
				End end = End.FINISHED;
				try {
					try {
						if (start != null && bestF1 == null) validateStart();
						while (epoch < settings.epochs() && !timeIsUp()) epoch(queue);
						if (!isValidated && steps > 0) record(validate());
					}
					catch (CancellationException e) {
						end = End.STOPPED;
					}
					if (bestF1 == null) saveModel();
					autosave();
				}
				catch (Diverged e) {
					end = End.DIVERGED;
					log.accept("The loss is no number any more after step " + steps + ": try a lower learning rate.");
				}
				double waited = sessionSeconds == 0 ? 0 : sessionWaited / sessionSeconds;
				return new Outcome(end, folder.resolve(MODEL), bestF1, List.copyOf(history), waited, network.device());
			}
			catch (UncheckedIOException e) {
				throw e.getCause();
			}
		}

		/** The model's file and date from which it began; null for none. */
		private String continued() {
			return start == null ? null : start.name();
		}

		private void validateStart() throws IOException {
			bestF1 = validate().f1();
			log.accept(String.format(Locale.ROOT, "The model that it begins with has F1 %.3f.", bestF1));
			saveModel();
			// So that a training that is killed at once does not begin anew without it.
			autosave();
		}

		/** Trains to the end of the epoch, or of the time. */
		private void epoch(TileQueue queue) throws IOException {
			int batches = queue.batches(epoch);
			rate = settings.rate(epoch, done(0));
			while (batch < batches && !timeIsUp()) {
				progress.throwIfCancelled();
				long before = System.nanoTime();
				long waitedBefore = queue.waitNanos();
				double loss = step(queue.take());
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
				report(batches, loss);
				listener.trained(steps, seconds() / 60, loss);
				if (seconds() - autosaved > AUTOSAVE_SECONDS) tryTo(this::autosave);
			}
			if (batch < batches) return;
			boolean isLast = epoch + 1 >= settings.epochs();
			record(isLast || isValidationDue() ? validate() : null);
			epoch++;
			batch = 0;
			lossSum = 0;
			epochSeconds = 0;
			epochWaited = 0;
			if (isValidated) tryTo(this::autosave);
		}

		private double step(TrainingBatch tiles) throws IOException {
			double loss;
			try {
				loss = network.train(tiles.tiles(), tiles.labels(), tiles.n(), tiles.side(), rate * warmUp());
			}
			catch (OutOfMemoryError e) {
				TrainingSettings smaller = limits.afterTooLarge(settings, e, log);
				if (steps > 0) autosave();
				throw new TooLarge(smaller, e);
			}
			if (!Double.isFinite(loss)) throw new Diverged();
			return loss;
		}

		/** Files that training can do without for now, such as one that another program holds open, do not end it. */
		private void tryTo(Saving saving) {
			try {
				saving.save();
			}
			catch (IOException e) {
				log.accept(e.getMessage() + " Training goes on.");
			}
		}

		private double warmUp() {
			return settings.schedule() == TrainingSettings.Schedule.COSINE ? Math.min(1, (steps + 1.0) / WARM_UP) : 1;
		}

		private double seconds() {
			return earlierSeconds + (System.nanoTime() - started) / 1e9;
		}

		private boolean timeIsUp() {
			return settings.minutes() > 0 && seconds() + lastValidation >= settings.minutes() * 60;
		}

		/** Share of the whole training that is done. */
		private double done(double partOfEpoch) {
			double ofEpochs = (epoch + partOfEpoch) / settings.epochs();
			return settings.minutes() == 0 ? ofEpochs : Math.max(ofEpochs, seconds() / (settings.minutes() * 60));
		}

		private boolean isValidationDue() {
			return lastValidation == 0 ||
				validationSeconds + lastValidation <= settings.validationShare() * (seconds() + lastValidation);
		}

		private void report(int batches, double loss) {
			double done = Math.min(1, done((double) batch / batches));
			progress.report(Math.round(done * 10_000), 10_000, String.format(Locale.ROOT,
				"Training on %s: epoch %d, batch %d of %d, loss %.3f, best F1 %s",
				UNetNetwork.shortDevice(network.device()), epoch + 1, batch, batches, loss, bestF1 == null ?
				"unknown yet" : String.format(Locale.ROOT, "%.3f", bestF1)));
		}

		/** Predicts the validation images. */
		private PixelCounts validate() {
			double before = seconds();
			PixelCounts counts = validate(new Progress() {

				@Override
				public void report(long done, long total, String message) {
					progress.report(Math.round(Math.min(1, done(0)) * 10_000), 10_000, message);
				}

				@Override
				public boolean isCancelled() {
					return progress.isCancelled();
				}
			});
			lastValidation = seconds() - before;
			validationSeconds += lastValidation;
			isValidated = true;
			return counts;
		}

		private PixelCounts validate(Progress within) {
			try {
				return new Validation(validation, settings.validationSide(), listener, log).run(network, within);
			}
			catch (TiledPrediction.NotNumbers e) {
				throw new Diverged();
			}
		}

		/** Adds the epoch to the history, and keeps the model where it is the best. */
		private void record(PixelCounts counts) throws IOException {
			// The time may end right after an epoch: then this is about that one.
			boolean isAfterEpoch = batch == 0 && !history.isEmpty();
			int number = isAfterEpoch ? epoch : epoch + 1;
			double loss = isAfterEpoch ? history.get(history.size() - 1).loss() : lossSum / batch;
			double waited = isAfterEpoch ? history.get(history.size() - 1).waited() : epochWaited / epochSeconds;
			history.removeIf(earlier -> earlier.epoch() >= number);
			EpochScore score = new EpochScore(number, steps, seconds() / 60, rate, loss, waited,
				counts == null ? null : counts.precision(), counts == null ? null : counts.recall(),
				counts == null ? null : counts.f1(), counts == null ? null : counts.iou());
			history.add(score);
			listener.scored(score);
			if (counts != null && (bestF1 == null || counts.f1() > bestF1)) {
				bestF1 = counts.f1();
				saveModel();
			}
			tryTo(() -> SafeFile.writeText(folder.resolve(HISTORY), EpochScore.csv(history)));
			log.accept(String.format(Locale.ROOT, "Epoch %d: loss %.4f%s, %.1f minutes.", score.epoch(), score.loss(),
				counts == null ? "" :
					String.format(Locale.ROOT, ", precision %.3f, recall %.3f, F1 %.3f, IoU %.3f", counts.precision(),
						counts.recall(), counts.f1(), counts.iou()),
				score.minutes()));
		}

		private void saveModel() throws IOException {
			ModelDetails details = ModelDetails.now(settings, history,
				history.isEmpty() ? 0 : history.get(history.size() - 1).epoch(), bestF1,
				names(split.training()), names(split.validation()), network.device(), engine.info().tensorflow(),
				continued());
			new UNetModel(weights(), details).save(folder.resolve(MODEL));
		}

		/** The weights, which must be numbers to be worth keeping. */
		private Map<String, float[]> weights() {
			Map<String, float[]> weights = network.weights();
			for (float[] values : weights.values()) {
				for (float value : values) if (!Float.isFinite(value)) throw new Diverged();
			}
			return weights;
		}

		private void autosave() throws IOException {
			autosaved = seconds();
			TrainingState state = new TrainingState(ModelDetails.FORMAT, settings, names(split.training()),
				names(split.validation()), epoch, batch, steps, seconds(), lossSum, epochSeconds, epochWaited,
				validationSeconds, lastValidation, bestF1, List.copyOf(history), continued());
			ArrayFile.write(folder.resolve(AUTOSAVE), state,
				Map.of("weights", weights(), "optimiser", network.optimiserState()));
		}
	}
}
