// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Noise.cloudy;
import static io.github.taproot.simulation.Noise.hash;
import static io.github.taproot.simulation.Noise.lerp;
import static io.github.taproot.simulation.Noise.step;
import static io.github.taproot.simulation.Noise.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;

/**
 * Simulates colour photographs of roots in soil behind glass, with their exact truth: soil of crumbs, pores, sand,
 * chalk and stones with wet and out-of-focus patches, branching roots of many widths and colours, scratches on the
 * glass, uneven light, blur and sensor noise. Modelled on minirhizotron scans of soybean, or, where settings ask for
 * {@link Worlds#MANY}, on photographs of many kinds; statistics of real soil or root architecture are not claimed.
 */
public final class RhizotronSimulator {

	private static final int BAND_ROWS = 128;
	/** Of many worlds. */
	private static final double SOYBEAN_SHARE = 0.15;
	/** More rows than the blurs reach. */
	private static final int MARGIN = 8;

	private final SimulationSettings settings;
	private final int seed;
	private final Soil soil;
	private final List<Root> roots;
	private final Frame frame;
	private final List<Root> scratches = new ArrayList<>();
	private final float sharpness;
	private final float depth;
	private final float noise;
	private final float slopeX;
	private final float slopeY;
	private final float vignette;
	private final float exposure;

	private RhizotronSimulator(SimulationSettings settings, Random random, Frame frame) {
		this.settings = settings;
		this.frame = frame;
		seed = random.nextInt();
		soil = new Soil(random, settings.rootWidth());
		sharpness = (float) random.nextDouble(0.12, 0.25);
		depth = (float) random.nextDouble(-0.8, 0.3);
		noise = (float) random.nextDouble(1, 3);
		slopeX = (float) random.nextDouble(-0.15, 0.15);
		slopeY = (float) random.nextDouble(-0.15, 0.15);
		vignette = (float) random.nextDouble(0, 0.25);
		exposure = (float) random.nextDouble(0.95, 1.35);
		scratch(random);
		roots = new ArrayList<>();
		for (Root root : RootGrowth.grow(settings, RootGrowth.Habit.SOYBEAN, soil.base(), random)) {
			roots.addAll(frame.visible(root));
		}
	}

	/** As {@link #simulate(SimulationSettings, int, Progress)}, reporting to nobody. */
	public static SimulatedPhotograph simulate(SimulationSettings settings, int index) {
		return simulate(settings, index, Progress.NONE);
	}

	/**
	 * Simulates one of the photographs that these settings stand for. Works on all cores; any number of threads may
	 * call it. Takes four bytes per pixel, and half a second or less for a million pixels; with many worlds 50 bytes
	 * per pixel, and a second on one core for a million pixels.
	 *
	 * @param index which photograph; the same settings and index give the same photograph, to the bit
	 * @param progress is told of bands of rows
	 * @throws java.util.concurrent.CancellationException where cancelled
	 */
	public static SimulatedPhotograph simulate(SimulationSettings settings, int index, Progress progress) {
		Random random = random(settings, index);
		return switch (settings.worlds()) {
			case SOYBEAN -> new RhizotronSimulator(settings, random, Frame.NONE).simulate(progress);
			case MANY -> Draw.chance(random, SOYBEAN_SHARE) ? soybean(settings, random).simulate(progress) :
				new WorldSimulator(settings, random).simulate(progress);
		};
	}

	/** A soybean scan as one of many worlds: of any width, share and contrast of roots, often with the tube's edge. */
	private static RhizotronSimulator soybean(SimulationSettings settings, Random random) {
		SimulationSettings own = new SimulationSettings(settings.width(), settings.height(), settings.seed(),
			Draw.logUniform(random, 0.3, 5), Draw.logUniform(random, 3, 9), random.nextDouble(0.6, 1.4),
			settings.calibration());
		return new RhizotronSimulator(own, random,
			Frame.draw(Draw.fork(random), settings.width(), settings.height(), 0.6));
	}

	/** The random numbers of one photograph. */
	static Random random(SimulationSettings settings, int index) {
		return new Random(settings.seed() * 0x9E3779B97F4A7C15L + index * 0xC2B2AE3D27D4EB4FL);
	}

