// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.ArrayList;
import java.util.List;

import io.github.taproot.unet.NetworkArchitecture.Parameter;
import io.github.taproot.unet.NetworkArchitecture.Role;

/** Lists a network's layers, in the order of its state dict. */
final class Layers {

	private static final int WIDEST = 256;

	private final List<Parameter> parameters = new ArrayList<>();

	/** Refuses widths whose layers, or those of twice, four times ... the channels, do not divide into groups. */
	static void checkWidth(int width) {
		int groups = NetworkArchitecture.groups(width);
		if (width < 1 || width > WIDEST || width % groups != 0 || Integer.bitCount(groups) != 1) {
			throw new IllegalArgumentException("The network's width must be 1, 2, 4, 8, 16 or a multiple of " +
				"32 up to " + WIDEST +
				", but is " + width + ".");
		}
	}

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
		kernel(name, role, kernel);
		parameters.add(new Parameter(name + ".bias", Role.BIAS, channels));
		return channels;
	}

	/** A convolution without a bias. */
	void kernel(String name, Role role, long... kernel) {
		parameters.add(new Parameter(name + ".weight", role, kernel));
	}
}
