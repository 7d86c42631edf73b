package io.github.taproot.unet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.github.taproot.image.TileReader;

/**
 * The shape of a U-Net after Smith et al. 2020: unpadded 3x3 convolutions, each followed by ReLU and GroupNorm, four
 * times 2x2 max pooling down and transposed 2x2 convolution up, a 1x1 convolution to soil and root.
 * <p>
 * Parameters bear the names of the paper's published code. Their values are in C order: kernels of 3x3 and 1x1
 * convolutions as (height, width, input channel, output channel), those of transposed 2x2 convolutions as (1, 1, input
 * channel, row * 2 * outputs + column * outputs + output channel), the rest as (channel).
 * </p>
 *
 * @param width channels at the first level: 8, 16, 32 or 64; 64 is the paper's
 * @param head what follows the last convolution
 */
public record UNetArchitecture(int width, Head head) {

	/** What follows the 1x1 convolution to two channels. */
	public enum Head {
		/** ReLU and GroupNorm of two groups, as in the paper's code: the answer depends on the whole tile. */
		PAPER,
		/** Nothing. */
		PLAIN
	}

	/** What a parameter is for, which decides how training starts it. */
	public enum Role {
		KERNEL, TRANSPOSED_KERNEL, BIAS, SCALE, SHIFT
	}

	/**
	 * One trained array.
	 *
	 * @param name as in the paper's published code
	 * @param role what it is for
	 * @param shape sizes of its axes
	 */
	public record Parameter(String name, Role role, long... shape) {

		/** How many values it has. */
		public int size() {
			return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
		}
	}

	/** The paper's network: 31,045,510 parameters. */
	public static final UNetArchitecture PAPER = new UNetArchitecture(64, Head.PAPER);

	/** Levels below the first. */
	public static final int DEPTH = 4;

	/** By how much a tile's output is smaller than its input: 92 px on each side. */
	public static final int LOSS = 2 * TileReader.MARGIN;

	/** The paper's input side. */
	public static final int PAPER_SIDE = 572;

	public UNetArchitecture {
		if (width != 8 && width != 16 && width != 32 && width != 64) {
			throw new IllegalArgumentException("The network's width must be 8, 16, 32 or 64, but is " + width + ".");
		}
		if (head == null) throw new IllegalArgumentException("The network's head must be paper or plain, but is missing.");
	}

	/** Most groups that a GroupNorm has; a layer of fewer channels has a group for each. */
	public static int groups(int channels) {
		return Math.min(32, channels);
	}

	/** All parameters in the order of the paper's state dict. */
	public List<Parameter> parameters() {
		List<Parameter> all = new ArrayList<>();
		block(all, "conv_in.0", "conv_in.2", Role.KERNEL, 3, 3, 3, width);
		block(all, "conv_in.3", "conv_in.5", Role.KERNEL, 3, 3, width, width);
		for (int level = 1; level <= DEPTH; level++) {
			int channels = width << level;
			layer(all, "down" + level + ".conv1", Role.KERNEL, 3, 3, channels / 2, channels);
			layer(all, "down" + level + ".conv2", Role.KERNEL, 3, 3, channels, channels);
		}
		for (int level = 1; level <= DEPTH; level++) {
			int channels = width << DEPTH - level;
			layer(all, "up" + level + ".conv1", Role.TRANSPOSED_KERNEL, 1, 1, 2 * channels, 4 * channels);
			layer(all, "up" + level + ".conv2", Role.KERNEL, 3, 3, 2 * channels, channels);
			layer(all, "up" + level + ".conv3", Role.KERNEL, 3, 3, channels, channels);
		}
		if (head == Head.PAPER) block(all, "conv_out.0", "conv_out.2", Role.KERNEL, 1, 1, width, 2);
		else convolution(all, "conv_out.0", Role.KERNEL, 1, 1, width, 2);
		return all;
	}

	private static void layer(List<Parameter> all, String name, Role role, long... kernel) {
		block(all, name + ".0", name + ".2", role, kernel);
	}

	private static void block(List<Parameter> all, String convolution, String norm, Role role, long... kernel) {
		long channels = convolution(all, convolution, role, kernel);
		all.add(new Parameter(norm + ".weight", Role.SCALE, channels));
		all.add(new Parameter(norm + ".bias", Role.SHIFT, channels));
	}

	private static long convolution(List<Parameter> all, String name, Role role, long... kernel) {
		long channels = role == Role.TRANSPOSED_KERNEL ? kernel[3] / 4 : kernel[3];
		all.add(new Parameter(name + ".weight", role, kernel));
		all.add(new Parameter(name + ".bias", Role.BIAS, channels));
		return channels;
	}

	/** How many values all parameters have together. */
	public long parameterCount() {
		return parameters().stream().mapToLong(Parameter::size).sum();
	}

	/**
	 * Values to start training from: He normal kernels (He et al. 2015, fan in), biases and shifts 0, scales 1.
	 *
	 * @param seed the same seed gives the same values
	 * @return a new array for each parameter, by name, in their order
	 */
	public Map<String, float[]> initialWeights(long seed) {
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
	public void check(Map<String, float[]> weights) {
		List<Parameter> parameters = parameters();
		for (Parameter parameter : parameters) {
			float[] values = weights.get(parameter.name());
			if (values == null) throw new IllegalArgumentException("The weights lack " + parameter.name() + ".");
			if (values.length != parameter.size()) {
				throw new IllegalArgumentException("The weights have " + values.length + " values for " + parameter.name() +
					" instead of " + parameter.size() + ".");
			}
		}
		if (weights.size() != parameters.size()) {
			throw new IllegalArgumentException(
				"The weights have " + weights.size() + " arrays instead of " + parameters.size() + ".");
		}
	}
}
