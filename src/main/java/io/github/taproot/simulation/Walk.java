// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import java.util.Random;

/** A random line in a photograph, beside which others can run. */
final class Walk {

	private final int seed;
	private final float[] x;
	private final float[] y;
	private final double[] headings;

	private Walk(Random random, int points) {
		seed = random.nextInt();
		x = new float[points];
		y = new float[points];
		headings = new double[points];
	}

	/**
	 * @param points at least 2
	 * @param step px between two points
	 * @param bend standard deviation in radians of the change of direction from point to point
	 * @param zigzag standard deviation in radians of what a single step strays from that direction
	 */
	Walk(Random random, Band band, int points, double step, double bend, double zigzag) {
		this(random, points);
		double px = band.width * random.nextDouble(-0.1, 1.1);
		double py = band.rows * random.nextDouble(-0.1, 1.1);
		double heading = random.nextDouble(0, 2 * Math.PI);
		double curve = 0.4 * bend * random.nextGaussian();
		go(random, px, py, heading, curve, step, bend, zigzag);
	}

	/** From a place, in a direction; curve is a constant change of direction from point to point. */
	Walk(Random random, double px, double py, double heading, int points, double step, double curve) {
		this(random, points);
		go(random, px, py, heading, curve, step, 0.02, 0);
	}

	/** An almost straight line across the whole photograph, along the y axis (down) or the x axis. */
	static Walk along(Random random, float at, int length, boolean down, double bend) {
		Walk walk = new Walk(random, length / 10 + 3);
		walk.go(random, down ? at : -10, down ? -10 : at, down ? 0 : Math.PI / 2, 0, 10, bend, 0);
		return walk;
	}

	private void go(Random random, double px, double py, double from, double curve, double step, double bend,
		double zigzag)
	{
		double heading = from;
		for (int i = 0; i < x.length; i++) {
			x[i] = (float) px;
			y[i] = (float) py;
			headings[i] = heading;
			heading += curve + bend * random.nextGaussian();
			double now = heading + zigzag * random.nextGaussian();
			px += step * StrictMath.sin(now);
			py += step * StrictMath.cos(now);
		}
	}

	float x(int i) {
		return x[i];
	}

	float y(int i) {
		return y[i];
	}

	double heading(int i) {
		return headings[i];
	}

	int points() {
		return x.length;
	}

	/** The line that runs beside this one at a distance in px. */
	Root line(float beside, float radius, float[] colour, float opacity, float softness) {
		float[] xs = new float[x.length];
		float[] ys = new float[x.length];
		float[] radii = new float[x.length];
		for (int i = 0; i < x.length; i++) {
			xs[i] = x[i] + beside * (float) StrictMath.cos(headings[i]);
			ys[i] = y[i] - beside * (float) StrictMath.sin(headings[i]);
			radii[i] = radius * (0.7f + 0.6f * Noise.unit(Noise.hash(seed, i / 2, 0)));
			if (radius > 4) radii[i] = radius;
		}
		return new Root(xs, ys, radii, colour, opacity, softness, 0, seed);
	}
}
