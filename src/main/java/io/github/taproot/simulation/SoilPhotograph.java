// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Noise.lerp;
import static io.github.taproot.simulation.Noise.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.PixelSource;
import io.github.taproot.progress.Progress;

/**
 * A photograph of soil, on which roots of {@link Worlds#MANY} are drawn as if they had been there: with its sharpness,
 * noise, light and colours. Takes a byte for each sample. Any number of threads may draw on it.
 */
public final class SoilPhotograph {

	/** Roots reach so much further than they are annotated, with their shadows, in px. */
	private static final int MARGIN = 4;
	/** The blur of roots as they are drawn, in px. */
	private static final float OWN_BLUR = 0.5f;
	private static final float MOST_BLUR = 2.5f;

	private final int width;
	private final int height;
	/** One plane of grey, or red, green and blue. */
	private final byte[][] planes;
	private final PixelCalibration calibration;

	private SoilPhotograph(int width, int height, byte[][] planes, PixelCalibration calibration) {
		this.width = width;
		this.height = height;
		this.planes = planes;
		this.calibration = calibration;
	}

	/**
	 * Takes a photograph, and paints its roots out with soil from beside them.
	 *
	 * @param photograph samples beyond 0 to 255, and those that are 1 at most, are scaled from the least to the
	 *          greatest
	 * @param roots where its roots are, of the same size; null for bare soil
	 * @throws IllegalArgumentException where sizes differ, or roots take more than half of it
	 * @throws java.util.concurrent.CancellationException where cancelled
	 */
	public static SoilPhotograph of(Photograph photograph, Mask roots, Progress progress) {
		int width = photograph.width();
		int height = photograph.height();
		byte[][] planes = planes(photograph);
		if (roots != null) paintOut(planes, roots, width, height, progress);
		return new SoilPhotograph(width, height, planes, photograph.calibration());
	}

	private static byte[][] planes(Photograph photograph) {
		int width = photograph.width();
		int height = photograph.height();
		PixelSource source = photograph.source();
		float[] row = new float[width * photograph.channels()];
		float min = Float.MAX_VALUE;
		float max = -Float.MAX_VALUE;
		for (int y = 0; y < height; y++) {
			source.read(0, y, width, 1, row);
			for (float sample : row) {
				min = Math.min(min, sample);
				max = Math.max(max, sample);
			}
		}
		boolean isByte = min >= 0 && max <= 255 && max > 1;
		float scale = isByte ? 1 : 255 / Math.max(Float.MIN_NORMAL, max - min);
		if (isByte) min = 0;
		byte[][] planes = new byte[photograph.channels()][Math.multiplyExact(width, height)];
		for (int y = 0; y < height; y++) {
			source.read(0, y, width, 1, row);
			for (int i = 0; i < row.length; i++) {
				planes[i / width][y * width + i % width] = (byte) Math.round(scale * (row[i] - min));
			}
		}
		return planes;
	}

	private static void paintOut(byte[][] planes, Mask roots, int width, int height, Progress progress) {
		if (roots.width() != width || roots.height() != height) {
			throw new IllegalArgumentException("The annotation has " + roots.width() + "x" + roots.height() +
				" px, but the photograph " + width + "x" + height + " px.");
		}
		long rootPixels = roots.rootPixels();
		if (rootPixels == 0) return;
		requireSoil(rootPixels, width, height);
		boolean[] hole = new boolean[width * height];
		int[] counts = new int[width];
		for (int y = 0; y < height; y++) {
			// Columns first, then along the row: what is at most the margin away in both.
			for (int x = 0; x < width; x++) counts[x] = 0;
			for (int v = Math.max(0, y - MARGIN); v <= Math.min(height - 1, y + MARGIN); v++) {
				for (int x = 0; x < width; x++) if (roots.pixels()[v * width + x] != Mask.SOIL) counts[x] = 1;
			}
			int last = -MARGIN - 1;
			for (int x = 0; x < width; x++) {
				int ahead = x + MARGIN;
				if (x == 0) {
					for (int u = 0; u < Math.min(width, MARGIN); u++) if (counts[u] > 0) last = u;
				}
				if (ahead < width && counts[ahead] > 0) last = ahead;
				hole[y * width + x] = x - last <= MARGIN;
			}
		}
		Inpainting.fill(planes, width, height, hole, share -> {
			progress.throwIfCancelled();
			progress.report((int) (100 * share), 100, "Painting roots out");
		});
	}

