// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import static io.github.taproot.simulation.Draw.between;
import static io.github.taproot.simulation.Draw.chance;
import static io.github.taproot.simulation.Draw.fork;
import static io.github.taproot.simulation.Draw.logUniform;

import java.util.Random;

/**
 * What one photograph of many is like. Each part has a random stream of its own.
 *
 * @param rootPercent mean share of root pixels in percent; one long root of this width is added to it; 0 for no roots
 * @param rootWidth typical width of a main root in px
 * @param turn from which of eight sides roots grow: 1 mirrors left and right, 2 up and down, 4 swaps both axes
 */
record World(WorldSoil soil, RootLook look, RootGrowth.Habit habit, double rootPercent, double rootWidth, int turn,
	Distractors distractors, WetGlass glass, Sunlight sun, Camera camera)
{
	static final double MIN_WIDTH = 1.5;
	static final double MAX_WIDTH = 40;

	static World draw(Random random) {
		WorldSoil soil = WorldSoil.draw(fork(random));
		RootLook look = RootLook.draw(fork(random));
		Random own = fork(random);
		double width = chance(own, 0.25) ? logUniform(own, 14, 40) : logUniform(own, 3, 18);
		double branching = chance(own, 0.5) ? between(own, 0, 0.4) : 1;
		RootGrowth.Habit habit = new RootGrowth.Habit(MIN_WIDTH, MAX_WIDTH, logUniform(own, 0.05, 2.5), branching);
		double percent = chance(own, 0.1) ? 0 : logUniform(own, 0.7, 5);
		int turn = own.nextInt(8);
		return new World(soil, look, habit, percent, width, turn, Distractors.draw(fork(random)),
			WetGlass.draw(fork(random)), Sunlight.draw(fork(random)), Camera.draw(fork(random), width));
	}

	/** What roots grow by: this world's share and width of roots in a photograph of the same size. */
	SimulationSettings growth(SimulationSettings settings) {
		boolean swapped = (turn & 4) != 0;
		// Room for one root at least 20 times as long as wide.
		double one = 100 * 20 * rootWidth * rootWidth / settings.width() / settings.height();
		return new SimulationSettings(swapped ? settings.height() : settings.width(),
			swapped ? settings.width() : settings.height(), settings.seed(), Math.min(15, rootPercent + one),
			rootWidth, 1, settings.calibration(), settings.worlds());
	}

	/** Turns a root that grew in {@link #growth} to its place in the photograph. */
	Root turned(Root root, int width, int height) {
		float[] x = ((turn & 4) != 0 ? root.y() : root.x()).clone();
		float[] y = ((turn & 4) != 0 ? root.x() : root.y()).clone();
		for (int i = 0; i < x.length; i++) {
			if ((turn & 1) != 0) x[i] = width - x[i];
			if ((turn & 2) != 0) y[i] = height - y[i];
		}
		// A thin root with a wide soft edge would be too faint to see.
		float softness = Math.min(root.softness(), 0.6f + 0.5f * Root.min(root.radius()));
		return new Root(x, y, root.radius(), root.colour(), root.opacity(), softness, root.buried(), root.seed());
	}
}
