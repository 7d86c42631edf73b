// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import static io.github.taproot.roots.skeleton.References.drawn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.References;
import io.github.taproot.roots.skeleton.Shapes;
import io.github.taproot.table.Quantity;
import io.github.taproot.table.Table;

class RootTraitsTest {

	private static final PixelCalibration PX = PixelCalibration.PIXELS;

	private static RootTraits traits(Mask mask, PixelCalibration scale, TraitSettings settings) {
		return RootTraits.of(mask, scale, settings, Progress.NONE);
	}

	private static RootTraits traits(Mask mask) {
		return traits(mask, PX, TraitSettings.DEFAULT);
	}

	private static double value(RootTraits traits, String heading) {
		return traits.quantities().stream().filter(q -> q.heading().equals(heading)).findFirst()
			.orElseThrow(() -> new AssertionError("no " + heading)).value();
	}

	private static double sum(Table table, String column) {
		return Arrays.stream(table.numbers(column)).sum();
	}

	private static TraitSettings with(Consumer<TraitSettings.Builder> changes) {
		return TraitSettings.DEFAULT.with(changes);
	}

	@Test
	void aThinUprightLineOnPaper() {
		// Rows 10 to 110 of column 20: 101 pixels, length 100.
		Mask mask = Shapes.draw(50, 200, (x, y) -> x == 20 && y >= 10 && y <= 110);
		RootTraits traits = traits(mask, PixelCalibration.millimetres(0.5), TraitSettings.DEFAULT);
		Map<String, Double> expected = Map.ofEntries(Map.entry("skeleton_length_mm", 50.5),
			Map.entry("root_length_mm", 50.0), Map.entry("polyline_length_mm", 50.0),
			Map.entry("root_area_mm2", 25.25), Map.entry("root_area_fraction", 101 / 1e4), Map.entry("components", 1.0),
			Map.entry("branches", 1.0), Map.entry("roots", 1.0), Map.entry("junctions", 0.0), Map.entry("tips", 2.0),
			Map.entry("cut_ends", 0.0), Map.entry("loops", 0.0), Map.entry("holes", 0.0),
			Map.entry("mean_diameter_mm", 0.5), Map.entry("median_diameter_mm", 0.5), Map.entry("max_diameter_mm", 0.5),
			Map.entry("projected_area_mm2", 25.0), Map.entry("surface_area_mm2", 25 * Math.PI),
			Map.entry("volume_mm3", 50 * Math.PI / 16), Map.entry("network_width_mm", 0.5),
			Map.entry("network_depth_mm", 50.5), Map.entry("width_to_depth", 1 / 101.0),
			// The line runs from the middle of row 10 to that of row 110: from 5.25 to 55.25 mm.
			Map.entry("convex_hull_area_mm2", 25.25), Map.entry("solidity", 1.0), Map.entry("deepest_root_mm", 55.5),
			Map.entry("d25_mm", 17.75), Map.entry("d50_mm", 30.25), Map.entry("d75_mm", 42.75),
			Map.entry("d95_mm", 52.75), Map.entry("rooting_depth_mm", 55.25),
			Map.entry("median_roots_per_row", 1.0), Map.entry("max_roots_per_row", 1.0),
			// All of it is as thick.
			Map.entry("lower_root_area_mm2", 25.25), Map.entry("perimeter_mm", 100.0),
			Map.entry("mean_hole_area_mm2", Double.NaN), Map.entry("mean_angle_deg", 90.0),
			Map.entry("shallow_share", 0.0), Map.entry("medium_share", 0.0), Map.entry("steep_share", 1.0),
			Map.entry("branching_frequency_per_mm", 0.0),
			// 25 mm by 100 mm of image, and 5 cm of root.
			Map.entry("imaged_area_mm2", 2500.0), Map.entry("root_length_per_area_cm_per_cm2", 0.2),
			Map.entry("w50_mm", 0.25), Map.entry("lateral_density_per_cm", 0.0),
			Map.entry("mean_lateral_distance_mm", Double.NaN));
		List<Quantity> found = traits.quantities();
		assertEquals(expected.size(), found.size());
		for (Quantity q : found) assertEquals(expected.get(q.heading()), q.value(), 1e-6, q.heading());
	}

