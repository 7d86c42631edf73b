package io.github.taproot.unet;

import java.util.function.Consumer;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelSource;
import io.github.taproot.image.TileReader;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.tiling.TileGrid;
import io.github.taproot.tiling.TiledPrediction;
import io.github.taproot.tiling.TiledPrediction.Output;

/**
 * Segments with a U-Net by mirrored tiles. Where memory runs out, it halves the batch, then the tile, says so, and stays
 * with what fits.
 */
public final class UNetSegmenter implements BandSegmenter {

	/** Largest side of tiles where nobody asks for another: larger ones are hardly faster. */
	static final int LARGEST_SIDE = 1148;

	private final UNetNetwork network;
	private final Consumer<String> log;
	private final TileLimits limits;
	private final boolean isEven;
	private Tiles tiles;

	/**
	 * @param network remains the caller's to close
	 * @param side rows and columns of a tile in px, a valid one, placed as in the paper, where it is 572; 0 for
	 *          {@link TileGrid#even even} tiles, large where they may be
	 * @param batch tiles at once, at least 1; 0 for as many as suit the device
	 * @param log takes sentences for the user
	 */
	public UNetSegmenter(UNetNetwork network, int side, int batch, Consumer<String> log) {
		isEven = side == 0;
		int largest = isEven ? LARGEST_SIDE : side;
		TileReader.requireSide(largest);
		if (batch < 0 || batch > 1024) {
			throw new IllegalArgumentException("The batch must have 1 to 1024 tiles, or 0 for as many as suit the device, but has " +
				batch + ".");
		}
		if ((long) batch * largest * largest * TileReader.CHANNELS >= Integer.MAX_VALUE - 8) {
			throw new IllegalArgumentException(
				"A batch of " + batch + " tiles of " + largest + " px is too large: choose a smaller batch or tile side.");
		}
		this.network = network;
		this.log = log;
		limits = TileLimits.of(network, "prediction");
		tiles = limits.fitting(Tiles.of(largest, batch, network.device()));
	}

	/** The largest side of tiles in px that is in use: smaller than the one asked for where memory ran out. */
	public int side() {
		return tiles.side();
	}

	@Override
	public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
		while (true) {
			try {
				return TiledPrediction.predict(photograph, grid(photograph.width(), photograph.height()), tiles.batch(), network,
					progress);
			}
			catch (OutOfMemoryError e) {
				makeSmaller(e);
			}
		}
	}

	@Override
	public int probability(PixelSource image, int top, Output output, Progress progress) {
		while (true) {
			TileGrid grid = grid(image.width(), image.height());
			// The last row of tiles is moved back, so that it begins within those of a grid without that.
			int row = (top + grid.tileHeight() - 1) / grid.tileHeight();
			try {
				TiledPrediction.predict(image, grid, row, row + 1, tiles.batch(), network, output, progress);
				return (row + 1 < grid.rows() ? grid.y((row + 1) * grid.columns()) : image.height()) - top;
			}
			catch (OutOfMemoryError e) {
				// All tiles are alike: memory runs out at the first band, if it does, and later ones must fit to it.
				if (top > 0) throw e;
				makeSmaller(e);
			}
		}
	}

	private TileGrid grid(int width, int height) {
		int margin = network.margin();
		return isEven ? TileGrid.even(width, height, tiles.side(), margin)
			: new TileGrid(width, height, tiles.side() - 2 * margin);
	}

	private void makeSmaller(OutOfMemoryError e) {
		if (tiles.smaller() == null) throw e;
		tiles = tiles.smaller();
		limits.note(tiles);
		log.accept("Not enough memory: trying again with " + tiles + ".");
	}
}
