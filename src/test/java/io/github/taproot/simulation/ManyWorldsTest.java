// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import io.github.taproot.image.Mask;
import io.github.taproot.progress.Progress;

class ManyWorldsTest {

	private static final int SIDE = 200;
	private static final SimulationSettings MANY = SimulationSettings.of(SIDE, SIDE, 11).in(Worlds.MANY);

	/** The pictures of the version before there were many worlds, of which trained models know. */
	@Test
	void soybeanIsAsItWas() {
		int[][] cases = { { 150, 300, 42, 0, -1089202292 }, { 150, 300, 42, 3, 1694375027 },
			{ 512, 400, 7, 1, 1208777646 } };
		for (int[] one : cases) {
			SimulationSettings settings = SimulationSettings.of(one[0], one[1], one[2]);
			assertEquals(one[4], hash(RhizotronSimulator.simulate(settings, one[3])));
		}
	}

	@Test
	void samePhotographWhateverTheOrder() {
		int[] forwards = IntStream.range(0, 8).map(i -> hash(RhizotronSimulator.simulate(MANY, i))).toArray();
		int[] together = IntStream.range(0, 8).parallel()
			.map(i -> hash(RhizotronSimulator.simulate(MANY, 7 - i))).toArray();
		for (int i = 0; i < 8; i++) assertEquals(forwards[i], together[7 - i]);
		assertEquals(8, Arrays.stream(forwards).distinct().count());
	}

	/** Some photographs are of bare soil, whatever their size; most have roots. */
	@Test
	void anySizeHasRoots() {
		int bare = 0;
		for (int[] size : new int[][] { { 64, 64 }, { 16, 500 }, { 301, 129 }, { 20, 16 } }) {
			for (int i = 0; i < 25; i++) {
				SimulatedPhotograph simulated = RhizotronSimulator.simulate(
					SimulationSettings.of(size[0], size[1], 3).in(Worlds.MANY), i);
				assertArrayEquals(size, new int[] { simulated.photograph().width(), simulated.photograph().height() });
				assertArrayEquals(size, new int[] { simulated.mask().width(), simulated.mask().height() });
				assertEquals(simulated.rootCount() > 0, simulated.rootLengthPx() > 0);
				if (simulated.rootCount() == 0) {
					bare++;
					assertEquals(0, simulated.mask().rootPixels());
				}
			}
		}
		assertTrue(bare >= 2 && bare <= 20, bare + " of 100 without roots");
	}

	/** Roots end where the tube's edge, tape or a label covers them, in the mask as in the length. */
	@Test
	void whatIsCoveredIsNoRoot() {
		int covered = 0;
		for (int index = 0; index < 40; index++) {
			WorldSimulator simulator = new WorldSimulator(MANY, new Random(index));
			Mask mask = simulator.simulate(Progress.NONE).mask();
			for (int p = 0; p < SIDE * SIDE; p++) {
				if (simulator.frame().free(p % SIDE + 0.5f, p / SIDE + 0.5f) > 0) continue;
				covered++;
				assertTrue(!mask.isRoot(p % SIDE, p / SIDE));
			}
			for (Root root : simulator.roots()) {
				for (int i = 0; i < root.x().length; i++) {
					assertTrue(simulator.frame().free(root.x()[i], root.y()[i]) > 0);
				}
			}
		}
		assertTrue(covered > 20_000, covered + " px covered");
	}

	/** A root of 10 points, 10 px apart, under tape from 35 to 55 px: points 0 to 3 and 6 to 9 are seen. */
	@Test
	void rootUnderTapeIsTwoRoots() {
		float[] x = new float[10];
		float[] y = new float[10];
		float[] radius = new float[10];
		for (int i = 0; i < 10; i++) {
			x[i] = 10 * i;
			y[i] = 50;
			radius[i] = 2;
		}
		Root root = new Root(x, y, radius, new float[3], 1, 1, 5, 7);
		Sticker tape = new Sticker(Sticker.Kind.TAPE, 1, 45, 50, 10, 30, 1, 0, new float[3], new float[3]);
		Frame frame = new Frame(1, 100, 100, new float[4], 0, new float[3], 0, List.of(), List.of(tape));
		List<Root> seen = frame.visible(root);
		assertEquals(2, seen.size());
		assertArrayEquals(new float[] { 0, 10, 20, 30 }, seen.get(0).x());
		assertArrayEquals(new float[] { 60, 70, 80, 90 }, seen.get(1).x());
		assertEquals(5, seen.get(0).buried());
		assertEquals(0, seen.get(1).buried());
		assertEquals(60, seen.get(0).lengthWithin(100, 100) + seen.get(1).lengthWithin(100, 100), 1e-6);
	}

