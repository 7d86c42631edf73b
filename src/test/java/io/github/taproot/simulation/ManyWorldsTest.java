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

	/** Every photograph has roots, and they are not its brightest or darkest pixels only. */
	@Test
	void anySizeHasRoots() {
		for (int[] size : new int[][] { { 64, 64 }, { 16, 500 }, { 301, 129 }, { 20, 16 } }) {
			for (int i = 0; i < 4; i++) {
				SimulatedPhotograph simulated = RhizotronSimulator.simulate(
					SimulationSettings.of(size[0], size[1], 3).in(Worlds.MANY), i);
				assertArrayEquals(size, new int[] { simulated.photograph().width(), simulated.photograph().height() });
				assertArrayEquals(size, new int[] { simulated.mask().width(), simulated.mask().height() });
				assertTrue(simulated.rootCount() >= 1 && simulated.rootLengthPx() > 0);
			}
		}
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
				if (Math.abs(nearest[p]) > 1e-2) {
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
