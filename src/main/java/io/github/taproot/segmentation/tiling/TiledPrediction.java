// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.tiling;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelSource;
import io.github.taproot.image.TileReader;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.Progress;

/**
 * Predicts an image of any size tile by tile: see {@link TileGrid}. Where tiles overlap, a pixel has the mean of what
 * they say, each weighing the more the nearer the pixel is to its middle, so that there are no seams.
 */
public final class TiledPrediction {

	private static final String THREAD = "taproot-tiles";

	/** Takes what was predicted. */
	@FunctionalInterface
	public interface Output {

		/**
		 * Takes a part of the image, which no later one overwrites.
		 *
		 * @param x its left column on the image
		 * @param y its top row
		 * @param probability row by row; not valid after the call
		 * @param offset index of the first value
		 * @param stride values from one row to the next
		 */
		void take(int x, int y, int width, int height, float[] probability, int offset, int stride);
	}

	/** A network gives NaN, which would look like soil without doubt. */
	public static final class NotNumbers extends IllegalArgumentException {

		private static final long serialVersionUID = 1;

		public NotNumbers() {
			super("The network gives values that are not numbers (NaN) instead of probabilities: use another model, " +
				"or train it again.");
		}
	}

	/** Takes all of a tile's output. */
	@FunctionalInterface
	private interface Whole {

		void take(int tile, float[] outputs, int offset);
	}

	private TiledPrediction() {}

	/**
	 * Predicts a photograph.
	 *
	 * @param grid on the photograph; its tiles with the predictor's margins have sides that it takes
	 * @param batch tiles at once, at least 1
	 * @return root probability from 0 to 1 (means of overlapping tiles within rounding), axis order (x, y), of the
	 *         photograph's size
	 * @throws CancellationException where {@code progress} is cancelled, between two batches
	 * @throws NotNumbers where the predictor gives NaN
	 * @throws IllegalArgumentException where a side or the batch is not allowed
	 * @throws IllegalStateException where the predictor returns an array of another length
	 */
	public static RandomAccessibleInterval<FloatType> predict(Photograph photograph, TileGrid grid, int batch,
		TilePredictor predictor, Progress progress)
	{
		int columns = photograph.width();
		float[] probability = new float[Math.multiplyExact(columns, photograph.height())];
		if (grid.isOverlapping()) {
			blend(photograph.source(), grid, 0, probability, batch, predictor, whole(grid), progress);
		}
		else {
			Output output = (x, y, width, height, values, offset, stride) -> {
				for (int row = 0; row < height; row++) {
					System.arraycopy(values, offset + row * stride, probability, (y + row) * columns + x, width);
				}
			};
			predict(photograph.source(), grid, 0, grid.rows(), batch, predictor, own(grid, output),
				whole(grid), progress);
		}
		return ArrayImgs.floats(probability, columns, photograph.height());
	}

	/**
	 * What some tiles are of all the work.
	 *
	 * @param from what is done before
	 * @param to what is done after
	 */
	private record Share(long from, long to, long total) {}

	private static Share whole(TileGrid grid) {
		return new Share(0, grid.size(), grid.size());
	}

	private static Whole own(TileGrid grid, Output output) {
		return (tile, outputs, offset) -> output.take(grid.x(tile), grid.y(tile), grid.ownWidth(tile),
			grid.ownHeight(tile), outputs, offset, grid.tileWidth());
	}

	/**
	 * Predicts some rows of an image's tiles. Outside of the image, it is mirrored; every tile is scaled on its own to
	 * the predictor's range. The next tiles are read on a second thread while the predictor, in the calling one, works.
	 *
	 * @param fromRow the first row of tiles
	 * @param toRow the row after the last
	 * @param whole takes every tile's output, in the grid's order
	 * @param share told to {@code progress}
	 */
	private static void predict(PixelSource image, TileGrid grid, int fromRow, int toRow, int batch,
		TilePredictor predictor, Whole whole, Share share, Progress progress)
	{
		int margin = predictor.margin();
		predictor.requireSide(grid.tileWidth() + 2 * margin);
		predictor.requireSide(grid.tileHeight() + 2 * margin);
		if (batch < 1) throw new IllegalArgumentException("The batch is " + batch + " tiles, but must be at least 1.");
		TileReader reader = new TileReader(image);
		int size = grid.tileWidth() * grid.tileHeight();

		int end = toRow * grid.columns();
		int begin = fromRow * grid.columns();
		Future<float[]> next =
			Background.start(() -> read(reader, grid, begin, Math.min(batch, end - begin), predictor), THREAD);
		for (int first = begin; first < end; first += batch) {
			progress.report(share.from + (share.to - share.from) * (first - begin) / (end - begin), share.total,
				"Finding roots");
			progress.throwIfCancelled();
			float[] tiles = Background.result(next);
			int following = first + batch;
			if (following < end) {
				next = Background.start(() ->
					read(reader, grid, following, Math.min(batch, end - following), predictor), THREAD);
			}
			int n = Math.min(batch, end - first);
			float[] outputs =
				predictor.predict(tiles, n, grid.tileWidth() + 2 * margin, grid.tileHeight() + 2 * margin);
			if (outputs.length != n * size) {
				throw new IllegalStateException("A prediction of " + n + " tiles of " + grid.tileWidth() + "x" +
					grid.tileHeight() + " px has " + outputs.length + " values.");
			}
			for (float value : outputs) if (Float.isNaN(value)) throw new NotNumbers();
			for (int i = 0; i < n; i++) whole.take(first + i, outputs, i * size);
		}
		if (share.to == share.total) progress.report(share.to, share.total, "Finding roots");
	}

