// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import static io.github.taproot.roots.skeleton.References.drawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.References;
import io.github.taproot.table.Quantity;

class RootMeasurementTest {

	private static RootMeasurement measure(Mask mask, PixelCalibration calibration) {
		return RootMeasurement.of(mask, calibration, Progress.NONE);
	}

	private static List<String> headings(RootMeasurement measurement) {
		return measurement.quantities().stream().map(Quantity::heading).toList();
	}

	private static double value(RootMeasurement measurement, String heading) {
		return measurement.quantities().stream().filter(q -> q.heading().equals(heading)).findFirst().orElseThrow()
			.value();
	}

	@Test
	void aDrawnMaskOnPaper() {
		RootMeasurement measured = measure(drawn("""
			#####...
			........
			.....###
			....#..."""), new PixelCalibration(0.5, 0.5, "mm"));
		assertEquals(List.of("root_length_px", "skeleton_length_px", "smoothed_length_px", "root_area_px2",
			"root_area_fraction", "components", "root_length_mm", "skeleton_length_mm", "smoothed_length_mm",
			"root_area_mm2"), headings(measured));
		assertEquals(9, value(measured, "skeleton_length_px"));
		assertEquals(4.5, value(measured, "skeleton_length_mm"));
		assertEquals(Math.hypot(1, 4) + 3, value(measured, "root_length_px"), 1e-12);
		assertEquals((Math.hypot(1, 4) + 3) / 2, value(measured, "root_length_mm"), 1e-12);
		// The bend of the lower root moves to the mean of three pixels, two thirds of a row up from its end.
		double polyline = 4 + Math.hypot(1, 2 / 3.) + Math.hypot(1, 1 / 3.) + 1;
		assertEquals(polyline, value(measured, "smoothed_length_px"), 1e-12);
		assertEquals(polyline / 2, value(measured, "smoothed_length_mm"), 1e-12);
		assertEquals(9, value(measured, "root_area_px2"));
		assertEquals(2.25, value(measured, "root_area_mm2"));
		assertEquals(9 / 32., value(measured, "root_area_fraction"));
		assertEquals(2, value(measured, "components"));
	}

	@Test
	void withoutAScaleThereArePixelsOnly() {
		assertEquals(List.of("root_length_px", "skeleton_length_px", "smoothed_length_px", "root_area_px2",
			"root_area_fraction", "components"), headings(measure(drawn("##"), PixelCalibration.PIXELS)));
	}

	@Test
	void anEmptyMaskIsAllZeros() {
		RootMeasurement measured = measure(new Mask(5, 3), PixelCalibration.millimetres(0.1));
		assertTrue(measured.quantities().stream().allMatch(q -> q.value() == 0), measured::toString);
	}

	@Test
	void aFullMask() {
		Mask mask = new Mask(80, 64);
		Arrays.fill(mask.pixels(), Mask.ROOT);
		RootMeasurement measured = measure(mask, PixelCalibration.PIXELS);
		assertEquals(19, measured.skeletonPixels());
		assertEquals(1, measured.areaFraction());
		assertEquals(1, measured.components());
	}

	@Test
	void unitsMakeHeadingsThatProgramsRead() {
		assertEquals("root_area_um2", new Quantity("root_area", "µm²", 1).heading());
		assertEquals("components", new Quantity("components", "", 1).heading());
		assertEquals("root_length_light_year", new Quantity("root_length", "light year", 1).heading());
	}

	@Test
	void aRealMask() throws Exception {
		Path file = References.shared("reference/skeleton/segroot-3-mask.png");
		Mask mask = References.mask(file);
		RootMeasurement measured = measure(mask, PixelCalibration.millimetres(0.1));
		System.out.println(measured.quantities());
		assertEquals(5706, measured.skeletonPixels());
		assertEquals(6214.4337, value(measured, "root_length_px"), 1e-4);
		assertEquals(621.44337, value(measured, "root_length_mm"), 1e-5);
		assertEquals(mask.rootPixels(), measured.rootPixels());
		assertEquals(1, value(measured, "smoothed_length_px") / 6214.4337, 0.05);
	}
}
