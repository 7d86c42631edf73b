// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.LineGrid.Lines;
import io.github.taproot.roots.skeleton.Shapes;
import io.github.taproot.table.Quantity;

class LineIntersectionsTest {

	private static final PixelCalibration PX = PixelCalibration.PIXELS;

	private static LineIntersections count(Mask mask, PixelCalibration scale, LineGrid grid) {
		return LineIntersections.of(mask, scale, grid, Progress.NONE);
	}

	private static int count(Mask mask, double square, Lines lines, double offset) {
		return count(mask, PX, new LineGrid(square, true, lines, offset, offset)).points().size();
	}

	private static double value(LineIntersections found, String heading) {
		return found.quantities().stream().filter(q -> q.heading().equals(heading)).map(Quantity::value).findFirst()
			.orElseThrow(() -> new AssertionError("no " + heading));
	}

	@Test
	void linesLieWhereTheyShould() {
		LineGrid grid = new LineGrid(20, true, Lines.BOTH, 5, 0);
		assertArrayEquals(new double[] { 5, 25, 45 }, grid.columns(60, PX));
		assertArrayEquals(new double[] { 20, 40 }, grid.rows(60, PX), "not on the border itself");
		assertArrayEquals(new double[] { 10, 30, 50 }, new LineGrid(20, true, Lines.BOTH, -30, 0).columns(60, PX));
		LineGrid metric = new LineGrid(10, false, Lines.VERTICAL, 0, 0);
		assertArrayEquals(new double[] { 100, 200 }, metric.columns(250, PixelCalibration.millimetres(0.1)));
		assertEquals(0, metric.rows(250, PixelCalibration.millimetres(0.1)).length);
		assertThrows(IllegalArgumentException.class, () -> metric.columns(250, PX));
		assertThrows(IllegalArgumentException.class, () -> new LineGrid(0, true, Lines.BOTH, 0, 0));
		assertThrows(IllegalArgumentException.class, () -> new LineGrid(1e-6, true, Lines.BOTH, 0, 0).columns(100, PX));
	}

	@Test
	void whatIsExcludedHasNeitherRootsNorLinesNorArea() {
		Mask mask = Shapes.draw(50, 200, (x, y) -> x == 20 && y >= 10 && y <= 110);
		// The lower half: of nine level lines, at 20 to 180, four are left, and of two upright ones half.
		Mask excluded = Shapes.draw(50, 200, (x, y) -> y >= 100);
		LineGrid grid = new LineGrid(20, true, Lines.BOTH, 0, 0);
		LineIntersections found = LineIntersections.of(mask, excluded, PX, grid, Progress.NONE);
		assertEquals(4, found.points().size());
		assertEquals(4 * 50 + 2 * 100, found.lineLength());
		assertEquals(Math.PI * 4 * 50 * 100 / (2 * 400), value(found, "newman_length_px"), 1e-9);
		assertThrows(IllegalArgumentException.class,
			() -> LineIntersections.of(mask, new Mask(50, 100), PX, grid, Progress.NONE));
		Mask all = Shapes.draw(50, 200, (x, y) -> true);
		assertThrows(IllegalArgumentException.class, () -> LineIntersections.of(mask, all, PX, grid, Progress.NONE));
	}

	@Test
	void anUprightLineCrossesLevelLinesOnly() {
		// From row 10 to 110; lines at 20, 40, 60, 80, 100.
		Mask mask = Shapes.draw(50, 200, (x, y) -> x == 20 && y >= 10 && y <= 110);
		assertEquals(5, count(mask, 20, Lines.HORIZONTAL, 0));
		assertEquals(5, count(mask, 20, Lines.BOTH, 0));
		assertEquals(0, count(mask, 20, Lines.VERTICAL, 0));
		// Column 20 lies from 20 to 21: a line at 20.5 runs along it, without crossing.
		assertEquals(0, count(mask, 20, Lines.VERTICAL, 0.5));
		for (double offset = 0; offset < 20; offset += 0.25) {
			int expected = 0;
			for (double y = offset; y < 200; y += 20) if (y > 10.5 && y < 110.5) expected++;
			assertEquals(expected, count(mask, 20, Lines.HORIZONTAL, offset), 0.01 + (offset % 20 == 10.5 ? 1 : 0),
				"" + offset);
		}
	}

