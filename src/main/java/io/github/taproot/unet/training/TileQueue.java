// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import static io.github.taproot.image.TileReader.CHANNELS;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import io.github.taproot.image.Normalisation;
import io.github.taproot.image.TileReader;
import io.github.taproot.progress.Background;

/**
 * Makes batches of augmented tiles on threads of its own, beside the training, and hands them out in order, epoch after
 * epoch without end. A batch depends on the settings, its epoch and its index alone, so that training resumes anywhere.
 * One thread takes.
 */
public final class TileQueue implements AutoCloseable {

	private final TrainingImages images;
	private final TileSampling sampling;
	private final Augmentation augmentation;
	private final BatchSettings settings;
	private final ExecutorService workers;
	private final ArrayDeque<Future<TrainingBatch>> ahead = new ArrayDeque<>();
	/** Where the next batch to be made lies, and the tiles of its epoch. */
	private int epoch;
	private int index;
	private TileList tiles;
	private long waitNanos;

	/**
	 * Starts making batches.
	 *
	 * @param epoch the epoch to begin with, from 0
	 * @param firstBatch the batch to begin with, from 0 to their number, which stands for the next epoch's first
	 * @throws IllegalArgumentException where the images offer no tiles, or the epoch has no such batch
	 */
	public TileQueue(TrainingImages images, TileSampling sampling, Augmentation augmentation, BatchSettings settings,
		int epoch, int firstBatch)
	{
		this.images = images;
		this.sampling = sampling;
		this.augmentation = augmentation;
		this.settings = settings;
		this.epoch = epoch;
		index = firstBatch;
		tiles = sampling.epoch(images, settings.outputSide(), settings.seed(), epoch);
		if (firstBatch < 0 || firstBatch > batches(tiles)) {
			throw new IllegalArgumentException("Epoch " + epoch + " has no batch " + firstBatch + ".");
		}
		workers = Background.threads(settings.threads(), "taproot-batches");
		long batchBytes = 4L * CHANNELS * settings.side() * settings.side() * settings.batch();
		long fitting = Runtime.getRuntime().maxMemory() / 8 / batchBytes;
		for (long i = Math.max(1, Math.min(3L * settings.threads(), fitting)); i > 0; i--) submit();
	}

	/** The number of batches in an epoch. */
	public int batches(int ofEpoch) {
		if (ofEpoch == epoch) return batches(tiles);
		return batches(sampling.epoch(images, settings.outputSide(), settings.seed(), ofEpoch));
	}

	/**
	 * The next batch; after an epoch's last comes the next one's first.
	 *
	 * @throws java.io.UncheckedIOException where an image cannot be read
	 * @throws CancellationException where the thread is interrupted, or the queue is closed
	 */
	public TrainingBatch take() {
		if (workers.isShutdown()) throw new CancellationException("The queue of batches is closed.");
		long start = System.nanoTime();
		try {
			TrainingBatch batch = Background.result(ahead.remove());
			submit();
			return batch;
		}
		catch (CancellationException e) {
			throw e;
		}
		catch (RuntimeException | Error e) {
			close();
			throw e;
		}
		finally {
			waitNanos += System.nanoTime() - start;
		}
	}

	/** How long {@link #take} has waited in all, in nanoseconds. */
	public long waitNanos() {
		return waitNanos;
	}

	/** Stops the threads, as does the first error; nothing can be taken any more. */
	@Override
	public void close() {
		workers.shutdownNow();
		ahead.clear();
	}

	private int batches(TileList list) {
		return (list.size() - 1) / settings.batch() + 1;
	}

	private void submit() {
		if (index == batches(tiles)) {
			index = 0;
			tiles = sampling.epoch(images, settings.outputSide(), settings.seed(), ++epoch);
		}
		TileList list = tiles;
		int first = index++ * settings.batch();
		int ofEpoch = epoch;
		ahead.add(workers.submit(() -> batch(list, ofEpoch, first)));
	}

	private TrainingBatch batch(TileList list, int ofEpoch, int first) {
		int n = Math.min(settings.batch(), list.size() - first);
		int side = settings.side();
		int margin = settings.margin();
		int out = settings.outputSide();
		float[] batch = new float[n * side * side * CHANNELS];
		byte[] centres = new byte[n * out * out];
		float[] tile = new float[side * side * CHANNELS];
		for (int i = 0; i < n; i++) {
			int image = list.image()[first + i];
			int x = list.x()[first + i] - margin;
			int y = list.y()[first + i] - margin;
			new TileReader(images.photograph(image)).read(x, y, side, side, tile, 0);
			byte[] labels = TileReader.labels(images.annotation(image), x, y, side, side);
			Normalisation.scale(tile, 0, tile.length, 0);
			augmentation.apply(tile, labels, side,
				new SplittableRandom(Seeds.mix(settings.seed(), ofEpoch, first + i)));
			Normalisation.scale(tile, 0, tile.length, settings.low());
			System.arraycopy(tile, 0, batch, i * tile.length, tile.length);
			for (int row = 0; row < out; row++) {
				System.arraycopy(labels, (row + margin) * side + margin, centres, (i * out + row) * out, out);
			}
		}
		return new TrainingBatch(batch, centres, n, side);
	}
}
