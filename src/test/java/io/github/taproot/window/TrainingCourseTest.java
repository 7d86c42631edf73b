// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TrainingCourseTest {

	private static final String FLATTERY = " Scores on strokes are higher than on whole photographs.";

	private final TrainingCourse course = new TrainingCourse();

	@Test
	void beforeTheFirstValidationThereIsNoScore() {
		assertEquals("Trained for 1 min. The first score follows the first validation.", course.text(0.7));
	}

	@Test
	void whatGetsBetterIsSaidToDoSo() {
		course.scored(1, 0.41);
		course.kept(1, 0.41, "14:05");
		assertEquals("Trained for 2 min. Score on your validation strokes: 0.41. It is improving." + FLATTERY,
			course.text(2));
		course.scored(3, 0.52);
		course.kept(3, 0.52, "14:07");
		assertArrayEquals(new double[] { 1, 3 }, course.points()[0]);
		assertArrayEquals(new double[] { 0.41, 0.52 }, course.points()[1]);
	}

	@Test
	void aNewerModelThatIsNotBetterIsNamed() {
		course.scored(1, 0.52);
		course.kept(1, 0.52, "14:05");
		course.scored(3, 0.48);
		course.kept(3, 0.52, "");
		assertTrue(course.text(4)
			.contains("Score on your validation strokes: 0.48 (best 0.52, saved 14:05). It is improving."),
				course.text(4));
		assertTrue(course.text(8).contains("No better for 7 min: paint where cyan is wrong"), course.text(8));
	}

	@Test
	void theModelOfAnEarlierSessionIsTheBestUntilThereIsABetterOne() {
		course.scored(10, 0.42);
		course.kept(10, 0.476, "");
		assertTrue(course.text(11)
			.contains("Score on your validation strokes: 0.42 (best 0.48)."),
			course.text(11));
	}

	@Test
	void theBestModelIsJudgedAgainWhereMoreIsPainted() {
		course.scored(1, 0.9);
		course.kept(1, 0.9, "14:05");
		course.scored(2, 0.5);
		course.kept(2, 0.45, "");
		course.kept(2, 0.5, "14:06");
		assertTrue(course.text(2).contains("Score on your validation strokes: 0.50. It is"), course.text(2));
	}
}
