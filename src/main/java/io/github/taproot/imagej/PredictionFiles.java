package io.github.taproot.imagej;

import java.io.IOException;
import java.nio.file.Path;

import net.imglib2.Cursor;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Photograph;
import io.github.taproot.imagej.ImageFiles.Image;
import io.github.taproot.segmentation.Threshold;

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
	 * @param doubt one sentence that names the file, where it looks as if something else was meant; empty otherwise
	 */
	public record Prediction(Annotation labels, Kind kind, boolean isFaint, String doubt) {}

	/** Highest value of probabilities, as a share of what the file can hold, that looks like that of labels. */
	private static final double LOW = 0.05;

	private PredictionFiles() {}

	/**
	 * Reads a prediction.
	 * <ul>
	 * <li>With transparency and anything green: a RootPainter annotation, as {@link ImageFiles#readAnnotation} reads
	 * it, with unknown pixels.</li>
	 * <li>With transparency otherwise: a RootPainter segmentation. Visible pixels of any colour but black are root,
	 * whatever their opacity, and the others are soil.</li>
	 * <li>Grey with values that are 0 and at most one other: a mask, root where it is not 0.</li>
	 * <li>Other grey images of 8 or 16 bits: probabilities, from 0 to 255 or 65535. Floating-point images: probabilities
	 * from 0 to 1. Root is what is above the threshold.</li>
	 * <li>In colour without transparency: a mask as {@link ImageFiles#readAnnotation} reads it. Colours that are all
	 * grey count as grey.</li>
	 * </ul>
	 *
	 * @throws IOException as {@link ImageFiles#readAnnotation}, and where values are no probabilities
	 */
	public static Prediction read(Path file, Threshold threshold) throws IOException {
		Image image = ImageFiles.read(file);
		Prediction prediction = image.transparent() != null ? transparent(image, file) : opaque(image, file, threshold);
		Annotation labels = prediction.labels();
		if (labels.count(Annotation.ROOT) <= labels.labels().length / 2) return prediction;
		return new Prediction(labels, prediction.kind(), prediction.isFaint(),
			file + " is more than half root: if it shows black roots on white, invert it.");
	}

	static Prediction transparent(Image image, Path file) throws IOException {
		float[][] rgb = channels(image);
		byte[] labels = new byte[rgb[0].length];
		for (int i = 0; i < labels.length; i++) {
			if (image.transparent()[i]) continue;
			float red = rgb[0][i];
			float green = rgb[1][i];
			float blue = rgb[2][i];
			if (green > red && green > blue) {
				return new Prediction(ImageFiles.annotation(image, file), Kind.ROOTPAINTER_ANNOTATION, false, "");
			}
			if (red > 0 || green > 0 || blue > 0) labels[i] = Annotation.ROOT;
		}
		return prediction(image, labels, Kind.ROOTPAINTER_SEGMENTATION, false, "");
	}

	private static Prediction opaque(Image image, Path file, Threshold threshold) throws IOException {
		float[][] rgb = channels(image);
		float[] values = rgb[0];
		float smallest = 0;
		float largest = 0;
		float other = 0;
		boolean isMask = true;
		for (int i = 0; i < values.length; i++) {
			float value = values[i];
			// Not by ==, since not a number is grey, too: it is refused below.
			if (Float.compare(rgb[1][i], value) != 0 || Float.compare(rgb[2][i], value) != 0) {
				return new Prediction(ImageFiles.annotation(image, file), Kind.MASK, false, "");
			}
			smallest = Math.min(smallest, value);
			largest = Math.max(largest, value);
			if (value == 0) continue;
			if (other == 0) other = value;
			isMask &= value == other;
		}
		// Among floats, 0.3 everywhere is a probability.
		isMask &= image.white() > 1 || other >= 1 || other == 0;
		byte[] labels = new byte[values.length];
		if (isMask) {
			for (int i = 0; i < labels.length; i++) if (values[i] != 0) labels[i] = Annotation.ROOT;
			return prediction(image, labels, Kind.MASK, other > 0 && other < image.white() / 2f, "");
		}
		if (!(smallest >= 0 && largest <= image.white())) {
			throw new IOException(file + " has values from " + smallest + " to " + largest + ", which are no probabilities: " +
				"save them as 0 to 1, or roots as 255 and soil as 0.");
		}
		for (int i = 0; i < labels.length; i++) {
			if (values[i] > threshold.value() * image.white()) labels[i] = Annotation.ROOT;
		}
		boolean isLow = image.white() > 1 && largest < LOW * image.white();
		return prediction(image, labels, Kind.PROBABILITIES, false, isLow ? file + " was read as probabilities, but its " +
			"largest value is " + (int) largest + " of " + image.white() + ": if these are labels, save roots as 255 and soil " +
			"as 0." : "");
	}

	private static Prediction prediction(Image image, byte[] labels, Kind kind, boolean isFaint, String doubt) {
		return new Prediction(new Annotation(image.photograph().width(), image.photograph().height(), labels), kind, isFaint,
			doubt);
	}

	/** Red, green and blue, row by row; one array three times for grey. */
	private static float[][] channels(Image image) {
		Photograph photograph = image.photograph();
		float[][] channels = new float[3][];
		for (int c = 0; c < 3; c++) {
			if (c >= photograph.channels()) {
				channels[c] = channels[0];
				continue;
			}
			channels[c] = new float[photograph.width() * photograph.height()];
			Cursor<FloatType> cursor = Views.flatIterable(Views.hyperSlice(photograph.pixels(), 2, c)).cursor();
			for (int i = 0; i < channels[c].length; i++) {
				float value = cursor.next().get();
				channels[c][i] = image.inverted() ? 255 - value : value;
			}
		}
		return channels;
	}
}
