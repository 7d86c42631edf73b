// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import io.github.taproot.image.TileReader;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.UNetNetwork;

/**
 * The form in which networks are exported: as {@link io.github.taproot.unet.UNetEngine#writeSavedModel} writes them,
 * they mirror their input at its edges, and give as many pixels as they take. Programs that tile by BioImage.IO's
 * specification use multiples of the step as sides, so the smallest side is a multiple, too.
 */
final class PaddedForm {

	static final int STEP = 16;

	private PaddedForm() {}

	/** Pixels on each side of a tile whose answers a mirrored edge may change: 96, or 48 for RootPainter's network. */
	static int halo(NetworkArchitecture network) {
		return (network.margin() + STEP - 1) / STEP * STEP;
	}

	/** The smallest side of a tile, of which something is left without the halo: 208 or 112. */
	static int smallestSide(NetworkArchitecture network) {
		return 2 * halo(network) + STEP;
	}

	/**
	 * What the exported form gives, by Taproot's own network.
	 *
	 * @param tile scaled samples, (row, column, channel)
	 * @param side of the tile, a multiple of {@link #STEP}
	 * @return probability, (row, column), as many as the tile has
	 */
	static float[] predict(UNetNetwork network, NetworkArchitecture architecture, float[] tile, int side) {
		int padding = architecture.selfPadding();
		int padded = side + 2 * padding;
		float[] larger = new float[padded * padded * TileReader.CHANNELS];
		for (int y = 0, to = 0; y < padded; y++) {
			int row = TileReader.mirrored(y - padding, side) * side;
			for (int x = 0; x < padded; x++, to += TileReader.CHANNELS) {
				int from = (row + TileReader.mirrored(x - padding, side)) * TileReader.CHANNELS;
				System.arraycopy(tile, from, larger, to, TileReader.CHANNELS);
			}
		}
		float[] all = network.predict(larger, 1, padded);
		int more = padding - architecture.margin();
		int width = architecture.outputSide(padded);
		float[] values = new float[side * side];
		for (int y = 0; y < side; y++) {
			System.arraycopy(all, (y + more) * width + more, values, y * side, side);
		}
		return values;
	}
}
