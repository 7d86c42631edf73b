// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Noise.hash;
import static io.github.taproot.simulation.Noise.unit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Fills holes in a photograph with soil from nearby, cell by cell from the rim of each hole: of many places, the one
 * whose surroundings fit best is copied, and shifted in tone so that no seam shows. What is copied has the photograph's
 * own texture, sharpness and noise.
 */
final class Inpainting {

	private static final int CELL = 16;
	/** What surrounds a cell's hole and is compared reaches this far, in px. */
	private static final int RING = 5;
	/** What tells how tones must be shifted reaches this far. */
	private static final int RIM = 2;
	private static final int TRIES = 100;
	/** Places to copy from are this near, in px; farther where there are none. */
	private static final int REACH = 60;

	private final byte[][] planes;
	private final int width;
	private final int height;
	/** Pixels that are still to be filled. */
	private final boolean[] hole;
	/** Of all holes as they were, how many pixels lie above and left of a pixel's upper left corner. */
	private final int[] sums;

	/** The cell at hand: its box with the ring, and its pixels within the hole and of soil, by place in the box. */
	private int left;
	private int top;
	private int columns;
	private int rows;
	private final int[] empty = new int[CELL * CELL];
	private final int[] soil = new int[(CELL + 2 * RING) * (CELL + 2 * RING)];
	private int empties;
	private int soils;
	/** How many of the soil's places lie near a hole; they come first. */
	private int rim;

	private Inpainting(byte[][] planes, int width, int height, boolean[] hole) {
		this.planes = planes;
		this.width = width;
		this.height = height;
		this.hole = hole;
		sums = new int[(width + 1) * (height + 1)];
		for (int y = 0; y < height; y++) {
			int row = 0;
			for (int x = 0; x < width; x++) {
				if (hole[y * width + x]) row++;
				sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
			}
		}
	}

	/**
	 * Fills the holes.
	 *
	 * @param planes samples of each channel, row by row, 0 to 255 as bytes
	 * @param hole which pixels to fill, some but not all; none are left afterwards
	 * @param progress takes the share that is done, 0 to 1
	 */
	static void fill(byte[][] planes, int width, int height, boolean[] hole, DoubleConsumer progress) {
		new Inpainting(planes, width, height, hole).fill(progress);
	}

	private void fill(DoubleConsumer progress) {
		List<int[]> cells = new ArrayList<>();
		for (int y = 0; y < height; y += CELL) {
			for (int x = 0; x < width; x += CELL) {
				if (holes(x, y, Math.min(width, x + CELL), Math.min(height, y + CELL)) > 0) {
					cells.add(new int[] { x, y });
				}
			}
		}
		int all = cells.size();
		// Cells that are surrounded by soil first; in wide holes the others wait until their neighbours are filled.
		for (double least = 0.5; !cells.isEmpty(); least /= 2) {
			boolean isFilled = true;
			while (isFilled) {
				double share = least < 0.01 ? 0 : least;
				isFilled = cells.removeIf(cell -> {
					measure(cell);
					if (soils == 0 || soils < share * (columns * rows - empties)) return false;
					fillCell();
					return true;
				});
				progress.accept(1 - (double) cells.size() / all);
			}
		}
	}

	/** How many pixels of the original holes lie in a rectangle; right and bottom excluded. */
	private int holes(int x0, int y0, int x1, int y1) {
		int w = width + 1;
		return sums[y1 * w + x1] - sums[y0 * w + x1] - sums[y1 * w + x0] + sums[y0 * w + x0];
	}

	private void measure(int[] cell) {
		left = Math.max(0, cell[0] - RING);
		top = Math.max(0, cell[1] - RING);
		columns = Math.min(width, cell[0] + CELL + RING) - left;
		rows = Math.min(height, cell[1] + CELL + RING) - top;
		empties = 0;
		soils = 0;
		rim = 0;
		for (int y = 0; y < rows; y++) {
			for (int x = 0; x < columns; x++) {
				boolean isInside = left + x >= cell[0] && left + x < cell[0] + CELL && top + y >= cell[1] &&
					top + y < cell[1] + CELL;
				if (!hole[(top + y) * width + left + x]) {
					soil[soils++] = y * columns + x;
					if (isNearHole(left + x, top + y)) {
						soil[soils - 1] = soil[rim];
						soil[rim++] = y * columns + x;
					}
				}
				else if (isInside) empty[empties++] = y * columns + x;
			}
		}
	}