	/**
	 * Thick, too: a root 700 px long at this angle; not 45 degrees, where thinning can shrink it, as Skeleton tells.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 0, 7, 20, 44, 60, 90, 133, 170 })
	void everyStraightRootCrossesEachLineOnce(int angle) {
		double dx = 350 * Math.cos(Math.toRadians(angle));
		double dy = 350 * Math.sin(Math.toRadians(angle));
		for (int width : new int[] { 1, 3, 7 }) {
			// With its round ends.
			double part = 1 - width / 700.0;
			Mask mask = Shapes.draw(800, 800,
				Shapes.line(400.3 - part * dx, 400.1 - part * dy, 400.3 + part * dx, 400.1 + part * dy, width));
			for (double square : new double[] { 10, 33.3, 80 }) {
				double across = expected(Math.abs(dx), square);
				double down = expected(Math.abs(dy), square);
				// A root that ends at a line or runs along one may have it or not.
				assertEquals(across, count(mask, square, Lines.VERTICAL, 0), 1, width + " " + square);
				assertEquals(down, count(mask, square, Lines.HORIZONTAL, 0), 1, width + " " + square);
			}
		}
	}

	private static int expected(double half, double square) {
		int count = 0;
		for (double place = square; place < 800; place += square) if (Math.abs(place - 400.8) < half) count++;
		return count;
	}

	@Test
	void aRootThatWaversAlongALineCrossesItOnce() {
		Mask mask = Shapes.draw(300, 60, (x, y) -> y == (x < 60 ? 20 : x > 240 ? 40 : 30 - x / 7 % 2) || x == 60 &&
			y >= 20 && y <= 30 ||
			x == 240 && y >= 30 && y <= 40);
		assertEquals(1, count(mask, 1000, Lines.HORIZONTAL, 30));
	}

	@Test
	void aRootThatComesBackCrossesTwice() {
		Mask mask = Shapes.draw(200, 200, (x, y) -> Math.abs(Math.hypot(x - 100, y - 100) - 60) <= 2);
		assertEquals(2, count(mask, 1000, Lines.HORIZONTAL, 100.3));
		assertEquals(2, count(mask, 1000, Lines.HORIZONTAL, 60));
		assertEquals(0, count(mask, 1000, Lines.HORIZONTAL, 30));
		assertEquals(4, count(mask, 1000, Lines.BOTH, 100.3));
	}

	@Test
	void crossingsAtJunctionsCountEachRootOnce() {
		// Two roots cross in the middle; a line through the middle and one below.
		Mask mask = Shapes.draw(200, 200, Shapes.line(40, 40, 160, 160, 5).and(Shapes.line(40, 160, 160, 40, 5)));
		assertEquals(2, count(mask, 1000, Lines.HORIZONTAL, 130));
		assertEquals(2, count(mask, 1000, Lines.HORIZONTAL, 100.2), 1);
	}

	@Test
	void numbersOnPaper() {
		// 100 px of 0.5 mm: five crossings with level lines 10 mm apart in an image of 25 mm x 100 mm.
		Mask mask = Shapes.draw(50, 200, (x, y) -> x == 20 && y >= 10 && y <= 110);
		LineIntersections found =
			count(mask, PixelCalibration.millimetres(0.5), new LineGrid(10, false, Lines.HORIZONTAL, 0, 0));
		assertEquals(5, value(found, "intersections"));
		assertEquals(9 * 0.025, value(found, "line_length_m"), 1e-12);
		assertEquals(5 / 0.225, value(found, "root_intensity_per_m"), 1e-9);
		assertEquals(Math.PI * 5 * 2500 / (2 * 225), value(found, "newman_length_mm"), 1e-9);
		assertEquals(11 / 7.0 * 5 * 10, value(found, "tennant_length_mm"), 1e-9);
		LineIntersections both =
			count(mask, PixelCalibration.millimetres(0.5), new LineGrid(20, true, Lines.BOTH, 0, 0));
		assertEquals(11 / 14.0 * 5 * 10, value(both, "tennant_length_mm"), 1e-9);
		Exception none = assertThrows(IllegalArgumentException.class,
			() -> count(mask, PixelCalibration.millimetres(0.5), new LineGrid(500, false, Lines.BOTH, 0, 0)));
		assertEquals("No line of the grid lies in the image: the squares have sides of 500.0 mm, the image is 25.0 x " +
			"100.0 mm. Choose smaller squares.", none.getMessage());
	}

	/** Circles run in all directions alike, which both formulas ask for. */
	@ParameterizedTest
	@CsvSource({ "10, BOTH", "20, BOTH", "10, HORIZONTAL", "20, VERTICAL" })
	void lengthsOfCirclesByNewmanAndTennant(double square, Lines lines) {
		Mask mask = Shapes.draw(900, 900, (x, y) -> {
			double r = Math.hypot(x - 450.2, y - 449.6);
			return r < 430 && r > 50 && Math.abs(r % 60 - 30) <= 2;
		});
		double length = 0;
		for (double r = 90; r < 430; r += 60) length += 2 * Math.PI * r;
		LineIntersections found = count(mask, PX, new LineGrid(square, true, lines, 3.7, 6.1));
		assertEquals(1, value(found, "newman_length_px") / length, 0.03);
		assertEquals(1, value(found, "tennant_length_px") / length, 0.03);
	}

	@Test
	void withoutRootsThereAreNone() {
		assertEquals(0, count(new Mask(100, 100), 10, Lines.BOTH, 0));
	}
}
