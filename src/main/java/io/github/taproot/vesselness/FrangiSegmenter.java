package io.github.taproot.vesselness;

import java.util.Arrays;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Luminance;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.RootSegmenter;

/**
 * Vesselness of Frangi et al. (1998, doi:10.1007/BFb0056195) as Smith et al. (2020) use it. With the eigenvalues l1 >= l2
 * by sign, not by size as Frangi has it, of the Hessian of the grey image in which roots are dark,
 * {@code V = exp(-(l2 / l1)² / 2 beta²) (1 - exp(-(l1² + l2²) / 2 c²))}, 0 where l1 <= 0; the maximum over the scales.
 */
public final class FrangiSegmenter implements RootSegmenter {

	private final FrangiSettings settings;
	private final FrangiOp op;

	/**
	 * @param op that of imagej-ops; needed for {@link FrangiForm#IMAGEJ_OPS} only, else it may be null
	 * @throws IllegalArgumentException where it is needed and missing
	 */
	public FrangiSegmenter(FrangiSettings settings, FrangiOp op) {
		if (settings.filter() == FrangiForm.IMAGEJ_OPS && op == null) {
			throw new IllegalArgumentException("The filter imagej-ops needs Fiji, whose imagej-ops is not here: choose " +
				"filter=default or filter=exact, or run this in Fiji.");
		}
		this.settings = settings;
		this.op = op;
	}

	/**
	 * The vesselness of each pixel, in [0, 1): no probability, and small where contrast is far below c. A flat photograph
	 * has none.
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
		Arrays.fill(rows, (Eigenvalues.Rows) (from, larger, smaller) -> maximum(vesselness, from, larger, smaller, exact));
		new Eigenvalues(grey, width, height, exact).compute(settings.sigmas(), rows, progress);
		return vesselness;
	}

	private void maximum(float[] vesselness, int from, double[] larger, double[] smaller, boolean exact) {
		double shape = -1 / (2 * settings.beta() * settings.beta());
		double contrast = -1 / (2 * settings.c() * settings.c());
		for (int i = 0; i < larger.length; i++) {
			double l1 = larger[i];
			double l2 = smaller[i];
			double strength = (l1 * l1 + l2 * l2) * contrast;
			// 1 - exp(x) is below -x, but for the rounding of float32.
			if (l1 <= 0 || 2e-7f - strength < vesselness[from + i]) continue;
			double ratio = l2 / l1;
			double bend = ratio * ratio * shape;
			float value;
			if (exact) {
				float contrasted = 1 - Float32.exp((float) strength);
				if (contrasted <= vesselness[from + i]) continue;
				value = Float32.exp((float) bend) * contrasted;
			}
			else value = (float) (Math.exp(bend) * -expMinusOne(strength));
			if (value > vesselness[from + i]) vesselness[from + i] = value;
		}
	}

	/** {@link Math#expm1} to 1e-12, several times as fast. */
	private static double expMinusOne(double x) {
		return x < -1e-3 ? Math.exp(x) - 1 : x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4)));
	}

	private float[] byOp(double[] grey, int width, int height, Progress progress) {
		Convolution convolution = new Convolution(grey, width, height, true, 0, height);
		double[] smooth = new double[grey.length];
		float[] vesselness = new float[grey.length];
		for (double sigma : settings.sigmas()) {
			progress.throwIfCancelled();
			Kernel kernel = Kernel.gaussian(sigma);
			convolution.apply(kernel, kernel, smooth);
			// The op's differences lack a factor of 2 sigma², its c is 15, and its ridges are bright.
			double factor = -2 * sigma * sigma * 15 / settings.c();
			float[] in = new float[smooth.length];
			for (int i = 0; i < in.length; i++) in[i] = (float) (smooth[i] * factor);
			float[] out = new float[in.length];
			op.run(ArrayImgs.floats(out, width, height), ArrayImgs.floats(in, width, height), new double[] { 1, 1 },
				(int) sigma);
			for (int i = 0; i < out.length; i++) if (out[i] > vesselness[i]) vesselness[i] = out[i];
		}
		return vesselness;
	}
}
