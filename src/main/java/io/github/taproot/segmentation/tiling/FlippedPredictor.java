// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.tiling;

/**
 * Predicts every tile four times, as it is, mirrored sideways, upside down, and both, and gives the mean, which takes
 * four times as long.
 *
 * @param network what predicts
 */
public record FlippedPredictor(TilePredictor network) implements TilePredictor {

	private static final int CHANNELS = 3;

	@Override
	public float[] predict(float[] tiles, int n, int width, int height) {
		float[] sum = network.predict(tiles, n, width, height);
		int columns = width - 2 * margin();
		int rows = height - 2 * margin();
		float[] flipped = new float[n * width * height * CHANNELS];
		for (int flip = 1; flip < 4; flip++) {
			boolean isSideways = (flip & 1) != 0;
			boolean isUpsideDown = (flip & 2) != 0;
			for (int pixel = 0, size = n * width * height; pixel < size; pixel++) {
				int from = CHANNELS * flipped(pixel, width, height, isSideways, isUpsideDown);
				for (int c = 0; c < CHANNELS; c++) flipped[pixel * CHANNELS + c] = tiles[from + c];
			}
			float[] outputs = network.predict(flipped, n, width, height);
			for (int i = 0; i < sum.length; i++) sum[i] += outputs[flipped(i, columns, rows, isSideways, isUpsideDown)];
		}
		for (int i = 0; i < sum.length; i++) sum[i] /= 4;
		return sum;
	}

	/** Where a pixel of tiles lies in the same tiles mirrored. */
	private static int flipped(int pixel, int width, int height, boolean isSideways, boolean isUpsideDown) {
		int x = pixel % width;
		int y = pixel / width % height;
		int tile = pixel / (width * height);
		return (tile * height + (isUpsideDown ? height - 1 - y : y)) * width + (isSideways ? width - 1 - x : x);
	}

	@Override
	public void requireSide(int side) {
		network.requireSide(side);
	}

	@Override
	public void scale(float[] samples, int from, int to) {
		network.scale(samples, from, to);
	}

	@Override
	public int margin() {
		return network.margin();
	}

	@Override
	public float low() {
		return network.low();
	}
}
