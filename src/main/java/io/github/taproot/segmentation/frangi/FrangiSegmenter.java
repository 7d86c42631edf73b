// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import java.util.Arrays;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Luminance;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.RootSegmenter;

/**
 * Vesselness of Frangi et al. (1998, doi:10.1007/BFb0056195) as Smith et al. (2020) use it. With the eigenvalues l1 >=
 * l2 by sign, not by size as Frangi has it, of the Hessian of the grey image in which roots are dark,
 * {@code V = exp(-(l2 / l1)² / 2 beta²) (1 - exp(-(l1² + l2²) / 2 c²))}, 0 where l1 <= 0; the maximum over the scales.
 */
public final class FrangiSegmenter implements RootSegmenter {

	/** exp(-87) is as good as 0 beside any threshold, and the last that float32 has with all digits. */
	private static final double NEGLIGIBLE = 87;

	private final FrangiSettings settings;
	private final FrangiOp op;

	/**
	 * @param op that of imagej-ops; needed for {@link FrangiForm#IMAGEJ_OPS} only, else it may be null
	 * @throws IllegalArgumentException where it is needed and missing
	 */
	public FrangiSegmenter(FrangiSettings settings, FrangiOp op) {
		if (settings.filter() == FrangiForm.IMAGEJ_OPS && op == null) {
			throw new IllegalArgumentException("The filter imagej-ops needs Fiji, whose imagej-ops is not " +
				"here: choose filter=default or filter=exact, or run this in Fiji.");
		}
		this.settings = settings;
		this.op = op;
	}

	/**
	 * The vesselness of each pixel, in [0, 1): no probability, and small where contrast is far below c. A flat
	 * photograph has none.
	 */
	@Override
	public boolean givesProbabilities() {
		return false;
	}

	@Override
	public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
		int width = photograph.width();
		int height = photograph.height();
		double[] grey = Luminance.darkRoots(photograph, settings.roots());
		float[] vesselness = settings.filter() == FrangiForm.IMAGEJ_OPS ? byOp(grey, width, height, progress) :
			vesselness(grey, width, height, progress);
		return ArrayImgs.floats(vesselness, width, height);
	}

	/** @param grey the image in which roots are dark */
	float[] vesselness(double[] grey, int width, int height, Progress progress) {
		float[] vesselness = new float[grey.length];
		boolean exact = settings.filter() == FrangiForm.EXACT;
		Eigenvalues.Rows[] rows = new Eigenvalues.Rows[settings.scales()];
		Arrays.fill(rows, (Eigenvalues.Rows) (from, begin, end, larger, smaller) ->
			maximum(vesselness, from, begin, end,
			larger, smaller, exact));
		new Eigenvalues(grey, width, height, exact).compute(settings.sigmas(), rows, progress);
		return vesselness;
	}

	/**
	 * First computes what can be computed without branches, then picks the pixels whose vesselness may grow, about 60 %
	 * of all, and takes exponentials for these.
	 *
	 * @param exact whether in float32, as the paper's code
	 */
	private void maximum(float[] vesselness, int from, int begin, int end, double[] larger, double[] smaller,
		boolean exact)
	{
		double shape = 1 / (2 * settings.beta() * settings.beta());
		double contrast = 1 / (2 * settings.c() * settings.c());
		int[] pixels = new int[end];
		double[] bends = new double[end];
		double[] strengths = new double[end];
		for (int i = begin; i < end; i++) {
			double ratio = smaller[i] / larger[i];
			bends[i] = ratio * ratio * shape;
			strengths[i] = Math.min(NEGLIGIBLE, (larger[i] * larger[i] + smaller[i] * smaller[i]) * contrast);
		}
		int count = 0;
		for (int i = begin; i < end; i++) {
			if (larger[i] <= 0 || bends[i] > NEGLIGIBLE) continue;
			if (!mayExceed(vesselness[from + i], bends[i], strengths[i])) continue;
			pixels[count] = from + i;
			bends[count] = -bends[i];
			strengths[count++] = -strengths[i];
		}
		float[] values = new float[count];
		if (exact) exactly(bends, strengths, values);
		else {
			for (int i = 0; i < count; i++) values[i] = (float) (Math.exp(bends[i]) * -expMinusOne(strengths[i]));
		}
		for (int i = 0; i < count; i++) {
			vesselness[pixels[i]] = Math.max(vesselness[pixels[i]], values[i]);
		}
	}

	private static void exactly(double[] bends, double[] strengths, float[] values) {
		float[] contrasts = new float[values.length];
		float[] memory = new float[values.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) bends[i];
			contrasts[i] = (float) strengths[i];
		}
		Float32.exp(values, memory);
		Float32.exp(contrasts, memory);
		for (int i = 0; i < values.length; i++) values[i] *= 1 - contrasts[i];
	}

	/**
	 * False only where a vesselness, as rounded in float32, can't be above a value, by exp(-x) <= 1 / (1 + x + x² / 2)
	 * and 1 - exp(-x) <= x / (1 + x / 2).
	 */
	private static boolean mayExceed(float value, double bend, double strength) {
		double divisor = 1 + strength / 2;
		return strength * (1 + 1e-6) + 2e-7 * divisor >= value * (1 + bend + bend * bend / 2) * divisor;
	}

	/** {@link Math#expm1} to 1e-12, several times as fast. */
	private static double expMinusOne(double x) {
		return x < -1e-3 ? Math.exp(x) - 1 : x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4)));
	}

	private float[] byOp(double[] grey, int width, int height, Progress progress) {
		Convolution convolution = new Convolution(grey, width, height, true, 0, height);
		double[][] columns = convolution.columns();
		double[][] smooth = new double[height][width];
		float[] vesselness = new float[grey.length];
		for (double sigma : settings.sigmas()) {
			progress.throwIfCancelled();
			Kernel kernel = Kernel.gaussian(sigma);
			convolution.vertically(kernel, columns);
			convolution.horizontally(kernel, columns, 0, smooth);
			// The op's differences lack a factor of 2 sigma², its c is 15, and its ridges are bright.
			double factor = -2 * sigma * sigma * 15 / settings.c();
			float[] in = new float[grey.length];
			for (int i = 0; i < in.length; i++) in[i] = (float) (smooth[i / width][i % width] * factor);
			float[] out = new float[in.length];
			op.run(ArrayImgs.floats(out, width, height), ArrayImgs.floats(in, width, height), new double[] { 1, 1 },
				(int) sigma);
			for (int i = 0; i < out.length; i++) if (out[i] > vesselness[i]) vesselness[i] = out[i];
		}
		return vesselness;
	}
}
