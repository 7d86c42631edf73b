// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.apache.commons.math3.random.MersenneTwister;

import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.ImageReader;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Components;
import io.github.taproot.image.Luminance;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.segmentation.Threshold;

/**
 * Finds the scales, beta, c, threshold and smallest component with which a Frangi filter does best on annotated
 * photographs: those of the highest mean F1 of the photographs with roots, by CMA-ES (Hansen and Ostermeier 2001), as
 * Smith et al. (2020). Unlike there, the logarithms of beta, c, threshold and size are searched, with steps that can
 * reach other scales.
 * <p>
 * Eigenvalues, which stay the same, are kept in memory as far as a budget allows, rounded to 0.05 %, and computed anew
 * for every evaluation beyond it. The best settings are measured once more with the filter itself.
 * </p>
 */
public final class FrangiTuner {

	/** Least and greatest values, and first steps, of scales, ln beta, ln c, ln threshold, ln (1 + size). */
	private static final double[] LEAST = { 0.5, Math.log(0.01), Math.log(0.01), Math.log(1e-6), 0 };
	private static final double[] GREATEST =
		{ FrangiSettings.MOST_SCALES + 0.49, Math.log(10), Math.log(100), Math.log(0.9), Math.log(1 + 10_000) };
	private static final double[] STEPS = { 0.8, 0.5, 0.7, 1, 0.7 };
	private static final int POPULATION = 8;
	/** A pixel's share of a photograph that is decoded, made grey and filtered. */
	private static final int WORKING_BYTES = 40;

	/**
	 * One try.
	 *
	 * @param number from 1
	 * @param f1 mean F1 of the photographs with roots
	 */
	public record Evaluation(int number, FrangiSettings settings, double f1) {}

	/** Takes each try. */
	@FunctionalInterface
	public interface Log {

		/** @throws IOException where it can't be kept; then tuning ends with it */
		void accept(Evaluation evaluation) throws IOException;
	}

	/**
	 * What tuning came to.
	 *
	 * @param best the best settings
	 * @param f1 their mean F1, measured with the filter itself
	 * @param evaluations all tries, in order
	 * @param stopped whether the user stopped it
	 */
	public record Result(FrangiSettings best, double f1, List<Evaluation> evaluations, boolean stopped) {}

	private final List<AnnotatedImage> images;
	private final ImageReader reader;
	private final AtomicLong budget;
	/** By image and scale; null where not computed, or not to be kept. */
	private final CodedEigenvalues[][] kept;
	private final Annotation[] annotations;

	/**
	 * @param images photographs; those without annotated roots are left out
	 * @param budget bytes that eigenvalues may take, at least 0
	 * @throws IllegalArgumentException where no photograph has annotated roots
	 */
	public FrangiTuner(List<AnnotatedImage> images, ImageReader reader, long budget) {
		this.images = images.stream().filter(image -> image.rootPixels() > 0).toList();
		if (this.images.isEmpty()) {
			throw new IllegalArgumentException("No photograph has annotated roots: annotate some roots for tuning.");
		}
		this.reader = reader;
		this.budget = new AtomicLong(budget);
		kept = new CodedEigenvalues[this.images.size()][FrangiSettings.MOST_SCALES];
		annotations = new Annotation[this.images.size()];
	}

	/**
	 * The memory that eigenvalues can have.
	 *
	 * @param memory bytes that Java may use
	 * @return what is left of nine tenths of it beside the annotations and, for each core, a photograph in work
	 */
	public static long budget(List<AnnotatedImage> images, long memory) {
		long annotations = 0;
		long largest = 0;
		for (AnnotatedImage image : images) {
			long pixels = (long) image.width() * image.height();
			annotations += pixels;
			largest = Math.max(largest, pixels);
		}
		long inWork = WORKING_BYTES * largest * Runtime.getRuntime().availableProcessors();
		return Math.max(0, memory / 10 * 9 - annotations - inWork);
	}

	/**
	 * Tunes; stopping keeps the best.
	 *
	 * @param start where the search begins; its filter, polarity and connectivity stay
	 * @param evaluations how many tries at most, at least 1
	 * @param seed the same one tries the same settings
	 * @param log takes every try
	 * @throws CancellationException where {@code progress} is cancelled before the first try is done
	 * @throws IOException where an image can't be read
	 */
	public Result tune(FrangiSettings start, int evaluations, long seed, Progress progress, Log log)
		throws IOException
	{
		if (evaluations < 1) {
			throw new IllegalArgumentException("The number of evaluations must be at least 1, but is " +
				evaluations + ".");
		}
		if (start.filter() == FrangiForm.IMAGEJ_OPS) {
			throw new IllegalArgumentException("The filter imagej-ops is too slow to be tuned: choose default " +
				"or exact.");
		}
		List<Evaluation> done = new ArrayList<>();
		try {
			boolean stopped = search(start, evaluations, seed, point -> {
				FrangiSettings settings = settings(start, point);
				progress.report(done.size(), evaluations, best(done) == null ? "Computing eigenvalues" :
					String.format(Locale.ROOT, "Tuning: F1 %.3f so far", best(done).f1()));
				double f1 = meanF1(settings, progress);
				Evaluation evaluation = new Evaluation(done.size() + 1, settings, f1);
				done.add(evaluation);
				unchecked(() -> {
					log.accept(evaluation);
					return null;
				});
				return 1 - f1;
			});
			if (done.isEmpty()) throw new CancellationException("Tuning was stopped before its first evaluation.");
			FrangiSettings best = best(done).settings();
			return new Result(best, filteredF1(best, progress), List.copyOf(done), stopped);
		}
		catch (UncheckedIOException e) {
			throw e.getCause();
		}
	}

