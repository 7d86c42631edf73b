// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Draw.between;
import static io.github.taproot.simulation.Draw.chance;
import static io.github.taproot.simulation.Draw.logUniform;
import static io.github.taproot.simulation.Noise.cloudy;
import static io.github.taproot.simulation.Noise.hash;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * What light, lens and sensor do to one of many worlds.
 *
 * @param bias contrast of uneven light, 0 for none
 * @param biasSize its features in px
 * @param slopeX change of the light over the photograph
 * @param slopeY likewise
 * @param vignette darkening of the corners, 0 to 1
 * @param gains of red, green and blue
 * @param gamma of the tone curve
 * @param sigma of the blur in px, 0 for none
 * @param noise standard deviation of the noise in grey levels, 0 for none
 * @param coloured share of the noise that differs between the colours, 0 to 1
 * @param coarse whether the noise is as coarse as that of a sensor with a colour filter
 * @param sharpening strength of halos, 0 for none
 * @param stripes contrast of a scanner's stripes, 0 for none
 * @param grey whether red, green and blue are the same
 * @param mosaic whether each pixel has seen one colour only, as behind a Bayer filter
 */
record Camera(int seed, float bias, float biasSize, float slopeX, float slopeY, float vignette, float[] gains,
	float gamma, float sigma, float noise, float coloured, boolean coarse, float sharpening, float stripes,
	boolean grey, boolean mosaic)
{
	/** Mean grey levels between which cameras expose. */
	private static final double DARKEST = 24;
	private static final double LIGHTEST = 185;

	/** @param rootWidth px; thin roots are blurred less, for they have to stay visible */
	static Camera draw(Random random, double rootWidth) {
		boolean uneven = chance(random, 0.7);
		float exposure = (float) StrictMath.exp(0.22 * random.nextGaussian());
		float[] gains = new float[3];
		for (int c = 0; c < 3; c++) gains[c] = exposure * (1 + 0.035f * (float) random.nextGaussian());
		double sigma = Math.min(random.nextDouble(0.25, 1.5), 0.2 + 0.15 * rootWidth);
		return new Camera(random.nextInt(), uneven ? between(random, 0.05, 0.35) : 0,
			(float) logUniform(random, 120, 500), uneven ? between(random, -0.25, 0.25) : 0,
			uneven ? between(random, -0.25, 0.25) : 0, uneven ? between(random, 0, 0.5) : 0, gains,
			(float) StrictMath.exp(0.12 * random.nextGaussian()), chance(random, 0.9) ? (float) sigma : 0,
			chance(random, 0.6) ? (float) logUniform(random, 1, 9) : 0, random.nextFloat(), chance(random, 0.4),
			chance(random, 0.2) ? between(random, 0.4, 2) : 0, chance(random, 0.12) ? between(random, 0.005, 0.03) : 0,
			chance(random, 0.12), chance(random, 0.15));
	}

	/** Turns what is in front of the lens into what a file has, but for the rounding. Works on all cores. */
	void expose(Band band) {
		blur(band, sigma);
		IntStream.range(0, band.rows).parallel().forEach(y -> light(band, y));
		meter(band);
		if (mosaic) {
			IntStream.range(0, band.rows).parallel().forEach(y -> sense(band, y));
			demosaic(band);
		}
		if (sharpening > 0) sharpen(band);
		if (!mosaic) IntStream.range(0, band.rows).parallel().forEach(y -> sense(band, y));
	}

	/** No camera takes a photograph that is black or white. */
	private static void meter(Band band) {
		double mean = 0;
		int pixels = band.width * band.rows;
		for (int p = 0; p < pixels; p++) mean += Math.min(255, band.luminance(p)) / pixels;
		float gain = (float) (Math.max(DARKEST, Math.min(LIGHTEST, mean)) / Math.max(1, mean));
		if (gain != 1) for (int p = 0; p < pixels; p++) band.darken(p, gain);
	}

	/** Forgets two of the three colours of each pixel, and takes their means over its neighbours instead. */
	private static void demosaic(Band band) {
		Band raw = band.copy();
		IntStream.range(0, band.rows).parallel().forEach(y -> {
			for (int x = 0, p = y * band.width; x < band.width; x++, p++) {
				for (int c = 0; c < 3; c++) if (filter(x, y) != c) band.rgb[c][p] = nearby(raw, c, x, y);
			}
		});
	}

	private static float nearby(Band raw, int colour, int x, int y) {
		float sum = 0;
		int count = 0;
		for (int j = Math.max(0, y - 1); j <= Math.min(raw.rows - 1, y + 1); j++) {
			for (int i = Math.max(0, x - 1); i <= Math.min(raw.width - 1, x + 1); i++) {
				if (filter(i, j) != colour) continue;
				sum += raw.rgb[colour][j * raw.width + i];
				count++;
			}
		}
		return sum / count;
	}

	/** Red and green in even rows, green and blue in odd ones. */
	private static int filter(int x, int y) {
		return (x & 1) + (y & 1);
	}

	/** Some passes of (side, 1 - 2 side, side), whose variances add up to that of the Gaussian. */
	static void blur(Band band, float sigma) {
		float variance = sigma * sigma;
		int passes = (int) Math.ceil(variance / 0.5);
		for (int i = 0; i < passes; i++) band.blur(variance / passes / 2);
	}

	private void light(Band band, int y) {
		float v = 2 * (y + 0.5f) / band.rows - 1;
		for (int x = 0, p = y * band.width; x < band.width; x++, p++) {
			float u = 2 * (x + 0.5f) / band.width - 1;
			float light = 1 + slopeX * u + slopeY * v - vignette * (u * u + v * v) / 2;
			light *= 1 + bias * cloudy(seed, x / biasSize, y / biasSize);
			if (stripes > 0) light *= 1 + stripes * (normal(hash(seed + 1, x, 0)) + normal(hash(seed + 2, x / 9, 0)));
			for (int c = 0; c < 3; c++) {
				float value = Math.max(0, light * gains[c] * band.rgb[c][p]);
				band.rgb[c][p] = 255 * (float) StrictMath.pow(value / 255, gamma);
			}
			if (grey) {
				float value = band.luminance(p);
				for (float[] plane : band.rgb) plane[p] = value;
			}
		}
	}

	private void sharpen(Band band) {
		Band soft = band.copy();
		blur(soft, 1.2f);
		for (int c = 0; c < 3; c++) {
			float[] plane = band.rgb[c];
			for (int p = 0; p < plane.length; p++) plane[p] += sharpening * (plane[p] - soft.rgb[c][p]);
		}
	}

	private void sense(Band band, int y) {
		if (noise == 0) return;
		float own = grey ? 0 : coloured;
		for (int x = 0, p = y * band.width; x < band.width; x++, p++) {
			float common = (1 - own) * grain(seed + 3, x, y);
			for (int c = 0; c < 3; c++) {
				float value = band.rgb[c][p];
				float sum = own == 0 ? common : common + own * grain(seed + 4 + c, x, y);
				band.rgb[c][p] = value + noise * (0.5f + value / 200) * sum;
			}
		}
	}

	private float grain(int salt, int x, int y) {
		float fine = normal(hash(salt, x, y));
		return coarse ? 0.6f * fine + 0.8f * normal(hash(salt + 50, x / 2, y / 2)) : fine;
	}

	/** The sum of four uniform numbers is near enough to a normal one of standard deviation 1. */
	private static float normal(int h) {
		return ((h & 255) + (h >>> 8 & 255) + (h >>> 16 & 255) + (h >>> 24) - 510) / 148f;
	}
}