	/** 440.292 and 440.038 mm were told of one root system, by two commands. */
	@Test
	void rootLengthIsThatOfAllCommands() {
		// A root 9 px thick with a hair, which is a spur where spurs are up to 30 px long.
		Mask mask = Shapes.draw(60, 200, (x, y) -> x >= 20 && x <= 28 && y >= 10 && y <= 180 ||
			x >= 28 && x <= 40 && y == 91);
		PixelCalibration scale = PixelCalibration.millimetres(0.5);
		Quantity length = RootMeasurement.of(mask, scale, Progress.NONE).quantities().stream()
			.filter(q -> q.heading().equals("root_length_mm")).findFirst().orElseThrow();
		for (double spur : new double[] { 0, 30 }) {
			RootTraits traits = traits(mask, scale, with(s -> s.spurLength = spur));
			assertEquals(length, traits.quantities().get(0));
			assertEquals(spur == 0 ? 0 : 9, length.value() - traits.graph().skeleton().links().kimuraLength(scale), 1);
		}
	}

	@Test
	void lateralsOnPaper() {
		// A main root of 100 px with laterals at 20, 40 and 80 px, of 25 px each.
		Mask mask = Shapes.draw(60, 130, (x, y) -> x == 20 && y >= 10 && y <= 110 ||
			(y == 30 || y == 50 || y == 90) && x > 20 && x <= 45);
		RootTraits traits = traits(mask, PixelCalibration.millimetres(0.5), TraitSettings.DEFAULT);
		assertEquals(3 / 5.0, value(traits, "lateral_density_per_cm"), 0.01);
		assertEquals(15, value(traits, "mean_lateral_distance_mm"), 0.2);
		assertEquals(3 / 100.0, value(traits(mask), "lateral_density_per_px"), 0.0005);
	}

	@Test
	void bandsHaveTheirWidthAndArea() {
		// A slanted root: x from 10 at row 0 to 29 at row 19, and one pixel of another far right in the second band.
		Mask mask = Shapes.draw(60, 40, (x, y) -> x == 10 + y && y < 20 || x == 50 && y >= 12 && y < 30);
		Mask excluded = Shapes.draw(60, 40, (x, y) -> x >= 55 && y < 10);
		Table bands = RootTraits.of(mask, excluded, PixelCalibration.millimetres(0.5), with(s -> s.bandHeight = 5),
			Progress.NONE).bands();
		assertArrayEquals(new double[] { 5, 15.5, 0.5, 0 }, bands.numbers("network_width_mm"), 1e-12);
		assertArrayEquals(new double[] { 550 / 4.0, 150, 150, 150 }, bands.numbers("imaged_area_mm2"), 1e-9);
		double[] lengths = bands.numbers("polyline_length_mm");
		assertEquals(10 * lengths[0] / 137.5, bands.numbers("polyline_length_per_area_cm_per_cm2")[0], 1e-12);
	}

	@Test
	void lengthsByDiameterStandInTheWideTable() {
		// 100 px of 1 px, and 100 px of 5 px.
		Mask mask = Shapes.draw(60, 130, (x, y) -> y >= 10 && y <= 110 && (x == 10 || x >= 30 && x < 35));
		RootTraits traits = traits(mask, PixelCalibration.millimetres(0.5),
			with(s -> s.classes = new double[] { 1, 2 }));
		assertEquals(50, value(traits, "length_diameter_0_to_1_mm"), 1e-9);
		assertEquals(0, value(traits, "length_diameter_1_to_2_mm"), 1e-9);
		assertEquals(50, value(traits, "length_diameter_above_2_mm"), 0.6);
	}