	private boolean isNearHole(int x, int y) {
		return holes(Math.max(0, x - RIM), Math.max(0, y - RIM), Math.min(width, x + RIM + 1),
			Math.min(height, y + RIM + 1)) > 0;
	}

	private int pixel(int place, int dx, int dy) {
		return (top + dy + place / columns) * width + left + dx + place % columns;
	}

	private void fillCell() {
		long best = Long.MAX_VALUE;
		int bestX = 0;
		int bestY = 0;
		int seed = hash(7, left, top);
		for (int i = 0, found = 0; i < 20 * TRIES && found < TRIES; i++) {
			int reach = REACH << Math.min(16, i / (2 * TRIES));
			int dx = shift(hash(seed, i, 0), left, columns, width, reach);
			int dy = shift(hash(seed, i, 1), top, rows, height, reach);
			if (holes(left + dx, top + dy, left + dx + columns, top + dy + rows) > 0) continue;
			found++;
			long difference = difference(dx, dy, best);
			if (difference < best) {
				best = difference;
				bestX = dx;
				bestY = dy;
			}
		}
		if (best == Long.MAX_VALUE) scatter(seed);
		else copy(bestX, bestY);
		for (int i = 0; i < empties; i++) hole[pixel(empty[i], 0, 0)] = false;
	}

	/** A random shift of a box that stays within the photograph. */
	private static int shift(int hash, int start, int size, int all, int reach) {
		int least = Math.max(-reach, -start);
		int most = Math.min(reach, all - size - start);
		return least + (int) (unit(hash) * (most - least + 1));
	}

	/** Squared difference of the soil around the hole from that around the place; only as far as it may be best. */
	private long difference(int dx, int dy, long best) {
		long sum = 0;
		for (int i = 0; i < soils && sum < best; i++) {
			int to = pixel(soil[i], 0, 0);
			int from = pixel(soil[i], dx, dy);
			for (byte[] plane : planes) {
				int difference = (plane[to] & 255) - (plane[from] & 255);
				sum += difference * difference;
			}
		}
		return sum;
	}

	/** Copies, and adds what the surroundings differ by: a mean in which near pixels count most. */
	private void copy(int dx, int dy) {
		float[] shift = new float[planes.length];
		for (int i = 0; i < empties; i++) {
			int x = empty[i] % columns;
			int y = empty[i] / columns;
			float weights = 0;
			int near = rim == 0 ? soils : rim;
			Arrays.fill(shift, 0);
			for (int k = 0; k < near; k++) {
				int ex = soil[k] % columns - x;
				int ey = soil[k] / columns - y;
				float weight = 1f / (ex * ex + ey * ey + 6);
				weight *= weight;
				weights += weight;
				int to = pixel(soil[k], 0, 0);
				int from = pixel(soil[k], dx, dy);
				for (int c = 0; c < shift.length; c++) {
					shift[c] += weight * ((planes[c][to] & 255) - (planes[c][from] & 255));
				}
			}
			int to = pixel(empty[i], 0, 0);
			int from = pixel(empty[i], dx, dy);
			for (int c = 0; c < shift.length; c++) {
				planes[c][to] = (byte) Math.max(0, Math.min(255, Math.round((planes[c][from] & 255) +
					shift[c] / weights)));
			}
		}
	}

	/** Where no place is free of holes: pixels of the soil around, at random. */
	private void scatter(int seed) {
		for (int i = 0; i < empties; i++) {
			int from = pixel(soil[(int) (unit(hash(seed, i, 2)) * soils)], 0, 0);
			for (byte[] plane : planes) plane[pixel(empty[i], 0, 0)] = plane[from];
		}
	}
}
