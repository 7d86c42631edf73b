// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;

import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.ImageReader;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.Polarity;
import io.github.taproot.progress.CancelledProgress;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.segmentation.Threshold;

class FrangiTunerTest {

	private static final int SIDE = 96;
	private static final FrangiSettings START = new FrangiSettings(FrangiForm.DEFAULT, Polarity.BRIGHT, 3, 0.5, 1,
		new Threshold(1e-3), new ComponentFilter(2, 4));

	/** Two bright roots, 3 px wide, in noise; the last photograph is bare. */
	private static final class Simulated implements ImageReader {

		private final List<Integer> read = new ArrayList<>();

		private static boolean isRoot(int image, int i) {
			int x = i % SIDE;
			int y = i / SIDE;
			return image < 3 && (Math.abs(y - 20 - 5 * image) <= 1 || Math.abs(x - y / 2 - 30) <= 1);
		}

		private static int number(Path file) {
			return file.toString().charAt(0) - '0';
		}

		@Override
		public synchronized Photograph readPhotograph(Path file) {
			read.add(number(file));
			Random random = new Random(number(file));
			float[] samples = new float[SIDE * SIDE];
			for (int i = 0; i < samples.length; i++) {
				samples[i] = (float) (0.1 * random.nextGaussian() + (isRoot(number(file), i) ? 0.5 : 0));
			}
			return Photograph.ofFloats(samples, SIDE, SIDE, 1, PixelCalibration.PIXELS);
		}

		@Override
		public Annotation readAnnotation(Path file) throws IOException {
			byte[] labels = new byte[SIDE * SIDE];
			for (int i = 0; i < labels.length; i++) {
				labels[i] = isRoot(number(file), i) ? Annotation.ROOT : Annotation.SOIL;
			}
			for (int i = 0; i < 500; i++) labels[i] = Annotation.UNKNOWN;
			return new Annotation(SIDE, SIDE, labels);
		}

