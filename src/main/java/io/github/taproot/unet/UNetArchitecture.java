// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.List;

import io.github.taproot.image.TileReader;

/**
 * A U-Net after Smith et al. 2020: unpadded 3x3 convolutions, each followed by ReLU and GroupNorm, four times 2x2 max
 * pooling down and transposed 2x2 convolution up, a 1x1 convolution to soil and root.
 *
 * @param width channels at the first level: a power of two up to 32, or a multiple of 32; 64 is the paper's
 * @param head what follows the last convolution
 */
public record UNetArchitecture(int width, Head head) implements NetworkArchitecture {

	/** What follows the 1x1 convolution to two channels. */
	public enum Head {
		/** ReLU and GroupNorm of two groups, as in the paper's code: the answer depends on the whole tile. */
		PAPER,
		/** Nothing. */
		PLAIN
	}

	/** The paper's network: 31,045,510 parameters. */
	public static final UNetArchitecture PAPER = new UNetArchitecture(64, Head.PAPER);

	/** A narrow one for a laptop. */
	public static final UNetArchitecture FAST = new UNetArchitecture(16, Head.PLAIN);

	/** The paper's input side. */
	public static final int PAPER_SIDE = 572;

	public UNetArchitecture {
		Layers.checkWidth(width);
		if (head == null) {
			throw new IllegalArgumentException("The network's head must be paper or plain, but is missing.");
		}
	}

	@Override
	public String title() {
		return head == Head.PAPER ? "U-Net of Smith et al. 2020" : "U-Net with a plain head";
	}

	@Override
	public int margin() {
		return TileReader.MARGIN;
	}

	@Override
	public float low() {
		return -0.5f;
	}

	@Override
	public int usualSide() {
		return head == Head.PAPER ? PAPER_SIDE : 0;
	}

	@Override
	public List<Parameter> parameters() {
		Layers all = new Layers();
		all.block("conv_in.0", "conv_in.2", Role.KERNEL, 3, 3, 3, width);
		all.block("conv_in.3", "conv_in.5", Role.KERNEL, 3, 3, width, width);
		for (int level = 1; level <= DEPTH; level++) {
			int channels = width << level;
			all.layer("down" + level + ".conv1", Role.KERNEL, 3, 3, channels / 2, channels);
			all.layer("down" + level + ".conv2", Role.KERNEL, 3, 3, channels, channels);
		}
		for (int level = 1; level <= DEPTH; level++) {
			int channels = width << DEPTH - level;
			all.layer("up" + level + ".conv1", Role.TRANSPOSED_KERNEL, 1, 1, 2 * channels, 4 * channels);
			all.layer("up" + level + ".conv2", Role.KERNEL, 3, 3, 2 * channels, channels);
			all.layer("up" + level + ".conv3", Role.KERNEL, 3, 3, channels, channels);
		}
		if (head == Head.PAPER) all.block("conv_out.0", "conv_out.2", Role.KERNEL, 1, 1, width, 2);
		else all.convolution("conv_out.0", Role.KERNEL, 1, 1, width, 2);
		return all.parameters();
	}
}
