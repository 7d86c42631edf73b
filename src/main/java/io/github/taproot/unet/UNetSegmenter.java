// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.function.Consumer;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelSource;
import io.github.taproot.image.TileReader;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.Reliability;
import io.github.taproot.segmentation.tiling.FlippedPredictor;
import io.github.taproot.segmentation.tiling.TileGrid;
import io.github.taproot.segmentation.tiling.TilePredictor;
import io.github.taproot.segmentation.tiling.TiledPrediction;
import io.github.taproot.segmentation.tiling.TiledPrediction.Output;
import io.github.taproot.unet.natives.FreeMemory;

/**
 * Segments with a U-Net by mirrored tiles. Where memory runs out, it halves the batch, then the tile, says so, and
 * stays with what fits.
 */
public final class UNetSegmenter implements BandSegmenter {

	/**
	 * Sides of the largest tiles where nobody asks for others, as memory allows: each is faster than those after it.
	 */
	private static final int[] SIDES = { 1724, 1148, 860, 572 };
	/** Tiles at once on a GPU where nobody asks for others. */
	private static final int GPU_BATCH = 2;

	private final TilePredictor network;
	private final Consumer<String> log;
	private final TileLimits limits;
	private final boolean isEven;
	private final boolean isOverlapping;
	private Tiles tiles;
	private Reliability reliability;

	/**
	 * @param network remains the caller's to close
	 * @param side rows and columns of a tile in px, a valid one, placed as in the paper, where it is 572; 0 for those
	 *          that suit the network: the paper's, or large {@link TileGrid#even even} ones
	 * @param batch tiles at once, at least 1; 0 for as many as suit the device
	 * @param log takes sentences for the user
	 */
	public UNetSegmenter(UNetNetwork network, int side, int batch, Consumer<String> log) {
		this(network, side, batch, false, false, log);
	}

	/**
	 * The same, which may predict every pixel four times and more.
	 *
	 * @param isFlipped whether tiles are mirrored, too: see {@link FlippedPredictor}
	 * @param isOverlapping whether tiles overlap by half, and their mean is taken: see {@link TiledPrediction}
	 */
	public UNetSegmenter(UNetNetwork network, int side, int batch, boolean isFlipped, boolean isOverlapping,
		Consumer<String> log)
	{
		int asked = side == 0 ? network.usualSide() : side;
		isEven = asked == 0;
		int largest = isEven ? largestSide(network) : asked;
		TileReader.requireSide(largest);
		if (batch < 0 || batch > 1024) {
			throw new IllegalArgumentException("The batch must have 1 to 1024 tiles, or 0 for as many as suit the " +
				"device, but has " +
				batch + ".");
		}
		if ((long) batch * largest * largest * TileReader.CHANNELS >= Integer.MAX_VALUE - 8) {
			throw new IllegalArgumentException(
				"A batch of " + batch + " tiles of " + largest + " px is too large: choose a smaller batch or " +
				"tile side.");
		}
		this.network = isFlipped ? new FlippedPredictor(network) : network;
		this.isOverlapping = isOverlapping;
		this.log = log;
		limits = TileLimits.of(network, "prediction");
		Tiles wanted = Tiles.of(largest, batch, network.device());
		tiles = limits.fitting(isEven && batch == 0 ? new Tiles(largest, Math.min(GPU_BATCH, wanted.batch())) : wanted);
	}

	/**
	 * Says how far its results can be trusted.
	 *
	 * @param measured null where nobody has measured it
	 * @return this
	 */
	public UNetSegmenter trusted(Reliability measured) {
		reliability = measured;
		return this;
	}

	@Override
	public Reliability reliability() {
		return reliability;
	}

	private static int largestSide(UNetNetwork network) {
		long free = FreeMemory.bytes();
		for (int side : SIDES) if (network.bytesPerPixel() * side * side <= free / 2) return side;
		return SIDES[SIDES.length - 1];
	}

	/** The largest side of tiles in px that is in use: smaller than the one asked for where memory ran out. */
	@Override
	public int side() {
		return tiles.side();
	}

	@Override
	public void keepSide(int side) {
		TileReader.requireSide(side);
		if (isEven && side != tiles.side()) tiles = limits.fitting(new Tiles(side, tiles.batch()));
	}

	@Override
	public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
		while (true) {
			try {
				return TiledPrediction.predict(photograph, grid(photograph.width(), photograph.height()),
					tiles.batch(), network, progress);
			}
			catch (OutOfMemoryError e) {
				makeSmaller(e);
			}
		}
	}

	@Override
	public int probability(PixelSource image, int top, Output output, Progress progress) {
		while (true) {
			try {
				return TiledPrediction.band(image, grid(image.width(), image.height()), top, tiles.batch(), network,
					output, progress);
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
		TileGrid grid = isEven ? TileGrid.even(width, height, tiles.side(), margin)
			: new TileGrid(width, height, tiles.side() - 2 * margin);
		return isOverlapping ? grid.overlapping() : grid;
	}

	private void makeSmaller(OutOfMemoryError e) {
		if (tiles.smaller() == null) throw e;
		tiles = tiles.smaller();
		limits.note(tiles);
		log.accept("Not enough memory: trying again with " + tiles + ".");
	}
}
