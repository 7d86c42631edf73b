// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.References;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.table.Quantity;

class ImageEvaluationTest {

	private static final String NOTHING = "..... ..... ..... ..... .....";
	private static final String LINE = "..... ..... ##### ..... .....";
	private static final Tolerances NEAR = new Tolerances(List.of(1.0, 1.5, 2.0));

	/** As on paper: {@code #} root, {@code ?} unknown. */
	static Annotation annotation(String rows) {
		Mask roots = References.drawn(rows);
		byte[] labels = new byte[roots.pixels().length];
		String pixels = rows.replaceAll("\\s", "");
		for (int i = 0; i < labels.length; i++) {
			labels[i] = pixels.charAt(i) == '?' ? Annotation.UNKNOWN : roots.pixels()[i] == 0 ? Annotation.SOIL :
				Annotation.ROOT;
		}
		return new Annotation(roots.width(), roots.height(), labels);
	}

	static ImageEvaluation evaluate(String prediction, String truth) {
		return ImageEvaluation.of(References.drawn(prediction), annotation(truth), NEAR, Progress.NONE);
	}

	private static Map<String, Double> quantities(ImageEvaluation evaluation) {
		Map<String, Double> values = new LinkedHashMap<>();
		for (Quantity quantity : Score.quantities(evaluation)) values.put(quantity.heading(), quantity.value());
		return values;
	}

	private static void assertQuantities(String prediction, String truth, Object... expected) {
		Map<String, Double> actual = quantities(evaluate(prediction, truth));
		for (int i = 0; i < expected.length; i += 2) {
			assertTrue(actual.containsKey(expected[i]), expected[i] + " is not in " + actual.keySet());
			assertEquals(((Number) expected[i + 1]).doubleValue(), actual.get(expected[i]), 1e-12,
				(String) expected[i]);
		}
	}

	@Test
	void threeOfFivePixelsFound() {
		assertQuantities("..... ..... ###.. ..... .....", LINE, "true_positives", 3, "false_positives", 0,
			"false_negatives", 2, "true_negatives", 20, "precision", 1, "recall", 0.6, "f1", 0.75, "iou", 0.6,
			"accuracy", 0.92, "annotated_root_fraction", 0.2, "predicted_root_fraction", 0.12, "cl_dice", 0.75,
			"centre_line_precision_1_px", 1, "centre_line_recall_1_px", 0.8, "centre_line_f1_1_px", 1.6 / 1.8,
			"centre_line_recall_2_px", 1, "centre_line_f1_2_px", 1,
			"annotated_kimura_length_px", 4, "predicted_kimura_length_px", 2, "length_error_px", -2,
			"length_ratio", 0.5);
	}

	/** Three of five pixels: all are confirmed; within 1 px four are found, within 2 px all. */
	@Test
	void centreLinesOnTheirOwn() {
		Mask three = new Mask(5, 5);
		Mask five = new Mask(5, 5);
		for (int x = 0; x < 5; x++) five.pixels()[10 + x] = Mask.ROOT;
		for (int x = 0; x < 3; x++) three.pixels()[10 + x] = Mask.ROOT;
		assertEquals(new LineCounts(3, 3, 5, 4), ImageEvaluation.centreLines(three, five, 1, Progress.NONE));
		assertEquals(new LineCounts(3, 3, 5, 5), ImageEvaluation.centreLines(three, five, 2, Progress.NONE));
		assertEquals(0, ImageEvaluation.centreLines(new Mask(5, 5), five, 2, Progress.NONE).f1());
	}

	@Test
	void aLineBesideTheAnnotatedOneIsNear() {
		assertQuantities("..... ##### ..... ..... .....", LINE, "true_positives", 0, "f1", 0, "precision", 0,
			"recall", 0, "accuracy", 0.6, "cl_dice", 0, "centre_line_precision_1_px", 1, "centre_line_recall_1_px", 1,
			"length_ratio", 1);
	}

	@Test
	void distancesAreEuclidean() {
		assertQuantities("..... .#... ..... ..... .....", "..... ..... ..#.. ..... .....",
			"centre_line_precision_1_px", 0, "centre_line_recall_1_px", 0, "centre_line_precision_1.5_px", 1,
			"centre_line_recall_1.5_px", 1, "annotated_kimura_length_px", 0, "length_ratio", Double.NaN);
		// 2 right, 1 down: more than 2.
		assertQuantities("..... .#... ..... ..... .....", "..... ..... ...#. ..... .....",
			"centre_line_precision_2_px", 0);
	}

	@Test
	void aThickPredictionKeepsTheTopologyAndLosesPrecision() {
		String thick = "..... ##### ##### ##### .....";
		// Thinning leaves three pixels of the middle row and, at its end, one of the upper row.
		assertQuantities(thick, LINE, "true_positives", 5, "false_positives", 10, "recall", 1,
			"precision", 1 / 3.0, "f1", 0.5, "cl_dice", 2 * 0.75 / 1.75, "centre_line_precision_1_px", 1);
	}

