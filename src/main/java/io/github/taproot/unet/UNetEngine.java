package io.github.taproot.unet;

import java.util.Map;

/** What runs networks. There is one for each process ({@link EngineLoader}); any thread may call it. */
public interface UNetEngine {

	/**
	 * Opens a network for prediction alone.
	 *
	 * @param architecture its shape
	 * @param weights values of its parameters; copied
	 * @param device where to run
	 * @throws IllegalArgumentException where weights and architecture differ, or the device is absent
	 */
	default UNetNetwork open(NetworkArchitecture architecture, Map<String, float[]> weights, DeviceChoice device) {
		return open(architecture, weights, device, Precision.EXACT, null);
	}

	/** Opens a network that can be trained, too, exactly. */
	default UNetNetwork open(NetworkArchitecture architecture, Map<String, float[]> weights, DeviceChoice device,
		Optimiser optimiser)
	{
		return open(architecture, weights, device, Precision.EXACT, optimiser);
	}

	/** Opens a network that can be trained, too, unless the optimiser is null. */
	UNetNetwork open(NetworkArchitecture architecture, Map<String, float[]> weights, DeviceChoice device,
		Precision precision, Optimiser optimiser);

	/** Versions and devices. */
	EngineInfo info();
}
