package io.github.taproot.unet;

import java.util.function.Consumer;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.TileReader;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.RootSegmenter;
import io.github.taproot.tiling.TiledPrediction;

/**
 * Segments with a U-Net by mirrored tiles. Where memory runs out, it halves the batch, then the tile, says so, and stays
 * with what fits.
 */
public final class UNetSegmenter implements RootSegmenter {

	private final UNetNetwork network;
	private final Consumer<String> log;
	private int side;
	private int batch;

	/**
	 * @param network remains the caller's to close
	 * @param side rows and columns of a tile in px, a valid one; 572 in the paper
	 * @param batch tiles at once, at least 1
	 * @param log takes sentences for the user
	 */
	public UNetSegmenter(UNetNetwork network, int side, int batch, Consumer<String> log) {
		TileReader.requireSide(side);
		if (batch < 1 || batch > 1024) {
			throw new IllegalArgumentException("The batch must have 1 to 1024 tiles, but has " + batch + ".");
		}
		if ((long) batch * side * side * TileReader.CHANNELS >= Integer.MAX_VALUE - 8) {
			throw new IllegalArgumentException(
				"A batch of " + batch + " tiles of " + side + " px is too large: choose a smaller batch or tile side.");
		}
		this.network = network;
		this.side = side;
		this.batch = batch;
		this.log = log;
	}

	/** The tiles' side in px that is in use: smaller than the one asked for where memory ran out. */
	public int side() {
		return side;
	}

	@Override
	public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
		while (true) {
			try {
				return TiledPrediction.predict(photograph, side, batch, network, progress);
			}
			catch (OutOfMemoryError e) {
				if (batch > 1) batch /= 2;
				else if (side > TileReader.SMALLEST_SIDE) side = TileReader.validSide(side / 2);
				else throw e;
				log.accept("Not enough memory: trying again with " + batch + " tile" + (batch == 1 ? "" : "s") + " of " + side +
					" px at once.");
			}
		}
	}
}
