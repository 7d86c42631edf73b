// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.PixelSource;
import io.github.taproot.progress.CancelledProgress;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Confidence;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.segmentation.tiling.TileGrid;
import io.github.taproot.segmentation.tiling.TilePredictor;
import io.github.taproot.segmentation.tiling.TiledPrediction.Output;
import io.github.taproot.segmentation.tiling.TiledPrediction;
import io.github.taproot.simulation.RhizotronSimulator;
import io.github.taproot.simulation.SimulationSettings;

/** Band by band comes out what comes out in one piece. */
class ScanSegmentationTest {

	@TempDir
	private Path temp;

	/** Takes the red channel for the probability, in tiles of 196 px at most. */
	private static class RedIsRoot implements BandSegmenter {

		private static final int MARGIN = 92;

		private final TilePredictor predictor = (tiles, n, width, height) -> {
			int columns = width - 2 * MARGIN;
			int rows = height - 2 * MARGIN;
			float[] red = new float[n * columns * rows];
			for (int i = 0; i < red.length; i++) {
				int tile = i / (columns * rows);
				int row = i / columns % rows;
				red[i] = 0.5f + tiles[((tile * height + row + MARGIN) * width + i % columns + MARGIN) * 3];
			}
			return red;
		};

		private static TileGrid grid(int width, int height) {
			return TileGrid.even(width, height, 380, MARGIN);
		}

		@Override
		public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
			return TiledPrediction.predict(photograph, grid(photograph.width(), photograph.height()), 1,
				predictor, progress);
		}

		@Override
		public int side() {
			return 380;
		}

		@Override
		public int probability(PixelSource image, int top, Output output, Progress progress) {
			return TiledPrediction.band(image, grid(image.width(), image.height()), top, 1, predictor,
				output, progress);
		}
	}

	private static Photograph photograph(int width, int height) {
		return RhizotronSimulator.simulate(SimulationSettings.of(width, height, 5), 0).photograph();
	}

	@Test
	void bandsGiveTheSameMaskLengthAndConfidenceAsOnePiece() {
		for (int speck : new int[] { 0, 40 }) {
			Photograph photograph = photograph(300, 1400);
			RedIsRoot segmenter = new RedIsRoot();
			ComponentFilter specks = new ComponentFilter(speck);
			RandomAccessibleInterval<FloatType> values = segmenter.probability(photograph, Progress.NONE);
			Mask expected = specks.apply(Threshold.PAPER.apply(values));
			assertTrue(expected.rootPixels() > 1000);

			ScanSegmentation scan =
				new ScanSegmentation(photograph.source(), segmenter, Threshold.PAPER, specks, Progress.NONE);
			byte[] pixels = new byte[300 * 1400];
			byte[] part = new byte[300 * 70];
			for (int row = 0; row < 1400; row += 70) {
				scan.read(part, 70);
				System.arraycopy(part, 0, pixels, row * 300, part.length);
			}
			assertArrayEquals(expected.pixels(), pixels);
			assertEquals(expected.rootPixels(), scan.rootPixels());
			assertEquals(Skeleton.of(expected, Progress.NONE).links(), scan.links());
			assertEquals(Confidence.of(values), scan.confidence(), 1e-12);
		}
	}

	@Test
	void aBandThatIsPredictedAgainWithSmallerTilesCountsOnce() {
		Photograph photograph = photograph(300, 1400);
		RedIsRoot small = new RedIsRoot();
		RedIsRoot tooLarge = new RedIsRoot() {

			@Override
			public int probability(PixelSource image, int top, Output output, Progress progress) {
				if (top > 0) return super.probability(image, top, output, progress);
				// The first two tiles come out, the third does not fit.
				float[] ones = new float[150 * 400];
				Arrays.fill(ones, 1);
				output.take(0, 0, 150, 400, ones, 0, 150);
				output.take(150, 0, 150, 400, ones, 0, 150);
				return super.probability(image, top, output, progress);
			}
		};
		ScanSegmentation expected =
			new ScanSegmentation(photograph.source(), small, Threshold.PAPER, new ComponentFilter(0), Progress.NONE);
		ScanSegmentation again =
			new ScanSegmentation(photograph.source(), tooLarge, Threshold.PAPER, new ComponentFilter(0), Progress.NONE);
		byte[] pixels = new byte[300 * 1400];
		byte[] same = new byte[300 * 1400];
		expected.read(pixels, 1400);
		again.read(same, 1400);
		assertArrayEquals(pixels, same);
		assertEquals(expected.rootPixels(), again.rootPixels());
		assertEquals(expected.links(), again.links());
		assertEquals(expected.confidence(), again.confidence(), 1e-12);
	}

	@Test
	void theMaskIsWrittenAsATiffThatCanBeRead() throws IOException {
		Photograph photograph = photograph(700, 1300);
		RedIsRoot segmenter = new RedIsRoot();
		ComponentFilter specks = new ComponentFilter(0);
		ScanSegmentation scan =
			new ScanSegmentation(photograph.source(), segmenter, Threshold.PAPER, specks, Progress.NONE);
		Path file = temp.resolve("mask [1] ä.tif");
		ResultFiles.writeMask(700, 1300, PixelCalibration.PIXELS, scan::read, file);
		Mask expected = Threshold.PAPER.apply(segmenter.probability(photograph, Progress.NONE));
		assertArrayEquals(expected.pixels(), new ImageFiles().readMask(file).mask().pixels());
	}

	@Test
	void aCancelledMaskLeavesNoFile() throws IOException {
		Photograph photograph = photograph(300, 1400);
		ScanSegmentation scan = new ScanSegmentation(photograph.source(), new RedIsRoot(), Threshold.PAPER,
			new ComponentFilter(0), new CancelledProgress(() -> true));
		assertThrows(CancellationException.class,
			() -> ResultFiles.writeMask(300, 1400, PixelCalibration.PIXELS, scan::read, temp.resolve("mask.tif")));
		try (var files = Files.list(temp)) {
			assertEquals(0, files.count());
		}
	}
}
