// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation;

import java.util.List;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelSource;

/**
 * What a photograph looks like as a whole, in six logarithms: its lightness, its contrast, red by green, blue by green,
 * and how much of the contrast lies between neighbours and between pixels 6 px apart, which tell its sharpness and the
 * size of its grains. Values are those of 8 bits, whatever the file has. Taken from at most some 200,000 pixels.
 *
 * @param numbers {@value #SIZE} finite numbers
 */
public record Appearance(List<Double> numbers) {

	static final int SIZE = 6;
	/** Which of the numbers tells differences between neighbours. */
	private static final int SHARPNESS = 4;
	private static final double PIXELS = 200_000;
	private static final int FAR = 6;

	public Appearance {
		numbers = List.copyOf(numbers);
	}

	/**
	 * How sharp it is: the root of the mean square difference of neighbours, by the contrast (standard deviation and
	 * 2). To be compared with photographs of the same camera and soil only.
	 */
	public double sharpness() {
		return Math.exp(numbers.get(SHARPNESS)) - 0.01;
	}

	/** That of a photograph of any size. */
	public static Appearance of(Photograph photograph) {
		PixelSource source = photograph.source();
		int width = photograph.width();
		int channels = photograph.channels();
		int step = (int) Math.max(1, Math.sqrt((double) width * photograph.height() / PIXELS));
		double scale = scale(source, step);
		float[] row = new float[width * channels];
		int green = channels == 3 ? width : 0;
		int blue = 2 * green;
		Sums sums = new Sums();
		for (int y = 0; y < photograph.height(); y += step) {
			source.read(0, y, width, 1, row);
			for (int i = 0; i < row.length; i++) row[i] *= (float) scale;
			for (int x = 0; x < width; x += step) {
				double here = lightness(row, x, green);
				double next = lightness(row, Math.min(width - 1, x + 1), green) - here;
				double far = lightness(row, Math.min(width - 1, x + FAR), green) - here;
				sums.count++;
				sums.light += here;
				sums.squares += here * here;
				sums.red += Math.log((row[x] + 8) / (row[green + x] + 8));
				sums.blue += Math.log((row[blue + x] + 8) / (row[green + x] + 8));
				sums.near += next * next;
				sums.far += far * far;
			}
		}
		return sums.appearance();
	}

	private static double lightness(float[] row, int x, int green) {
		return 0.299 * row[x] + 0.587 * row[green + x] + 0.114 * row[2 * green + x];
	}

	/** What makes its values those of 8 bits: files have 255, 65535 or, in floating point, 1 as their largest. */
	private static double scale(PixelSource source, int step) {
		float[] row = new float[source.width() * source.channels()];
		float largest = 0;
		for (int y = 0; y < source.height(); y += step) {
			source.read(0, y, source.width(), 1, row);
			for (float sample : row) largest = Math.max(largest, sample);
		}
		return largest > 255 ? 255.0 / 65535 : largest > 1 ? 1 : 255;
	}

	private static final class Sums {

		private long count;
		private double light;
		private double squares;
		private double red;
		private double blue;
		private double near;
		private double far;

		Appearance appearance() {
			double mean = light / count;
			double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
			return new Appearance(List.of(Math.log(mean + 8), Math.log(deviation + 2), red / count, blue / count,
				share(near, deviation), share(far, deviation)));
		}

		private double share(double differences, double deviation) {
			return Math.log(Math.sqrt(differences / count) / (deviation + 2) + 0.01);
		}
	}
}
