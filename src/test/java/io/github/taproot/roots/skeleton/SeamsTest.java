// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.taproot.image.Mask;
import io.github.taproot.progress.Progress;

/** Two roots side by side are two roots, also where the soil between them is a broken line. */
class SeamsTest {

	/** Two roots of 300 px from end to end, at every third degree. */
	@ParameterizedTest
	@CsvSource({ "4, 1", "5, 1", "9, 1", "20, 1", "5, 1.5", "9, 1.5", "9, 2" })
	void lengthsOfRootsSideBySide(double width, double gap) {
		double worst = 0;
		for (int angle = 0; angle < 180; angle += 3) {
			double cos = Math.cos(Math.toRadians(angle));
			double sin = Math.sin(Math.toRadians(angle));
			double aside = (width + gap) / 2;
			double half = 150 - width / 2;
			Shapes both = (x, y) -> false;
			for (int side = -1; side <= 1; side += 2) {
				double x = 180.3 - side * aside * sin;
				double y = 180.1 + side * aside * cos;
				both = both.and(Shapes.line(x - half * cos, y - half * sin, x + half * cos, y + half * sin, width));
			}
			Mask mask = Shapes.draw(360, 360, both);
			SkeletonGraph graph = SkeletonGraph.of(mask, Skeleton.complete(mask, Progress.NONE), 0, true,
				Progress.NONE);
			double length = 0;
			for (SkeletonGraph.Edge edge : graph.edges()) {
				double[][] points = edge.branch().points();
				for (int i = 1; i < points[0].length; i++) {
					length += Math.hypot(points[0][i] - points[0][i - 1], points[1][i] - points[1][i - 1]);
				}
			}
			worst = Math.max(worst, Math.abs(length / 600 - 1));
			assertEquals(600, length, 0.05 * 600, angle + " degrees");
		}
		System.out.printf("%.0f px wide, %.1f px apart: at most %.1f %% off%n", width, gap, 100 * worst);
	}

	@Test
	void holesAndNotchesOfOneRootAreLeft() {
		Shapes root = Shapes.line(20, 40, 180, 60, 9);
		Mask holes = Shapes.draw(200, 100, (x, y) -> root.contains(x, y) && !(x % 40 < 3 && Math.abs(y - 50) < 3));
		assertSame(holes, Seams.opened(holes));
	}
}
