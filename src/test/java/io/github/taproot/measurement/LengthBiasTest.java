package io.github.taproot.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.function.DoublePredicate;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.skeleton.Thinning;

/**
 * How wrong the three lengths are for straight roots 5 px wide at every whole degree, each at four places between pixels.
 * What thinning does to the tips is left out: of the skeleton of a root of 600 px, the middle 500 px minus the middle
 * 100 px are measured, which makes 400. Cuts between pixels alone are up to half a percent of that.
 */
class LengthBiasTest {

	private static final int SIDE = 640;
	private static final double[][] PLACES = { { 0.3, 0.2 }, { 0, 0 }, { 0.5, 0.5 }, { 0.1, 0.7 } };

	private final Mask everything = new Mask(SIDE, SIDE);

	LengthBiasTest() {
		Arrays.fill(everything.pixels(), Mask.ROOT);
	}

	/** The pixels whose position along and across a line through the middle of the image pass. */
	private static Mask select(Mask mask, int degrees, double[] place, DoublePredicate along, DoublePredicate across) {
		double cos = Math.cos(Math.toRadians(degrees));
		double sin = Math.sin(Math.toRadians(degrees));
		Mask selected = new Mask(SIDE, SIDE);
		for (int i = 0; i < SIDE * SIDE; i++) {
			if (mask.pixels()[i] == Mask.SOIL) continue;
			double x = i % SIDE - SIDE / 2 - place[0];
			double y = i / SIDE - SIDE / 2 - place[1];
			if (along.test(x * cos + y * sin) && across.test(y * cos - x * sin)) selected.pixels()[i] = Mask.ROOT;
		}
		return selected;
	}

	private static RootMeasurement middle(Mask skeleton, int degrees, double[] place, double length) {
		Mask part = select(skeleton, degrees, place, t -> t >= -length / 2 && t < length / 2, t -> true);
		return RootMeasurement.of(part, part, PixelCalibration.PIXELS);
	}

	private static double percent(double longer, double shorter) {
		return (longer - shorter - 400) / 4;
	}

	private static void assertBias(DoubleSummaryStatistics bias, double mean, double min, double max) {
		assertEquals(mean, bias.getAverage(), 0.1);
		assertEquals(min, bias.getMin(), 0.1);
		assertEquals(max, bias.getMax(), 0.1);
	}

	private static void print(String name, DoubleSummaryStatistics bias) {
		System.out.printf(Locale.ROOT, "| %s | %+.2f | %+.2f | %+.2f |%n", name, bias.getAverage(), bias.getMin(),
			bias.getMax());
	}

	@Test
	void skeletonIsShortKimuraWithinAFewPercentAndPolylinesWithinHalfAPercent() {
		DoubleSummaryStatistics skeleton = new DoubleSummaryStatistics();
		DoubleSummaryStatistics kimura = new DoubleSummaryStatistics();
		DoubleSummaryStatistics polylines = new DoubleSummaryStatistics();
		for (int degrees = 0; degrees < 180; degrees++) {
			for (double[] place : PLACES) {
				Mask thin = Thinning.skeleton(
					select(everything, degrees, place, t -> Math.abs(t) <= 300, t -> Math.abs(t) <= 2.5));
				RootMeasurement longer = middle(thin, degrees, place, 500);
				RootMeasurement shorter = middle(thin, degrees, place, 100);
				skeleton.accept(percent(longer.skeletonPixels(), shorter.skeletonPixels()));
				kimura.accept(percent(longer.kimuraPixels(), shorter.kimuraPixels()));
				polylines.accept(percent(longer.polylinePixels(), shorter.polylinePixels()));
			}
		}
		System.out.println("| length | mean bias, % | min, % | max, % |\n|---|---|---|---|");
		print("skeleton pixels", skeleton);
		print("Kimura et al.", kimura);
		print("smoothed polylines", polylines);
		assertBias(skeleton, -9.97, -29.5, 0);
		assertBias(kimura, 1.75, -0.3, 3.4);
		assertBias(polylines, 0.11, -0.49, 0.65);
	}
}
