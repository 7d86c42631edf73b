// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import static io.github.taproot.roots.skeleton.References.drawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.SkeletonGraph.Edge;
import io.github.taproot.roots.skeleton.SkeletonGraph.Node;

class SkeletonGraphTest {

	private static SkeletonGraph graph(Mask mask, double shortest, boolean byRadius) {
		return SkeletonGraph.of(mask, Skeleton.of(mask, Progress.NONE), shortest, byRadius, Progress.NONE);
	}

	private static void assertCounts(int junctions, int tips, int branches, int loops, SkeletonGraph graph) {
		assertCounts(junctions, tips, branches, loops, graph, "");
	}

	private static void assertCounts(int junctions, int tips, int branches, int loops, SkeletonGraph graph,
		String what)
	{
		String counts = graph.nodes().stream().filter(Node::isJunction).count() + " junctions, " +
			graph.nodes().stream().filter(Node::isTip).count() + " tips, " +
			graph.edges().stream().filter(edge -> !edge.isWithinNode()).count() + " branches, " +
			graph.loops() + " loops";
		assertEquals(junctions + " junctions, " + tips + " tips, " + branches + " branches, " + loops +
			" loops", counts, what);
	}

	@Test
	void thinLinesOnPaper() {
		assertCounts(0, 0, 0, 0, graph(new Mask(4, 4), 0, true));
		assertCounts(0, 0, 0, 0, graph(drawn("... .#. ..."), 0, true));
		assertCounts(0, 2, 1, 0, graph(drawn("#####"), 0, true));
		assertCounts(1, 4, 4, 0, graph(drawn("..#.. ..#.. ##### ..#.. ..#.."), 0, true));
		assertCounts(1, 3, 3, 0, graph(drawn("##### ..#.. ..#.. ..#.."), 0, true));
		assertCounts(0, 0, 1, 1, graph(drawn(".##. #..# #..# .##."), 0, true));
		// A ring on a stem: the loop is a branch from the junction to itself.
		SkeletonGraph ring = graph(drawn("..#.. .#.#. #...# .#.#. ..#.. ..#.. ..#.. ..#.."), 0, true);
		assertCounts(1, 1, 2, 1, ring);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 5, 8, 13, 20 })
	void thickCrossesHaveOneJunctionAndNoSpurs(int width) {
		for (double angle : new double[] { 0, 10, 30, 45 }) {
			double dx = 90 * Math.cos(Math.toRadians(angle));
			double dy = 90 * Math.sin(Math.toRadians(angle));
			Shapes cross = Shapes.line(100.3 - dx, 100.6 - dy, 100.3 + dx, 100.6 + dy, width)
				.and(Shapes.line(100.3 + dy, 100.6 - dx, 100.3 - dy, 100.6 + dx, width));
			assertCounts(1, 4, 4, 0, graph(Shapes.draw(201, 201, cross), 0, true), "cross at " + angle);
			Shapes t = Shapes.line(100.3 - dx, 100.6 - dy, 100.3 + dx, 100.6 + dy, width)
				.and(Shapes.line(100.3, 100.6, 100.3 - dy, 100.6 + dx, width));
			assertCounts(1, 3, 3, 0, graph(Shapes.draw(201, 201, t), 0, true), "T at " + angle);
		}
	}

	@Test
	void spursGoByLengthOrByRadius() {
		// A bar 15 px thick with a bump, 1 px wide, that rises 4 px above it.
		Mask mask = Shapes.draw(120, 60, (x, y) -> x >= 10 && x < 110 && y >= 20 && y < 35 || x == 60 &&
			y >= 16 && y < 20);
		SkeletonGraph all = graph(mask, 0, false);
		assertTrue(all.nodes().stream().anyMatch(Node::isJunction), "the bump is a branch");
		assertCounts(0, 2, 1, 0, graph(mask, 13, false));
		// The bump ends 11 px above the middle, which is more than the radius.
		assertTrue(graph(mask, 0, true).nodes().stream().anyMatch(Node::isJunction));
		Mask lower = Shapes.draw(120, 60, (x, y) -> x >= 10 && x < 110 && y >= 20 && y < 35 || x == 60 && y == 19);
		assertCounts(0, 2, 1, 0, graph(lower, 0, true));
		assertThrows(IllegalArgumentException.class, () -> graph(mask, Double.NaN, true));
	}

	@Test
	void aWholeRootIsNoSpur() {
		assertCounts(0, 2, 1, 0, graph(drawn("..... .###. ....."), 100, true));
		SkeletonGraph star = graph(drawn("..#.. ..#.. ##### ..#.. ..#.."), 100, true);
		assertCounts(0, 2, 1, 0, star);
		assertEquals(5, star.skeleton().pixelCount());
	}

	@Test
	void removingSpursKeepsTheRestToThePixel() {
		Mask comb = drawn("################# .....#..#..#..... .....#..#..#..... .....#..#..#..... .................");
		SkeletonGraph whole = graph(comb, 0, false);
		assertCounts(3, 5, 7, 0, whole);
		SkeletonGraph pruned = graph(comb, 3.5, false);
		assertEquals(17, pruned.skeleton().pixelCount());
		assertCounts(0, 2, 1, 0, pruned);
	}

	@Test
	void edgesKnowTheirJunctionsRadiusAndDiameters() {
		Mask mask = Shapes.draw(120, 120, (x, y) -> y >= 20 && y < 31 || x >= 50 && x < 55 && y >= 20);
		SkeletonGraph graph = graph(mask, 0, true);
		assertCounts(1, 3, 3, 0, graph);
		Node junction = graph.nodes().stream().filter(Node::isJunction).findFirst().orElseThrow();
		assertEquals(52, junction.x(), 1);
		assertEquals(25, junction.y(), 1.5);
		assertEquals(5.5, junction.radius(), 0.6);
		List<Edge> down = graph.edges().stream()
			.filter(edge -> edge.branch().y()[edge.branch().y().length - 1] > 100).toList();
		assertEquals(1, down.size());
		float[] diameters = down.get(0).diameters();
		assertEquals(5, diameters[diameters.length / 2], 1e-4);
	}

	@Test
	void lengthsAreThoseOfTheSkeleton() {
		Mask mask = Shapes.draw(200, 200, Shapes.line(20, 20, 180, 150, 6).and(Shapes.line(20, 150, 180, 30, 9)));
		Skeleton skeleton = Skeleton.of(mask, Progress.NONE);
		SkeletonGraph graph = SkeletonGraph.of(mask, skeleton, 0, false, Progress.NONE);
		assertEquals(Branch.length(skeleton.branches(), PixelCalibration.PIXELS),
			Branch.length(graph.edges().stream().map(Edge::branch).toList(), PixelCalibration.PIXELS), 1e-9);
	}
}
