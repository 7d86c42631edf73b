// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import static io.github.taproot.image.TileReader.CHANNELS;

import java.util.SplittableRandom;

/**
 * Random brightness, contrast, saturation and hue, in random order, as torchvision's ColorJitter: every factor is
 * uniform in 1 +- its parameter, the shift of the hue (a turn is 1) in +- its parameter; results are cut at 0 and 1.
 */
record ColourJitter(double brightness, double contrast, double saturation, double hue) {

	void apply(float[] tile, SplittableRandom random) {
		int[] order = { 0, 1, 2, 3 };
		for (int i = 3; i > 0; i--) {
			int j = random.nextInt(i + 1);
			int step = order[i];
			order[i] = order[j];
			order[j] = step;
		}
		float brighter = factor(brightness, random);
		float contrasted = factor(contrast, random);
		float saturated = factor(saturation, random);
		float turned = factor(hue, random) - 1;
		for (int step : order) {
			switch (step) {
				case 0 -> blend(tile, 0, brighter);
				case 1 -> blend(tile, meanLuminance(tile), contrasted);
				case 2 -> saturate(tile, saturated);
				default -> turnHue(tile, turned);
			}
		}
	}

	private static float factor(double range, SplittableRandom random) {
		return (float) (1 + range * (2 * random.nextDouble() - 1));
	}

	private static float clip(float value) {
		return Math.max(0, Math.min(1, value));
	}

	private static float luminance(float[] tile, int i) {
		return 0.299f * tile[i] + 0.587f * tile[i + 1] + 0.114f * tile[i + 2];
	}

	private static float meanLuminance(float[] tile) {
		double sum = 0;
		for (int i = 0; i < tile.length; i += CHANNELS) sum += luminance(tile, i);
		return (float) (sum * CHANNELS / tile.length);
	}

	private static void blend(float[] tile, float with, float factor) {
		for (int i = 0; i < tile.length; i++) tile[i] = clip(with + factor * (tile[i] - with));
	}

	private static void saturate(float[] tile, float factor) {
		for (int i = 0; i < tile.length; i += CHANNELS) {
			float grey = luminance(tile, i);
			for (int c = i; c < i + CHANNELS; c++) tile[c] = clip(grey + factor * (tile[c] - grey));
		}
	}

	/** Turns the hue of the HSV model (Smith 1978), leaving its saturation and value. */
	static void turnHue(float[] tile, float turn) {
		for (int i = 0; i < tile.length && turn != 0; i += CHANNELS) {
			float r = tile[i];
			float g = tile[i + 1];
			float b = tile[i + 2];
			float value = Math.max(r, Math.max(g, b));
			float chroma = value - Math.min(r, Math.min(g, b));
			if (chroma == 0) continue;
			float hue = value == r ? (g - b) / chroma : value == g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
			hue += 6 * turn;
			for (int c = 0; c < CHANNELS; c++) {
				float k = hue + 5 - 2 * c;
				k -= 6 * (float) Math.floor(k / 6);
				tile[i + c] = value - chroma * Math.max(0, Math.min(1, Math.min(k, 4 - k)));
			}
		}
	}
}
