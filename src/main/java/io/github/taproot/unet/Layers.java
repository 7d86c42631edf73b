package io.github.taproot.unet;

import java.util.ArrayList;
import java.util.List;

import io.github.taproot.unet.NetworkArchitecture.Parameter;
import io.github.taproot.unet.NetworkArchitecture.Role;

/** Lists a network's layers, in the order of its state dict. */
final class Layers {

	private final List<Parameter> parameters = new ArrayList<>();

	List<Parameter> parameters() {
		return parameters;
	}

	/** A convolution, ReLU and GroupNorm as numbers 0 to 2 of a sequence. */
	void layer(String name, Role role, long... kernel) {
		block(name + ".0", name + ".2", role, kernel);
	}

	void block(String convolution, String norm, Role role, long... kernel) {
		long channels = convolution(convolution, role, kernel);
		parameters.add(new Parameter(norm + ".weight", Role.SCALE, channels));
		parameters.add(new Parameter(norm + ".bias", Role.SHIFT, channels));
	}

	/** Returns the channels that come out. */
	long convolution(String name, Role role, long... kernel) {
		long channels = role == Role.TRANSPOSED_KERNEL ? kernel[3] / 4 : kernel[3];
		parameters.add(new Parameter(name + ".weight", role, kernel));
		parameters.add(new Parameter(name + ".bias", Role.BIAS, channels));
		return channels;
	}
}
