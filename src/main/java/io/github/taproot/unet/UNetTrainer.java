// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import io.github.taproot.files.FolderLock;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.SafeFile;
import io.github.taproot.progress.Progress;
import io.github.taproot.unet.training.Split;
import io.github.taproot.unet.training.TrainingImages;

/**
 * Trains a U-Net and keeps the model of the best validation F1. The output folder gets {@code model.zip}, whenever a
 * validation is the best so far, {@code history.csv} after every epoch, and {@code autosave.zip} every two minutes,
 * from which a training goes on that was stopped or killed. One training at a time; it runs in the calling thread.
 */
public record UNetTrainer(TrainingContext context, ImageReader reader) {

	static final String AUTOSAVE = "autosave.zip";
	private static final String MODEL = TrainingLoop.MODEL;
	private static final String HISTORY = TrainingLoop.HISTORY;

	/** Why a training ended. */
	public enum End {
		/** After the last epoch, or as the time was up. */
		FINISHED,
		/** The user stopped it. */
		STOPPED,
		/** The loss was no number any more. */
		DIVERGED
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

	/**
	 * The model that a training begins with.
	 *
	 * @param name of the model, and its date
	 * @param weights by name
	 */
	public record Start(String name, Map<String, float[]> weights) {

		public static Start of(ModelSource source, UNetModel loaded) {
			return new Start(source.title(loaded), loaded.weights());
		}
	}

	/**
	 * Trains until the last epoch, the time limit, or cancelling, which all keep the best model. A model that it begins
	 * with is validated first, and kept where training makes nothing better of it.
	 *
	 * @param start null for a new network
	 * @param folder the output folder, made where it is missing
	 * @param resume whether to go on from the folder's autosave, if it has one, and to keep its model until a better
	 *          one comes; without, a folder with a training is refused
	 * @throws IOException where an image can't be read, a file not written, or another process trains in the folder
	 * @throws IllegalArgumentException where the folder holds a training already, or another one than to be resumed
	 */
	public Outcome train(Start start, Split split, TrainingSettings settings, Path folder, boolean resume,
		Progress progress) throws IOException
	{
		try (FolderLock lock = FolderLock.within(folder, "training", context.log())) {
			return trainAlone(start, split, settings, folder, resume, progress);
		}
	}

	private Outcome trainAlone(Start start, Split split, TrainingSettings settings, Path folder, boolean resume,
		Progress progress) throws IOException
	{
		if (!resume) requireNoTraining(folder);
		SafeFile.makeFolder(folder);
		long budget = TrainingImages.defaultBudget();
		TrainingImages training = new TrainingImages(split.training(), reader, budget * 3 / 4);
		TrainingImages validation = new TrainingImages(split.validation(), reader, budget / 4);
		Map<String, float[]> weights =
			start == null ? settings.architecture().initialWeights(settings.seed()) : start.weights();
		TrainingState state = TrainingState.beginning(settings, List.of(), training.names(), validation.names(),
			start == null ? null : start.name());
		try (UNetNetwork network = context.open(settings, weights)) {
			if (resume) state = resumed(folder, state, network).withBest(bestF1(folder, state));
			Loop loop = new Loop(network, settings, state, folder, progress);
			loop.learnFrom(training, validation);
			context.log().accept("Training on " + network.device() + " with " + training.size() +
				" photographs, validating with " + validation.size() + "; it starts from " +
				(start == null ? "nothing" : start.name()) + ", with a learning rate of " +
				new BigDecimal(settings.rate()).round(new MathContext(3)).stripTrailingZeros().toPlainString() + ".");
			return loop.run(start != null);
		}
		catch (UncheckedIOException e) {
			throw e.getCause();
		}
	}