	@Test
	void depthsOfATiltedImageThatLiesDeeper() {
		Mask mask = Shapes.draw(50, 200, (x, y) -> x == 20 && y >= 10 && y <= 110);
		RootTraits traits = traits(mask, PixelCalibration.millimetres(0.5), with(s -> {
			s.bandHeight = 10;
			s.top = 100;
			s.slope = 30;
			s.rootsLeft = 1;
		}));
		assertEquals(100 + 27.75, value(traits, "deepest_root_mm"), 1e-9);
		assertEquals(25.25, value(traits, "network_depth_mm"), 1e-9);
		assertEquals(100 + 15.125, value(traits, "d50_mm"), 1e-6);
		assertTrue(Double.isNaN(value(traits, "rooting_depth_without_deepest_1_mm")));
		// 100 mm of image at 30 degrees are 50 mm of depth: five bands, and the root lies in the first three.
		Table bands = traits.bands();
		assertEquals(List.of(100.0, 110.0, 120.0, 130.0, 140.0),
			bands.rows().stream().map(row -> row.get("depth_from_mm")).toList());
		double[] lengths = bands.numbers("polyline_length_mm");
		assertEquals(50, Arrays.stream(lengths).sum(), 1e-9);
		assertEquals(20, lengths[1], 0.5);
		assertEquals(0, lengths[3]);
		assertEquals(1L, bands.rows().get(0).get("tips"));
		assertEquals(1L, bands.rows().get(2).get("tips"));
	}

	@Test
	void rootLengthDensityByDepthOfFieldOrVolume() {
		Mask mask = Shapes.draw(50, 200, (x, y) -> x == 20 && y >= 10 && y <= 110);
		TraitSettings field = with(s -> {
			s.bandHeight = 50;
			s.fieldDepth = 2;
		});
		RootTraits traits = traits(mask, PixelCalibration.millimetres(0.5), field);
		// 5 cm of root in 2.5 cm x 10 cm x 0.2 cm of soil.
		assertEquals(1, value(traits, "root_length_density_cm_per_cm3"), 1e-9);
		assertEquals(2, traits.bands().numbers("root_length_density_cm_per_cm3")[0] +
			traits.bands().numbers("root_length_density_cm_per_cm3")[1], 1e-6);
		// Of the upper band of 50 mm, which is 50 px wide and 100 px high, the left 15 columns are excluded.
		Mask excluded = Shapes.draw(50, 200, (x, y) -> x < 15 && y < 100);
		double[] densities = RootTraits.of(mask, excluded, PixelCalibration.millimetres(0.5), field, Progress.NONE)
			.bands()
			.numbers("root_length_density_cm_per_cm3");
		double[] whole = traits.bands().numbers("root_length_density_cm_per_cm3");
		assertEquals(2, whole.length);
		assertEquals(whole[0] * 50 / 35, densities[0], 1e-9);
		assertEquals(whole[1], densities[1], 1e-9);
		TraitSettings volume = with(s -> s.soilVolume = 20);
		assertEquals(0.25, value(traits(mask, PixelCalibration.millimetres(0.5), volume),
			"root_length_density_cm_per_cm3"), 1e-9);
		assertThrows(IllegalArgumentException.class, () -> traits(mask, PX, volume));
	}

	/** A cone's volume is a third of its base by its length; half a ball is at each end. */
	@ParameterizedTest
	@CsvSource({ "0, 20, 4", "30, 20, 4", "45, 16, 2", "77, 9, 3", "90, 30, 10" })
	void taperingRootsHaveTheirVolume(double angle, double base, double tip) {
		double dx = 350 * Math.cos(Math.toRadians(angle));
		double dy = 350 * Math.sin(Math.toRadians(angle));
		Mask mask = Shapes.draw(800, 800, Shapes.taper(400.3 - dx, 400.2 - dy, 400.3 + dx, 400.2 + dy, base, tip));
		RootTraits traits = traits(mask);
		double length = 700;
		double volume = Math.PI / 12 *
			(length * (base * base + base * tip + tip * tip) + Math.pow(base, 3) + Math.pow(tip, 3));
		assertEquals(1, value(traits, "volume_px3") / volume, 0.02);
		double area = (base + tip) / 2 * length + Math.PI / 8 * (base * base + tip * tip);
		assertEquals(1, value(traits, "surface_area_px2") / (Math.PI * area), 0.02);
		assertEquals((base + tip) / 2, value(traits, "mean_diameter_px"), 0.3);
		assertEquals((base + tip) / 2, value(traits, "median_diameter_px"), 0.3);
		assertEquals(base, value(traits, "max_diameter_px"), 0.5);
		assertEquals(1, value(traits, "roots"));
	}

