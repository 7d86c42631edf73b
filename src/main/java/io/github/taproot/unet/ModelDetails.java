// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.List;
import java.util.Objects;

import io.github.taproot.segmentation.Reliability;

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
 * @param reliability how far its results can be trusted; null where nobody has measured it
 */
public record ModelDetails(int format, TrainingSettings settings, List<EpochScore> history, int epoch, Double f1,
	List<String> trainingImages, List<String> validationImages, String device, String tensorflow, String taproot,
	String date, String continued, Reliability reliability)
{

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

	/** The same with another reliability. */
	public ModelDetails with(Reliability measured) {
		return new ModelDetails(format, settings, history, epoch, f1, trainingImages, validationImages, device,
			tensorflow, taproot, date, continued, measured);
	}

	public ModelDetails {
		if (settings == null) throw new IllegalArgumentException("The model's settings are missing.");
		history = history == null ? List.of() : history;
		trainingImages = trainingImages == null ? List.of() : trainingImages;
		validationImages = validationImages == null ? List.of() : validationImages;
		requireWhole(history, trainingImages, validationImages);
	}

	/** Refuses lists that are missing, or lack an element. */
	static void requireWhole(List<?>... lists) {
		for (List<?> list : lists) {
			if (list == null || list.stream().anyMatch(Objects::isNull)) {
				throw new IllegalArgumentException("The file's lists of photographs and epochs are incomplete.");
			}
		}
	}
}
