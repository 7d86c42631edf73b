// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import static io.github.taproot.image.TileReader.CHANNELS;
import static io.github.taproot.image.TileReader.mirrored;

import java.util.Arrays;
import java.util.SplittableRandom;

import io.github.taproot.image.Annotation;

/**
 * Elastic deformation by smoothed noise (Simard et al. 2003, with the ranges of Smith et al. 2020).
 *
 * @param sigma standard deviation of the Gaussian that smooths the displacement, in pixels, above 0
 * @param alpha factor of the smoothed noise; the displacement's standard deviation is 0.163 alpha / sigma pixels
 */
record ElasticDeformation(double sigma, double alpha) {

	/** How far noise reaches over the tile, so that the field is alike at its edges; the tile is mirrored there. */
	static final int PADDING = 60;

	/** Nodes in a sigma: between nodes so dense, linear interpolation is 0.5 % off at most. */
	private static final int DENSITY = 6;

	/** A deformation as the paper draws it. */
	static ElasticDeformation random(SplittableRandom random) {
		double g = random.nextDouble();
		return new ElasticDeformation(15 + 45 * g, (200 + 2300 * g) * (0.4 + 0.6 * random.nextDouble()));
	}

	/**
	 * Deforms a tile and its labels in place: bilinear for the tile; a label is root where the bilinear share of root
	 * is above a half, but unknown where the nearest label is.
	 */
	void apply(float[] tile, byte[] labels, int side, SplittableRandom random) {
		int step = Math.max(1, (int) (sigma / DENSITY));
		int nodes = (side - 1) / step + 2;
		float[] dx = field(side, step, nodes, random);
		float[] dy = field(side, step, nodes, random);
		float[] samples = tile.clone();
		byte[] before = labels.clone();
		float[] rowX = new float[nodes];
		float[] rowY = new float[nodes];
		for (int y = 0, to = 0; y < side; y++) {
			int node = y / step * nodes;
			float part = (float) (y % step) / step;
			for (int i = 0; i < nodes; i++) {
				rowX[i] = dx[node + i] + part * (dx[node + nodes + i] - dx[node + i]);
				rowY[i] = dy[node + i] + part * (dy[node + nodes + i] - dy[node + i]);
			}
			for (int x = 0; x < side; x++, to++) {
				int i = x / step;
				float t = (float) (x - i * step) / step;
				float fromX = x + rowX[i] + t * (rowX[i + 1] - rowX[i]);
				float fromY = y + rowY[i] + t * (rowY[i + 1] - rowY[i]);
				int left = (int) Math.floor(fromX);
				int top = (int) Math.floor(fromY);
				float right = fromX - left;
				float down = fromY - top;
				int x0 = mirrored(left, side);
				int x1 = mirrored(left + 1, side);
				int y0 = mirrored(top, side) * side;
				int y1 = mirrored(top + 1, side) * side;
				float w00 = (1 - right) * (1 - down);
				float w10 = right * (1 - down);
				float w01 = (1 - right) * down;
				float w11 = right * down;
				int a = (y0 + x0) * CHANNELS;
				int b = (y0 + x1) * CHANNELS;
				int c = (y1 + x0) * CHANNELS;
				int d = (y1 + x1) * CHANNELS;
				for (int k = 0; k < CHANNELS; k++) {
					tile[to * CHANNELS + k] =
						w00 * samples[a + k] + w10 * samples[b + k] + w01 * samples[c + k] + w11 * samples[d + k];
				}
				float root = 0;
				if (before[y0 + x0] == Annotation.ROOT) root += w00;
				if (before[y0 + x1] == Annotation.ROOT) root += w10;
				if (before[y1 + x0] == Annotation.ROOT) root += w01;
				if (before[y1 + x1] == Annotation.ROOT) root += w11;
				byte nearest = before[(down < 0.5f ? y0 : y1) + (right < 0.5f ? x0 : x1)];
				labels[to] = nearest == Annotation.UNKNOWN ? nearest : root > 0.5f ? Annotation.ROOT : Annotation.SOIL;
			}
		}
	}

	/**
	 * Displacement at every {@code step}-th pixel of a tile, row by row: uniform noise from -1 to 1 of the padded tile,
	 * smoothed as by scipy's gaussian_filter (cut off at 4 sigma, mirrored with its edge pixels), times alpha.
	 */
	float[] field(int side, int step, int nodes, SplittableRandom random) {
		int n = side + 2 * PADDING;
		float[] noise = new float[n * n];
		for (int i = 0; i < noise.length; i++) noise[i] = (float) (2 * random.nextDouble() - 1);
		float[] kernel = kernel();
		int radius = kernel.length / 2;
		float[] field = new float[nodes * nodes];
		float[] row = new float[n];
		float[] wide = new float[n + 2 * radius];
		for (int i = 0; i < nodes; i++) {
			Arrays.fill(row, 0);
			for (int k = 0; k < kernel.length; k++) {
				add(noise, reflect(PADDING + i * step + k - radius, n) * n, kernel[k], row);
			}
			for (int x = 0; x < wide.length; x++) wide[x] = row[reflect(x - radius, n)];
			for (int j = 0; j < nodes; j++) {
				float sum = 0;
				for (int k = 0, x = PADDING + j * step; k < kernel.length; k++, x++) sum += kernel[k] * wide[x];
				field[i * nodes + j] = (float) (alpha * sum);
			}
		}
		return field;
	}

	/** A loop of its own, since the compiler makes vector instructions of it. */
	private static void add(float[] noise, int from, float weight, float[] row) {
		for (int x = 0; x < row.length; x++) row[x] += weight * noise[from + x];
	}

	private float[] kernel() {
		int radius = (int) (4 * sigma + 0.5);
		float[] kernel = new float[2 * radius + 1];
		double sum = 0;
		for (int i = -radius; i <= radius; i++) sum += Math.exp(-0.5 * i * i / (sigma * sigma));
		for (int i = -radius; i <= radius; i++) {
			kernel[i + radius] = (float) (Math.exp(-0.5 * i * i / (sigma * sigma)) / sum);
		}
		return kernel;
	}

	/** Mirrors and repeats the edge. */
	private static int reflect(int i, int n) {
		int j = Math.floorMod(i, 2 * n);
		return Math.min(j, 2 * n - 1 - j);
	}
}
