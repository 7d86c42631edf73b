// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.taproot.table.Quantity;

/**
 * One number that says how good a segmentation is.
 *
 * @param name lower case words joined by {@code _}, also a column's heading
 * @param value from the evaluation of an image or of several; NaN where it has none, such as recall without annotated
 *          roots
 */
public record Score(String name, ToDoubleFunction<ImageEvaluation> value) {

	public static final Score F1 = ofRoots("f1", a -> a.pixels().f1());
	public static final Score PRECISION = ofRoots("precision", a -> a.pixels().precision());
	public static final Score RECALL = ofRoots("recall", a -> a.pixels().recall());
	public static final Score IOU = ofRoots("iou", a -> a.pixels().iou());
	public static final Score ACCURACY = new Score("accuracy", a -> a.pixels().accuracy());
	public static final Score CL_DICE = ofRoots("cl_dice", a -> a.topology().f1());
	public static final Score LENGTH_RATIO = new Score("length_ratio", ImageEvaluation::lengthRatio);
	public static final Score LENGTH_ERROR = new Score("length_error_px", ImageEvaluation::lengthError);

	/** All scores, in the order of reports. */
	public static List<Score> all(Tolerances tolerances) {
		List<Score> scores = new ArrayList<>(List.of(F1, PRECISION, RECALL, IOU, ACCURACY, CL_DICE));
		for (int i = 0; i < tolerances.pixels().size(); i++) {
			int index = i;
			String within = within(tolerances.pixels().get(i));
			scores.add(centreLineF1(tolerances, i));
			scores.add(ofRoots("centre_line_precision" + within, a -> a.lines().get(index).precision()));
			scores.add(ofRoots("centre_line_recall" + within, a -> a.lines().get(index).recall()));
		}
		scores.add(LENGTH_RATIO);
		scores.add(LENGTH_ERROR);
		return List.copyOf(scores);
	}

	/** F1 of centre lines within one of the tolerances: unlike F1, it forgives roots a little too thick or moved. */
	public static Score centreLineF1(Tolerances tolerances, int index) {
		return ofRoots("centre_line_f1" + within(tolerances.pixels().get(index)), a -> a.lines().get(index).f1());
	}

	private static String within(double px) {
		return px == Math.rint(px) ? String.format(Locale.ROOT, "_%.0f_px", px) : "_" + px + "_px";
	}

	public double of(ImageEvaluation evaluation) {
		return value.applyAsDouble(evaluation);
	}

	/**
	 * The columns of a table, in order: counts, {@link #all scores}, fractions, lengths. What compares with annotated
	 * roots is NaN where there are none.
	 */
	public static List<Quantity> quantities(ImageEvaluation image) {
		List<Quantity> quantities = new ArrayList<>();
		quantities.add(new Quantity("true_positives", "", image.pixels().truePositives()));
		quantities.add(new Quantity("false_positives", "", image.pixels().falsePositives()));
		quantities.add(new Quantity("false_negatives", "", image.pixels().falseNegatives()));
		quantities.add(new Quantity("true_negatives", "", image.pixels().trueNegatives()));
		for (Score score : all(image.tolerances())) quantities.add(new Quantity(score.name(), "", score.of(image)));
		quantities.add(new Quantity("annotated_root_fraction", "", image.pixels().trueFraction()));
		quantities.add(new Quantity("predicted_root_fraction", "", image.pixels().predictedFraction()));
		quantities.add(new Quantity("annotated_kimura_length", "px", image.annotatedKimura()));
		quantities.add(new Quantity("predicted_kimura_length", "px", image.predictedKimura()));
		return List.copyOf(quantities);
	}

	/** A bare image has no F1, however good it is: it is judged by its false positives. */
	private static Score ofRoots(String name, ToDoubleFunction<ImageEvaluation> value) {
		return new Score(name, evaluation -> evaluation.hasRoots() ? value.applyAsDouble(evaluation) : Double.NaN);
	}
}