	@Test
	void unknownPixelsAreLeftOut() {
		String truth = "..... ..... ###?? ..??? .....";
		assertQuantities("..... ..... ##### ....# .....", truth, "true_positives", 3, "false_positives", 0,
			"false_negatives", 0, "true_negatives", 17, "f1", 1, "accuracy", 1, "cl_dice", 1,
			"centre_line_precision_1_px", 1, "predicted_kimura_length_px", 2, "length_ratio", 1,
			"predicted_root_fraction", 0.15);
	}

	@Test
	void nothingPredicted() {
		assertQuantities(NOTHING, LINE, "f1", 0, "precision", 0, "recall", 0, "iou", 0, "accuracy", 0.8, "cl_dice", 0,
			"centre_line_precision_2_px", 0, "centre_line_recall_2_px", 0, "length_ratio", 0, "length_error_px", -4);
	}

	@Test
	void nothingAnnotated() {
		double none = Double.NaN;
		for (String prediction : List.of(LINE, NOTHING)) {
			assertQuantities(prediction, NOTHING, "f1", none, "precision", none, "recall", none, "iou", none,
				"cl_dice", none, "centre_line_precision_2_px", none, "centre_line_recall_2_px", none,
				"length_ratio", none, "false_positives", prediction.equals(LINE) ? 5 :
				0, "accuracy", prediction.equals(LINE) ? 0.8 : 1, "length_error_px", prediction.equals(LINE) ? 4 : 0);
		}
		ImageEvaluation both = evaluate(NOTHING, NOTHING);
		assertEquals(0, both.topology().f1());
		assertEquals(new LineCounts(0, 0, 0, 0), both.lines().get(0));
	}

	@Test
	void nothingKnown() {
		ImageEvaluation evaluation = evaluate(LINE, NOTHING.replace('.', '?'));
		assertEquals(PixelCounts.NONE, evaluation.pixels());
		assertEquals(0, evaluation.pixels().accuracy());
		assertEquals(0, evaluation.pixels().trueFraction());
		assertEquals(0, evaluation.predictedKimura());
	}

	@Test
	void imagesAddUp() {
		ImageEvaluation sum = evaluate("..... ..... ###.. ..... .....", LINE).plus(evaluate(LINE, NOTHING));
		assertEquals(new PixelCounts(3, 5, 2, 40), sum.pixels());
		assertEquals(new LineCounts(8, 3, 5, 3), sum.topology());
		assertEquals(new LineCounts(8, 3, 5, 4), sum.lines().get(0));
		assertEquals(6.0 / 4, sum.lengthRatio());
	}

	@Test
	void sizesMustAgree() {
		assertThrows(IllegalArgumentException.class, () -> evaluate("..... .....", LINE));
	}

