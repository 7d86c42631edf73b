// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.Random;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.RootChange.Snapshot;
import io.github.taproot.roots.skeleton.References;
import io.github.taproot.roots.skeleton.Shapes;

@Tag("slow")
class RootChangeTest {

	private static final PixelCalibration MM = PixelCalibration.millimetres(0.1);

	private static RootChange change(Mask earlier, Mask later, boolean isAligned) {
		return RootChange.of(new Snapshot(earlier), new Snapshot(later), MM, 3, isAligned, Progress.NONE);
	}

	private static int count(RootChange change, byte kind) {
		int count = 0;
		for (byte pixel : change.picture()) if (pixel == kind) count++;
		return count;
	}

	@Test
	void aRootThatGrowsAndOneThatDies() {
		// Thin lines: the first grows from 100 to 160 px, the second of 80 px goes, the third of 50 px comes.
		Mask earlier = Shapes.draw(300, 200, (x, y) -> y == 20 && x >= 10 && x <= 110 || y == 60 && x >= 10 && x <= 90);
		Mask later = Shapes.draw(300, 200, (x, y) -> y == 20 && x >= 10 && x <= 170 || y == 100 && x >= 10 && x <= 60);
		RootChange change = change(earlier, later, false);
		assertEquals(18, change.earlier(), 0.051);
		assertEquals(21, change.later(), 0.051);
		assertEquals(10, change.persisting(), 0.11);
		assertEquals(11, change.grown(), 0.11);
		assertEquals(8, change.lost(), 0.11);
		assertAddsUp(change);
		assertEquals(81, count(change, RootChange.LOST));
		assertEquals(161 + 51, count(change, RootChange.PERSISTING) + count(change, RootChange.NEW));
		assertEquals(51 + 60, count(change, RootChange.NEW), 4);
		assertTrue(Double.isNaN(change.certainty()));
	}

	@Test
	void whatOneImageHidesIsNeitherNewNorLost() {
		Mask earlier = Shapes.draw(300, 200, (x, y) -> y == 20 && x >= 10 && x <= 110 || y == 60 && x >= 10 && x <= 90);
		Mask later = Shapes.draw(300, 200, (x, y) -> y == 20 && x >= 10 && x <= 170);
		// The later image hides the second root, the earlier one the right half, into which the first has grown.
		Mask hidden = Shapes.draw(300, 200, (x, y) -> y > 50);
		Mask right = Shapes.draw(300, 200, (x, y) -> x >= 150);
		RootChange change =
			RootChange.of(new Snapshot(earlier, right, null), new Snapshot(later, hidden, null), MM, 3, false,
				Progress.NONE);
		assertEquals(0, change.lost());
		// From 110 to 149: the earlier image shows nothing right of it.
		assertEquals(3.9, change.grown(), 0.11);
		assertEquals(13.9, change.later(), 0.11);
		assertEquals(2.1, change.laterOutside(), 0.11);
		assertEquals(8, change.earlierOutside(), 1e-9);
		assertAddsUp(change);
		assertEquals(0, count(change, RootChange.LOST));
		assertThrows(IllegalArgumentException.class, () -> RootChange.of(new Snapshot(earlier, new Mask(2, 2), null),
			new Snapshot(later), MM, 3, false, Progress.NONE));
	}

	@Test
	void thickeningIsNoGrowthInLength() {
		Mask earlier = Shapes.draw(300, 100, Shapes.line(20, 50, 280, 50, 5));
		Mask later = Shapes.draw(300, 100, Shapes.line(20, 51, 280, 51, 9));
		RootChange change = change(earlier, later, false);
		// In mm, of 26.
		assertEquals(0, change.lost(), 0.03);
		assertEquals(0, change.grown(), 0.03);
	}

	private static void assertAddsUp(RootChange change) {
		assertEquals(change.earlier(), change.persisting() + change.lost(), 1e-9);
		assertEquals(change.later(), change.persisting() + change.grown(), 1e-9);
		assertTrue(change.lost() >= 0 && change.grown() >= 0);
	}

