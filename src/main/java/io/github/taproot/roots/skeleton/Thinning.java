// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import io.github.taproot.progress.Progress;

/**
 * Thinning of Zhang and Suen (1984, doi:10.1145/357994.358023) as scikit-image does it.
 * <p>
 * Each round takes away, all at once, the pixels whose eight neighbours allow it in its first half, then those of its
 * second half. scikit-image judges {@link #DEVIATIONS 25 of the 256 neighbourhoods} otherwise than the paper: it
 * removes the corners of staircases, and a few pixels in one half of a round only where the paper says both.
 * </p>
 */
final class Thinning {

	private static final byte ROOT = 1;
	/** A root pixel on the list of those that may go; its lowest bit says root, as that of {@link #ROOT}. */
	private static final byte LISTED = 3;

	/** Neighbourhood (bits as in {@link Neighbourhood}) and the halves of a round in which its pixel goes. */
	private static final int[][] DEVIATIONS = { { 3, 1 }, { 6, 1 }, { 10, 3 }, { 11, 1 }, { 12, 1 }, { 14, 1 },
		{ 24, 2 }, { 26, 2 }, { 40, 3 }, { 48, 0 }, { 56, 2 }, { 96, 2 }, { 104, 2 }, { 108, 2 }, { 129, 0 },
		{ 130, 3 }, { 131, 1 }, { 134, 1 }, { 160, 3 }, { 161, 1 }, { 176, 2 }, { 192, 2 }, { 194, 1 }, { 198, 1 },
		{ 224, 2 } };

	/** For each neighbourhood the halves of a round in which its pixel goes: 0 never, 1 first, 2 second, 3 both. */
	private static final byte[] REMOVAL = new byte[256];

	static {
		for (int code = 0; code < 256; code++) REMOVAL[code] = (byte) zhangSuen(code);
		for (int[] deviation : DEVIATIONS) REMOVAL[deviation[0]] = (byte) deviation[1];
	}

	/** The same for the thinning of Guo and Hall (1989, doi:10.1145/62065.62074), algorithm A1. */
	private static final byte[] GUO_HALL = new byte[256];

	static {
		for (int code = 0; code < 256; code++) GUO_HALL[code] = (byte) guoHall(code);
	}

	private Thinning() {}

	private static int guoHall(int code) {
		boolean[] p = new boolean[8];
		for (int i = 0; i < 8; i++) p[i] = (code & 1 << i) != 0;
		int crossings = 0;
		int after = 0;
		int before = 0;
		for (int side = 1; side < 8; side += 2) {
			boolean corner = p[(side + 1) % 8];
			if (!p[side] && (corner || p[(side + 2) % 8])) crossings++;
			if (p[side] || corner) after++;
			if (p[side] || p[side - 1]) before++;
		}
		int pairs = Math.min(after, before);
		if (crossings != 1 || pairs < 2 || pairs > 3) return 0;
		boolean north = p[1], northEast = p[2], east = p[3], southEast = p[4], south = p[5], southWest = p[6],
			west = p[7];
		int first = (north || northEast || !southEast) && east ? 0 : 1;
		int second = (south || southWest || !p[0]) && west ? 0 : 2;
		return first | second;
	}

	private static int zhangSuen(int code) {
		int count = Integer.bitCount(code);
		int next = code >> 1 | (code & 1) << 7;
		if (count < 2 || count > 6 || Integer.bitCount(~code & next) != 1) return 0;
		boolean north = (code & 2) != 0, east = (code & 8) != 0, south = (code & 32) != 0, west = (code & 128) != 0;
		int first = east && south && (north || west) ? 0 : 1;
		int second = north && west && (east || south) ? 0 : 2;
		return first | second;
	}

	/**
	 * Thins in place. Only pixels with a neighbour that changed are looked at again, so the time grows with the root
	 * area, not with the image times the width of the roots.
	 *
	 * @param isPapers whether as scikit-image, or as Guo and Hall, which loses nothing of straight roots at 45 degrees
	 * @param state 1 root, 0 soil, with a border of soil
	 * @param stride length of a row of {@code state}
	 * @param roots where the {@code count} root pixels are
	 */
	static void thin(boolean isPapers, byte[] state, int stride, int[] roots, int count, Progress progress) {
		byte[] removals = isPapers ? REMOVAL : GUO_HALL;
		int[] listed = new int[count];
		int[] removed = new int[count];
		int[] around = Neighbourhood.offsets(stride);
		int size = 0;
		for (int i = 0; i < count; i++) {
			int p = roots[i];
			if (removals[Neighbourhood.code(state, p, stride)] != 0) {
				listed[size++] = p;
				state[p] = LISTED;
			}
		}
		for (int half = 1; size > 0; half = 3 - half) {
			progress.throwIfCancelled();
			int gone = 0;
			int kept = 0;
			for (int i = 0; i < size; i++) {
				int p = listed[i];
				int removal = removals[Neighbourhood.code(state, p, stride)];
				if ((removal & half) != 0) removed[gone++] = p;
				else if (removal != 0) listed[kept++] = p;
				else state[p] = ROOT;
			}
			for (int i = 0; i < gone; i++) state[removed[i]] = 0;
			size = kept;
			for (int i = 0; i < gone; i++) {
				for (int offset : around) {
					int p = removed[i] + offset;
					if (state[p] == ROOT && removals[Neighbourhood.code(state, p, stride)] != 0) {
						listed[size++] = p;
						state[p] = LISTED;
					}
				}
			}
		}
	}
}