	private static Evaluation best(List<Evaluation> evaluations) {
		Evaluation best = null;
		for (Evaluation e : evaluations) if (best == null || e.f1() > best.f1()) best = e;
		return best;
	}

	/** Searches for the least value; returns whether the user stopped it. */
	private static boolean search(FrangiSettings start, int evaluations, long seed,
		MultivariateFunction objective)
	{
		double[] guess = { start.scales(), Math.log(start.beta()), Math.log(start.c()),
			Math.log(start.threshold().value()), Math.log1p(start.components().pixels()) };
		for (int i = 0; i < guess.length; i++) guess[i] = Math.max(LEAST[i], Math.min(GREATEST[i], guess[i]));
		CMAESOptimizer optimizer =
			new CMAESOptimizer(Integer.MAX_VALUE, 0, true, 0, 0, new MersenneTwister(seed), false, null);
		try {
			optimizer.optimize(new MaxEval(evaluations), new ObjectiveFunction(objective), GoalType.MINIMIZE,
				new CMAESOptimizer.PopulationSize(POPULATION), new CMAESOptimizer.Sigma(STEPS), new InitialGuess(guess),
				new SimpleBounds(LEAST, GREATEST));
		}
		catch (TooManyEvaluationsException e) {
			// as many as were asked for
		}
		catch (CancellationException e) {
			return true;
		}
		return false;
	}

	private static FrangiSettings settings(FrangiSettings start, double[] point) {
		return new FrangiSettings(start.filter(), start.roots(), (int) Math.round(point[0]), Math.exp(point[1]),
			Math.exp(point[2]), new Threshold(Math.exp(point[3])),
			new ComponentFilter((int) Math.round(Math.expm1(point[4])), start.components().connectivity()));
	}

	/** Mean F1 by the rounded eigenvalues; whole photographs on all cores. */
	private double meanF1(FrangiSettings settings, Progress progress) {
		char[] table = CodedEigenvalues.table(settings);
		return IntStream.range(0, images.size()).parallel().mapToDouble(image -> {
			progress.throwIfCancelled();
			Mask mask = new Mask(images.get(image).width(), images.get(image).height());
			for (CodedEigenvalues scale : eigenvalues(image, settings, progress)) scale.addRoots(mask.pixels(), table);
			return f1(mask, image, settings.components());
		}).sum() / images.size();
	}

	/** F1 with small components left out, without making a mask of the others. */
	private double f1(Mask mask, int image, ComponentFilter filter) {
		Components components = new Components(mask, filter.connectivity());
		byte[] labels = annotation(image).labels();
		long[] found = new long[3];
		for (int run = 0; run < components.runs(); run++) {
			if (components.size(run) < filter.pixels()) continue;
			for (int i = components.start(run); i < components.end(run); i++) found[labels[i]]++;
		}
		long missed = images.get(image).rootPixels() - found[Annotation.ROOT];
		return new PixelCounts(found[Annotation.ROOT], found[Annotation.SOIL], missed, 0).f1();
	}

	private Annotation annotation(int image) {
		if (annotations[image] == null) {
			AnnotatedImage of = images.get(image);
			annotations[image] = unchecked(() -> reader.readAnnotation(of.annotation(), of.width(), of.height()));
		}
		return annotations[image];
	}

	private List<CodedEigenvalues> eigenvalues(int image, FrangiSettings settings, Progress progress) {
		CodedEigenvalues[] scales = Arrays.copyOf(kept[image], settings.scales());
		int[] missing = IntStream.range(0, scales.length).filter(scale -> scales[scale] == null).toArray();
		if (missing.length > 0) {
			Photograph photograph = unchecked(() -> reader.readPhotograph(images.get(image).photograph()));
			double[] grey = Luminance.darkRoots(photograph, settings.roots());
			for (int scale : missing) scales[scale] = new CodedEigenvalues(grey.length);
			new Eigenvalues(grey, photograph.width(), photograph.height(), settings.filter() == FrangiForm.EXACT)
				.compute(
				IntStream.of(missing).mapToDouble(scale -> settings.sigmas()[scale]).toArray(),
				IntStream.of(missing).mapToObj(scale -> scales[scale]).toArray(Eigenvalues.Rows[]::new), progress);
			long bytes = (long) CodedEigenvalues.BYTES * grey.length;
			for (int scale : missing) {
				if (budget.addAndGet(-bytes) >= 0) kept[image][scale] = scales[scale];
				else budget.addAndGet(bytes);
			}
		}
		return List.of(scales);
	}

	/** Mean F1 with the filter itself; it takes seconds, so that a user who stopped gets it, too. */
	private double filteredF1(FrangiSettings settings, Progress progress) {
		FrangiSegmenter segmenter = new FrangiSegmenter(settings, null);
		double sum = 0;
		for (int image = 0; image < images.size(); image++) {
			progress.report(image, images.size(), "Measuring the best settings");
			Path file = images.get(image).photograph();
			Mask mask = settings.threshold()
				.apply(segmenter.probability(unchecked(() -> reader.readPhotograph(file)), Progress.NONE));
			sum += f1(mask, image, settings.components());
		}
		return sum / images.size();
	}

	@FunctionalInterface
	private interface FileWork<T> {

		T run() throws IOException;
	}

	private static <T> T unchecked(FileWork<T> work) {
		try {
			return work.run();
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
