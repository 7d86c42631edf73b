// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.taproot.files.AnnotatedImage;

/**
 * Which images are learnt from, and which decide when the network is best. A user's own folder of validation images
 * goes into the constructor.
 *
 * @param training at least one
 * @param validation at least one
 */
public record Split(List<AnnotatedImage> training, List<AnnotatedImage> validation) {

	public Split {
		training = List.copyOf(training);
		validation = List.copyOf(validation);
		if (training.isEmpty() || validation.isEmpty()) {
			throw new IllegalArgumentException("Training needs at least two annotated photographs, one for training " +
				"and one for validation, but there are " + (training.size() + validation.size()) + ".");
		}
		refuseBareSoil(training, "training");
		refuseBareSoil(validation, "validation");
		Set<Path> seen = training.stream().map(AnnotatedImage::photograph).collect(Collectors.toSet());
		validation.stream().filter(image -> seen.contains(image.photograph())).findAny().ifPresent(image -> {
			throw new IllegalArgumentException(image.photograph() + " is in the training and in the validation " +
				"folder: remove it from one of them.");
		});
	}

	private static void refuseBareSoil(List<AnnotatedImage> images, String purpose) {
		if (images.stream().allMatch(image -> image.rootPixels() == 0)) {
			throw new IllegalArgumentException("None of the " + images.size() + " " + purpose +
				" photographs has a root annotated: annotate roots in more photographs, or choose the photographs " +
				"for validation yourself.");
		}
	}

	/** As many for validation as in the paper, 9 of 38, but at least one. */
	public static int defaultValidationCount(int images) {
		return (int) Math.max(1, Math.round(images * 9 / 38.0));
	}

	/**
	 * Splits as Smith et al. (2020): ordered by root pixels (equal ones by name), evenly spaced ones validate.
	 *
	 * @param validationCount images for validation, at least 1 and fewer than all
	 */
	public static Split byRootPixels(List<AnnotatedImage> images, int validationCount) {
		int n = images.size();
		if (n > 1 && (validationCount < 1 || validationCount >= n)) {
			throw new IllegalArgumentException("Of " + n + " annotated images, " + validationCount +
				" cannot be set aside for validation: give a number from 1 to " + (n - 1) + ".");
		}
		List<AnnotatedImage> training = new ArrayList<>(images);
		training.sort(Comparator.comparingLong(AnnotatedImage::rootPixels).thenComparing(AnnotatedImage::name));
		List<AnnotatedImage> validation = new ArrayList<>();
		if (n > 1) {
			for (int i = validationCount - 1; i >= 0; i--) {
				validation.add(0, training.remove((int) ((2L * i + 1) * n / (2L * validationCount))));
			}
		}
		return new Split(training, validation);
	}
}
