// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import static io.github.taproot.roots.skeleton.References.drawn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.CancelledProgress;
import io.github.taproot.progress.Progress;

class SkeletonTest {

	private static final PixelCalibration PX = PixelCalibration.PIXELS;

	private static Skeleton skeleton(String rows) {
		return Skeleton.of(drawn(rows), Progress.NONE);
	}

	@Test
	void aBarIsThinnedToItsMiddleRow() {
		Skeleton skeleton = skeleton("""
			.........
			.#######.
			.#######.
			.#######.
			.........""");
		// The hook at the right end is scikit-image's.
		assertArrayEquals(drawn("""
			.........
			......#..
			.#####...
			.........
			.........""").pixels(), skeleton.toMask().pixels());
		assertEquals(6, skeleton.pixelCount());
		assertEquals(new Links(4, 0, 1), skeleton.links());
		assertEquals(Math.hypot(1, 3) + 2, skeleton.links().kimuraLength(PX), 1e-12);
	}

	@ParameterizedTest
	@ValueSource(strings = { "#", ".", "########", "# # # #", "#... .#.. ..#. ...#", "...# ..#. .#.. #..." })
	void thinLinesStayAsTheyAre(String rows) {
		assertArrayEquals(drawn(rows).pixels(), skeleton(rows).toMask().pixels());
	}

	@Test
	void theCornerOfAStaircaseGoes() {
		assertArrayEquals(drawn("##.. ..#. ...#").pixels(), skeleton("###. ..#. ...#").toMask().pixels());
	}

	@Test
	void aDiagonalOfEvenThicknessCanShrinkToAPoint() {
		assertEquals(1, skeleton("##.... .##... ..##.. ...##. ....## .....#").pixelCount());
		assertEquals(6, skeleton("#..... ##.... .##... ..##.. ...##. ....##").pixelCount());
	}

	@Test
	void anEmptyMaskHasNoLength() {
		Skeleton skeleton = Skeleton.of(new Mask(7, 5), Progress.NONE);
		assertEquals(0, skeleton.pixelCount());
		assertEquals(new Links(0, 0, 0), skeleton.links());
		assertEquals(0, skeleton.links().kimuraLength(PX));
		assertEquals(0, Branch.length(skeleton.branches(), PX));
		assertTrue(skeleton.branches().isEmpty());
	}

	@Test
	void theMaskIsNotChanged() {
		Mask mask = drawn("#### #### ####");
		byte[] before = mask.pixels().clone();
		Skeleton.of(mask, Progress.NONE);
		assertArrayEquals(before, mask.pixels());
	}

	@Test
	void everyDiagonalPairCountsAsALink() {
		Skeleton cross = skeleton("..#.. ..#.. ##### ..#.. ..#..");
		assertEquals(new Links(4, 4, 4), cross.links());
		assertEquals(8, Branch.length(cross.branches(), PX), 1e-12, "but is not followed where the middle joins it");
		assertEquals(4, cross.branches().size());
	}

	@Test
	void kimuraOnPaper() {
		assertEquals(Math.hypot(3, 5) + 2, new Links(4, 0, 3).kimuraLength(PX), 1e-12);
		assertEquals(Math.hypot(3, 5) + 2, new Links(3, 1, 3).kimuraLength(PX), 1e-12);
		assertEquals(0.1 * (Math.hypot(3, 5) + 2), new Links(1, 3, 3).kimuraLength(PixelCalibration.millimetres(0.1)),
			1e-12);
	}

	@Test
	void pixelsNeedNotBeSquare() {
		PixelCalibration tall = new PixelCalibration(3, 4, "mm");
		assertLengths(12, skeleton("#####"), tall);
		assertLengths(16, skeleton("# # # # #"), tall);
		assertLengths(20, skeleton("#.... .#... ..#.. ...#. ....#"), tall);
	}