	/**
	 * 22 roots from 90 to 180 px long, none of which touches another, turned and zoomed about the middle of 1300x1300
	 * pixels.
	 */
	private static Mask roots(double grown, double width, double rotation, double scale, double dx, double dy) {
		Mask mask = new Mask(1300, 1300);
		double cos = scale * Math.cos(Math.toRadians(rotation));
		double sin = scale * Math.sin(Math.toRadians(rotation));
		for (int i = 0; i < 22; i++) {
			double angle = Math.toRadians(43 + 29 * (i / 6) + i % 6 * 2);
			double length = 90 + 37 * i % 90 + grown;
			double x = i % 6 * 140 - 350;
			double y = i / 6 * 240 - 480;
			double x1 = x + length * Math.cos(angle);
			double y1 = y + length * Math.sin(angle);
			double left = 650 + dx + cos * x - sin * y;
			double top = 650 + dy + sin * x + cos * y;
			double right = 650 + dx + cos * x1 - sin * y1;
			double bottom = 650 + dy + sin * x1 + cos * y1;
			Shapes root = Shapes.line(left, top, right, bottom, width * scale);
			for (int row = (int) (top - width); row <= bottom + width; row++) {
				for (int column = (int) (Math.min(left, right) - width); column <= Math.max(left, right) +
					width; column++) {
					if (root.contains(column, row)) mask.pixels()[row * 1300 + column] = Mask.ROOT;
				}
			}
		}
		return mask;
	}

	private static RootChange ofPixels(Mask earlier, Mask later, boolean isAligned) {
		return RootChange.of(new Snapshot(earlier), new Snapshot(later), PixelCalibration.PIXELS, 5, isAligned,
			Progress.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "4, 5", "8, 5", "15, 5", "30, 5", "4, 2", "30, 2", "4, 9", "30, 9", "0, 5" })
	void tipsGrowByWhatTheyGrow(double grown, double width) {
		Mask earlier = roots(0, width, 0, 1, 0, 0);
		RootChange change = ofPixels(earlier, roots(grown, width, 0, 1, 0, 0), false);
		assertEquals(22 * grown, change.grown(), 0.05 * 22 * grown);
		assertEquals(0, change.lost(), 0.001 * change.earlier());
		assertAddsUp(change);
		RootChange back = ofPixels(roots(grown, width, 0, 1, 0, 0), earlier, false);
		assertEquals(change.grown(), back.lost(), 1e-6);
		assertEquals(change.persisting(), back.persisting(), 1e-6);
	}

	/** Tips end between pixels, and elsewhere between them on each date. */
	@ParameterizedTest
	@CsvSource({ "5, 1", "3, 0.99", "9, 1.02" })
	void tipsAreFoundWithinAFractionOfAPixel(double width, double scale) {
		for (double grown : new double[] { 4, 15 }) {
			double sum = 0;
			for (double part = 0; part < 1; part += 0.25) {
				Mask earlier = roots(0, width, 0, 1, part, 0.3 - part);
				RootChange change = ofPixels(earlier, roots(grown, width, 0.4, scale, 0.6, 2 * part), true);
				sum += change.grown() / 22 / 4;
				assertEquals(grown, change.grown() / 22, 0.6, change::toString);
				assertEquals(0, change.lost(), 0.005 * change.earlier());
			}
			assertEquals(grown, sum, 0.3, "px a tip");
		}
	}

	@ParameterizedTest
	@CsvSource({ "3, 0", "0, -4", "2, 3" })
	void rootsThatMovedWithinTheTolerancePersist(double dx, double dy) {
		RootChange change = ofPixels(roots(0, 5, 0, 1, 0, 0), roots(0, 5, 0, 1, dx, dy), false);
		assertEquals(0, change.grown(), 0.005 * change.later());
		assertEquals(0, change.lost(), 0.005 * change.earlier());
		assertAddsUp(change);
	}

