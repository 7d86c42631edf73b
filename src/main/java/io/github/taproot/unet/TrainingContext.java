// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.Map;
import java.util.function.Consumer;

/**
 * What trains networks, and who hears of it.
 *
 * @param listener watches, in the training's thread
 * @param log takes sentences for the user, in the training's thread
 */
public record TrainingContext(UNetEngine engine, DeviceChoice device, Precision precision, TrainingListener listener,
	Consumer<String> log)
{

	/** Opens a network to be trained. */
	UNetNetwork open(TrainingSettings settings, Map<String, float[]> weights) {
		return engine.open(settings.architecture(), weights, device, precision, settings.optimiser());
	}

	/** Opens a model that is not trained, to compare with. */
	UNetNetwork open(UNetModel model) {
		return engine.open(model.architecture(), model.weights(), device, precision, null);
	}
}