	/** A main root 9 px wide with 10 laterals 3 px wide and 100 px long: places where they meet count once. */
	@Test
	void aCombOnPaper() {
		Mask mask = Shapes.draw(560, 160, (x, y) -> x >= 20 && x < 540 && y >= 20 && y < 29 ||
			y >= 29 && y < 129 && x >= 48 && x < 540 && (x - 48) % 50 < 3);
		RootTraits traits = traits(mask, PX, with(s -> s.classes = new double[] { 5 }));
		assertEquals(10, value(traits, "junctions"));
		assertEquals(12, value(traits, "tips"));
		assertEquals(21, value(traits, "branches"));
		assertEquals(11, value(traits, "roots"));
		assertEquals(0, value(traits, "loops"));
		double main = 520;
		double laterals = 1000;
		double volume = Math.PI / 4 * (81 * main + 9 * laterals);
		assertEquals(1, value(traits, "volume_px3") / volume, 0.02);
		assertEquals(1, value(traits, "projected_area_px2") / mask.rootPixels(), 0.02);
		Table classes = traits.classes();
		assertEquals(2, classes.rows().size());
		// Laterals are followed to the middle of the main root.
		assertEquals(laterals + 10 * 4.5, classes.numbers("polyline_length_px")[0], 25);
		assertEquals(main, classes.numbers("polyline_length_px")[1], 15);
		assertEquals(1, classes.numbers("volume_px3")[0] / (Math.PI / 4 * 9 * laterals), 0.03);
		assertEquals(3, classes.numbers("mean_diameter_px")[0], 0.1);
		assertEquals(9, classes.numbers("mean_diameter_px")[1], 0.1);
		Table branches = traits.branches();
		assertEquals(21, branches.rows().size());
		assertEquals(11, branches.rows().stream().filter(row -> row.get("order").equals(1)).count());
		assertEquals(10, branches.rows().stream().filter(row -> row.get("order").equals(2)).count());
		assertEquals(value(traits, "polyline_length_px"), sum(branches, "polyline_length_px"), 5);
		for (Map<String, ?> row : branches.rows()) {
			double expected = row.get("order").equals(1) ? 0 : 90;
			double angle = (double) row.get("orientation_deg");
			assertEquals(expected, expected == 0 ? Math.min(angle, 180 - angle) : angle, 6);
		}
	}

	/** As in WinRHIZO and RhizoVision: 3 belongs to the class up to 3. */
	@Test
	void aDiameterOnALimitIsInTheLowerClass() {
		Mask mask = Shapes.draw(60, 200, (x, y) -> x >= 10 && x < 13 && y >= 10 && y <= 190 || x >= 30 && x < 35 &&
			y >= 10 && y <= 190);
		for (double side : new double[] { 1, 0.1, 0.0423 }) {
			PixelCalibration scale = side == 1 ? PX : PixelCalibration.millimetres(side);
			double[] lengths = traits(mask, scale, with(s -> s.classes = new double[] { 3 * side, 5 * side })).classes()
				.numbers(side == 1 ? "polyline_length_px" : "polyline_length_mm");
			assertEquals(180 * side, lengths[0], 4 * side);
			assertEquals(180 * side, lengths[1], 5 * side);
			assertEquals(0, lengths[2]);
		}
	}

	@Test
	void aCircleHasItsCurvatureAndLoop() {
		Mask mask = Shapes.draw(200, 200, (x, y) -> Math.abs(Math.hypot(x - 100.2, y - 99.7) - 60) <= 4);
		RootTraits traits = traits(mask, PixelCalibration.millimetres(0.1), TraitSettings.DEFAULT);
		assertEquals(1, value(traits, "loops"));
		assertEquals(1, value(traits, "holes"));
		assertEquals(0, value(traits, "tips"));
		assertEquals(12 * Math.PI, value(traits, "polyline_length_mm"), 0.01 * 12 * Math.PI);
		assertEquals(0.8, value(traits, "mean_diameter_mm"), 0.01);
		Map<String, ?> ring = traits.branches().rows().get(0);
		assertEquals("ring", ring.get("from"));
		assertEquals(1 / 6.0, (double) ring.get("curvature_per_mm"), 0.005);
		assertEquals(Double.NaN, ring.get("tortuosity"));
		RootTraits straight = traits(Shapes.draw(300, 200, Shapes.line(20, 20, 280, 130, 6)));
		assertEquals(0, (double) straight.branches().rows().get(0).get("curvature_per_px"), 0.004);
		assertEquals(1, (double) straight.branches().rows().get(0).get("tortuosity"), 0.005);
		assertEquals(Math.toDegrees(Math.atan2(110, 260)), (double) straight.branches().rows().get(0)
			.get("orientation_deg"), 1);
	}