	/** A pixel is root where its centre is no further from a centre line than the radius there. */
	@Test
	void maskAndLengthAreThoseOfTheRoots() {
		for (int index = 0; index < 6; index++) {
			WorldSimulator simulator = new WorldSimulator(MANY, new Random(index));
			SimulatedPhotograph simulated = simulator.simulate(Progress.NONE);
			double length = 0;
			double[] nearest = new double[SIDE * SIDE];
			Arrays.fill(nearest, Double.MAX_VALUE);
			for (Root root : simulator.roots()) {
				length += root.lengthWithin(SIDE, SIDE);
				for (int p = 0; p < nearest.length; p++) {
					nearest[p] = Math.min(nearest[p], outside(root, p % SIDE + 0.5, p / SIDE + 0.5));
				}
			}
			assertEquals(length, simulated.rootLengthPx(), 1e-6);
			for (int p = 0; p < nearest.length; p++) {
				boolean marked = simulated.mask().isRoot(p % SIDE, p / SIDE);
				if (Math.abs(nearest[p]) > 1e-2 && simulator.frame().free(p % SIDE + 0.5f, p / SIDE + 0.5f) > 0) {
					assertEquals(nearest[p] < 0, marked, "photograph " + index + ", pixel " + p);
				}
			}
		}
	}

	/** Distance from a root's surface, negative within. */
	private static double outside(Root root, double x, double y) {
		double least = Double.MAX_VALUE;
		for (int i = 1; i < root.x().length; i++) {
			double x0 = root.x()[i - 1];
			double y0 = root.y()[i - 1];
			double dx = root.x()[i] - x0;
			double dy = root.y()[i] - y0;
			double t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)));
			double radius = root.radius()[i - 1] + t * (root.radius()[i] - root.radius()[i - 1]);
			least = Math.min(least, Line2D.ptSegDist(x0, y0, root.x()[i], root.y()[i], x, y) - radius);
		}
		return least;
	}

	@Test
	void widthsAreInRange() {
		double thinnest = Double.MAX_VALUE;
		double widest = 0;
		for (int i = 0; i < 300; i++) {
			for (Root root : new WorldSimulator(SimulationSettings.of(512, 512, 1).in(Worlds.MANY), new Random(i))
				.roots()) {
				thinnest = Math.min(thinnest, 2 * Root.min(root.radius()));
				widest = Math.max(widest, 2 * Root.max(root.radius()));
			}
		}
		assertEquals(World.MIN_WIDTH, thinnest, 1e-6);
		assertTrue(widest > 25 && widest <= World.MAX_WIDTH + 1e-5, "widest root " + widest + " px");
	}

	/**
	 * Along each root on its own, before glass and camera: its pixels differ from the same soil without it by 0.4 of
	 * that soil's range (from its 5th to its 95th percentile, up to 6 px from the root) in the mean.
	 */
	@Test
	void rootsStandOutFromTheSoilAlongThem() {
		int seen = 0;
		for (int index = 0; index < 60; index++) {
			WorldSimulator simulator = new WorldSimulator(MANY, new Random(index));
			Band soil = new Band(SIDE, 0, SIDE);
			RootBrush painter = new RootBrush(soil);
			simulator.paintGround(soil, painter);
			for (Root root : simulator.roots()) {
				Band band = soil.copy();
				LineField line = new LineField(band);
				Mask mask = new Mask(SIDE, SIDE);
				new WorldRoots(band, line, simulator.look()).paint(root, mask);
				if (mask.rootPixels() == 0) continue;
				seen++;
				int[] box = line.measure(root, 6);
				List<Float> around = new ArrayList<>();
				double difference = 0;
				for (int y = box[2]; y < box[3]; y++) {
					for (int x = box[0]; x < box[1]; x++) {
						int p = y * SIDE + x;
						if (line.depth[p] >= 6) continue;
						around.add(Math.max(0, Math.min(255, soil.luminance(p))));
						if (line.depth[p] <= 0) difference += band.luminance(p) - soil.luminance(p);
					}
				}
				around.sort(null);
				double range = around.get((int) (0.95 * (around.size() - 1))) -
					around.get((int) (0.05 * around.size()));
				double contrast = Math.abs(difference) / mask.rootPixels();
				assertTrue(contrast >= Math.max(12, 0.4 * range), "photograph " + index + ": a root of " +
					mask.rootPixels() + " px differs by " + contrast + " from soil with a range of " + range);
			}
		}
		assertTrue(seen > 200, seen + " roots");
	}

	private static int hash(SimulatedPhotograph simulated) {
		int hash = Arrays.hashCode(simulated.mask().pixels());
		var access = simulated.photograph().pixels().randomAccess();
		for (int c = 0; c < 3; c++) {
			for (int y = 0; y < simulated.mask().height(); y++) {
				for (int x = 0; x < simulated.mask().width(); x++) {
					access.setPosition(new int[] { x, y, c });
					hash = 31 * hash + (int) access.get().get();
				}
			}
		}
		return hash;
	}
}
