package io.github.taproot.skeleton;

import io.github.taproot.image.Mask;

/**
 * The eight neighbours of a pixel in an image with a frame of soil one pixel wide: bit {@code d} of a set of neighbours
 * and {@code offsets[d]} belong together, clockwise from the north-west.
 *
 * @param stride columns with the frame
 * @param offsets from a pixel's index to its neighbours'
 */
record Neighbours(int stride, int[] offsets) {

	static final int NORTH = 2;
	static final int EAST = 8;
	static final int SOUTH = 32;
	static final int WEST = 128;
	static final int ORTHOGONAL = NORTH | EAST | SOUTH | WEST;

	Neighbours(int stride) {
		this(stride, new int[] { -stride - 1, -stride, -stride + 1, 1, stride + 1, stride, stride - 1, -1 });
	}

	/** The mask's pixels with the frame, 1 where root and 0 where soil. */
	byte[] padded(Mask mask) {
		byte[] padded = new byte[Math.multiplyExact(stride, mask.height() + 2)];
		for (int y = 0; y < mask.height(); y++) {
			for (int x = 0; x < mask.width(); x++) {
				if (mask.pixels()[y * mask.width() + x] != Mask.SOIL) padded[(y + 1) * stride + x + 1] = 1;
			}
		}
		return padded;
	}

	/** Which neighbours have bit 0 set; the pixel is not in the frame. */
	int of(byte[] padded, int i) {
		return padded[i - stride - 1] & 1 | (padded[i - stride] & 1) << 1 | (padded[i - stride + 1] & 1) << 2
			| (padded[i + 1] & 1) << 3 | (padded[i + stride + 1] & 1) << 4 | (padded[i + stride] & 1) << 5
			| (padded[i + stride - 1] & 1) << 6 | (padded[i - 1] & 1) << 7;
	}
}