	@Test
	void crossingRootsAreTwoRoots() {
		Mask mask = Shapes.draw(300, 300, Shapes.line(30, 40, 270, 260, 8).and(Shapes.line(30, 250, 270, 30, 5)));
		RootTraits traits = traits(mask);
		assertEquals(2, value(traits, "roots"));
		assertEquals(1, value(traits, "junctions"));
		assertEquals(4, value(traits, "tips"));
		assertEquals(List.of(1, 1), traits.system().roots().stream().map(RootSystem.Root::order).toList());
	}

	@Test
	void touchingRootsAreMeasuredAsOneNetwork() {
		// Two parallel roots, 7 px wide, that touch in the middle part of their length.
		Mask mask = Shapes.draw(420, 120, Shapes.line(20, 40, 400, 44, 7).and(Shapes.line(20, 72, 210, 48, 7))
			.and(Shapes.line(210, 48, 400, 80, 7)));
		RootTraits traits = traits(mask);
		assertEquals(1, value(traits, "components"));
		assertEquals(4, value(traits, "tips") + value(traits, "cut_ends"));
		assertEquals(380 + 190 + 192, value(traits, "polyline_length_px"), 50);
	}

	@Test
	void cutRootsHaveNoTips() {
		RootTraits traits = traits(Shapes.draw(100, 100, (x, y) -> x >= 40 && x < 47 && y < 60));
		assertEquals(1, value(traits, "tips"));
		assertEquals(1, value(traits, "cut_ends"));
	}

	@Test
	void hullsAndHolesOnPaper() {
		RootTraits traits = traits(drawn("""
			.........
			.#.....#.
			.........
			...###...
			...#.#...
			...###...
			....#....
			........."""));
		// From above: a row 7 wide, four rows from 7 to 3, and one from 3 to 1.
		assertEquals(1, value(traits, "holes"));
		assertEquals(3, value(traits, "components"));
		assertEquals(7, value(traits, "network_width_px"));
		assertEquals(6, value(traits, "network_depth_px"));
		assertEquals(7 + 4 * (7 + 3) / 2.0 + (3 + 1) / 2.0, value(traits, "convex_hull_area_px2"), 1e-9);
		assertEquals(11 / 29.0, value(traits, "solidity"), 1e-9);
		// Pixels that touch at a corner enclose soil, too.
		assertEquals(1, value(traits(drawn(".#. #.# .#.")), "holes"));
	}

	/** Counted by hand; perimeters as OpenCV's findContours and RhizoVision Explorer have them. */
	@Test
	void rowsOutlinesAndHolesOnPaper() {
		RootTraits traits = traits(drawn("""
			.........
			.#.....#.
			.........
			...###...
			...#.#...
			...###...
			....#....
			........."""));
		// Rows with roots have 2, 1, 2, 1 and 1.
		assertEquals(1, value(traits, "median_roots_per_row"));
		assertEquals(2, value(traits, "max_roots_per_row"));
		assertEquals(1, value(traits, "mean_hole_area_px2"));
		// Outside 2 across, 2 down on each side and 2 diagonals to the lowest pixel; inside 4 diagonals.
		assertEquals(2 + 2 * 2 + 2 * Math.sqrt(2) + 4 * Math.sqrt(2), value(traits, "perimeter_px"), 1e-9);
		assertEquals(8, value(traits(drawn("..... .###. .###. .###. .....")), "perimeter_px"), 1e-9);
		assertEquals(4 * Math.sqrt(2), value(traits(drawn("..... ..#.. .###. ..#.. .....")), "perimeter_px"), 1e-9);
		// Two pixels that touch at a corner: there and back.
		assertEquals(2 * Math.sqrt(2), value(traits(drawn("#. .#")), "perimeter_px"), 1e-9);
		// A frame of 5x4 px around 3x2: 14 outside; inside 10 less the corners, which are cut.
		RootTraits frame = traits(drawn("##### #...# #...# #####"));
		assertEquals(14 + 2 * 2 + 2 * 1 + 4 * Math.sqrt(2), value(frame, "perimeter_px"), 1e-9);
		assertEquals(6, value(frame, "mean_hole_area_px2"));
		assertEquals(2, value(frame, "max_roots_per_row"));
		assertEquals(1.5, value(frame, "median_roots_per_row"));
		// Soil that reaches the image's border is not enclosed; two holes of 1 and 3 px are 2 on average.
		assertEquals(2, value(traits(drawn("#.####### #.#.#...# #.#######")), "mean_hole_area_px2"));
	}

