// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

import java.util.stream.IntStream;

import net.imglib2.FinalInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.type.numeric.real.FloatType;

/** Grey values as scikit-image's {@code rgb2gray} weighs the colours: 0.2125 red, 0.7154 green, 0.0721 blue. */
public final class Luminance {

	private static final double[] COLOUR = { 0.2125, 0.7154, 0.0721 };
	private static final double[] GREY = { 1 };
	/** Rows that a thread takes at a time. */
	private static final int ROWS = 64;

	private Luminance() {}

	/**
	 * A photograph in grey in which roots are dark: scaled from its least and greatest sample over all channels to
	 * [0, 1], weighted, and inverted where roots are bright. On all cores.
	 *
	 * @return row by row, each value in [0, 1]; all 0 where all samples are equal
	 */
	public static double[] darkRoots(Photograph photograph, Polarity roots) {
		int width = photograph.width();
		int height = photograph.height();
		double[] weights = photograph.channels() == 1 ? GREY : COLOUR;
		int strips = (height - 1) / ROWS + 1;
		PrimitiveBlocks<FloatType> blocks =
			PrimitiveBlocks.of(photograph.pixels(), PrimitiveBlocks.OnFallback.ACCEPT).threadSafe();
		float[] least = new float[strips];
		float[] greatest = new float[strips];
		IntStream.range(0, strips).parallel().forEach(strip -> {
			float min = Float.POSITIVE_INFINITY;
			float max = Float.NEGATIVE_INFINITY;
			for (float sample : rows(blocks, photograph, strip)) {
				min = Math.min(min, sample);
				max = Math.max(max, sample);
			}
			least[strip] = min;
			greatest[strip] = max;
		});
		double min = IntStream.range(0, strips).mapToDouble(strip -> least[strip]).min().orElseThrow();
		double max = IntStream.range(0, strips).mapToDouble(strip -> greatest[strip]).max().orElseThrow();
		double[] grey = new double[Math.multiplyExact(width, height)];
		if (!(max > min)) return grey;
		IntStream.range(0, strips).parallel().forEach(strip -> {
			float[] samples = rows(blocks, photograph, strip);
			int plane = samples.length / weights.length;
			int to = strip * ROWS * width;
			for (int channel = 0; channel < weights.length; channel++) {
				double weight = weights[channel] / (max - min) * (roots == Polarity.BRIGHT ? -1 : 1);
				for (int i = 0; i < plane; i++) grey[to + i] += (samples[channel * plane + i] - min) * weight;
			}
			if (roots == Polarity.BRIGHT) for (int i = 0; i < plane; i++) grey[to + i] += 1;
		});
		return grey;
	}

	private static float[] rows(PrimitiveBlocks<FloatType> blocks, Photograph photograph, int strip) {
		int from = strip * ROWS;
		int rows = Math.min(ROWS, photograph.height() - from);
		float[] samples = new float[photograph.width() * rows * photograph.channels()];
		blocks.copy(FinalInterval.createMinSize(0, from, 0, photograph.width(), rows, photograph.channels()), samples);
		return samples;
	}
}
