// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Test;

import io.github.taproot.evaluation.EvaluationSummary.ScoreSummary;
import io.github.taproot.progress.Progress;

class EvaluationSummaryTest {

	private static final Bootstrap BOOTSTRAP = new Bootstrap(2000, 1);
	private static final String NOTHING = "..... ..... ..... ..... .....";
	private static final String LINE = "..... ..... ##### ..... .....";

	private static final ImageEvaluation GOOD = ImageEvaluationTest.evaluate("..... ..... ###.. ..... .....", LINE);
	private static final ImageEvaluation MISSED = ImageEvaluationTest.evaluate(NOTHING, LINE);
	private static final ImageEvaluation BARE = ImageEvaluationTest.evaluate(LINE, NOTHING);

	@Test
	void sumsUpAsOnPaper() {
		EvaluationSummary summary = EvaluationSummary.of(List.of(GOOD, MISSED, BARE), BOOTSTRAP, Progress.NONE);
		assertEquals(3, summary.images());
		assertEquals(1, summary.bareImages());
		assertEquals(5, summary.bareFalsePositives());
		// 3 true positives, 5 false ones, 7 missed.
		ScoreSummary f1 = summary.of(Score.F1);
		assertEquals(6 / 18.0, f1.pooled(), 1e-12);
		assertEquals(0.375, f1.mean(), 1e-12);
		assertEquals(0.75 / Math.sqrt(2), f1.standardDeviation(), 1e-12);
		assertEquals(3 / 8.0, summary.of(Score.PRECISION).pooled(), 1e-12);
		assertEquals(0.3, summary.of(Score.RECALL).pooled(), 1e-12);
		assertEquals(0.2, summary.of(Score.IOU).pooled(), 1e-12);
		assertEquals(63 / 75.0, summary.of(Score.ACCURACY).pooled(), 1e-12);
		assertEquals((0.92 + 0.8) / 2, summary.of(Score.ACCURACY).mean(), 1e-12);
		assertEquals((2 + 0 + 4) / 8.0, summary.of(Score.LENGTH_RATIO).pooled(), 1e-12);
		assertEquals(0.25, summary.of(Score.LENGTH_RATIO).mean(), 1e-12);
		// The mean is 0 where only the missed image is drawn, in more than 2.5 % of all draws.
		assertEquals(new Interval(0, 0.75), f1.meanInterval());
		assertEquals(0, f1.pooledInterval().low());
		assertEquals(0.75, f1.pooledInterval().high());
	}

	@Test
	void oneImageHasNoInterval() {
		ScoreSummary f1 = EvaluationSummary.of(List.of(GOOD), BOOTSTRAP, Progress.NONE).of(Score.F1);
		assertEquals(0.75, f1.pooled());
		assertEquals(0.75, f1.mean());
		assertEquals(Double.NaN, f1.standardDeviation());
		assertEquals(new Interval(Double.NaN, Double.NaN), f1.pooledInterval());
		ScoreSummary withBare = EvaluationSummary.of(List.of(GOOD, BARE), BOOTSTRAP, Progress.NONE).of(Score.F1);
		assertEquals(new Interval(Double.NaN, Double.NaN), withBare.meanInterval());
	}

	/** Draws of one image with roots and bare ones differ in what is bare, which says nothing of other roots. */
	@Test
	void oneImageWithRootsHasNoInterval() {
		EvaluationSummary summary = EvaluationSummary.of(List.of(GOOD, BARE, BARE), BOOTSTRAP, Progress.NONE);
		Interval none = new Interval(Double.NaN, Double.NaN);
		for (Score score : List.of(Score.F1, Score.PRECISION, Score.RECALL, Score.CL_DICE, Score.LENGTH_RATIO)) {
			assertEquals(none, summary.of(score).pooledInterval(), score.name());
		}
		// Bare images have these.
		assertEquals(new Interval(0.8, 0.92), summary.of(Score.ACCURACY).pooledInterval());
		assertTrue(summary.of(Score.LENGTH_ERROR).pooledInterval().low() < 0);
		EvaluationSummary two = EvaluationSummary.of(List.of(GOOD, MISSED, BARE), BOOTSTRAP, Progress.NONE);
		assertEquals(new Interval(0, 0.75), two.of(Score.F1).pooledInterval());
	}

