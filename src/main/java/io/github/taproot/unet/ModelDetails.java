// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.github.taproot.files.Version;

/**
 * What a model's file tells of it beside its weights.
 *
 * @param format the file format's version
 * @param settings how it was trained
 * @param history its training, epoch by epoch
 * @param epoch the epoch whose weights these are, from 1
 * @param f1 their F1 on the validation images; null where they were not validated
 * @param trainingImages names of the photographs it learnt from
 * @param validationImages names of those that chose the epoch
 * @param device where it was trained
 * @param tensorflow version of TensorFlow
 * @param taproot version of Taproot
 * @param date day and time in ISO 8601
 * @param continued the model whose training this one went on with; null for none
 */
public record ModelDetails(int format, TrainingSettings settings, List<EpochScore> history, int epoch, Double f1,
	List<String> trainingImages, List<String> validationImages, String device, String tensorflow, String taproot,
	String date, String continued)
{

	/** Those of a model that was trained from the beginning. */
	public ModelDetails(int format, TrainingSettings settings, List<EpochScore> history, int epoch, Double f1,
		List<String> trainingImages, List<String> validationImages, String device, String tensorflow, String taproot,
		String date)
	{
		this(format, settings, history, epoch, f1, trainingImages, validationImages, device, tensorflow, taproot,
			date, null);
	}

	/** Those of a model that is made now, by this Taproot. */
	public static ModelDetails now(TrainingSettings settings, List<EpochScore> history, int epoch, Double f1,
		List<String> trainingImages, List<String> validationImages, String device, String tensorflow, String continued)
	{
		return new ModelDetails(FORMAT, settings, List.copyOf(history), epoch, f1, trainingImages,
			validationImages, device, tensorflow, Version.taproot(), ZonedDateTime.now().truncatedTo(ChronoUnit.SECONDS)
				.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME), continued);
	}

	/** The version that this code writes. */
	public static final int FORMAT = 1;

	private static final String IMPORTED = "unknown: imported from ";

	/** What {@link #device} says of a network that others trained, whose settings are placeholders. */
	public static String importedFrom(String file) {
		return IMPORTED + file;
	}

	/** The file that the network was imported from; null where Taproot trained it. */
	public String imported() {
		return device != null && device.startsWith(IMPORTED) ? device.substring(IMPORTED.length()) : null;
	}

	public ModelDetails {
		if (settings == null) throw new IllegalArgumentException("The model's settings are missing.");
	}
}
