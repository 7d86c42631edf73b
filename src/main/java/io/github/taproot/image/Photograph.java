// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.converter.RealTypeConverters;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Cast;
import net.imglib2.view.Views;

/**
 * A photograph as its file has it.
 *
 * @param pixels intensities in axis order (x, y, channel), minimum 0, with 1 channel (grey) or 3 (red, green, blue), in
 *          the file's own range (0 to 255 for 8 bits); a view that converts when read, so that 8-bit photographs take
 *          one byte a sample; any number of threads may read it
 * @param calibration the pixels' size
 */
public record Photograph(RandomAccessibleInterval<FloatType> pixels, PixelCalibration calibration) {

	public Photograph {
		if (pixels.numDimensions() != 3 || pixels.dimension(2) != 1 && pixels.dimension(2) != 3 ||
			pixels.min(0) != 0 || pixels.min(1) != 0 || pixels.min(2) != 0 || pixels.dimension(0) < 1 ||
			pixels.dimension(1) < 1)
		{
			throw new IllegalArgumentException("A photograph needs at least one pixel, and one channel or three.");
		}
	}

	/** 8-bit samples, channel after channel, each row by row; held, not copied. */
	public static Photograph ofBytes(byte[] planes, int width, int height, int channels, PixelCalibration calibration) {
		return of(ArrayImgs.unsignedBytes(planes, width, height, channels), calibration);
	}

	/** 16-bit unsigned samples, channel after channel, each row by row; held, not copied. */
	public static Photograph ofShorts(short[] planes, int width, int height, int channels,
		PixelCalibration calibration)
	{
		return of(ArrayImgs.unsignedShorts(planes, width, height, channels), calibration);
	}

	/** Floating-point samples, channel after channel, each row by row; held, not copied. */
	public static Photograph ofFloats(float[] planes, int width, int height, int channels,
		PixelCalibration calibration)
	{
		return new Photograph(ArrayImgs.floats(planes, width, height, channels), calibration);
	}

	private static Photograph of(RandomAccessibleInterval<? extends RealType<?>> pixels, PixelCalibration calibration) {
		return new Photograph(Cast.unchecked(RealTypeConverters.convert(Cast.unchecked(pixels), new FloatType())),
			calibration);
	}

	/**
	 * This photograph.
	 *
	 * @throws IllegalArgumentException where a sample is infinite or not a number, as outside a registered image: one
	 *           such sample would spoil all that is scaled by the least and the greatest
	 */
	public Photograph requireNumbers() {
		// Views of whole numbers have none.
		if (!(pixels instanceof ArrayImg)) return this;
		for (FloatType sample : Views.iterable(pixels)) {
			if (!Float.isFinite(sample.get())) {
				throw new IllegalArgumentException("The image has pixels that are infinite or not a number (" + sample +
					"): give them a value first, such as that of soil.");
			}
		}
		return this;
	}

	/** A view of a rectangle of it, which lies inside. */
	public Photograph part(int x, int y, int columns, int rows) {
		return new Photograph(
			Views.zeroMin(Views.interval(pixels, FinalInterval.createMinSize(x, y, 0, columns, rows, channels()))),
			calibration);
	}

	/** Its samples by rectangles. */
	public PixelSource source() {
		PrimitiveBlocks<FloatType> blocks = PrimitiveBlocks.of(pixels, PrimitiveBlocks.OnFallback.ACCEPT).threadSafe();
		return new PixelSource() {

			@Override
			public int width() {
				return Photograph.this.width();
			}

			@Override
			public int height() {
				return Photograph.this.height();
			}

			@Override
			public int channels() {
				return Photograph.this.channels();
			}

			@Override
			public void read(int x, int y, int width, int height, float[] samples) {
				blocks.copy(FinalInterval.createMinSize(x, y, 0, width, height, channels()), samples);
			}
		};
	}

	public int width() {
		return Math.toIntExact(pixels.dimension(0));
	}

	public int height() {
		return Math.toIntExact(pixels.dimension(1));
	}

	public int channels() {
		return (int) pixels.dimension(2);
	}
}
