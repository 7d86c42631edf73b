// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What is known of a network after an epoch. Scores are of the validation images' defined pixels, pooled, at threshold
 * 0.5; they are null after an epoch that was not validated.
 *
 * @param epoch from 1
 * @param steps steps since training began
 * @param minutes minutes that all sessions of the training took so far
 * @param rate the epoch's learning rate
 * @param loss mean loss of the epoch's steps
 * @param waited share of the epoch's time in which training waited for tiles, 0 to 1
 * @param centreLineF1 F1 of centre lines within 2 px; null also where a validation image is not annotated in full, and
 *          of models made before
 */
public record EpochScore(int epoch, long steps, double minutes, double rate, double loss, double waited,
	Double precision, Double recall, Double f1, Double iou, Double centreLineF1)
{

	public EpochScore {
		boolean isValidated = f1 != null;
		if (isValidated != (precision != null) || isValidated != (recall != null) || isValidated != (iou != null)) {
			throw new IllegalArgumentException("The scores of epoch " + epoch + " are incomplete.");
		}
	}

	/**
	 * What the course of a training says of a longer one, in a sentence; empty where too few epochs were validated to
	 * tell.
	 */
	public static String verdict(List<EpochScore> history) {
		List<EpochScore> validated = history.stream().filter(epoch -> epoch.f1 != null).toList();
		if (validated.size() < 3) return "";
		EpochScore best = validated.stream().max(Comparator.comparingDouble(epoch -> epoch.f1)).orElseThrow();
		double end = history.get(history.size() - 1).minutes;
		if (best.minutes >= 0.8 * end) return "It was still improving: train longer (tick Resume).";
		return String.format(Locale.ROOT, "It did not improve in the last %.0f of its %.0f minutes: more " +
			"annotations, above all of photographs like the worst ones, will help more than more time.",
			end - best.minutes, end);
	}

	/** A table of epochs: comma-separated, numbers with a point. */
	public static String csv(List<EpochScore> history) {
		StringBuilder csv =
			new StringBuilder("epoch,steps,minutes,learning_rate,loss,precision,recall,f1,iou," +
				"waiting_for_tiles,centre_line_f1_2_px\n");
		for (EpochScore e : history) {
			csv.append(String.format(Locale.ROOT, "%d,%d,%.3f,%.3g,%.6f,%s,%s,%s,%s,%.4f,%s\n", e.epoch,
				e.steps, e.minutes, e.rate, e.loss, cell(e.precision), cell(e.recall), cell(e.f1),
				cell(e.iou), e.waited, cell(e.centreLineF1)));
		}
		return csv.toString();
	}

	private static String cell(Double score) {
		return score == null ? "" : String.format(Locale.ROOT, "%.5f", score);
	}
}
