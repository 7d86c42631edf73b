// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Noise.lerp;

import java.util.Arrays;

/**
 * How a photograph of soil was taken, as far as roots must fit it.
 *
 * @param sigma of its blur in px, from its sharpest edges
 * @param noise standard deviation of its finest grain in grey levels, where it is most even
 * @param colour mean red, green and blue
 * @param bright the grey level that 3 % of it exceeds
 * @param glint the grey level that 0.7 % of it exceeds
 */
record SoilLook(float sigma, float noise, float[] colour, float bright, float glint) {

	private static final int WINDOW = 8;

	/** @param soil without roots; at least {@value SimulationSettings#MIN_SIZE} px each way */
	static SoilLook of(Band soil) {
		int width = soil.width;
		float[] grey = new float[width * soil.rows];
		float[] colour = new float[3];
		for (int c = 0; c < 3; c++) {
			double sum = 0;
			for (float value : soil.rgb[c]) sum += value;
			colour[c] = (float) (sum / grey.length);
		}
		for (int p = 0; p < grey.length; p++) grey[p] = soil.luminance(p);
		int windows = (width / WINDOW) * (soil.rows / WINDOW);
		float[] ranges = new float[windows];
		float[] slopes = new float[windows];
		float[] grains = new float[windows];
		for (int i = 0; i < windows; i++) {
			int x0 = i % (width / WINDOW) * WINDOW;
			int y0 = i / (width / WINDOW) * WINDOW;
			float min = Float.MAX_VALUE;
			float max = 0;
			float slope = 0;
			double squares = 0;
			for (int y = y0; y < y0 + WINDOW; y++) {
				for (int x = x0; x < x0 + WINDOW; x++) {
					int p = y * width + x;
					min = Math.min(min, grey[p]);
					max = Math.max(max, grey[p]);
					if (x > x0) slope = Math.max(slope, Math.abs(grey[p] - grey[p - 1]));
					if (y > y0) slope = Math.max(slope, Math.abs(grey[p] - grey[p - width]));
					if (x == x0 || y == y0) continue;
					// Of white noise, this has four times its variance; of what is smooth, next to nothing.
					float grain = grey[p] - grey[p - 1] - grey[p - width] + grey[p - width - 1];
					squares += grain * grain / 4;
				}
			}
			ranges[i] = max - min;
			slopes[i] = slope;
			grains[i] = (float) Math.sqrt(squares / ((WINDOW - 1) * (WINDOW - 1)));
		}
		float strong = quantile(ranges, 0.9);
		float[] sigmas = new float[windows];
		int edges = 0;
		for (int i = 0; i < windows; i++) {
			// The slope of an edge of height h that was blurred by sigma is h / (sigma * sqrt(2 pi)).
			if (ranges[i] >= strong && slopes[i] > 0) {
				sigmas[edges++] = ranges[i] / slopes[i] / (float) Math.sqrt(2 * Math.PI);
			}
		}
		float sigma = edges == 0 ? 0 : quantile(Arrays.copyOf(sigmas, edges), 0.2);
		return new SoilLook(sigma, quantile(grains, 0.2), colour, quantile(grey, 0.97),
			quantile(grey, 0.993));
	}

	private static float quantile(float[] values, double share) {
		float[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[(int) (share * (sorted.length - 1))];
	}

	/** The roots' colours in this light: as bright as this exposure makes them, and tinged as its soil is. */
	RootLook fit(RootLook look) {
		float mean = 0.299f * colour[0] + 0.587f * colour[1] + 0.114f * colour[2];
		float exposure = Math.max(0.6f, Math.min(1.3f, (float) Math.sqrt(bright / 130)));
		float brightest = Math.max(60, 1.1f * bright);
		float tinge = 0.75f * tinge(mean);
		float[][] fitted = new float[look.colours().length][3];
		for (int i = 0; i < fitted.length; i++) {
			float[] own = look.colours()[i];
			float light = 0.299f * own[0] + 0.587f * own[1] + 0.114f * own[2];
			float lit = Math.min(brightest, exposure * light);
			for (int c = 0; c < 3; c++) {
				// Grey soil has grey roots: with colour in the soil, roots keep their own.
				float hue = lerp(1, own[c] / light, tinge) *
					Math.max(0.88f, Math.min(1.12f, colour[c] / Math.max(1, mean)));
				fitted[i][c] = Math.min(250, lit * hue);
			}
		}
		return look.of(fitted);
	}

	/** How colourful the soil is: 0 for grey, 1 for what soil is like in colour. */
	private float tinge(float mean) {
		float most = Math.max(colour[0], Math.max(colour[1], colour[2]));
		float least = Math.min(colour[0], Math.min(colour[1], colour[2]));
		return Math.min(1, 8 * (most - least) / Math.max(1, mean));
	}
}