	private SimulatedPhotograph simulate(Progress progress) {
		int width = settings.width();
		int height = settings.height();
		byte[] planes = new byte[3 * width * height];
		Mask mask = new Mask(width, height);
		int bands = (height + BAND_ROWS - 1) / BAND_ROWS;
		AtomicInteger done = new AtomicInteger();
		IntStream.range(0, bands).parallel().forEach(i -> {
			progress.throwIfCancelled();
			int top = i * BAND_ROWS;
			int bottom = Math.min(height, top + BAND_ROWS);
			Band band = new Band(width, top - MARGIN, bottom - top + 2 * MARGIN);
			paint(band, mask);
			for (int y = top; y < bottom; y++) develop(band, y, planes);
			progress.report(done.incrementAndGet(), bands, "Simulating a photograph");
		});
		Photograph photograph = Photograph.ofBytes(planes, width, height, 3, settings.calibration());
		return SimulatedPhotograph.of(photograph, mask, roots);
	}

	private void paint(Band band, Mask mask) {
		soil.paintGround(band);
		RootBrush brush = new RootBrush(band);
		for (int i = roots.size() - 1; i >= 0; i--) brush.paint(roots.get(i), mask);
		soil.paintFront(band);
		band.blur(sharpness);
		defocus(band);
		for (Root scratch : scratches) brush.paintScratch(scratch);
		frame.paint(band, brush, mask);
		band.blur(0.12f);
	}

	/** Soil that does not touch the glass is out of focus. */
	private void defocus(Band band) {
		Band far = band.copy();
		for (int i = 0; i < 4; i++) far.blur(0.25f);
		for (int y = band.top, p = 0; y < band.bottom(); y++) {
			for (int x = 0; x < band.width; x++, p++) {
				float away = step(depth + 1.8f * cloudy(seed + 7, x / 140f, y / 140f));
				for (int c = 0; c < 3; c++) band.rgb[c][p] = lerp(band.rgb[c][p], far.rgb[c][p], away);
			}
		}
	}

	/** Light, sensor noise and rounding of one row. */
	private void develop(Band band, int y, byte[] planes) {
		int width = settings.width();
		int height = settings.height();
		float v = 2 * (y + 0.5f) / height - 1;
		for (int x = 0; x < width; x++) {
			float u = 2 * (x + 0.5f) / width - 1;
			float light = exposure * (1 + slopeX * u + slopeY * v - vignette * (u * u + v * v) / 2);
			light *= 1 + 0.12f * cloudy(seed + 1, x / 330f, y / 330f);
			for (int c = 0; c < 3; c++) {
				float value = light * band.rgb[c][(y - band.top) * width + x];
				// The sum of four uniform numbers is near enough to a normal one.
				int h = hash(seed + 2 + c, x, y);
				float sum = (h & 255) + (h >>> 8 & 255) + (h >>> 16 & 255) + (h >>> 24) - 510;
				value += sum / 148 * noise * (0.6f + value / 128);
				planes[(c * height + y) * width + x] = (byte) Math.max(0, Math.min(255, Math.round(value)));
			}
		}
	}

	private void scratch(Random random) {
		double size = Math.max(1, settings.width() * (double) settings.height() / 250_000);
		int count = (int) (size * random.nextDouble(0, 3));
		for (int i = 0; i < count; i++) {
			double angle = random.nextDouble(0, Math.PI);
			int points = random.nextInt(4, 40);
			double bend = random.nextGaussian() * 0.005;
			double px = random.nextDouble() * settings.width();
			double py = random.nextDouble() * settings.height();
			float[] x = new float[points];
			float[] y = new float[points];
			float[] radius = new float[points];
			for (int k = 0; k < points; k++) {
				x[k] = (float) px;
				y[k] = (float) py;
				radius[k] = 0.3f + 0.4f * unit(hash(seed, i, k));
				angle += bend;
				px += 12 * StrictMath.cos(angle);
				py += 12 * StrictMath.sin(angle);
			}
			float tone = random.nextBoolean() ? 150 : 15;
			float opacity = (float) random.nextDouble(0.08, 0.4);
			scratches.add(new Root(x, y, radius, new float[] { tone, tone, tone }, opacity, 0.7f, 0, random.nextInt()));
		}
	}
}