	@ParameterizedTest
	@CsvSource({ "0, 1, 0, 0", "20, 1, 0, 0", "45, 0, 1, 0", "70, 0, 0, 1", "90, 0, 0, 1", "135, 0, 1, 0" })
	void anglesToTheHorizontal(int degrees, double shallow, double medium, double steep) {
		double dx = Math.cos(Math.toRadians(degrees));
		double dy = Math.sin(Math.toRadians(degrees));
		Mask mask = Shapes.draw(300, 300, (x, y) -> {
			double along = (x - 150) * dx + (y - 150) * dy;
			return Math.abs(along) < 120 && Math.abs((x - 150) * dy - (y - 150) * dx) <= 2.5;
		});
		RootTraits traits = traits(mask);
		assertEquals(degrees > 90 ? 180 - degrees : degrees, value(traits, "mean_angle_deg"), 1);
		assertEquals(shallow, value(traits, "shallow_share"), 0.01);
		assertEquals(medium, value(traits, "medium_share"), 0.01);
		assertEquals(steep, value(traits, "steep_share"), 0.01);
	}

	@Test
	void anglesOfPixelsThatAreNotSquareAndSharesByLength() {
		// 100 px to the right and 100 px down, where a pixel is 3 mm high: 100 mm of 0 and 300 mm of 90 degrees.
		Mask mask = Shapes.draw(400, 150, (x, y) -> y == 20 && x >= 10 && x <= 110 || x == 250 && y >= 30 && y <= 130);
		RootTraits traits = traits(mask, new PixelCalibration(1, 3, "mm"), TraitSettings.DEFAULT);
		assertEquals(0.25, value(traits, "shallow_share"), 1e-6);
		assertEquals(0.75, value(traits, "steep_share"), 1e-6);
		assertEquals(67.5, value(traits, "mean_angle_deg"), 1e-4);
		assertEquals(2 * 100 * 1 + 2 * 100 * 3, value(traits, "perimeter_mm"), 1e-9);
	}

	@Test
	void theAreaBelowTheThickestPlaceAndBranchesByLength() {
		// A root 5 px wide that is 11 px wide from row 100 to row 139, and ends at row 179.
		Mask mask = Shapes.draw(101, 220, (x, y) -> y >= 20 && y < 180 &&
			Math.abs(x - 50) <= (y >= 100 && y < 140 ? 5 : 2));
		assertEquals(40 * 11 + 40 * 5, value(traits(mask), "lower_root_area_px2"), 11 * 6);
		// A T: a main root of 160 px with one lateral.
		RootTraits branched = traits(Shapes.draw(200, 220, (x, y) -> y >= 20 && y <= 180 && Math.abs(x - 50) <= 2 ||
			y >= 98 && y <= 102 && x >= 50 && x <= 150));
		assertEquals(1 / value(branched, "polyline_length_px"), value(branched, "branching_frequency_per_px"), 1e-12);
	}

	@Test
	void threeRootsOfDifferentDepth() {
		Mask mask = Shapes.draw(60, 120, (x, y) -> x == 10 && y <= 40 && y >= 5 || x == 30 && y <= 70 && y >= 5 ||
			x == 50 && y <= 100 && y >= 5);
		assertEquals(100.5, value(traits(mask, PX, TraitSettings.DEFAULT), "rooting_depth_px"));
		assertEquals(70.5, value(traits(mask, PX, with(s -> s.rootsLeft = 1)), "rooting_depth_without_deepest_1_px"));
		assertEquals(40.5, value(traits(mask, PX, with(s -> s.rootsLeft = 2)), "rooting_depth_without_deepest_2_px"));
	}