	@Test
	void lengthErrorsAddUp() {
		// -2, -4, and 4 px in the bare one.
		ScoreSummary errors = EvaluationSummary.of(List.of(GOOD, MISSED, BARE), BOOTSTRAP, Progress.NONE)
			.of(Score.LENGTH_ERROR);
		assertEquals(-2, errors.pooled());
		assertEquals(-3, errors.mean());
		assertEquals(Math.sqrt(2), errors.standardDeviation(), 1e-12);
		assertEquals(new Interval(-4, -2), errors.meanInterval());
		// All three missed in 1 of 27 draws, all three bare in another.
		assertEquals(new Interval(-12, 12), errors.pooledInterval());
	}

	@Test
	void drawsCanBeCancelled() {
		AtomicInteger reports = new AtomicInteger();
		Progress progress = new Progress() {

			@Override
			public void report(long done, long total, String message) {
				assertEquals(2000, total);
				reports.incrementAndGet();
			}

			@Override
			public boolean isCancelled() {
				return reports.get() == 5;
			}
		};
		assertThrows(CancellationException.class,
			() -> EvaluationSummary.of(List.of(GOOD, MISSED), BOOTSTRAP, progress));
		assertEquals(5, reports.getAndSet(10));
		EvaluationSummary.of(List.of(GOOD, MISSED), BOOTSTRAP, progress);
		assertEquals(2010, reports.get());
	}

	@Test
	void bareImagesAloneHaveNoF1() {
		EvaluationSummary summary = EvaluationSummary.of(List.of(BARE, BARE), BOOTSTRAP, Progress.NONE);
		assertEquals(2, summary.bareImages());
		assertEquals(10, summary.bareFalsePositives());
		assertEquals(Double.NaN, summary.of(Score.F1).pooled());
		assertEquals(Double.NaN, summary.of(Score.F1).mean());
		assertEquals(Double.NaN, summary.of(Score.F1).pooledInterval().low());
		assertEquals(0.8, summary.of(Score.ACCURACY).pooled(), 1e-12);
		assertEquals(Double.NaN, summary.lengthRSquared());
	}

	@Test
	void lengthsThatFollowEachOther() {
		ImageEvaluation longer = ImageEvaluationTest.evaluate(LINE, LINE);
		ImageEvaluation none = ImageEvaluationTest.evaluate(NOTHING, NOTHING);
		ImageEvaluation half = ImageEvaluationTest.evaluate("..... ..... ###.. ..... .....",
			"..... ..... ###.. ..... .....");
		assertEquals(1, EvaluationSummary.of(List.of(longer, none, half), BOOTSTRAP, Progress.NONE)
			.lengthRSquared(), 1e-12);
		// x 4 4 0, y 2 0 4: covariance -8, variances 32/3 and 8.
		assertEquals(64 / (32 / 3.0 * 8),
			EvaluationSummary.of(List.of(GOOD, MISSED, BARE), BOOTSTRAP, Progress.NONE).lengthRSquared(), 1e-12);
	}

	private static Interval ofMean(double[] values, Bootstrap bootstrap) {
		return bootstrap.intervals(values.length,
			drawn -> new double[] { Arrays.stream(drawn).mapToDouble(i -> values[i]).average().orElseThrow() },
			Progress.NONE)[0];
	}

	@Test
	void bootstrapOfFewImagesAsOnPaper() {
		// All four draws are the one in 1 of 256 cases, three or four in 5 %: the upper end is 3/4.
		assertEquals(new Interval(0, 0.75), ofMean(new double[] { 0, 0, 0, 1 }, BOOTSTRAP));
		assertEquals(new Interval(7, 7), ofMean(new double[] { 7, 7, 7 }, BOOTSTRAP));
		assertEquals(new Interval(Double.NaN, Double.NaN), ofMean(new double[] { 7 }, BOOTSTRAP));
	}

	@Test
	void bootstrapOfManyImagesIsTheNormalInterval() {
		double[] values = new Random(5).doubles(400).toArray();
		double half = 1.96 * Math.sqrt(StatUtils.populationVariance(values) / 400);
		Interval interval = ofMean(values, new Bootstrap(20_000, 1));
		assertEquals(StatUtils.mean(values) - half, interval.low(), half / 25);
		assertEquals(StatUtils.mean(values) + half, interval.high(), half / 25);
	}

