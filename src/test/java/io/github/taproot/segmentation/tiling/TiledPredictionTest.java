// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.tiling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.TileReader;
import io.github.taproot.progress.CancelledProgress;
import io.github.taproot.progress.Progress;

class TiledPredictionTest {

	/** Gives back the blue channel of a tile's centre. */
	private static float[] blueCentre(float[] tiles, int n, int width, int height) {
		int columns = width - 2 * TileReader.MARGIN;
		int rows = height - 2 * TileReader.MARGIN;
		float[] centres = new float[n * columns * rows];
		for (int i = 0, to = 0; i < n; i++) {
			for (int y = 0; y < rows; y++) {
				for (int x = 0; x < columns; x++, to++) {
					int pixel = (i * height + y + TileReader.MARGIN) * width + x + TileReader.MARGIN;
					centres[to] = tiles[pixel * 3 + 2];
				}
			}
		}
		return centres;
	}

	/** Red is 0 in even columns and 255 in odd ones, so that the scale of every tile with two columns is known. */
	private static Photograph striped(int width, int height) {
		byte[] planes = new byte[3 * width * height];
		for (int i = 0; i < width * height; i++) {
			planes[i] = (byte) (i % width % 2 * 255);
			planes[2 * width * height + i] = (byte) (i * 7 + i / 251);
		}
		return Photograph.ofBytes(planes, width, height, 3, PixelCalibration.PIXELS);
	}

	@Test
	void coversThePapersPhotographsWith55Tiles() {
		TileGrid grid = new TileGrid(3991, 1842, 388);
		assertEquals(55, grid.size());
		assertEquals(388, grid.x(1));
		assertEquals(3991 - 388, grid.x(10));
		assertEquals(1842 - 388, grid.y(54));
	}

	@Test
	void evenTilesHardlyOverlap() {
		TileGrid grid = TileGrid.even(3991, 1842, 1148, 92);
		assertEquals("5x2 of 804x932", words(grid));
		assertEquals("1x1 of 500x4", words(TileGrid.even(500, 3, 1148, 92)));
		assertEquals("1x1 of 964x964", words(TileGrid.even(964, 964, 1148, 92)));
		assertEquals("2x1 of 484x964", words(TileGrid.even(965, 964, 1148, 92)));
		assertEquals("1x1 of 500x500", words(TileGrid.even(490, 500, 572, 36)));
	}

	private static String words(TileGrid grid) {
		return grid.columns() + "x" + grid.rows() + " of " + grid.tileWidth() + "x" + grid.tileHeight();
	}

	@ParameterizedTest
	@CsvSource({ "2,1,572", "5,7,572", "388,388,572", "389,700,572", "1000,700,572",
		"387,389,572", "9,5,188", "37,29,204" })
	void putsEveryPixelWhereItWas(int width, int height, int side) {
		Photograph photograph = striped(width, height);
		checkEveryPixel(photograph, paper(width, height, side));
		TileGrid even = TileGrid.even(width, height, side, TileReader.MARGIN);
		checkEveryPixel(photograph, even);
		checkEveryPixel(photograph, even.overlapping());
	}

	private static TileGrid paper(int width, int height, int side) {
		return new TileGrid(width, height, side - 2 * TileReader.MARGIN);
	}

