package io.github.taproot.tiling;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Normalisation;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.TileReader;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.Progress;

/** Predicts a photograph of any size tile by tile, as Smith et al. (2020) do: see {@link TileGrid}. */
public final class TiledPrediction {

	private TiledPrediction() {}

	/**
	 * Predicts a photograph. Outside, it is mirrored; every tile is scaled on its own to the predictor's range. The next
	 * tiles are read on a second thread while the predictor, in the calling one, works.
	 *
	 * @param inputSide rows and columns of a tile, 188 + 16 k
	 * @param batch tiles at once, at least 1
	 * @return root probability from 0 to 1, axis order (x, y), of the photograph's size
	 * @throws CancellationException where {@code progress} is cancelled, between two batches
	 * @throws IllegalArgumentException where the side or batch is not allowed
	 * @throws IllegalStateException where the predictor returns an array of another length
	 */
	public static RandomAccessibleInterval<FloatType> predict(Photograph photograph, int inputSide, int batch,
		TilePredictor predictor, Progress progress)
	{
		TileReader.requireSide(inputSide);
		if (batch < 1) throw new IllegalArgumentException("The batch is " + batch + " tiles, but must be at least 1.");
		int width = photograph.width();
		int height = photograph.height();
		int margin = predictor.margin();
		int side = inputSide - 2 * margin;
		TileGrid grid = new TileGrid(width, height, side);
		TileReader reader = new TileReader(photograph);
		float[] probability = new float[Math.multiplyExact(width, height)];

		FutureTask<float[]> next = start(() -> read(reader, grid, 0, batch, inputSide, predictor));
		for (int first = 0; first < grid.size(); first += batch) {
			progress.report(first, grid.size(), "Finding roots");
			progress.throwIfCancelled();
			float[] tiles = Background.result(next);
			int following = first + batch;
			if (following < grid.size()) next = start(() -> read(reader, grid, following, batch, inputSide, predictor));
			int n = Math.min(batch, grid.size() - first);
			float[] outputs = predictor.predict(tiles, n, inputSide);
			if (outputs.length != n * side * side) {
				throw new IllegalStateException("A prediction of " + n + " tiles of side " + side + " has " +
					outputs.length + " values.");
			}
			for (int i = 0; i < n; i++) {
				int x = grid.x(first + i);
				int y = grid.y(first + i);
				for (int row = 0; row < Math.min(side, height - y); row++) {
					System.arraycopy(outputs, (i * side + row) * side, probability, (y + row) * width + x,
						Math.min(side, width - x));
				}
			}
		}
		progress.report(grid.size(), grid.size(), "Finding roots");
		return ArrayImgs.floats(probability, width, height);
	}

	private static float[] read(TileReader reader, TileGrid grid, int first, int batch, int side,
		TilePredictor predictor)
	{
		int margin = predictor.margin();
		int n = Math.min(batch, grid.size() - first);
		int length = side * side * TileReader.CHANNELS;
		float[] tiles = new float[Math.multiplyExact(n, length)];
		for (int i = 0; i < n; i++) {
			reader.read(grid.x(first + i) - margin, grid.y(first + i) - margin, side, side, tiles, i * length);
			Normalisation.scale(tiles, i * length, (i + 1) * length, predictor.low());
		}
		return tiles;
	}

	private static FutureTask<float[]> start(Callable<float[]> reading) {
		FutureTask<float[]> task = new FutureTask<>(reading);
		Thread thread = new Thread(task, "taproot-tiles");
		thread.setDaemon(true);
		thread.start();
		return task;
	}
}