	public int width() {
		return width;
	}

	public int height() {
		return height;
	}

	/**
	 * Draws roots, or on some photographs none, on a part of it: anywhere, mirrored or not, as large as asked for.
	 *
	 * @param settings size and seed; what else they say is the photograph's, or drawn at random
	 * @param index which photograph; the same settings and index give the same, to the bit
	 * @return of as many channels as this photograph, and its scale
	 * @throws IllegalArgumentException where this photograph is smaller than asked for
	 * @throws java.util.concurrent.CancellationException where cancelled
	 */
	public SimulatedPhotograph withRoots(SimulationSettings settings, int index, Progress progress) {
		check(width, height, 0, settings);
		Random random = RhizotronSimulator.random(settings, index);
		Band soil = part(settings, Draw.fork(random));
		progress.throwIfCancelled();
		float[] lit = light(soil);
		SoilLook taken = SoilLook.of(soil);
		World world = World.draw(Draw.fork(random));
		List<Root> roots = new ArrayList<>();
		if (world.rootPercent() > 0) {
			SimulationSettings growth = world.growth(settings);
			for (Root root : RootGrowth.grow(growth, world.habit(), taken.colour(), Draw.fork(random))) {
				roots.add(world.turned(root, settings.width(), settings.height()));
			}
		}
		Mask mask = new Mask(settings.width(), settings.height());
		RootLook look = taken.fit(world.look());
		Band band = soil.copy();
		WorldRoots paint = new WorldRoots(band, new LineField(band), look);
		for (int i = roots.size() - 1; i >= 0; i--) {
			progress.throwIfCancelled();
			paint.paint(roots.get(i), mask);
		}
		develop(band, soil, mask, taken, look);
		return SimulatedPhotograph.of(photograph(band, lit), mask, roots);
	}

	/**
	 * Refuses photographs that can't be used.
	 *
	 * @param width of a photograph in px
	 * @param height of it
	 * @param rootPixels how many of its pixels are to be painted out
	 * @param settings how large simulated photographs are to be
	 * @throws IllegalArgumentException with one sentence that says why and what to do
	 */
	public static void check(int width, int height, long rootPixels, SimulationSettings settings) {
		requireSoil(rootPixels, width, height);
		if (settings.width() <= width && settings.height() <= height) return;
		throw new IllegalArgumentException("The photograph has " + width + " x " + height + " px, which is smaller " +
			"than the simulated photographs of " + settings.width() + " x " + settings.height() + " px: choose a " +
			"smaller width and height.");
	}

	private static void requireSoil(long rootPixels, int width, int height) {
		if (rootPixels <= 0.5 * width * height) return;
		throw new IllegalArgumentException("More than half of the photograph is annotated as root: choose one with " +
			"more soil.");
	}

	private Band part(SimulationSettings settings, Random random) {
		int left = random.nextInt(width - settings.width() + 1);
		int top = random.nextInt(height - settings.height() + 1);
		boolean mirrored = random.nextBoolean();
		boolean upsideDown = random.nextBoolean();
		Band band = new Band(settings.width(), 0, settings.height());
		for (int y = 0, p = 0; y < band.rows; y++) {
			int row = top + (upsideDown ? band.rows - 1 - y : y);
			for (int x = 0; x < band.width; x++, p++) {
				int from = row * width + left + (mirrored ? band.width - 1 - x : x);
				for (int c = 0; c < 3; c++) band.rgb[c][p] = planes[planes.length == 1 ? 0 : c][from] & 255;
			}
		}
		return band;
	}

