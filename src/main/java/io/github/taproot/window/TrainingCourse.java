// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.util.Locale;

/** How a training beside the annotation window gets on, in words and as a curve. Safe for any thread. */
final class TrainingCourse {

	/** Minutes without a better model after which training no longer pays. */
	private static final double PATIENCE = 5;
	private static final String FLATTERY = " Scores on strokes are higher than on whole photographs.";

	private final Curve curve = new Curve();
	private double last = -1;
	private double best = -1;
	private double bestMinutes;
	private String bestTime = "";

	/**
	 * A validation.
	 *
	 * @param minutes of training so far
	 * @param f1 of the network as it is
	 */
	synchronized void scored(double minutes, double f1) {
		curve.add(minutes, f1);
		last = f1;
	}

	/**
	 * The best model was judged.
	 *
	 * @param time when it was made, in words; empty for an earlier one, judged again
	 */
	synchronized void kept(double minutes, double f1, String time) {
		if (!time.isEmpty() || best < 0) bestMinutes = minutes;
		if (!time.isEmpty()) bestTime = time;
		best = f1;
	}

	/** F1 by minutes: x and y. */
	synchronized double[][] points() {
		return new double[][] { curve.x(), curve.y() };
	}

	/** What there is to say. */
	synchronized String text(double minutes) {
		String time = String.format(Locale.ROOT, "Trained for %.0f min. ", minutes);
		if (last < 0) return time + "The first score follows the first validation.";
		String scores = String.format(Locale.ROOT, "Score on your validation strokes: %.2f", last);
		if (best < 0) return time + scores + "." + FLATTERY;
		if (last < best) {
			scores += String.format(Locale.ROOT, " (best %.2f%s)", best, bestTime.isEmpty() ? "" : ", saved " +
				bestTime);
		}
		double waiting = minutes - bestMinutes;
		return time + scores + ". " + (waiting < PATIENCE ? "It is improving."
			: String.format(Locale.ROOT, "No better for %.0f min: paint where cyan is wrong, on more photographs, or " +
			"stop.", waiting)) + FLATTERY;
	}
}
