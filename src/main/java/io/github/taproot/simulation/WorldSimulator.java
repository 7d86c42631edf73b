// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.taproot.files.JpegBlocks;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;

/**
 * Simulates one photograph of many worlds. Takes about 50 bytes per pixel, for unlike soybean's it is made as a whole:
 * roots are as light or dark as the soil along all of their length demands.
 */
final class WorldSimulator {

	private static final int STEPS = 5;

	private final SimulationSettings settings;
	private final World world;
	private final boolean inverted;
	private final Frame frame;
	/** Of the JPEG that the camera has stored, 1 for none. */
	private final float quality;
	private final List<Root> roots = new ArrayList<>();
	private final Mask mask;

	WorldSimulator(SimulationSettings settings, Random random) {
		this.settings = settings;
		world = World.draw(Draw.fork(random));
		inverted = Draw.chance(random, 0.3);
		frame = Frame.draw(Draw.fork(random), settings.width(), settings.height(), 0.25);
		quality = Draw.chance(random, 0.3) ? Draw.between(random, 0.15, 0.8) : 1;
		if (world.rootPercent() > 0) {
			SimulationSettings growth = world.growth(settings);
			for (Root root : RootGrowth.grow(growth, world.habit(), world.soil().base(), Draw.fork(random))) {
				roots.addAll(frame.visible(world.turned(root, settings.width(), settings.height())));
			}
		}
		mask = new Mask(settings.width(), settings.height());
	}

	List<Root> roots() {
		return roots;
	}

	Frame frame() {
		return frame;
	}

	RootLook look() {
		return world.look();
	}

	SimulatedPhotograph simulate(Progress progress) {
		Band band = new Band(settings.width(), 0, settings.height());
		RootBrush brush = new RootBrush(band);
		tell(progress, 0);
		paintGround(band, brush);
		tell(progress, 1);
		paintRoots(band, brush);
		tell(progress, 2);
		world.soil().paintFront(band);
		world.distractors().paintFront(band, brush);
		world.glass().paint(band);
		world.sun().paint(band);
		frame.paint(band, brush, mask);
		tell(progress, 3);
		world.camera().expose(band);
		tell(progress, 4);
		byte[] planes = new byte[3 * settings.width() * settings.height()];
		for (int c = 0, to = 0; c < 3; c++) {
			for (float value : band.rgb[c]) planes[to++] = (byte) Math.max(0, Math.min(255, Math.round(value)));
		}
		if (quality < 1) JpegBlocks.compress(planes, settings.width(), settings.height(), quality);
		Photograph photograph =
			Photograph.ofBytes(planes, settings.width(), settings.height(), 3, settings.calibration());
		tell(progress, STEPS);
		return SimulatedPhotograph.of(photograph, mask, roots);
	}

	/** Everything behind roots. */
	void paintGround(Band band, RootBrush brush) {
		world.soil().paint(band);
		world.distractors().paintBehind(band, brush);
		if (inverted) WorldSoil.invert(band);
	}

	/** Laterals lie behind their parents. */
	void paintRoots(Band band, RootBrush brush) {
		WorldRoots paint = new WorldRoots(band, brush.line(), world.look());
		for (int i = roots.size() - 1; i >= 0; i--) paint.paint(roots.get(i), mask);
	}

	private static void tell(Progress progress, int done) {
		progress.throwIfCancelled();
		progress.report(done, STEPS, "Simulating a photograph");
	}
}