	private static void checkEveryPixel(Photograph photograph, TileGrid grid) {
		int width = photograph.width();
		int height = photograph.height();
		RandomAccessibleInterval<FloatType> result =
			TiledPrediction.predict(photograph, grid, 3, TiledPredictionTest::blueCentre, Progress.NONE);
		assertEquals(width, result.dimension(0));
		assertEquals(height, result.dimension(1));
		RandomAccess<FloatType> actual = result.randomAccess();
		RandomAccess<FloatType> blue = photograph.pixels().randomAccess();
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				float expected = blue.setPositionAndGet(x, y, 2).get() / 255 - 0.5f;
				assertEquals(expected, actual.setPositionAndGet(x, y).get(), 1e-6f);
			}
		}
	}

	/** Gives every tile's number, in the order of calls. */
	private static TilePredictor numbers() {
		int[] called = { 0 };
		return (tiles, n, width, height) -> {
			float[] numbers = new float[n * (width - 2 * TileReader.MARGIN) * (height - 2 * TileReader.MARGIN)];
			Arrays.fill(numbers, called[0]++);
			return numbers;
		};
	}

	@Test
	void whatIsNotANumberIsRefused() {
		TilePredictor diverged = (tiles, n, width, height) -> {
			float[] out = blueCentre(tiles, n, width, height);
			out[out.length - 1] = Float.NaN;
			return out;
		};
		TileGrid grid = new TileGrid(41, 50, 20);
		assertThrows(TiledPrediction.NotNumbers.class,
			() -> TiledPrediction.predict(striped(41, 50), grid, 2, diverged, Progress.NONE));
		assertThrows(TiledPrediction.NotNumbers.class,
			() -> TiledPrediction.predict(striped(41, 50), grid.overlapping(), 2, diverged, Progress.NONE));
	}

	@Test
	void overlappingTilesAreWeighedByTheDistanceFromTheirEdges() {
		// Tiles of 4x4 at 0, 2, and 3, where the last ends: weights 1 2 2 1, sums 1 2 3 4 4 3 1.
		TileGrid grid = new TileGrid(7, 4, 4, 4).overlapping();
		assertEquals("3x1 of 4x4", words(grid));
		assertEquals(3, grid.x(2));
		var mean = TiledPrediction.predict(striped(7, 4), grid, 1, numbers(), Progress.NONE);
		double[] expected = { 0, 0, 1 / 3.0, (2 * 1 + 1 * 2) / 4.0, (2 * 1 + 2 * 2) / 4.0, (1 * 1 + 2 * 2) / 3.0, 2 };
		for (int y = 0; y < 4; y++) {
			for (int x = 0; x < 7; x++) {
				assertEquals(expected[x], mean.getAt(x, y).get(), 1e-6, x + ", " + y);
			}
		}
	}

	@Test
	void bandsOfOverlappingTilesAreThoseOfAllInOne() {
		Photograph photograph = striped(41, 50);
		TileGrid grid = new TileGrid(41, 50, 20, 20).overlapping();
		// Says what no two tiles say of a pixel: its blue, and the tile's.
		TilePredictor uneven = (tiles, n, width, height) -> {
			float[] out = blueCentre(tiles, n, width, height);
			for (int i = 0; i < out.length; i++) out[i] += tiles[i / 400 * width * height * 3 + 2];
			return out;
		};
		var whole = TiledPrediction.predict(photograph, grid, 2, uneven, Progress.NONE);
		List<Double> told = new ArrayList<>();
		Progress progress = (done, total, message) -> told.add((double) done / total);
		int top = 0;
		while (top < 50) {
			int from = top;
			top += TiledPrediction.band(photograph.source(), grid, top, 2, uneven,
				(x, y, width, height, values, offset, stride) -> {
				assertEquals(from, y);
				for (int i = 0; i < height * width; i++) {
					assertEquals(whole.getAt(x + i % width, y + i / width).get(),
						values[offset + i / width * stride + i % width], 1e-5);
				}
			}, progress);
		}
		assertEquals(50, top);
		assertEquals(told.stream().sorted().toList(), told, "progress never goes back");
		assertEquals(told.size() - 1, told.indexOf(1.0), "and is complete at the end alone");
	}

	@Test
	void flippedTilesGiveTheMeanOfFour() {
		// Adds to each pixel four times its distance from the left.
		TilePredictor uneven = (tiles, n, width, height) -> {
			float[] out = blueCentre(tiles, n, width, height);
			int columns = width - 2 * TileReader.MARGIN;
			for (int i = 0; i < out.length; i++) out[i] += i % columns * 4;
			return out;
		};
		Photograph photograph = striped(37, 29);
		TileGrid grid = new TileGrid(37, 29, 52, 36);
		var plain = TiledPrediction.predict(photograph, grid, 1, TiledPredictionTest::blueCentre, Progress.NONE);
		var mean = TiledPrediction.predict(photograph, grid, 1, new FlippedPredictor(uneven), Progress.NONE);
		for (int y = 0; y < 29; y++) {
			for (int x = 0; x < 37; x++) {
				// The middle between the distances from both sides is half of the tile's 51 steps.
				assertEquals(plain.getAt(x, y).get() + 4 * 51 / 2f, mean.getAt(x, y).get(), 1e-4f);
			}
		}
	}

	@Test
	void predictsASinglePixelAsFlat() {
		Photograph photograph = Photograph.ofBytes(new byte[] { 7 }, 1, 1, 1, PixelCalibration.PIXELS);
		RandomAccessibleInterval<FloatType> result =
			TiledPrediction.predict(photograph, paper(1, 1, 572), 1, TiledPredictionTest::blueCentre, Progress.NONE);
		assertEquals(1, result.size());
		assertEquals(0, result.getAt(0, 0).get());
	}

	@Test
	void readsOnAnotherThreadAndPredictsInTheCallingOne() {
		Set<Thread> threads = new HashSet<>();
		TiledPrediction.predict(striped(50, 50), paper(50, 50, 188), 7, (tiles, n, width, height) -> {
			threads.add(Thread.currentThread());
			return blueCentre(tiles, n, width, height);
		}, Progress.NONE);
		assertEquals(Set.of(Thread.currentThread()), threads);
	}

	@Test
	void stopsBetweenBatchesWhenCancelled() {
		int[] calls = { 0 };
		Progress cancelled = new CancelledProgress(() -> calls[0] == 2);
		assertThrows(CancellationException.class,
			() -> TiledPrediction.predict(striped(50, 50), paper(50, 50, 188), 7, (tiles, n, width, height) -> {
			calls[0]++;
			return blueCentre(tiles, n, width, height);
		}, cancelled));
		assertEquals(2, calls[0]);
	}

	@Test
	void refusesSidesThatTheNetworkCannotTake() {
		for (int side : new int[] { 187, 189, 570 }) {
			String message = assertThrows(IllegalArgumentException.class, () -> TiledPrediction.predict(striped(5, 5),
				new TileGrid(5, 5, side - 2 * TileReader.MARGIN + 400, 4), 1, TiledPredictionTest::blueCentre,
				Progress.NONE)).getMessage();
			assertTrue(message.contains("188"), message);
		}
	}
}
