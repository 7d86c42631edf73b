package io.github.taproot.skeleton;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.taproot.image.Mask;

class SkeletonLinksTest {

	@Test
	void countsSidesAndCorners() {
		assertEquals(new SkeletonLinks(2, 2), SkeletonLinks.of(DrawnMask.of("""
			#....
			.#...
			..###
			""")));
		assertEquals(new SkeletonLinks(2, 1), SkeletonLinks.of(DrawnMask.of("""
			##
			.#
			""")), "at a corner all three");
		assertEquals(new SkeletonLinks(0, 0), SkeletonLinks.of(new Mask(1, 1)));
		assertEquals(new SkeletonLinks(0, 0), SkeletonLinks.of(DrawnMask.of("#")));
		assertEquals(new SkeletonLinks(3, 0), SkeletonLinks.of(DrawnMask.of("#\n#\n#\n#")));
	}

	@Test
	void givesKimurasLength() {
		assertEquals(0, new SkeletonLinks(0, 0).kimuraLength());
		assertEquals(10, new SkeletonLinks(10, 0).kimuraLength());
		assertEquals(10 * Math.sqrt(2), new SkeletonLinks(0, 10).kimuraLength(), 1e-12);
		assertEquals(6, new SkeletonLinks(2, 3).kimuraLength(), 1e-12, "a triangle of sides 3, 4 and 5, and 1");
	}

	/** The rows of {@code reference/skeleton/lengths.csv}. */
	@ParameterizedTest
	@CsvSource({ "segroot-3,5706,3676,2036,6214.4337", "segroot-12,5001,3325,1675,5396.7377",
		"segroot-30,3934,2542,1407,4296.1170", "disc,1,0,0,0", "ring,424,256,168,468.3528", "frame,593,590,2,592.0067",
		"noise,12792,9077,8204,19693.5956", "full,19,17,1,18.0525", "empty,0,0,0,0" })
	void equalsReference(String name, long pixels, long orthogonal, long diagonal, double kimura) {
		Mask skeleton = ReferenceMasks.read("reference/skeleton/" + name + "-skeleton.png");
		assertEquals(pixels, skeleton.rootPixels());
		SkeletonLinks links = SkeletonLinks.of(skeleton);
		assertEquals(new SkeletonLinks(orthogonal, diagonal), links);
		assertEquals(kimura, links.kimuraLength(), 5.1e-5);
	}
}
