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
	private final TileLimits limits;
	private Tiles tiles;

	/**
	 * @param network remains the caller's to close
	 * @param side rows and columns of a tile in px, a valid one; 572 in the paper
	 * @param batch tiles at once, at least 1; 0 for as many as suit the device
	 * @param log takes sentences for the user
	 */
	public UNetSegmenter(UNetNetwork network, int side, int batch, Consumer<String> log) {
		TileReader.requireSide(side);
		if (batch < 0 || batch > 1024) {
			throw new IllegalArgumentException("The batch must have 1 to 1024 tiles, or 0 for as many as suit the device, but has " +
				batch + ".");
		}
		if ((long) batch * side * side * TileReader.CHANNELS >= Integer.MAX_VALUE - 8) {
			throw new IllegalArgumentException(
				"A batch of " + batch + " tiles of " + side + " px is too large: choose a smaller batch or tile side.");
		}
		this.network = network;
		this.log = log;
		limits = TileLimits.of(network, "prediction");
		tiles = limits.fitting(Tiles.of(side, batch, network.device()));
	}

	/** The tiles' side in px that is in use: smaller than the one asked for where memory ran out. */
	public int side() {
		return tiles.side();
	}

	@Override
	public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
		while (true) {
			try {
				return TiledPrediction.predict(photograph, tiles.side(), tiles.batch(), network, progress);
			}
			catch (OutOfMemoryError e) {
				if (tiles.smaller() == null) throw e;
				tiles = tiles.smaller();
				limits.note(tiles);
				log.accept("Not enough memory: trying again with " + tiles + ".");
			}
		}
	}
}