	/** A main root 21 px wide, and then five laterals, 5 px wide, that reach 60 px beyond its edge. */
	@Test
	void newLateralsBeginAtTheEdgeOfTheirMainRoot() {
		Shapes main = Shapes.line(40, 50, 560, 50, 21);
		Shapes laterals = (x, y) -> false;
		for (int i = 0; i < 5; i++) laterals = laterals.and(Shapes.line(100 + 90 * i, 50, 100 + 90 * i, 118, 5));
		Mask earlier = Shapes.draw(600, 150, main);
		Mask later = Shapes.draw(600, 150, main.and(laterals));
		RootChange change = ofPixels(earlier, later, false);
		// Their rounded ends, which thinning takes away, begin 2.5 px before their tips.
		assertEquals(5 * 57.5, change.grown(), 0.03 * 5 * 57.5);
		assertEquals(0, change.lost(), 0.005 * change.earlier());
		assertAddsUp(change);
		// Where another root is lost, they are still told apart.
		Shapes other = Shapes.line(40, 130, 560, 130, 5);
		RootChange both = ofPixels(Shapes.draw(600, 150, main.and(other)), later, false);
		assertEquals(5 * 57.5, both.grown(), 0.03 * 5 * 57.5);
		assertEquals(520, both.lost(), 0.01 * 520);
		assertAddsUp(both);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1, 0, 0", "-0.5, 1, 25, -14", "3, 0.98, -30, 40", "-2, 1.015, 8, 8", "0, 1.01, 0, 0",
		"0, 1, 60, 30" })
	void turnsAndZoomsAreFound(double rotation, double scale, double dx, double dy) {
		Mask earlier = roots(0, 5, 0, 1, 0, 0);
		RootChange change = ofPixels(earlier, roots(15, 5, rotation, scale, dx, dy), true);
		assertEquals(rotation, change.rotation(), 0.12);
		assertEquals(scale, change.scale(), 0.002);
		assertEquals(dx, change.shiftX(), 2);
		assertEquals(dy, change.shiftY(), 2);
		assertTrue(change.fit() > 0.9, change::toString);
		assertEquals(330, change.grown(), 0.03 * 330);
		assertEquals(0, change.lost(), 0.005 * change.earlier());
		assertAddsUp(change);
	}

	@Test
	void unrelatedDatesAreNotOfOnePlace() throws IOException {
		Mask upsideDown = roots(0, 5, 0, 1, 0, 0);
		for (int i = 0, k = 1300 * 1300 - 1; i < k; i++, k--) {
			byte pixel = upsideDown.pixels()[i];
			upsideDown.pixels()[i] = upsideDown.pixels()[k];
			upsideDown.pixels()[k] = pixel;
		}
		assertFalse(ofPixels(roots(0, 5, 0, 1, 0, 0), upsideDown, true).isSamePlace());
		assertTrue(ofPixels(roots(0, 5, 0, 1, 0, 0), upsideDown, false).isSamePlace(), "not asked for");
		assertTrue(ofPixels(roots(0, 5, 0, 1, 0, 0), new Mask(1300, 1300), true).isSamePlace(), "nothing to compare");
	}

	/** Half a pixel at the tip of a short root must not move it along itself. */
	@ParameterizedTest
	@CsvSource({ "30, 55", "55, 80", "80, 255" })
	void aShortRootThatGrowsStaysWhereItIs(int before, int after) {
		Mask earlier = Shapes.draw(400, 300, (x, y) -> x >= 198 && x < 203 && y >= 5 && y < before);
		Mask later = Shapes.draw(400, 300, (x, y) -> x >= 198 && x < 203 && y >= 5 && y < after);
		RootChange change = ofPixels(earlier, later, true);
		assertEquals(0, change.shiftY());
		assertEquals(after - before, change.grown(), 1.5);
		assertEquals(0, change.lost(), 0.5);
	}

	/** A root that grows downwards fits a root that was moved downwards just as well. */
	@Test
	void growthIsNoShift() {
		Mask earlier = Shapes.draw(200, 300, Shapes.line(100, 20, 104, 80, 5));
		Mask later = Shapes.draw(200, 300, Shapes.line(100, 20, 112, 200, 5));
		RootChange change = ofPixels(earlier, later, true);
		assertEquals("0 0", change.shiftX() + " " + change.shiftY());
		assertEquals(Math.hypot(8, 120), change.grown(), 2);
	}

	@Test
	void rootsOfAWindowThatOnlyGrow() throws IOException {
		String folder = "cases/growth-order/masks/box3_day";
		String[] days = { "1", "2", "3", "10" };
		double[] expected = { 25, 25, 175 };
		for (int i = 0; i < 3; i++) {
			Mask earlier = References.mask(References.shared(folder + days[i] + ".png"));
			Mask later = References.mask(References.shared(folder + days[i + 1] + ".png"));
			RootChange change = ofPixels(earlier, later, false);
			assertEquals(expected[i], change.grown(), 0.05 * expected[i]);
			assertEquals(0, change.lost(), 0.01);
			assertAddsUp(change);
		}
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "7, -12", "-60, 33", "100, 80" })
	void masksAreAligned(int dx, int dy) {
		Shapes network = Shapes.line(100, 40, 220, 380, 6).and(Shapes.line(130, 120, 330, 260, 4))
			.and(Shapes.line(180, 250, 60, 350, 3)).and(Shapes.line(300, 60, 360, 330, 5));
		Mask earlier = Shapes.draw(420, 420, network);
		Mask later = Shapes.draw(420, 420, (x, y) -> network.contains(x - dx, y - dy) ||
			Shapes.line(250, 100, 290, 180, 4).contains(x - dx, y - dy));
		RootChange change = change(earlier, later, true);
		assertEquals(dx + " " + dy, change.shiftX() + " " + change.shiftY());
		assertTrue(change.certainty() > 1.5, "" + change.certainty());
		assertEquals(8.9, change.grown(), 1.5);
		assertEquals(0, change.lost(), 0.5);
	}

	@Test
	void largePhotographsAreAlignedToThePixel() {
		int width = 1500;
		int height = 1100;
		Random random = new Random(1);
		float[] scene = new float[1700 * 1300];
		for (int i = 0; i < scene.length; i++) scene[i] = random.nextFloat();
		// Soil has texture at all sizes.
		for (int k = 0; k < 3; k++) {
			for (int i = 1; i < scene.length; i++) scene[i] = 0.7f * scene[i - 1] + 0.3f * scene[i];
		}
		float[] earlier = new float[width * height];
		float[] later = new float[width * height];
		for (int i = 0; i < earlier.length; i++) {
			earlier[i] = scene[(i / width + 100) * 1700 + i % width + 100] + 0.05f * random.nextFloat();
			// Content of the later one lies 37 px further right and 58 px further up.
			later[i] = 2 * scene[(i / width + 158) * 1700 + i % width + 63] + 5;
		}
		PhaseCorrelation found = PhaseCorrelation.of(earlier, width, later, width);
		assertEquals("37 -58", found.x() + " " + found.y());
		assertTrue(found.certainty() > 2, found::toString);
	}

	@Test
	void unrelatedImagesAreUncertainAndFlatOnesStay() {
		Random random = new Random(2);
		float[] a = new float[200 * 200];
		float[] b = new float[200 * 200];
		for (int i = 0; i < a.length; i++) {
			a[i] = random.nextFloat();
			b[i] = random.nextFloat();
		}
		assertTrue(PhaseCorrelation.of(a, 200, b, 200).certainty() < 1.5);
		assertEquals(new PhaseCorrelation(0, 0, 1), PhaseCorrelation.of(a, 200, new float[200 * 200], 200));
		assertEquals(new PhaseCorrelation(0, 0, 1), PhaseCorrelation.of(new float[1], 1, new float[1], 1));
	}

	@Test
	void theTransformOnPaper() {
		double[] re = { 1, 2, 3, 4 };
		double[] im = new double[4];
		PhaseCorrelation.transform(re, im, re.length, 1, false);
		assertArrayEquals(new double[] { 10, -2, -2, -2 }, re, 1e-12);
		assertArrayEquals(new double[] { 0, 2, 0, -2 }, im, 1e-12);
	}

	@Test
	void whatTheOtherImageDoesNotShowIsNeither() {
		Mask earlier = Shapes.draw(100, 100, (x, y) -> y == 20 && x <= 50);
		Mask later = Shapes.draw(200, 100, (x, y) -> y == 20 && x <= 50 || y == 60 && x >= 110);
		RootChange change = change(earlier, later, false);
		assertEquals(0, change.grown());
		assertEquals(5, change.persisting(), 1e-9);
		assertEquals(5, change.later(), 1e-9);
		assertEquals(8.9, change.laterOutside(), 1e-9);
		assertEquals(0, change(new Mask(5, 5), new Mask(5, 5), true).later());
		assertThrows(IllegalArgumentException.class,
			() -> RootChange.of(new Snapshot(earlier), new Snapshot(later), MM, -1, false, Progress.NONE));
	}

	/** One window on two dates: masks and photographs must tell the same shift, which neither knows of the other. */
	@Test
	void masksAndPhotographsOfRealRootsAgree() throws IOException {
		String folder = "data/rootdetector/";
		String first = "PD_T088_L004_17.10.18_140056_014";
		String second = "PD_T088_L004_13.11.18_091057_015";
		Mask earlier = References.mask(References.shared(folder + first + ".segmentation.png"));
		Mask later = References.mask(References.shared(folder + second + ".segmentation.png"));
		RootChange byMasks = ofPixels(earlier, later, true);
		RootChange byPhotographs = RootChange.of(new Snapshot(earlier, null, red(folder + first + ".tif")),
			new Snapshot(later, null, red(folder + second + ".tif")), PixelCalibration.PIXELS, 5, true, Progress.NONE);
		System.out.println(byMasks.quantities());
		assertEquals(byPhotographs.shiftX(), byMasks.shiftX(), 3);
		assertEquals(byPhotographs.shiftY(), byMasks.shiftY(), 3);
		assertTrue(Math.hypot(byMasks.shiftX(), byMasks.shiftY()) > 20, "they are moved");
		assertTrue(byMasks.certainty() > 2 && byPhotographs.certainty() > 2);
		assertEquals(byPhotographs.persisting(), byMasks.persisting(), 0.02 * byMasks.persisting());
		RootChange notAligned = ofPixels(earlier, later, false);
		assertTrue(notAligned.persisting() < 0.7 * byMasks.persisting(), "without alignment most would be new");
	}

	private static float[] red(String path) throws IOException {
		Raster raster = ImageIO.read(References.shared(path).toFile()).getRaster();
		return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (float[]) null);
	}
}