	/**
	 * Takes uneven light out of a band, so that roots can be drawn in even light.
	 *
	 * @return what to multiply by to bring it back
	 */
	private static float[] light(Band band) {
		int cell = Math.max(8, Math.min(band.width, band.rows) / 6);
		int columns = band.width / cell + 2;
		int rows = band.rows / cell + 2;
		float[] means = new float[columns * rows];
		double all = 0;
		for (int j = 0; j < rows; j++) {
			for (int i = 0; i < columns; i++) {
				int x1 = Math.min(band.width, (i + 1) * cell);
				int y1 = Math.min(band.rows, (j + 1) * cell);
				double sum = 0;
				int count = 0;
				for (int y = Math.max(0, Math.min(band.rows - 1, (j - 1) * cell)); y < y1; y++) {
					for (int x = Math.max(0, Math.min(band.width - 1, (i - 1) * cell)); x < x1; x++, count++) {
						sum += band.luminance(y * band.width + x);
					}
				}
				means[j * columns + i] = (float) (sum / count);
				all += sum / count / means.length;
			}
		}
		float[] light = new float[band.width * band.rows];
		for (int y = 0, p = 0; y < band.rows; y++) {
			for (int x = 0; x < band.width; x++, p++) {
				int i = x / cell;
				int j = y / cell;
				int at = j * columns + i;
				float u = x / (float) cell - i;
				float mean = lerp(lerp(means[at], means[at + 1], u), lerp(means[at + columns], means[at + columns + 1],
					u), y / (float) cell - j);
				light[p] = (float) Math.max(0.4, Math.min(2.5, Math.sqrt((mean + 4) / (all + 4))));
				for (float[] plane : band.rgb) plane[p] /= light[p];
			}
		}
		return light;
	}

	/**
	 * Blurs what was drawn as the photograph is blurred, gives it the grain of the soil that it covers, and leaves
	 * glints in front of it: drops and scratches lie on the glass.
	 */
	private static void develop(Band band, Band soil, Mask mask, SoilLook taken, RootLook look) {
		for (int c = 0; c < 3; c++) {
			for (int p = 0; p < soil.rgb[c].length; p++) band.rgb[c][p] -= soil.rgb[c][p];
		}
		float sigma = Math.min(MOST_BLUR, taken.sigma());
		if (sigma > OWN_BLUR) Camera.blur(band, (float) Math.sqrt(sigma * sigma - OWN_BLUR * OWN_BLUR));
		Band smooth = soil.copy();
		Camera.blur(smooth, 1 + sigma);
		float most = 2.5f * taken.noise();
		for (int y = 0, p = 0; y < band.rows; y++) {
			for (int x = 0; x < band.width; x++, p++) {
				boolean isCovered = !look.added() && mask.pixels()[p] != Mask.SOIL;
				float above = soil.luminance(p) - taken.bright();
				float behind = 1 - step(above / Math.max(4, taken.glint() - taken.bright()));
				for (int c = 0; c < 3; c++) {
					float here = soil.rgb[c][p];
					float grain = isCovered ? Math.max(-most, Math.min(most, here - smooth.rgb[c][p])) : 0;
					band.rgb[c][p] = here + behind * (band.rgb[c][p] + look.opacity() * grain);
				}
			}
		}
	}

	private Photograph photograph(Band band, float[] light) {
		int size = light.length;
		byte[] samples = new byte[planes.length * size];
		for (int c = 0; c < planes.length; c++) {
			for (int p = 0; p < size; p++) {
				float value = light[p] * (planes.length == 1 ? band.luminance(p) : band.rgb[c][p]);
				samples[c * size + p] = (byte) Math.max(0, Math.min(255, Math.round(value)));
			}
		}
		return Photograph.ofBytes(samples, band.width, band.rows, planes.length, calibration);
	}
}
