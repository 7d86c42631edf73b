// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.path;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;

import ij.macro.Interpreter;

import io.github.taproot.batch.FolderSimulation;
import io.github.taproot.batch.ModelCalibration;
import io.github.taproot.files.AnnotatedFolder;
import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.DataReport;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.NameAffix;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.RootMarks;
import io.github.taproot.progress.Progress;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.EpochScore;
import io.github.taproot.unet.FineTuning;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.TrainingContext;
import io.github.taproot.unet.TrainingListener;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetTrainer;
import io.github.taproot.unet.training.Split;
import io.github.taproot.window.TrainingWindow;

/**
 * What commands that train have in common: the data is checked, a window shows how it goes where there is a screen, and
 * the end is a sentence.
 *
 * @param suffix of annotations' names
 * @param validation folder of photographs that choose the model; null for some of the others
 * @param truth their annotations; null without them
 * @param marks what is root in annotations
 * @param skipsBadFiles whether files that can't be used are left out
 */
record TrainingRun(TaprootCommand command, Path images, Path annotations, String suffix, Path validation, Path truth,
	RootMarks marks, boolean skipsBadFiles)
{

	/** Written into the output folder: what was found when the data was checked. */
	static final String DATA_REPORT = "data-report.txt";

	/**
	 * @param start the model to start from; null for a new network
	 * @param settings with the rate of a new network where nobody gave another
	 * @param choosesRate whether a training that starts from a model chooses its rate: see {@link FineTuning}
	 */
	void run(UNetTrainer.Start start, TrainingSettings settings, boolean choosesRate, DeviceChoice device,
		Precision precision, Path folder, boolean resume) throws IOException
	{
		if (!resume) UNetTrainer.requireNoTraining(folder);
		SafeFile.makeFolder(folder);
		// A window comes once there is something to train with.
		Split split = split(folder, command.progress());
		TrainingWindow window = GraphicsEnvironment.isHeadless() || Interpreter.isBatchMode() ? null :
			new TrainingWindow(folder.toString(), command.progress());
		Progress progress = window == null ? command.progress() : window;
		try {
			TrainingSettings chosen = start == null || !choosesRate ? settings :
				settings.with(tuned -> tuned.rate = FineTuning.rate(split.training()));
			TrainingContext context = new TrainingContext(EngineLoader.engine(), device, precision,
				window == null ? TrainingListener.NONE : window, command::say);
			UNetTrainer.Outcome outcome =
				new UNetTrainer(context, new ImageFiles(marks)).train(start, split, chosen, folder, resume, progress);
			if (outcome.end() == UNetTrainer.End.FINISHED) calibrate(outcome.model(), split, context, progress);
			command.suggestModel(outcome.model());
			String end = said(outcome, folder);
			if (window != null) window.ended(end, nextSteps(outcome.model()));
		}
		catch (IOException | RuntimeException | Error e) {
			if (window != null) window.ended(e.getMessage());
			throw e;
		}
	}

	private TrainingWindow.NextStep[] nextSteps(Path model) {
		return new TrainingWindow.NextStep[] {
			new TrainingWindow.NextStep("Segment a folder ...", () -> OpenForm.of(command.context(),
				"Segment Roots Folder", Map.of("model", model.toFile()))),
			new TrainingWindow.NextStep("Annotate more ...", () -> OpenForm.of(command.context(), "Annotate Roots",
				Map.of("model", model.toFile(), "photographs", images.toFile()))) };
	}

	/** Not by simulated photographs: on real ones, the model errs otherwise. */
	private void calibrate(Path model, Split split, TrainingContext context, Progress progress) {
		List<AnnotatedImage> real = split.validation().stream()
			.filter(image -> !FolderSimulation.isSimulated(image.photograph())).toList();
		if (real.isEmpty()) {
			command.say("The model is not calibrated, since no real photograph was used for validation. Run " +
				"Calibrate Model.");
			return;
		}
		try {
			new ModelCalibration(context.engine(), context.device(), context.precision(), new ImageFiles(marks),
				command::say).run(model, real, model, progress);
		}
		catch (CancellationException e) {
			command.say("Training has finished, but the model was not calibrated. Run Calibrate Model later.");
		}
		catch (IOException | RuntimeException | OutOfMemoryError e) {
			command.say("Training has finished, but the model could not be calibrated: " + e.getMessage() +
				" Calibrate Model does it later.");
		}
	}

	private String said(UNetTrainer.Outcome outcome, Path folder) throws IOException {
		String score = outcome.f1() == null ? "not validated" :
			String.format(Locale.ROOT, "validation F1 %.3f", outcome.f1());
		String sentence = String.format(Locale.ROOT, "Model %s: %s; on %s.", outcome.model(),
			score, outcome.device());
		command.say(sentence);
		return switch (outcome.end()) {
			case STOPPED -> throw new CancellationException(
				"Training was stopped. The best model so far is in " + folder + ". Tick Resume (resume=true) to " +
				"continue.");
			case DIVERGED -> throw new IOException("Training failed: the loss became NaN. Try again in another " +
				"folder with a lower learning rate." +
				(outcome.f1() == null ? "" : " The best model so far is in " + folder + "."));
			case FINISHED -> ("Training finished. " + sentence + " " + EpochScore.verdict(outcome.history())).strip();
		};
	}

	private Split split(Path folder, Progress progress) throws IOException {
		ImageReader reader = new ImageFiles(marks);
		NameAffix affix = NameAffix.of(suffix);
		List<AnnotatedFolder> parts = AnnotatedFolder.parts(images, annotations, affix);
		DataReport report = parts.get(0).check(reader, progress);
		String text = report.text();
		AnnotatedFolder other = parts.size() > 1 ? parts.get(1) : null;
		if (validation != null) {
			other = new AnnotatedFolder(validation, path(truth == null ? null : truth.toFile(),
				"validation_truth", "the folder of the validation photographs' annotations"), affix);
		}
		DataReport validated = other == null ? null : other.check(reader, progress);
		if (validated != null) text = (text + "\n" + validated.text()).strip();
		SafeFile.writeText(folder.resolve(DATA_REPORT), text.isEmpty() ? "No problems found.\n" : text + "\n");
		if (!text.isBlank()) command.say(text);
		List<AnnotatedImage> usable = validated == null || skipsBadFiles ? report.usable(skipsBadFiles)
			: report.usableWith(validated);
		return validated == null ? Split.byRootPixels(usable, Split.defaultValidationCount(usable.size())) :
			new Split(usable, validated.usable(skipsBadFiles));
	}
}
