// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;

/** Watches a training; called in the training's thread, which waits for it. */
public interface TrainingListener {

	/** Watches nothing. */
	TrainingListener NONE = new TrainingListener() {

		@Override
		public void trained(long steps, double minutes, double loss) {
			// not watched
		}

		@Override
		public void scored(EpochScore score) {
			// not watched
		}

		@Override
		public void segmented(String name, Photograph photograph, Annotation truth, Mask roots) {
			// not watched
		}
	};

	/**
	 * A step was made.
	 *
	 * @param steps steps since training began
	 * @param minutes minutes that all sessions of the training took so far
	 * @param loss the step's loss
	 */
	void trained(long steps, double minutes, double loss);

	/** An epoch ended. */
	void scored(EpochScore score);

	/**
	 * A validation photograph was segmented with the network as it is.
	 *
	 * @param name the photograph's name
	 * @param truth what was annotated, of its size
	 * @param roots what the network finds at threshold 0.5, of its size
	 */
	void segmented(String name, Photograph photograph, Annotation truth, Mask roots);

	/**
	 * The best model that is kept was judged, or a better one was found.
	 *
	 * @param f1 pooled F1 on the validation photographs as they are annotated now, at threshold 0.5
	 * @param isNew whether it is the network as it is
	 */
	default void kept(double f1, boolean isNew) {
		// not watched
	}
}
