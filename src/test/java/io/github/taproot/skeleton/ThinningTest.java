package io.github.taproot.skeleton;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.taproot.image.Mask;

class ThinningTest {

	private static void assertSkeleton(String expected, String mask) {
		assertEquals(expected, DrawnMask.text(Thinning.skeleton(DrawnMask.of(mask))));
	}

	/** With the hook and the even width's upper row that scikit-image's skeletons of these have too. */
	@Test
	void thinsBarsToLines() {
		assertSkeleton("""
			.......
			....#..
			.###...
			.......
			.......
			""", """
			.......
			.#####.
			.#####.
			.#####.
			.......
			""");
		assertSkeleton("""
			....
			.##.
			....
			....
			""", """
			....
			.##.
			.##.
			....
			""");
	}

	@Test
	void keepsLinesAndTakesTheCornersOfStaircases() {
		String line = """
			#....
			.#...
			..###
			""";
		assertSkeleton(line, line);
		assertSkeleton("""
			#....
			.#...
			..#..
			...#.
			""", """
			#....
			##...
			.##..
			..##.
			""");
	}

	@Test
	void treatsWhatLiesBeyondTheImageAsSoil() {
		for (String line : new String[] { "#\n", ".\n", "####\n", "#\n#\n#\n", ".\n#\n#\n" }) assertSkeleton(line, line);
		Mask full = new Mask(80, 64);
		Arrays.fill(full.pixels(), Mask.ROOT);
		assertEquals(19, Thinning.skeleton(full).rootPixels());
		assertEquals(0, Thinning.skeleton(new Mask(80, 64)).rootPixels());
	}

	@ParameterizedTest
	@ValueSource(strings = { "segroot-3", "segroot-12", "segroot-30", "disc", "ring", "frame", "noise", "full", "empty" })
	void equalsScikitImagePixelByPixel(String name) {
		Mask skeleton = Thinning.skeleton(ReferenceMasks.read("reference/skeleton/" + name + "-mask.png"));
		assertArrayEquals(ReferenceMasks.read("reference/skeleton/" + name + "-skeleton.png").pixels(), skeleton.pixels());
	}
}
