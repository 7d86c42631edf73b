package io.github.taproot.skeleton;

import java.util.Arrays;

import io.github.taproot.image.Mask;

/**
 * Thins a mask to lines one pixel wide: T. Y. Zhang and C. Y. Suen, A fast parallel algorithm for thinning digital
 * patterns, Communications of the ACM 27(3), 1984, doi:10.1145/357994.358023.
 * <p>
 * Two sub-passes take turns, each taking away at once all border pixels that its rule allows, until nothing changes. The
 * rule is the paper's but for 25 of the 256 neighbourhoods, in which it is that of scikit-image 0.19's
 * {@code skeletonize}, so that skeletons equal that function's pixel by pixel: corners of staircases go, and lines two
 * pixels wide do not vanish.
 */
public final class Thinning {

	private static final int FIRST = 1;
	private static final int SECOND = 2;
	/** Sub-passes that may take a pixel away, for each set of neighbours in {@link Neighbours}' order. */
	private static final byte[] REMOVED_IN = new byte[256];

	static {
		for (int neighbours = 0; neighbours < 256; neighbours++) REMOVED_IN[neighbours] = (byte) removedIn(neighbours);
	}

	private Thinning() {}

	private static int removedIn(int neighbours) {
		switch (neighbours) {
			case 10, 40, 130, 160:
				return FIRST | SECOND;
			case 3, 6, 11, 12, 14, 131, 134, 161, 194, 198:
				return FIRST;
			case 24, 26, 56, 96, 104, 108, 176, 192, 224:
				return SECOND;
			case 48, 129:
				return 0;
			default:
				return removedInPaper(neighbours);
		}
	}

	private static int removedInPaper(int neighbours) {
		int count = Integer.bitCount(neighbours);
		int next = neighbours >> 1 | (neighbours & 1) << 7;
		if (count < 2 || count > 6 || Integer.bitCount(~neighbours & next) != 1) return 0;
		boolean north = (neighbours & Neighbours.NORTH) == 0;
		boolean east = (neighbours & Neighbours.EAST) == 0;
		boolean south = (neighbours & Neighbours.SOUTH) == 0;
		boolean west = (neighbours & Neighbours.WEST) == 0;
		int removedIn = 0;
		if (east || south || north && west) removedIn |= FIRST;
		if (north || west || east && south) removedIn |= SECOND;
		return removedIn;
	}

	/**
	 * The skeleton of the roots, of the mask's size. Beyond the image lies soil. A mask without roots gives one without
	 * skeleton; any root leaves at least one pixel.
	 */
	public static Mask skeleton(Mask mask) {
		int width = mask.width();
		int stride = width + 2;
		Neighbours neighbours = new Neighbours(stride);
		// 0 is soil, 1 root, 3 and 5 root that the next one or two sub-passes look at; bit 0 is whether it is root.
		byte[] pixels = neighbours.padded(mask);
		int[] border = new int[1024];
		int size = 0;
		for (int i = stride; i < pixels.length - stride; i++) {
			if (pixels[i] == 0 || neighbours.of(pixels, i) == 255) continue;
			if (size == border.length) border = Arrays.copyOf(border, 2 * size);
			border[size++] = i;
		}
		for (int j = 0; j < size; j++) pixels[border[j]] = 5;

		int[] removed = new int[1024];
		for (int pass = FIRST; size > 0; pass ^= FIRST | SECOND) {
			int removals = 0;
			int kept = 0;
			if (removed.length < size) removed = new int[border.length];
			for (int j = 0; j < size; j++) {
				int i = border[j];
				if ((REMOVED_IN[neighbours.of(pixels, i)] & pass) != 0) {
					removed[removals++] = i;
				} else {
					pixels[i] -= 2;
					if (pixels[i] > 1) border[kept++] = i;
				}
			}
			size = kept;
			for (int j = 0; j < removals; j++) pixels[removed[j]] = 0;
			for (int j = 0; j < removals; j++) {
				if (size + 8 > border.length) border = Arrays.copyOf(border, 2 * border.length);
				for (int offset : neighbours.offsets()) {
					int i = removed[j] + offset;
					if (pixels[i] == 1) border[size++] = i;
					if (pixels[i] != 0) pixels[i] = 5;
				}
			}
		}

		Mask skeleton = new Mask(width, mask.height());
		for (int y = 0; y < mask.height(); y++) {
			for (int x = 0; x < width; x++) {
				if (pixels[(y + 1) * stride + x + 1] != 0) skeleton.pixels()[y * width + x] = Mask.ROOT;
			}
		}
		return skeleton;
	}
}