	@Test
	void readsTolerances() {
		assertEquals(List.of(2.0, 3.5), Tolerances.of(" 2, 3.5").pixels());
		assertEquals(List.of(0.0), Tolerances.of("0").pixels());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "two", "2,", "2;3", "-1", "51", "NaN", "2,2", "Infinity" })
	void refusesOtherTolerances(String text) {
		String message = assertThrows(IllegalArgumentException.class, () -> Tolerances.of(text)).getMessage();
		assertTrue(message.startsWith("The tolerances must be ") && message.contains("such as 2,3"), message);
	}

	/** Every distance by brute force on annotated roots, one of them moved. */
	@Test
	void nearnessIsThatOfEveryPairOfPixels() throws IOException {
		Mask whole = References.mask(References.shared("data/segroot/val/masks/T055_L003_15.05.17_130615_006.png"));
		Mask truth = new Mask(300, 300);
		Mask moved = new Mask(300, 300);
		long largest = -1;
		int left = 0;
		for (int x0 = 0; x0 + 300 < whole.width(); x0 += 100) {
			long roots = 0;
			for (int i = 0; i < 300 * 300; i++) if (whole.isRoot(x0 + i % 300, 900 + i / 300)) roots++;
			if (roots > largest) left = x0;
			largest = Math.max(largest, roots);
		}
		for (int i = 0; i < 300 * 300; i++) {
			if (whole.isRoot(left + i % 300, 900 + i / 300)) truth.pixels()[i] = Mask.ROOT;
			if (whole.isRoot(left + i % 300 + 2, 900 + i / 300 - 1)) moved.pixels()[i] = Mask.ROOT;
		}
		byte[] labels = new byte[truth.pixels().length];
		for (int i = 0; i < labels.length; i++) labels[i] = truth.pixels()[i] == 0 ? Annotation.SOIL : Annotation.ROOT;
		ImageEvaluation evaluation = ImageEvaluation.of(moved, new Annotation(300, 300, labels), NEAR, Progress.NONE);
		List<int[]> predicted = linePixels(moved);
		List<int[]> annotated = linePixels(truth);
		assertTrue(annotated.size() > 300, "a part with roots");
		for (int i = 0; i < 3; i++) {
			double px = NEAR.pixels().get(i);
			assertEquals(new LineCounts(predicted.size(), near(predicted, annotated, px), annotated.size(),
				near(annotated, predicted, px)), evaluation.lines().get(i));
		}
		assertTrue(evaluation.lines().get(0).recall() < 0.9, "moved by more than 1 px");
	}

	/** Dots far from each other, where the distance decides, not the shape. */
	@Test
	void nearnessOfScatteredDots() {
		Random random = new Random(4);
		Tolerances tolerances = Tolerances.of("0,2.5,7,13,21.3,50");
		Mask predicted = new Mask(150, 90);
		Annotation truth = new Annotation(150, 90, new byte[150 * 90]);
		for (int i = 0; i < 12; i++) {
			predicted.pixels()[random.nextInt(150 * 90)] = Mask.ROOT;
			truth.labels()[random.nextInt(150 * 90)] = Annotation.ROOT;
		}
		ImageEvaluation evaluation = ImageEvaluation.of(predicted, truth, tolerances, Progress.NONE);
		List<int[]> here = linePixels(predicted);
		List<int[]> there = linePixels(truth.roots());
		assertEquals(12, here.size());
		List<Long> found = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			double px = tolerances.pixels().get(i);
			assertEquals(new LineCounts(here.size(), near(here, there, px), there.size(), near(there, here, px)),
				evaluation.lines().get(i), px + " px");
			found.add(evaluation.lines().get(i).found());
		}
		assertTrue(found.stream().distinct().count() >= 4, "tolerances that differ: " + found);
	}

	private static List<int[]> linePixels(Mask mask) {
		Mask lines = Skeleton.of(mask, Progress.NONE).toMask();
		List<int[]> pixels = new ArrayList<>();
		for (int i = 0; i < lines.pixels().length; i++) {
			if (lines.pixels()[i] != 0) pixels.add(new int[] { i % mask.width(), i / mask.width() });
		}
		return pixels;
	}

	private static long near(List<int[]> from, List<int[]> to, double px) {
		return from.stream().filter(a -> to.stream().anyMatch(b -> Math.hypot(a[0] - b[0], a[1] - b[1]) <= px)).count();
	}

	@Test
	void aPhotographTakesWellUnderASecond() throws IOException {
		Mask mask = References.mask(References.shared("data/segroot/val/masks/T055_L003_15.05.17_130615_006.png"));
		byte[] labels = new byte[mask.pixels().length];
		for (int i = 0; i < labels.length; i++) labels[i] = mask.pixels()[i] == 0 ? Annotation.SOIL : Annotation.ROOT;
		Annotation truth = new Annotation(mask.width(), mask.height(), labels);
		double[] seconds = new double[5];
		for (int i = 0; i < seconds.length; i++) {
			long start = System.nanoTime();
			ImageEvaluation evaluation = ImageEvaluation.of(mask, truth, NEAR, Progress.NONE);
			seconds[i] = (System.nanoTime() - start) / 1e9;
			assertEquals(1, evaluation.pixels().f1());
			assertEquals(1, evaluation.topology().f1());
		}
		Arrays.sort(seconds);
		assertTrue(seconds[0] < 1, Arrays.toString(seconds));
	}

	/** Nothing is near, so that each pixel of a line is sought to the farthest tolerance. */
	@Test
	void farTolerancesTakeLittleMore() {
		Mask lines = new Mask(2550, 2273);
		byte[] labels = new byte[lines.pixels().length];
		for (int i = 0; i < labels.length; i++) {
			int x = i % 2550;
			// 100 and more pixels apart: left half and right half.
			if (i / 2550 % 12 == 0 && x < 1200) lines.pixels()[i] = Mask.ROOT;
			if (i / 2550 % 12 == 0 && x >= 1300) labels[i] = Annotation.ROOT;
		}
		Annotation truth = new Annotation(2550, 2273, labels);
		double[] seconds = new double[2];
		for (int i = 0; i < 6; i++) {
			// The processor's time, whatever else the machine does: all is done in this thread.
			long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
			ImageEvaluation evaluation =
				ImageEvaluation.of(lines, truth, Tolerances.of(i % 2 == 0 ? "2" : "50"), Progress.NONE);
			double took = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
			seconds[i % 2] = i < 2 ? took : Math.min(seconds[i % 2], took);
			assertEquals(0, evaluation.lines().get(0).found());
		}
		assertTrue(seconds[1] < seconds[0] + 0.5, Arrays.toString(seconds));
	}
}