		List<AnnotatedImage> images() throws IOException {
			List<AnnotatedImage> images = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				Annotation truth = readAnnotation(Path.of(i + ".png"));
				images.add(new AnnotatedImage("" + i, Path.of(i + ".jpg"), Path.of(i + ".png"), SIDE, SIDE,
					truth.count(Annotation.ROOT), truth.count(Annotation.SOIL)));
			}
			return images;
		}
	}

	private static FrangiTuner.Result tune(FrangiSettings start, int evaluations, long seed, long budget)
		throws IOException
	{
		Simulated files = new Simulated();
		return new FrangiTuner(files.images(), files, budget).tune(start, evaluations, seed, Progress.NONE, e -> {});
	}

	private static double f1(FrangiSettings settings) throws IOException {
		Simulated files = new Simulated();
		double sum = 0;
		for (int i = 0; i < 3; i++) {
			Mask mask = settings.components().apply(settings.threshold().apply(
				new FrangiSegmenter(settings, null)
				.probability(files.readPhotograph(Path.of(i + ".jpg")), Progress.NONE)));
			sum += PixelCounts.of(mask, files.readAnnotation(Path.of(i + ".png"))).f1();
		}
		return sum / 3;
	}

	@Test
	void findsBetterSettingsThanItsStart() throws IOException {
		FrangiTuner.Result result = tune(START, 200, 1, Long.MAX_VALUE);
		assertEquals(200, result.evaluations().size());
		assertTrue(result.f1() > 0.8 && result.f1() > f1(START) + 0.1, result.f1() + " from " + f1(START));
		assertEquals(f1(result.best()), result.f1(), 1e-12);
		for (FrangiTuner.Evaluation e : result.evaluations()) {
			assertEquals(f1(e.settings()), e.f1(), 3e-3, e.toString());
		}
		double best = result.evaluations().stream().mapToDouble(FrangiTuner.Evaluation::f1).max().orElseThrow();
		assertEquals(best, result.evaluations().stream().filter(e -> e.settings().equals(result.best())).findFirst()
			.orElseThrow().f1());
	}

	@Test
	void aSeedRepeatsWithAnyMemory() throws IOException {
		FrangiTuner.Result first = tune(START, 30, 7, Long.MAX_VALUE);
		assertEquals(first, tune(START, 30, 7, 0));
		assertEquals(first, tune(START, 30, 7, 7 * 4 * SIDE * SIDE));
		assertNotEquals(first, tune(START, 30, 8, 0));
	}

	@Test
	void keptEigenvaluesAreNotComputedAgain() throws IOException {
		Simulated files = new Simulated();
		new FrangiTuner(files.images(), files, Long.MAX_VALUE).tune(START, 60, 1, Progress.NONE, e -> {});
		// At most once for each scale, and once to measure the best.
		for (int i = 0; i < 3; i++) {
			int image = i;
			assertTrue(files.read.stream().filter(n -> n == image).count() <= 7, files.read.toString());
		}
		assertTrue(files.read.stream().noneMatch(n -> n == 3), "bare soil tells nothing of F1");
	}

	@Test
	void stoppingKeepsTheBest() throws IOException {
		Simulated files = new Simulated();
		List<FrangiTuner.Evaluation> seen = new ArrayList<>();
		Progress stopping = new CancelledProgress(() -> seen.size() == 5);
		FrangiTuner.Result result =
			new FrangiTuner(files.images(), files, Long.MAX_VALUE).tune(START, 100, 1, stopping, seen::add);
		assertTrue(result.stopped());
		assertEquals(seen, result.evaluations());
		assertEquals(5, seen.size());
		Progress atOnce = CancelledProgress.AT_ONCE;
		assertThrows(CancellationException.class,
			() -> new FrangiTuner(files.images(), files, 0).tune(START, 100, 1, atOnce, e -> {}));
	}

	@Test
	void whatCannotBeTunedIsRefused() throws IOException {
		Simulated files = new Simulated();
		assertThrows(IllegalArgumentException.class, () -> new FrangiTuner(files.images().subList(3, 4), files, 0));
		assertThrows(IllegalArgumentException.class, () -> tune(START, 0, 1, 0));
		assertThrows(IllegalArgumentException.class,
			() -> tune(new FrangiSettings(FrangiForm.IMAGEJ_OPS, Polarity.BRIGHT, 3,
			0.5, 1, new Threshold(1e-3), new ComponentFilter(2, 4)), 1, 1, 0));
	}

	@Test
	void codesAreWithinHalfAThousandth() {
		Random random = new Random(1);
		int n = 10_000;
		double[] larger = new double[n];
		double[] smaller = new double[n];
		for (int i = 0; i < n; i++) {
			larger[i] = Math.pow(10, -4 * random.nextDouble()) * (random.nextInt(5) == 0 ? -1 : 1);
			smaller[i] = larger[i] - Math.pow(10, -4 * random.nextDouble());
		}
		CodedEigenvalues coded = new CodedEigenvalues(n);
		coded.accept(0, 0, n, larger, smaller);
		int roots = 0;
		for (double threshold : new double[] { 1e-6, 1e-4, 1e-2, 0.3 }) {
			FrangiSettings settings = new FrangiSettings(FrangiForm.DEFAULT, Polarity.BRIGHT, 1, 0.3, 0.05,
				new Threshold(threshold), new ComponentFilter(0, 4));
			byte[] mask = new byte[n];
			coded.addRoots(mask, CodedEigenvalues.table(settings));
			for (int i = 0; i < n; i++) {
				double ratio = smaller[i] * smaller[i] / (larger[i] * larger[i]) / (2 * 0.3 * 0.3);
				double norm = (larger[i] * larger[i] + smaller[i] * smaller[i]) / (2 * 0.05 * 0.05);
				boolean low = larger[i] > 0 && -Math.expm1(-norm * 1.001) * Math.exp(-ratio * 0.999) <= threshold;
				boolean high = larger[i] > 0 && -Math.expm1(-norm * 0.999) * Math.exp(-ratio * 1.001) > threshold;
				if (high) {
					assertEquals(Mask.ROOT, mask[i]);
					roots++;
				}
				if (low || larger[i] <= 0) assertEquals(Mask.SOIL, mask[i]);
			}
		}
		assertTrue(roots > 1000 && roots < 39_000, roots + "");
	}
}
