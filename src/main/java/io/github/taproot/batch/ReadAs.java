// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.taproot.files.PredictionFiles.Kind;
import io.github.taproot.files.PredictionFiles.Prediction;
import io.github.taproot.image.Annotation;

/**
 * As what a folder of predictions was read: each file decides alone what it is, and may be wrong where the others are
 * something else. Not for several threads at once.
 */
final class ReadAs {

	/** Whoever finds roots is at least so sure of some. */
	private static final double LOW_PEAK = 0.5;

	private final Path folder;
	private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
	private final List<Path> faint = new ArrayList<>();
	private int masksWithRoots;
	/** Of probabilities as whole numbers; 0 where there are none. */
	private double peak;

	ReadAs(Path folder) {
		this.folder = folder;
	}

	void add(Path file, Prediction prediction) {
		kinds.merge(prediction.kind(), 1, Integer::sum);
		if (prediction.peak() > peak) peak = prediction.peak();
		if (prediction.isFaint()) faint.add(file);
		else if (prediction.kind() == Kind.MASK && prediction.labels().count(Annotation.ROOT) > 0) masksWithRoots++;
	}

	/** How many files are of each kind. */
	String text() {
		return kinds.entrySet().stream().map(kind -> kind.getKey() + " (" + kind.getValue() + ")")
			.collect(Collectors.joining(", "));
	}

	/**
	 * Refuses probabilities of which none could be root.
	 *
	 * @throws IOException in a sentence
	 */
	void requireRange() throws IOException {
		if (peak == 0 || peak >= LOW_PEAK) return;
		throw new IOException(String.format(Locale.ROOT, "No probability in %s is above %.2f, if 255 (or 65535 where " +
			"files have 16 bits) stands for 1. If another number stands for 1, such as 100 for percent, save the " +
			"probabilities as 32-bit TIFF, 0 to 1. Otherwise no roots were found.", folder, peak));
	}

	/** A sentence for each reason to think that masks are none. An image without roots is black among both kinds. */
	List<String> doubts() {
		if (!kinds.containsKey(Kind.PROBABILITIES)) return List.of();
		List<String> doubts = new ArrayList<>();
		for (Path file : faint) {
			doubts.add(file + " was read as a mask, since it has one low value besides 0, but other files of its " +
				"folder were read as probabilities. If it shows probabilities, too, its roots are wrong: save the " +
				"folder as 32-bit TIFF, 0 to 1.");
		}
		if (masksWithRoots > 0) {
			doubts.add("The files in " + folder + " are of several kinds, " + text() +
				". The threshold is used for probabilities only: use a folder of one kind.");
		}
		return doubts;
	}
}
