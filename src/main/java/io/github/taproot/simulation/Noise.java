// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

/** Random numbers that belong to a place: the same in whatever order, and by whatever thread, places are visited. */
final class Noise {

	private Noise() {}

	static int hash(int seed, int x, int y) {
		int h = seed ^ x * 0x9E3779B1 ^ Integer.rotateLeft(y * 0x85EBCA77, 15);
		h = (h ^ h >>> 16) * 0x7FEB352D;
		h = (h ^ h >>> 15) * 0x846CA68B;
		return h ^ h >>> 16;
	}

	/** Uniform from 0 (included) to 1 (excluded). */
	static float unit(int hash) {
		return (hash >>> 8) * 0x1p-24f;
	}

	/** Value noise, -1 to 1: smooth, with features as large as one unit of x and y. */
	static float smooth(int seed, float x, float y) {
		int ix = (int) Math.floor(x);
		int iy = (int) Math.floor(y);
		float u = step(x - ix);
		float v = step(y - iy);
		float top = lerp(unit(hash(seed, ix, iy)), unit(hash(seed, ix + 1, iy)), u);
		float bottom = lerp(unit(hash(seed, ix, iy + 1)), unit(hash(seed, ix + 1, iy + 1)), u);
		return 2 * lerp(top, bottom, v) - 1;
	}

	/** Two layers of {@link #smooth} at angles that hide its grid, -1 to 1; for large features. */
	static float cloudy(int seed, float x, float y) {
		return 0.65f * smooth(seed, 0.8f * x + 0.6f * y, 0.8f * y - 0.6f * x) +
			0.35f * smooth(seed + 1_000, 1.6f * x - 1.3f * y, 1.6f * y + 1.3f * x);
	}

	static float lerp(float a, float b, float t) {
		return a + (b - a) * t;
	}

	/** From 0 at t = 0 to 1 at t = 1 without a kink; t beyond is held. */
	static float step(float t) {
		float u = Math.max(0, Math.min(1, t));
		return u * u * (3 - 2 * u);
	}
}
