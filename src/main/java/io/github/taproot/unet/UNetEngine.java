// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.IOException;
import java.nio.file.Path;
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

	/**
	 * Writes a network as a SavedModel of TensorFlow, whose weights are constants in its graph: input {@code tiles}
	 * (tile, row, column, channel), scaled as for {@link UNetNetwork#predict}, output {@code probability} (tile, row,
	 * column, 1), in the signature {@code serving_default}. Its output is as large as its input, whose sides are
	 * multiples of 16 of at least {@link NetworkArchitecture#selfPadding}, and which it mirrors at its edges: only
	 * there, up to the margin, are the answers others than those for a larger photograph, save for what norms make of
	 * it.
	 *
	 * @param file {@code saved_model.pb} of a folder that is the SavedModel
	 * @throws IOException where it can't be written
	 */
	void writeSavedModel(NetworkArchitecture architecture, Map<String, float[]> weights, Path file) throws IOException;

	/**
	 * Opens a SavedModel, which is a program, once it is sure that it does nothing but compute, and asks for no sizes
	 * that are not needed. It may still crash this process, or never end: strangers' ones run in another.
	 *
	 * @param folder holds {@code saved_model.pb}, and {@code variables} where it has any
	 * @throws IOException where it is damaged, has not one input and one output of float32, or has an operation or a
	 *           size that is not allowed, naming it
	 */
	SavedNetwork openSavedModel(Path folder, DeviceChoice device) throws IOException;

	/**
	 * How fast the processor multiplies two square matrices, which is what networks can reach on it where TensorFlow
	 * uses oneDNN; where it does not, it multiplies more slowly than it convolves.
	 *
	 * @param side rows and columns, such as 4096
	 * @param precision float32, or bfloat16
	 * @return 10^9 multiplications and additions in a second; NaN where the processor does not compute in bfloat16
	 */
	double gigaflops(int side, Precision precision);

	/** Versions and devices. */
	EngineInfo info();
}
