// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.plugin;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelSource;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.RootSegmenter;

/** A way to segment; in a jar of your own it has the annotation {@code @Plugin(type = SegmenterPlugin.class)}. */
public final class BrightPixels implements SegmenterPlugin {

	@Override
	public String name() {
		return "bright";
	}

	@Override
	public String description() {
		return "The first channel of an 8-bit photograph: the brighter, the more likely root.";
	}

	@Override
	public RootSegmenter open(SegmenterInputs inputs) {
		return BrightPixels::segment;
	}

	private static RandomAccessibleInterval<FloatType> segment(Photograph photograph, Progress progress) {
		PixelSource source = photograph.source();
		float[] values = new float[source.width() * source.height() * source.channels()];
		source.read(0, 0, source.width(), source.height(), values);
		for (int i = 0; i < values.length; i++) values[i] /= 255;
		return ArrayImgs.floats(values, source.width(), source.height());
	}
}