	/**
	 * Refuses to begin a training in a folder that has one.
	 *
	 * @throws IllegalArgumentException where the folder has a file of a training, with what to do
	 */
	public static void requireNoTraining(Path folder) {
		for (String file : List.of(MODEL, HISTORY, AUTOSAVE)) {
			if (Files.exists(folder.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
				throw new IllegalArgumentException("The folder " + folder + " already has a training (" + file +
					"): tick Resume (resume=true), or choose an empty folder.");
			}
		}
	}

	/** F1 of the folder's model, which a better one may replace; null where there is none, or it was not validated. */
	private static Double bestF1(Path folder, TrainingState wanted) throws IOException {
		Path model = folder.resolve(MODEL);
		if (!Files.exists(model)) return null;
		try (ArrayFile file = ArrayFile.open(model, "model")) {
			ModelDetails kept = file.details(ModelDetails.class);
			if (!wanted.isContinuedBy(kept.settings(), kept.trainingImages(), kept.validationImages()) ||
				!Objects.equals(kept.continued(), wanted.continued()))
			{
				throw new IllegalArgumentException(model + " is the model of another training and would be replaced: " +
					"move it elsewhere, or choose an empty folder.");
			}
			return kept.f1();
		}
	}

	/** The saved state, with which the network goes on; {@code wanted} where none was saved. */
	private TrainingState resumed(Path folder, TrainingState wanted, UNetNetwork network) throws IOException {
		Path autosave = folder.resolve(AUTOSAVE);
		if (!Files.exists(autosave)) return wanted;
		try (ArrayFile file = ArrayFile.open(autosave, "autosave")) {
			TrainingState saved = file.details(TrainingState.class);
			if (!Objects.equals(saved.continued(), wanted.continued())) {
				throw new IllegalArgumentException("The training in " + folder + " started from " +
					(saved.continued() == null ? "nothing" : "another model (" + saved.continued() + ")") +
					", not from " + (wanted.continued() == null ? "nothing" : wanted.continued()) + ": give the same " +
					"start, or choose an empty folder. To train " + folder.resolve(MODEL) +
					" further, use Continue Training.");
			}
			if (saved.format() != ModelDetails.FORMAT ||
				!wanted.isContinuedBy(saved.settings(), saved.trainingImages(), saved.validationImages()))
			{
				throw new IllegalArgumentException("The training in " + folder + " has another model, images or " +
					"settings, so it cannot be resumed: give the same ones (only minutes, epochs, batch and tile " +
					"side may differ), or choose an empty folder.");
			}
			context.log().accept(String.format(Locale.ROOT, "Continuing after epoch %d, step %d, %.1f minutes.",
				saved.epoch(), saved.steps(), saved.seconds() / 60));
			Map<String, float[]> memory = new LinkedHashMap<>();
			for (Map.Entry<String, float[]> entry : network.optimiserState().entrySet()) {
				memory.put(entry.getKey(), file.array("optimiser", entry.getKey(), entry.getValue().length));
			}
			network.restore(file.weights(wanted.settings().architecture()), memory);
			return saved;
		}
	}

	/** Saves where it stands, and tells how it goes. */
	private final class Loop extends TrainingLoop {

		private final Path folder;
		private final Consumer<String> log = context.log();
		/** F1 of the model that it started from; null without, and where it was validated in an earlier session. */
		private Double startF1;

		Loop(UNetNetwork network, TrainingSettings settings, TrainingState state, Path folder, Progress progress) {
			super(context, network, settings, state, 0, folder, progress);
			this.folder = folder;
		}

		Outcome run(boolean hasStart) throws IOException {
			history.forEach(context.listener()::scored);
			End end = End.FINISHED;
			try {
				try {
					if (hasStart && bestF1 == null && state().steps() == 0) validateStart();
					run();
					finish();
				}
				catch (CancellationException e) {
					end = End.STOPPED;
				}
				if (bestF1 == null) saveModel();
				else if (bestF1.equals(startF1)) {
					log.accept("The model is still the one from which training started: no better one was found.");
				}
				autosave();
			}
			catch (Diverged e) {
				end = End.DIVERGED;
				log.accept("The loss became NaN after step " + state().steps() + ": try a lower " +
					"learning rate.");
			}
			return new Outcome(end, folder.resolve(MODEL), bestF1, List.copyOf(history), waited(), network.device());
		}

		private void validateStart() throws IOException {
			startF1 = validate(network, context.listener()).pixels().f1();
			bestF1 = startF1;
			log.accept(String.format(Locale.ROOT, "The model from which training starts has F1 %.3f.", bestF1));
			saveModel();
			// So that a training that is killed at once does not begin again without it.
			autosave();
		}

		@Override
		void scored(EpochScore score, boolean isBest) {
			String scores = score.f1() == null ? "" : String.format(Locale.ROOT,
				", precision %.3f, recall %.3f, F1 %.3f, IoU %.3f", score.precision(), score.recall(), score.f1(),
				score.iou());
			if (score.centreLineF1() != null) {
				scores += String.format(Locale.ROOT, ", F1 of centre lines %.3f", score.centreLineF1());
			}
			log.accept(String.format(Locale.ROOT, "Epoch %d: loss %.4f%s, %.1f minutes.", score.epoch(), score.loss(),
				scores, score.minutes()));
		}

		@Override
		void autosave() throws IOException {
			ArrayFile.write(folder.resolve(AUTOSAVE), state(),
				Map.of("weights", weights(), "optimiser", network.optimiserState()));
		}
	}
}
