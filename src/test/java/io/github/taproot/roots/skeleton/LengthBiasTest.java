// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;

/**
 * How far each length is off, for roots 5 px wide with round ends.
 * <p>
 * Straight ones lie at every whole degree, with four shifts below a pixel each. Thinning takes about half the width
 * from each end; so the bias is that of the difference between a root of 600 px and one of 200 px, where the ends
 * cancel out. Rings have no ends. The shifts keep clear of the even thickness at which a root at 45 degrees can
 * shrink to a point, as {@link Skeleton} tells.
 * </p>
 */
class LengthBiasTest {

	private static final PixelCalibration PX = PixelCalibration.PIXELS;
	private static final int SHIFTS = 4;

	/** In percent: over all angles, and for a ring of radius 20. */
	private record Bias(double mean, double min, double max, double circle) {

		double worst() {
			return Math.max(Math.max(-min, max), Math.abs(circle));
		}
	}

	@Test
	void straightRootsAtEveryDegree() {
		List<ToDoubleFunction<Skeleton>> lengths = new ArrayList<>();
		lengths.add(Skeleton::pixelCount);
		lengths.add(s -> s.links().kimuraLength(PX));
		for (int reach = 0; reach <= 5; reach++) {
			int r = reach;
			lengths.add(s -> s.branches().stream().mapToDouble(b -> b.smoothedLength(PX, r)).sum());
		}
		double[][] straight = straight(PX, lengths);
		double[] circle = circle(lengths);
		System.out.println("| length | mean | SD | lowest | highest | circle, radius 20 px " +
			"|\n|---|---|---|---|---|---|");
		Bias pixels = bias("skeleton pixels", straight[0], circle[0]);
		Bias kimura = bias("Kimura", straight[1], circle[1]);
		List<Bias> smoothed = new ArrayList<>();
		for (int r = 0; r <= 5; r++) {
			smoothed.add(bias("polyline, mean of " + (2 * r + 1), straight[r + 2], circle[r + 2]));
		}
		assertEquals(-10, pixels.mean, 0.5);
		assertEquals(-29.3, pixels.min, 0.5);
		assertEquals(1.75, kimura.mean, 0.1);
		assertTrue(kimura.min > -0.5 && kimura.max < 3.3, kimura::toString);
		Bias chosen = smoothed.get(Branch.REACH);
		assertEquals(0, chosen.mean, 0.2);
		assertTrue(chosen.worst() < 0.8, chosen::toString);
		for (Bias other : smoothed) assertTrue(chosen.worst() <= other.worst(), () -> other + " is better");
	}

	@Test
	void pixelsThatAreNotSquare() {
		PixelCalibration tall = new PixelCalibration(2 / 3., 1, "mm");
		double[][] straight = straight(tall,
			List.of(s -> s.links().kimuraLength(tall), s -> Branch.length(s.branches(), tall),
				s -> Math.sqrt(2 / 3.) * s.links().kimuraLength(PX)));
		System.out.println("pixels of 0.67 mm x 1 mm:");
		Bias kimura = bias("Kimura", straight[0], 0);
		Bias polyline = bias("polyline", straight[1], 0);
		bias("Kimura in px, times the side of a square of a pixel's area", straight[2], 0);
		assertTrue(kimura.worst() < 5.5, kimura::toString);
		assertTrue(polyline.worst() < 1, polyline::toString);
	}

	private static Bias bias(String name, double[] straight, double circle) {
		DoubleSummaryStatistics angles = Arrays.stream(straight).summaryStatistics();
		Bias bias = new Bias(angles.getAverage(), angles.getMin(), angles.getMax(), circle);
		double deviation = Math.sqrt(Arrays.stream(straight).map(b -> (b - bias.mean) * (b - bias.mean)).average()
			.orElseThrow());
		System.out.printf(Locale.ROOT, "| %s | %+.2f %% | %.2f %% | %+.2f %% | %+.2f %% | %+.2f %% |%n", name,
			bias.mean, deviation, bias.min, bias.max, circle);
		return bias;
	}

	/** For every kind of length, and every degree, the bias in percent. */
	private static double[][] straight(PixelCalibration calibration, List<ToDoubleFunction<Skeleton>> lengths) {
		double[][] bias = new double[lengths.size()][180];
		for (int angle = 0; angle < 180; angle++) {
			for (int shift = 0; shift < SHIFTS; shift++) {
				Skeleton longer = straight(600, angle, shift, calibration);
				Skeleton shorter = straight(200, angle, shift, calibration);
				for (int i = 0; i < lengths.size(); i++) {
					double length = lengths.get(i).applyAsDouble(longer) - lengths.get(i).applyAsDouble(shorter);
					bias[i][angle] += 100 * (length / 400 - 1) / SHIFTS;
				}
			}
		}
		return bias;
	}

	/** A straight root; {@code length} in the unit of the calibration, as its width of 5. */
	private static Skeleton straight(double length, int angle, int shift, PixelCalibration calibration) {
		double cos = Math.cos(Math.toRadians(angle));
		double sin = Math.sin(Math.toRadians(angle));
		double middle = length / 2 + 10;
		double left = middle + shiftX(shift) - cos * length / 2;
		double top = middle + shiftY(shift) - sin * length / 2;
		return draw(2 * middle, calibration, (x, y) -> {
			double end = Math.min(Math.max((x - left) * cos + (y - top) * sin, 0), length);
			double dx = x - left - end * cos;
			double dy = y - top - end * sin;
			return dx * dx + dy * dy <= 2.5 * 2.5;
		});
	}

	/** The bias in percent for a ring of radius 20. */
	private static double[] circle(List<ToDoubleFunction<Skeleton>> lengths) {
		double[] bias = new double[lengths.size()];
		for (int shift = 0; shift < SHIFTS; shift++) {
			double x0 = 30 + shiftX(shift);
			double y0 = 30 + shiftY(shift);
			Skeleton ring = draw(60, PX, (x, y) -> Math.abs(Math.hypot(x - x0, y - y0) - 20) <= 2.5);
			for (int i = 0; i < bias.length; i++) {
				bias[i] += 100 * (lengths.get(i).applyAsDouble(ring) / (2 * Math.PI * 20) - 1) / SHIFTS;
			}
		}
		return bias;
	}

	private static double shiftX(int i) {
		return 0.1 + i / 4.0;
	}

	private static double shiftY(int i) {
		return i % 2 / 2.0 + i / 8.0;
	}

	private interface Shape {

		boolean contains(double x, double y);
	}

	private static Skeleton draw(double side, PixelCalibration calibration, Shape shape) {
		Mask mask = new Mask((int) (side / calibration.pixelWidth()), (int) (side / calibration.pixelHeight()));
		for (int y = 0, i = 0; y < mask.height(); y++) {
			for (int x = 0; x < mask.width(); x++, i++) {
				if (shape.contains(x * calibration.pixelWidth(), y * calibration.pixelHeight())) {
					mask.pixels()[i] = Mask.ROOT;
				}
			}
		}
		return Skeleton.of(mask, Progress.NONE);
	}
}
