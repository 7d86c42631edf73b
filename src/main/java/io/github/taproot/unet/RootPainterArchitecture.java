// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.List;

/**
 * RootPainter's network (Smith et al. 2022, UNetGNRes in its code): as {@link UNetArchitecture}, but with the same
 * number of channels at every level, padded convolutions in the encoder, and additions: of what an encoder's block
 * takes to what it gives, and of the encoder's maps to the decoder's. Tiles are scaled to [0, 1]; one of 572 px gives
 * 500.
 *
 * @param width channels at all levels, twice as many within the encoder's blocks: 64 in RootPainter
 */
public record RootPainterArchitecture(int width) implements NetworkArchitecture {

	private static final int MARGIN = 36;

	public RootPainterArchitecture {
		Layers.checkWidth(width);
	}

	@Override
	public String title() {
		return "network of RootPainter";
	}

	@Override
	public int margin() {
		return MARGIN;
	}

	@Override
	public float low() {
		return 0;
	}

	@Override
	public int usualSide() {
		return UNetArchitecture.PAPER_SIDE;
	}

	@Override
	public List<Parameter> parameters() {
		Layers all = new Layers();
		all.block("conv_in.0", "conv_in.2", Role.KERNEL, 3, 3, 3, width);
		all.block("conv_in.3", "conv_in.5", Role.KERNEL, 3, 3, width, width);
		for (int level = 1; level <= DEPTH; level++) {
			all.layer("down" + level + ".conv1", Role.KERNEL, 3, 3, width, 2 * width);
			all.layer("down" + level + ".conv2", Role.KERNEL, 3, 3, 2 * width, 2 * width);
			all.kernel("down" + level + ".conv1x1.0", Role.KERNEL, 1, 1, 2 * width, width);
		}
		for (int level = 1; level <= DEPTH; level++) {
			all.layer("up" + level + ".conv1", Role.TRANSPOSED_KERNEL, 1, 1, width, 4 * width);
			all.layer("up" + level + ".conv2", Role.KERNEL, 3, 3, width, width);
			all.layer("up" + level + ".conv3", Role.KERNEL, 3, 3, width, width);
		}
		all.block("conv_out.0", "conv_out.2", Role.KERNEL, 1, 1, width, 2);
		return all.parameters();
	}
}
