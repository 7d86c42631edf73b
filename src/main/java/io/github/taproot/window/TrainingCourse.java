// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.util.Locale;

/** How a training beside the annotation window gets on, in words and as a curve. Safe for any thread. */
final class TrainingCourse {

	/** Minutes without a better model after which training no longer pays. */
	private static final double PATIENCE = 5;
	private static final String FLATTERY = " What is painted scores higher than whole photographs.";

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
		if (last < 0) return time + "The first score comes with the first validation.";
		String scores = String.format(Locale.ROOT, "F1 %.2f on what you painted for validation", last);
		if (best < 0) return time + scores + "." + FLATTERY;
		if (last < best) {
			scores += String.format(Locale.ROOT, "; the best model, which is kept%s, has %.2f", bestTime.isEmpty() ? ""
				: " since " + bestTime, best);
		}
		double waiting = minutes - bestMinutes;
		return time + scores + ". " + (waiting < PATIENCE ? "It is getting better."
			: String.format(Locale.ROOT, "No better for %.0f min: paint where cyan is wrong, on more photographs, or " +
			"stop.", waiting)) + FLATTERY;
	}
}
