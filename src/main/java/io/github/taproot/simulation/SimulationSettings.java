// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import io.github.taproot.image.PixelCalibration;

/**
 * What simulated photographs are like.
 *
 * @param width columns in px, at least {@value #MIN_SIZE}
 * @param height rows in px, at least {@value #MIN_SIZE}; {@code 3 * width * height} must be at most 2^31 - 9
 * @param seed any number; the same seed gives the same photographs
 * @param rootPercent mean share of root pixels over many photographs in percent, 0 to 20; a single photograph has
 *          about 0.4 to 1.6 times as much
 * @param rootWidth typical width of a main root in px, 3 to 60; main roots are 0.35 to 2 times as wide, laterals
 *          finer, none below 2 px; soil crumbs, stones and root lengths grow in proportion
 * @param contrast how much roots stand out: 0 is the colour of the soil, 1 is like minirhizotron scans, up to 2
 * @param calibration the pixels' size that the photographs tell of; the picture does not depend on it
 * @param worlds soybean scans, or many worlds, where each photograph draws its own share, width and contrast of roots
 */
public record SimulationSettings(int width, int height, long seed, double rootPercent, double rootWidth,
	double contrast, PixelCalibration calibration, Worlds worlds)
{
	public static final int MIN_SIZE = 16;

	public SimulationSettings {
		if (width < MIN_SIZE || height < MIN_SIZE) {
			throw new IllegalArgumentException("A simulated photograph needs at least " + MIN_SIZE + " x " + MIN_SIZE +
				" pixels, but " + width + " x " + height + " are asked for.");
		}
		if (3L * width * height > Integer.MAX_VALUE - 8) {
			throw new IllegalArgumentException("A simulated photograph of " + width + " x " + height +
				" pixels is too large for one image; choose a width and height whose product is below 715,000,000.");
		}
		requireWithin("share of root pixels (%)", rootPercent, 0, 20);
		requireWithin("typical root width (px)", rootWidth, 3, 60);
		requireWithin("contrast of the roots", contrast, 0, 2);
		if (calibration == null) throw new IllegalArgumentException("The size of the simulated pixels is missing.");
		if (worlds == null) throw new IllegalArgumentException("The kind of the simulated photographs is missing.");
	}

	/** Soybean scans. */
	public SimulationSettings(int width, int height, long seed, double rootPercent, double rootWidth, double contrast,
		PixelCalibration calibration)
	{
		this(width, height, seed, rootPercent, rootWidth, contrast, calibration, Worlds.SOYBEAN);
	}

	/** The same with other worlds. */
	public SimulationSettings in(Worlds others) {
		return new SimulationSettings(width, height, seed, rootPercent, rootWidth, contrast, calibration, others);
	}

	/** Like minirhizotron scans: 1.5 % roots, main roots about 6 px wide, contrast 1, pixels of 0.05 mm. */
	public static SimulationSettings of(int width, int height, long seed) {
		return new SimulationSettings(width, height, seed, 1.5, 6, 1, PixelCalibration.millimetres(0.05));
	}

	private static void requireWithin(String name, double value, double min, double max) {
		if (!(value >= min && value <= max)) {
			throw new IllegalArgumentException(
				"The " + name + " must be from " + min + " to " + max + ", but is " + value + ".");
		}
	}
}
