// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.nio.file.Path;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Picture;
import io.github.taproot.image.RootMarks;

/** Reads what programs and people have found in a photograph, whichever of the usual kinds of image it is saved as. */
public final class PredictionFiles {

	/** What the pixels of a file mean. */
	public enum Kind {
		MASK("mask"), PROBABILITIES("probabilities"), ROOTPAINTER_SEGMENTATION("RootPainter segmentation"),
		ROOTPAINTER_ANNOTATION("RootPainter annotation");

		private final String words;

		Kind(String words) {
			this.words = words;
		}

		@Override
		public String toString() {
			return words;
		}
	}

	/**
	 * What was found.
	 *
	 * @param labels root and soil; unknown only where a RootPainter annotation leaves it open
	 * @param isFaint whether it is a mask whose root has less than half of the largest value that a file can hold, as
	 *          low probabilities have where all but 0 are equal
	 * @param peak highest probability where they are saved as whole numbers of 8 or 16 bits; NaN for all else
	 */
	public record Prediction(Annotation labels, Kind kind, boolean isFaint, double peak) {}

	/** Highest value of probabilities, as a share of what the file can hold, that looks like that of labels. */
	private static final double LOW = 0.05;

	private PredictionFiles() {}

	/**
	 * Reads a prediction.
	 * <ul>
	 * <li>With transparency and anything red or green: a RootPainter annotation, with unlabelled pixels.</li>
	 * <li>Grey of many values, of 8 or 16 bits from 0 to 255 or 65535, or floating-point from 0 to 1: probabilities.
	 * Root is what is above the threshold.</li>
	 * <li>All else is a mask as {@link RootMarks} reads it.</li>
	 * </ul>
	 *
	 * @param marks what is root in masks; a value that is given makes every file a mask
	 * @param threshold of probabilities, above 0 and below 1
	 * @throws IOException as {@link RootMarks#read}, and where values cannot be probabilities
	 */
	public static Prediction read(Path file, RootMarks marks, double threshold) throws IOException {
		Picture picture = ImageFiles.read(file);
		boolean isLabels = marks.root() != null || picture.alpha() != null || RootMarks.isLabels(picture);
		if (!isLabels) return probabilities(picture, file, threshold);
		Annotation labels = marks.read(picture, file, RootMarks.Use.PREDICTION).labels();
		Kind kind = picture.alpha() == null ? Kind.MASK
			: labels.count(Annotation.UNKNOWN) == 0 ? Kind.ROOTPAINTER_SEGMENTATION : Kind.ROOTPAINTER_ANNOTATION;
		return new Prediction(labels, kind, kind == Kind.MASK && isFaint(picture), Double.NaN);
	}

	private static boolean isFaint(Picture picture) {
		float largest = Range.of(picture).largest;
		return picture.photograph().channels() == 1 && largest > 0 && largest < picture.white() / 2f;
	}

	/** Of samples, with 0. */
	private static final class Range {

		private float smallest;
		private float largest;
		private boolean areNumbers = true;

		static Range of(Picture picture) {
			Range range = new Range();
			picture.forEach((place, red, green, blue) -> {
				range.smallest = Math.min(range.smallest, red);
				range.largest = Math.max(range.largest, red);
				range.areNumbers &= Float.isFinite(red);
			});
			return range;
		}
	}

	private static Prediction probabilities(Picture picture, Path file, double threshold) throws IOException {
		int white = picture.white();
		Range range = Range.of(picture);
		if (!range.areNumbers || range.smallest < 0 || range.largest > white) {
			throw new IOException(file + " has values from " + range.smallest + " to " + range.largest +
				", which cannot be probabilities (expected 0 to 1): save them as 0 to 1, or roots as 255 and " +
				"soil as 0.");
		}
		if (white > 1 && range.largest < LOW * white) {
			throw new IOException(file + " has values from 0 to " + (int) range.largest + " of " + white +
				", which look like labels, not probabilities: give the value of root, or save roots as 255 and " +
				"soil as 0.");
		}
		byte[] labels = new byte[picture.width() * picture.height()];
		picture.forEach((place, value, green, blue) -> {
			if (value > threshold * white) labels[place] = Annotation.ROOT;
		});
		Annotation annotation = new Annotation(picture.width(), picture.height(), labels);
		if (annotation.count(Annotation.ROOT) > labels.length / 2) {
			throw new IOException(file + " has probabilities above " + threshold + " in more than half of its " +
				"pixels: it looks inverted, or like a photograph. If it is right, give the value of root " +
				"(predicted_value=>=" +
				(white == 1 ? threshold : Math.round(threshold * white)) + ").");
		}
		return new Prediction(annotation, Kind.PROBABILITIES, false, white == 1 ? Double.NaN : range.largest / white);
	}
}
