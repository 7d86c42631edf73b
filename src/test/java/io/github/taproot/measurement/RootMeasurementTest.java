package io.github.taproot.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.skeleton.DrawnMask;
import io.github.taproot.skeleton.ReferenceMasks;

class RootMeasurementTest {

	/** A level line of 3 steps, and, touching nothing, a diagonal one of 2. */
	private static final Mask TWO_LINES = DrawnMask.of("""
		####......
		......#...
		.......#..
		........#.
		..........
		""");

	private static void assertQuantities(RootMeasurement measurement, Object... expected) {
		List<Quantity> quantities = measurement.quantities();
		assertEquals(expected.length / 2, quantities.size());
		for (int i = 0; i < quantities.size(); i++) {
			assertEquals(expected[2 * i], quantities.get(i).name());
			assertEquals(((Number) expected[2 * i + 1]).doubleValue(), quantities.get(i).value(), 1e-9);
		}
	}

	@Test
	void measuresInPixels() {
		assertQuantities(RootMeasurement.of(TWO_LINES, PixelCalibration.PIXELS),
			"skeleton_length_px", 7, "kimura_length_px", Math.hypot(2, 3.5) + 1.5,
			"polyline_length_px", 3 + 2 * Math.sqrt(2), "root_area_px2", 7, "root_area_fraction", 0.14, "components", 2);
	}

	@Test
	void measuresInMillimetresToo() {
		assertQuantities(RootMeasurement.of(TWO_LINES, PixelCalibration.millimetres(0.1)),
			"skeleton_length_px", 7, "kimura_length_px", Math.hypot(2, 3.5) + 1.5,
			"polyline_length_px", 3 + 2 * Math.sqrt(2), "root_area_px2", 7, "root_area_fraction", 0.14, "components", 2,
			"skeleton_length_mm", 0.7, "kimura_length_mm", 0.1 * Math.hypot(2, 3.5) + 0.15,
			"polyline_length_mm", 0.3 + 0.2 * Math.sqrt(2), "root_area_mm2", 0.07);
	}

	@Test
	void scalesWithPixelsThatAreNotSquare() {
		RootMeasurement measurement = RootMeasurement.of(TWO_LINES, new PixelCalibration(4, 9, "um"));
		assertEquals(7 * 6, measurement.skeletonLength(), 1e-9);
		assertEquals(6 * (Math.hypot(2, 3.5) + 1.5), measurement.kimuraLength(), 1e-9);
		assertEquals(12 + 2 * Math.hypot(4, 9), measurement.polylineLength(), 1e-9);
		assertEquals(3 + 2 * Math.sqrt(2), measurement.polylinePixels(), 1e-9);
		assertEquals(7 * 36, measurement.rootArea(), 1e-9);
		assertEquals("root_area_um2", measurement.quantities().get(9).name());
	}

	@Test
	void measuresNothingAndEverything() {
		assertQuantities(RootMeasurement.of(new Mask(30, 20), PixelCalibration.PIXELS), "skeleton_length_px", 0,
			"kimura_length_px", 0, "polyline_length_px", 0, "root_area_px2", 0, "root_area_fraction", 0, "components", 0);
		assertQuantities(RootMeasurement.of(DrawnMask.of("#"), PixelCalibration.PIXELS), "skeleton_length_px", 1,
			"kimura_length_px", 0, "polyline_length_px", 0, "root_area_px2", 1, "root_area_fraction", 1, "components", 1);
		Mask full = new Mask(80, 64);
		Arrays.fill(full.pixels(), Mask.ROOT);
		RootMeasurement measurement = RootMeasurement.of(full, PixelCalibration.PIXELS);
		assertEquals(1, measurement.components());
		assertEquals(1, measurement.rootAreaFraction());
		assertEquals(19, measurement.skeletonPixels());
	}

	@Test
	void countsComponentsAcrossCorners() {
		Mask mask = DrawnMask.of("""
			#.#.##
			.#...#
			#.#...
			.....#
			""");
		assertEquals(3, RootMeasurement.of(mask, PixelCalibration.PIXELS).components());
	}

	@Test
	void refusesTheSkeletonOfAnotherMask() {
		assertThrows(IllegalArgumentException.class,
			() -> RootMeasurement.of(TWO_LINES, new Mask(5, 10), PixelCalibration.PIXELS));
	}

	/** Another program's masks of two minirhizotron photographs, and the lengths that it gave. */
	@ParameterizedTest
	@CsvSource({ "PD_T088_L004_13.11.18_091057_015,5418,5937", "PD_T088_L004_17.10.18_140056_014,5411,5923" })
	void agreesWithRootDetector(String name, long skeleton, double kimura) {
		Mask mask = ReferenceMasks.read("data/rootdetector/" + name + ".segmentation.png");
		RootMeasurement measurement = RootMeasurement.of(mask, PixelCalibration.PIXELS);
		assertEquals(skeleton, measurement.skeletonPixels());
		assertEquals(kimura, measurement.kimuraPixels(), 0.004 * kimura);
	}
}