	@Test
	void anEmptyMaskHasNoRoots() {
		RootTraits traits = traits(new Mask(30, 20), PixelCalibration.millimetres(0.1), with(s -> {
			s.classes = new double[] { 1 };
			s.bandHeight = 1;
		}));
		for (Quantity q : traits.quantities()) {
			boolean unknown = q.name().matches(".*_diameter|width_to_depth|solidity|deepest_root|d\\d\\d|" +
				"rooting_depth|median_roots_per_row|lower_root_area|mean_hole_area|mean_angle|.*_share|" +
				"branching_frequency|lateral_density|mean_lateral_distance|w50");
			if (q.name().equals("imaged_area")) assertEquals(6, q.value(), 1e-12);
			else assertEquals(unknown ? Double.NaN : 0, q.value(), q.heading());
		}
		assertEquals(2, traits.bands().rows().size());
		assertEquals(2, traits.classes().rows().size());
		assertEquals(0, traits.branches().rows().size());
	}

	@Test
	void strangeMasksEnd() {
		Mask full = new Mask(400, 300);
		Arrays.fill(full.pixels(), Mask.ROOT);
		Mask board = Shapes.draw(100, 90, (x, y) -> (x + y) % 2 == 0);
		Mask column = new Mask(1, 300);
		Arrays.fill(column.pixels(), Mask.ROOT);
		Mask row = new Mask(300, 1);
		Arrays.fill(row.pixels(), Mask.ROOT);
		for (Mask mask : List.of(full, board, column, row, Shapes.draw(1, 1, (x, y) -> true))) {
			assertTimeout(Duration.ofSeconds(20), () -> {
				RootTraits traits = traits(mask, PX, with(s -> {
					s.classes = new double[] { 2, 4 };
					s.bandHeight = 50;
					s.rootsLeft = 3;
				}));
				traits.quantities();
				traits.bands();
				traits.branches();
				assertEquals(value(traits, "polyline_length_px"), sum(traits.classes(), "polyline_length_px"), 1e-6);
				assertEquals(value(traits, "polyline_length_px"), sum(traits.bands(), "polyline_length_px"), 1e-6);
			});
		}
		assertEquals(299, value(traits(column), "polyline_length_px"));
	}

	@Test
	void bandsAndClassesAddUpInARealMask() throws Exception {
		Mask mask = References.mask(References.shared("reference/skeleton/segroot-3-mask.png"));
		TraitSettings settings = with(s -> {
			s.classes = new double[] { 4, 6, 10 };
			s.bandHeight = 100;
			s.rootsLeft = 5;
		});
		RootTraits traits = traits(mask, PX, settings);
		for (String column : List.of("polyline_length_px", "projected_area_px2", "surface_area_px2", "volume_px3")) {
			double whole = value(traits, column);
			assertEquals(whole, sum(traits.bands(), column), 1e-6 * whole, column);
			assertEquals(whole, sum(traits.classes(), column), 1e-6 * whole, column);
		}
		// Roots as they are drawn: cross sections along the lines make up the area of their pixels.
		assertEquals(1, value(traits, "projected_area_px2") / mask.rootPixels(), 0.06);
		assertEquals(value(traits, "tips"), sum(traits.bands(), "tips"));
	}

	@Test
	void settingsAreChecked() {
		assertThrows(IllegalArgumentException.class, () -> with(s -> s.classes = new double[] { 2, 1 }));
		assertThrows(IllegalArgumentException.class, () -> with(s -> s.classes = new double[] { 0 }));
		assertThrows(IllegalArgumentException.class, () -> with(s -> s.bandHeight = -1));
		assertThrows(IllegalArgumentException.class, () -> with(s -> s.top = Double.NaN));
		assertThrows(IllegalArgumentException.class, () -> with(s -> s.slope = 0));
		assertThrows(IllegalArgumentException.class, () -> TraitSettings.classes("0.2, thick"));
		assertEquals(List.of(0.2, 0.5, 1.0), Arrays.stream(TraitSettings.classes(" 0.2, 0.5;1 ")).boxed().toList());
		RootTraits traits = traits(Shapes.draw(10, 1000, (x, y) -> x == 5), PX, with(s -> s.bandHeight = 0.01));
		assertThrows(IllegalArgumentException.class, traits::bands);
	}
}
