// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.github.taproot.files.Version;

/**
 * Where a training stands, so that it can go on after its process has ended. Batches depend on the seed, the epoch and
 * their index alone, so there is no random state to keep.
 *
 * @param format the file format's version
 * @param epoch the current epoch, from 0
 * @param batch the next batch of this epoch, from 0
 * @param steps steps taken
 * @param seconds seconds that all sessions took
 * @param lossSum sum of the losses of this epoch's steps so far
 * @param epochSeconds seconds that this epoch's steps took so far
 * @param epochWaited seconds of these in which training waited for tiles
 * @param validationSeconds seconds that all validations took
 * @param lastValidation seconds that the last validation took; 0 before the first
 * @param bestF1 of the kept model; null before the first validation
 * @param continued the model that it began with; null for none
 */
record TrainingState(int format, TrainingSettings settings, List<String> trainingImages, List<String> validationImages,
	int epoch, int batch, long steps, double seconds, double lossSum, double epochSeconds, double epochWaited,
	double validationSeconds, double lastValidation, Double bestF1, List<EpochScore> history, String continued)
{

	TrainingState {
		if (settings == null) throw new IllegalArgumentException("The training's state is incomplete.");
		ModelDetails.requireWhole(trainingImages, validationImages, history);
	}

	/** @param earlier epochs of a training of which this one is the rest; mostly none */
	static TrainingState beginning(TrainingSettings settings, List<EpochScore> earlier, List<String> trainingImages,
		List<String> validationImages, String continued)
	{
		EpochScore last = earlier.isEmpty() ? null : earlier.get(earlier.size() - 1);
		return new TrainingState(ModelDetails.FORMAT, settings, trainingImages, validationImages,
			last == null ? 0 : last.epoch(), 0, last == null ? 0 : last.steps(), 0, 0, 0, 0, 0, 0, null,
			earlier, continued);
	}

	/** The same with another F1 of the kept model. */
	TrainingState withBest(Double f1) {
		return new TrainingState(format, settings, trainingImages, validationImages, epoch, batch, steps, seconds,
			lossSum, epochSeconds, epochWaited, validationSeconds, lastValidation, f1, history, continued);
	}

	/** Whether a training of these can go on as this one. */
	boolean isContinuedBy(TrainingSettings others, List<String> training, List<String> validation) {
		return settings.continues(others) && trainingImages.equals(training) && validationImages.equals(validation);
	}

	/** What a model's file tells of the network that is best now. */
	ModelDetails details(String device, String tensorflow) {
		int last = history.isEmpty() ? 0 : history.get(history.size() - 1).epoch();
		String date =
			ZonedDateTime.now().truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
		return new ModelDetails(format, settings, history, last, bestF1, trainingImages, validationImages, device,
			tensorflow, Version.taproot(), date, continued, null);
	}
}
