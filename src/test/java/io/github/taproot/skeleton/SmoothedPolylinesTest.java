package io.github.taproot.skeleton;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.Mask;

class SmoothedPolylinesTest {

	private static double length(String drawing) {
		return SmoothedPolylines.length(DrawnMask.of(drawing), 1, 1);
	}

	@Test
	void measuresStraightLinesBetweenTheirEnds() {
		assertEquals(0, SmoothedPolylines.length(new Mask(4, 3), 1, 1));
		assertEquals(0, length("#"));
		assertEquals(11, length("############"), 1e-12);
		assertEquals(3, length("#\n#\n#\n#"), 1e-12);
		assertEquals(3 * Math.sqrt(2), length("""
			#...
			.#..
			..#.
			...#
			"""), 1e-12);
	}

	@Test
	void measuresEveryBranchOnce() {
		assertEquals(8, length("""
			..#..
			..#..
			#####
			..#..
			..#..
			"""), 1e-12);
		assertEquals(3 + 4 * Math.sqrt(2), length("""
			#...#
			.#.#.
			..#..
			..#..
			..#..
			..#..
			"""), 1e-12);
	}

	/** Its ends stay and the pixel between them moves to a third of the way from the straight line. */
	@Test
	void smoothsSteps() {
		assertEquals(2 * Math.hypot(1, 1.0 / 3), length("""
			.#.
			#.#
			"""), 1e-12);
	}

	/** Every average of a loop of 8 pixels around a square takes 7 of them and leaves out the opposite one. */
	@Test
	void smoothsLoopsAllAround() {
		assertEquals(8.0 / 7, length("""
			###
			#.#
			###
			"""), 1e-12);
	}

	@Test
	void respectsPixelsThatAreNotSquare() {
		assertEquals(3 * 0.5, SmoothedPolylines.length(DrawnMask.of("####"), 0.5, 2), 1e-12);
		assertEquals(3 * 2, SmoothedPolylines.length(DrawnMask.of("#\n#\n#\n#"), 0.5, 2), 1e-12);
		assertEquals(2 * Math.hypot(3, 4), SmoothedPolylines.length(DrawnMask.of("#..\n.#.\n..#"), 3, 4), 1e-12);
	}
}