	private static void assertLengths(double expected, Skeleton skeleton, PixelCalibration calibration) {
		assertEquals(expected, skeleton.links().kimuraLength(calibration), 1e-12);
		assertEquals(expected, Branch.length(skeleton.branches(), calibration), 1e-12);
	}

	@Test
	void aJunctionDividesBranchesAndARingIsClosed() {
		List<Branch> branches = skeleton("""
			#...#....#..
			.#.#....#.#.
			..#......#..
			..#.........
			..#.........""").branches();
		assertEquals(4, branches.size());
		assertEquals(List.of(3, 3, 3, 5), branches.stream().map(b -> b.x().length).sorted().toList());
		Branch ring = branches.stream().filter(Branch::closed).findFirst().orElseThrow();
		assertEquals(ring.x()[0], ring.x()[4]);
		assertEquals(4 * Math.sqrt(2), ring.smoothedLength(PX, 0), 1e-12);
	}

	@Test
	void smoothingKeepsTheEndsAndTakesTheMean() {
		Branch step = new Branch(new int[] { 0, 1, 2, 3 }, new int[] { 0, 0, 1, 1 }, false);
		// Rows become 0, 1/3, 2/3, 1, on the straight line between the ends.
		assertEquals(Math.sqrt(10), step.smoothedLength(PX, 1), 1e-12);
		assertEquals(2 + Math.sqrt(2), step.smoothedLength(PX, 0), 1e-12);
		Branch square = new Branch(new int[] { 0, 1, 1, 0, 0 }, new int[] { 0, 0, 1, 1, 0 }, true);
		// The mean of three corners lies a sixth of the diagonal from the middle, a third of where it was.
		assertEquals(4 / 3., square.smoothedLength(PX, 1), 1e-12);
	}

	@Test
	void cancellingStopsTheThinning() {
		Progress cancelled = CancelledProgress.AT_ONCE;
		assertThrows(CancellationException.class, () -> Skeleton.of(drawn("### ### ###"), cancelled));
	}

	@Test
	void skeletonsAndLengthsAreTheReferences() throws Exception {
		Path folder = References.shared("reference/skeleton");
		for (String line : Files.readAllLines(folder.resolve("lengths.csv")).subList(1, 10)) {
			String[] row = line.split(",");
			Skeleton skeleton = Skeleton.of(References.mask(folder.resolve(row[0] + "-mask.png")), Progress.NONE);
			Mask expected = References.mask(folder.resolve(row[0] + "-skeleton.png"));
			assertTrue(Arrays.equals(expected.pixels(), skeleton.toMask().pixels()), row[0]);
			Links links = skeleton.links();
			assertEquals(Integer.parseInt(row[1]), skeleton.pixelCount(), row[0]);
			assertEquals(Long.parseLong(row[2]), links.orthogonal(), row[0]);
			assertEquals(Long.parseLong(row[3]), links.diagonal(), row[0]);
			assertEquals(Double.parseDouble(row[4]), links.kimuraLength(PX), 5.1e-5, row[0]);
		}
	}

	@ParameterizedTest
	@CsvSource({ "PD_T088_L004_13.11.18_091057_015, 5418, 5937", "PD_T088_L004_17.10.18_140056_014, 5411, 5923" })
	void lengthsOfRealRootsAreThoseOfRootDetector(String name, double pixels, double kimura) throws Exception {
		Path file = References.shared("data/rootdetector/" + name + ".segmentation.png");
		Skeleton skeleton = Skeleton.of(References.mask(file), Progress.NONE);
		System.out.printf("%s: %d px, Kimura %.1f px, polyline %.1f px%n", name, skeleton.pixelCount(),
			skeleton.links().kimuraLength(PX), Branch.length(skeleton.branches(), PX));
		assertEquals(pixels, skeleton.pixelCount(), 0.005 * pixels);
		assertEquals(kimura, skeleton.links().kimuraLength(PX), 0.01 * kimura);
	}
}