	/**
	 * Predicts a band of an image: rows as of one tile, where tiles overlap, otherwise those of the row of tiles that
	 * begins there. Where they overlap by half, every second row of tiles is predicted for two bands.
	 *
	 * @param grid as for {@link #predict(Photograph, TileGrid, int, TilePredictor, Progress)}, like the batch
	 * @param top 0, or the row after those of the band before
	 * @param output takes the band, in parts where tiles do not overlap; means of tiles may lie above 1 by rounding
	 * @return how many rows it has
	 * @throws CancellationException where {@code progress} is cancelled, between two batches
	 * @throws NotNumbers where the predictor gives NaN
	 * @throws java.io.UncheckedIOException where the image can't be read
	 * @throws IllegalArgumentException where a side or the batch is not allowed
	 * @throws IllegalStateException where the predictor returns an array of another length
	 */
	public static int band(PixelSource image, TileGrid grid, int top, int batch, TilePredictor predictor, Output output,
		Progress progress)
	{
		if (grid.isOverlapping()) {
			int rows = Math.min(grid.tileHeight(), grid.height() - top);
			float[] band = new float[Math.multiplyExact(rows, grid.width())];
			blend(image, grid, top, band, batch, predictor, new Share(top, top + rows, grid.height()), progress);
			output.take(0, top, grid.width(), rows, band, 0, grid.width());
			return rows;
		}
		// The last row of tiles is moved back, so that it begins within those of a grid without that.
		int row = (top + grid.tileHeight() - 1) / grid.tileHeight();
		Share share = new Share(row * grid.columns(), (row + 1) * grid.columns(), grid.size());
		predict(image, grid, row, row + 1, batch, predictor, own(grid, output), share, progress);
		return grid.ownHeight(row * grid.columns());
	}

	/** @param band gets the weighted mean of tiles, from row {@code top} of the image on; zeros */
	private static void blend(PixelSource image, TileGrid grid, int top, float[] band, int batch,
		TilePredictor predictor, Share share, Progress progress)
	{
		int width = grid.width();
		int bottom = top + band.length / width;
		int columns = grid.columns();
		int fromRow = 0;
		while (grid.y(fromRow * columns) + grid.tileHeight() <= top) fromRow++;
		int toRow = grid.rows();
		while (grid.y((toRow - 1) * columns) >= bottom) toRow--;
		float[] sumsX = new float[width];
		for (int column = 0; column < columns; column++) addWeights(sumsX, grid.x(column), grid.tileWidth());
		float[] sumsY = new float[grid.height()];
		for (int row = 0; row < grid.rows(); row++) addWeights(sumsY, grid.y(row * columns), grid.tileHeight());
		predict(image, grid, fromRow, toRow, batch, predictor, (tile, outputs, offset) -> {
			int left = grid.x(tile);
			int right = Math.min(width, left + grid.tileWidth());
			for (int y = Math.max(top, grid.y(tile)); y < Math.min(bottom, grid.y(tile) + grid.tileHeight()); y++) {
				int row = y - grid.y(tile);
				float weightY = weight(row, grid.tileHeight()) / sumsY[y];
				for (int x = left; x < right; x++) {
					band[(y - top) * width + x] += outputs[offset + row * grid.tileWidth() + x - left] * weightY *
						weight(x - left, grid.tileWidth()) / sumsX[x];
				}
			}
		}, share, progress);
	}

	private static void addWeights(float[] sums, int start, int side) {
		for (int i = 0; i < side && start + i < sums.length; i++) sums[start + i] += weight(i, side);
	}

	/** Of a pixel in a tile: the distance from its nearer edge. */
	private static float weight(int i, int side) {
		return Math.min(i + 1, side - i);
	}

	private static float[] read(TileReader reader, TileGrid grid, int first, int n, TilePredictor predictor) {
		int margin = predictor.margin();
		int width = grid.tileWidth() + 2 * margin;
		int height = grid.tileHeight() + 2 * margin;
		int length = width * height * TileReader.CHANNELS;
		float[] tiles = new float[Math.multiplyExact(n, length)];
		for (int i = 0; i < n; i++) {
			reader.read(grid.x(first + i) - margin, grid.y(first + i) - margin, width, height, tiles, i * length);
			predictor.scale(tiles, i * length, (i + 1) * length);
		}
		return tiles;
	}
}
