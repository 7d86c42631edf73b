package io.github.taproot.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.taproot.image.Annotation;
import io.github.taproot.imagej.PredictionFiles.Kind;
import io.github.taproot.imagej.PredictionFiles.Prediction;

/**
 * As what a folder of predictions was read: each file decides alone what it is, and may be wrong where the others are
 * something else. Not for several threads at once.
 */
final class ReadAs {

	private final Path folder;
	private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
	private final List<Path> faint = new ArrayList<>();
	private int masksWithRoots;

	ReadAs(Path folder) {
		this.folder = folder;
	}

	void add(Path file, Prediction prediction) {
		kinds.merge(prediction.kind(), 1, Integer::sum);
		if (prediction.isFaint()) faint.add(file);
		else if (prediction.kind() == Kind.MASK && prediction.labels().count(Annotation.ROOT) > 0) masksWithRoots++;
	}

	/** How many files are of each kind. */
	String text() {
		return kinds.entrySet().stream().map(kind -> kind.getKey() + " (" + kind.getValue() + ")")
			.collect(Collectors.joining(", "));
	}

	/** A sentence for each reason to think that masks are none. An image without roots is black among both kinds. */
	List<String> doubts() {
		if (!kinds.containsKey(Kind.PROBABILITIES)) return List.of();
		List<String> doubts = new ArrayList<>();
		for (Path file : faint) {
			doubts.add(file + " was read as a mask, since it has one low value besides 0, but others of its folder as " +
				"probabilities: if it shows these, too, all of its root is wrong, so save the folder as 32-bit TIFF, 0 to 1.");
		}
		if (masksWithRoots > 0) {
			doubts.add("The files in " + folder + " are of several kinds, " + text() +
				": the threshold counts for probabilities only, so use a folder of one kind.");
		}
		return doubts;
	}
}
