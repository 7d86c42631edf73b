// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The shape of a network that finds roots: its parameters, and the tiles that it takes.
 * <p>
 * Parameters bear the names of the network's published code. Their values are in C order: kernels of 3x3 and 1x1
 * convolutions as (height, width, input channel, output channel), those of transposed 2x2 convolutions as (1, 1, input
 * channel, row * 2 * outputs + column * outputs + output channel), the rest as (channel).
 * </p>
 */
public interface NetworkArchitecture {

	/** What a parameter is for, which decides how training starts it. */
	enum Role {
		KERNEL, TRANSPOSED_KERNEL, BIAS, SCALE, SHIFT
	}

	/**
	 * One trained array.
	 *
	 * @param name as in the network's published code
	 * @param role what it is for
	 * @param shape sizes of its axes
	 */
	record Parameter(String name, Role role, long... shape) {

		/** How many values it has. */
		public int size() {
			return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
		}
	}

	/** Levels below the first. */
	int DEPTH = 4;

	/** What to call it in a sentence, without an article. */
	String title();

	/** Channels at the first level. */
	int width();

	/** How many pixels a tile's output lacks on each side. */
	int margin();

	/** What a tile's darkest sample is scaled to; its brightest is one more. */
	float low();

	/**
	 * The side of tiles by which it segments where nobody asks for another: that of the paper's for a head with a norm,
	 * whose answers depend on it, or 0 for {@link io.github.taproot.segmentation.tiling.TileGrid#even even} ones.
	 */
	int usualSide();

	/** All parameters in the order of the network's state dict. */
	List<Parameter> parameters();

	/** Whether a parameter belongs to the encoder, the half whose maps become smaller. */
	static boolean isOfEncoder(String parameter) {
		return parameter.startsWith("conv_in.") || parameter.startsWith("down");
	}

	/** Rows and columns of the output of a tile of this side. */
	default int outputSide(int side) {
		return side - 2 * margin();
	}

	/**
	 * How many mirrored pixels a network that pads by itself adds on each side, so that it takes tiles whose sides are
	 * multiples of 16: 2 more than the margin, which its output is cropped by again. Without them, only sides of 4 more
	 * than a multiple of 16 would give 188 plus a multiple of 16.
	 */
	default int selfPadding() {
		return margin() + 2;
	}

	/** Most groups that a GroupNorm has; a layer of fewer channels has a group for each. */
	static int groups(int channels) {
		return Math.min(32, channels);
	}

	/** How many values all parameters have together. */
	default long parameterCount() {
		return parameters().stream().mapToLong(Parameter::size).sum();
	}

	/**
	 * Values to start training from: He normal kernels (He et al. 2015, fan in), biases and shifts 0, scales 1.
	 *
	 * @param seed the same seed gives the same values
	 * @return a new array for each parameter, by name, in their order
	 */
	default Map<String, float[]> initialWeights(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		Map<String, float[]> weights = new LinkedHashMap<>();
		for (Parameter parameter : parameters()) {
			float[] values = new float[parameter.size()];
			switch (parameter.role()) {
				case KERNEL, TRANSPOSED_KERNEL -> {
					long[] shape = parameter.shape();
					double deviation = Math.sqrt(2.0 / (shape[0] * shape[1] * shape[2]));
					for (int i = 0; i < values.length; i++) values[i] = (float) (deviation * random.nextGaussian());
				}
				case SCALE -> Arrays.fill(values, 1);
				case BIAS, SHIFT -> {
					// zero
				}
			}
			weights.put(parameter.name(), values);
		}
		return weights;
	}

	/**
	 * Refuses weights that are not this network's.
	 *
	 * @throws IllegalArgumentException naming the first parameter that is missing, too many or of the wrong size
	 */
	default void check(Map<String, float[]> weights) {
		List<Parameter> parameters = parameters();
		for (Parameter parameter : parameters) {
			float[] values = weights.get(parameter.name());
			if (values == null) throw new IllegalArgumentException("The weights lack " + parameter.name() + ".");
			if (values.length != parameter.size()) {
				throw new IllegalArgumentException("The weights have " + values.length + " values for " +
					parameter.name() +
					" instead of " + parameter.size() + ".");
			}
		}
		if (weights.size() != parameters.size()) {
			throw new IllegalArgumentException(
				"The weights have " + weights.size() + " arrays instead of " + parameters.size() + ".");
		}
	}
}
