// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Grows the roots of one photograph, parents before their laterals. */
final class RootGrowth {

	private static final float STEP = 2;
	/** Fresh and white, pale, tan, brown. */
	private static final float[][] COLOURS =
		{ { 150, 141, 130 }, { 126, 113, 100 }, { 112, 95, 80 }, { 92, 74, 60 } };

	/**
	 * How roots grow.
	 *
	 * @param minWidth in px, of any root anywhere
	 * @param maxWidth likewise
	 * @param wander how crooked they are; 1 as in minirhizotron scans of soybean
	 * @param branching how many of them have laterals, 0 for none; 1 as in those scans
	 */
	record Habit(double minWidth, double maxWidth, double wander, double branching) {
		static final Habit SOYBEAN = new Habit(2, Double.POSITIVE_INFINITY, 1, 1);
	}

	private final SimulationSettings settings;
	private final Habit habit;
	private final Random random;
	private final float[] soil;
	private final List<Root> roots = new ArrayList<>();
	/** Root pixels still wanted. */
	private double area;

	private RootGrowth(SimulationSettings settings, Habit habit, float[] soil, Random random) {
		this.habit = habit;
		this.settings = settings;
		this.soil = soil;
		this.random = random;
	}

	/** @param soil colour that roots without contrast have */
	static List<Root> grow(SimulationSettings settings, Habit habit, float[] soil, Random random) {
		RootGrowth growth = new RootGrowth(settings, habit, soil, random);
		growth.growAll();
		return growth.roots;
	}

	private void growAll() {
		area = settings.rootPercent() / 100 * settings.width() * settings.height() * random.nextDouble(0.4, 1.6);
		for (int tries = 0; area > (roots.isEmpty() ? 0 : 50) && tries < 100_000; tries++) {
			double u = random.nextDouble();
			// A root at least 25 times as long as wide has to fit into what is still wanted.
			double width = Math.min(settings.rootWidth() * (0.35 + 1.6 * u * u * u), Math.sqrt(area / 25));
			boolean fromAbove = random.nextInt(3) == 0;
			double x = random.nextDouble(-0.1, 1.1) * settings.width();
			double y = fromAbove ? -20 : random.nextDouble(-0.2, 0.9) * settings.height();
			double length = Math.min(width * random.nextDouble(30, 200), 0.6 * area / width + 5 * width);
			float[] colour = COLOURS[random.nextInt(COLOURS.length)];
			grow(x, y, random.nextGaussian() * 0.9, width, length, colour, 0);
		}
	}

	/** @param heading radians, 0 is down, positive to the right */
	private void grow(double x, double y, double heading, double width, double length, float[] colour, int order) {
		int points = Math.max(3, (int) (length / STEP));
		float[] xs = new float[points];
		float[] ys = new float[points];
		float[] radius = new float[points];
		double[] headings = new double[points];
		double bend = 0;
		double kink = 0;
		double gravity = order == 0 ? 0.0035 : 0.0012;
		double wander = habit.wander() * random.nextDouble(0.003, 0.009) * Math.sqrt(4 / width);
		int seed = random.nextInt();
		for (int i = 0; i < points; i++) {
			xs[i] = (float) x;
			ys[i] = (float) y;
			headings[i] = heading;
			double end = Math.min(points - i, order == 0 ? i : points) * STEP / width;
			double taper = (1 - 0.45 * i / points) * Math.min(1, 0.5 + 0.15 * end);
			double swelling = 1 + 0.12 * Noise.smooth(seed, (float) (i * STEP / (2.5 * width)), 0);
			double half = width / 2 * taper * swelling;
			radius[i] = (float) Math.max(habit.minWidth() / 2, Math.min(habit.maxWidth() / 2, half));
			bend += -0.05 * bend + wander * random.nextGaussian();
			kink += -0.3 * kink + 0.035 * random.nextGaussian();
			heading += (bend + kink) * 0.5 - gravity * STEP * StrictMath.sin(heading);
			x += STEP * StrictMath.sin(heading);
			y += STEP * StrictMath.cos(heading);
		}
		float[] own = new float[3];
		// Even the brownest root can be told from the soil by someone who looks closely.
		float tone = (float) Math.max(random.nextDouble(0.8, 1.2), (1.3 * soil[1] + 10) / colour[1]);
		float contrast = (float) settings.contrast();
		for (int c = 0; c < 3; c++) own[c] = Noise.lerp(soil[c], tone * colour[c], contrast);
		double fineness = Math.min(1, width / settings.rootWidth());
		float opacity = (float) Math.min(1, random.nextDouble(0.55, 0.85) + 0.25 * fineness);
		double blur = random.nextDouble();
		float softness = (float) (0.6 + 1.6 * blur * blur * blur);
		Root root = new Root(xs, ys, radius, own, opacity, softness, order == 0 ? (float) (1.8 * width) : 0, seed);
		double visible = root.areaWithin(settings.width(), settings.height());
		if (visible == 0) return;
		roots.add(root);
		area -= visible;
		if (order == 2) return;
		boolean branched = random.nextDouble() < habit.branching() * (0.9 - 0.5 * order);
		if (branched) branch(root, colour, headings, width, length, order);
	}

	private void branch(Root parent, float[] colour, double[] headings, double width, double length, int order) {
		double spacing = Math.max(10, width) * random.nextDouble(1.5, 7);
		for (double s = length * 0.08 + spacing * random.nextDouble(); s < length * 0.85; s +=
			spacing * random.nextDouble(0.3, 1.9)) {
			int i = (int) (s / STEP);
			double fine = Math.max(habit.minWidth(), width * random.nextDouble(0.3, 0.65));
			double u = random.nextDouble();
			double reach = Math.min(fine * (8 + 55 * u * u), 1.5 * (length - s));
			if (fine * reach > area || i >= headings.length) continue;
			double side = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.6, 1.5);
			grow(parent.x()[i], parent.y()[i], headings[i] + side, fine, reach, colour, order + 1);
		}
	}
}