	@Test
	void theSeedDecides() {
		double[] values = new Random(5).doubles(20).toArray();
		assertEquals(ofMean(values, BOOTSTRAP), ofMean(values, new Bootstrap(2000, 1)));
		assertNotEquals(ofMean(values, BOOTSTRAP), ofMean(values, new Bootstrap(2000, 2)));
		assertThrows(IllegalArgumentException.class, () -> new Bootstrap(99, 1));
	}

	private static PairedDifference difference(double... differences) {
		return PairedDifference.of(differences, new double[differences.length], BOOTSTRAP, Progress.NONE);
	}

	@Test
	void wilcoxonAsOnPaper() {
		// 2 of 64 ways are as one-sided.
		assertEquals(2 / 64.0, difference(1, 2, 3, 4, 5, 6).p(), 1e-15);
		assertEquals(2 / 64.0, difference(-1, -2, -3, -4, -5, -6).p(), 1e-15);
		// Six times rank 3.5: at most one negative in 7 of 64 ways.
		PairedDifference ties = difference(1, 1, 1, 1, 1, -1);
		assertEquals(14 / 64.0, ties.p(), 1e-15);
		assertEquals(3.5, ties.statistic());
		assertEquals(1, difference(1, -1, 1, -1, 1, -1).p(), 1e-15);
	}

	@Test
	void zerosAreDroppedAndTooFewHaveNoP() {
		PairedDifference zeros = difference(0, 1, 2, 3, 0, 4, 5, 6);
		assertEquals(8, zeros.images());
		assertEquals(6, zeros.tested());
		assertEquals(21 / 8.0, zeros.mean(), 1e-12);
		assertEquals(2 / 64.0, zeros.p(), 1e-15);
		assertEquals(Double.NaN, difference(0, 1, 2, 3, 0, 4, 5).p());
		PairedDifference same = difference(0, 0, 0);
		assertEquals(0, same.tested());
		assertEquals(0, same.mean());
		assertEquals(Double.NaN, same.p());
	}

	@Test
	void onlyImagesWithBothNumbersCount() {
		PairedDifference difference = PairedDifference.of(new double[] { 0.5, Double.NaN, 0.75 },
			new double[] { 0.25, 0.5, 0.25 }, BOOTSTRAP, Progress.NONE);
		assertEquals(2, difference.images());
		assertEquals(0.375, difference.mean());
		assertEquals(new Interval(0.25, 0.5), difference.interval());
		assertEquals(Double.NaN, PairedDifference.of(new double[0], new double[0], BOOTSTRAP, Progress.NONE).mean());
	}

	@Test
	void wilcoxonIsThatOfOtherPrograms() {
		double[] d = { 0.12, -0.05, 0.31, 0.08, -0.02, 0.22, 0.17, 0.41, -0.11, 0.09, 0.29, 0.03 };
		// scipy.stats.wilcoxon(d, method="exact")
		assertEquals(0.02099609375, difference(d).p(), 1e-12);
		assertEquals(10, difference(d).statistic());
		assertEquals(new WilcoxonSignedRankTest().wilcoxonSignedRankTest(d, new double[12], true), difference(d)
			.p(), 1e-12);
		// Ties, by trying all 1024 signs.
		assertEquals(0.041015625, difference(3, 1, -1, 2, 2, -2, 4, 5, 1, 6).p(), 1e-12);
		List<Double> many = new ArrayList<>();
		for (int i = 0; i < 600; i++) many.add(i * 7919 % 601 / 600.0 - 0.45 + 1e-4 * i);
		assertEquals(1.34569e-8, difference(many.stream().mapToDouble(Double::doubleValue).toArray()).p(),
			1.35e-8 / 20);
	}

	@Test
	void exactAndNormalTestAgreeForManyImages() {
		double[] all = new Random(3).doubles(500, -0.49, 0.51).toArray();
		double exact = difference(all).p();
		double normal = new WilcoxonSignedRankTest().wilcoxonSignedRankTest(all, new double[500], false);
		// Far out in the tails the normal distribution is no good approximation.
		assertTrue(exact > 0.01 && exact < 0.9, "" + exact);
		assertEquals(normal, exact, normal / 100);
		assertArrayEquals(new double[] { 500, 500 },
			new double[] { difference(all).images(), difference(all).tested() });
	}
}
