package io.github.taproot.unet.bioimageio;

import java.io.IOException;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelSource;
import io.github.taproot.image.TileReader;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.tiling.TileGrid;
import io.github.taproot.tiling.TilePredictor;
import io.github.taproot.tiling.TiledPrediction;
import io.github.taproot.tiling.TiledPrediction.Output;
import io.github.taproot.unet.SavedNetwork;
import io.github.taproot.unet.SavedNetwork.Values;

/**
 * Segments with a network that others described by BioImage.IO's specification, tile by tile. Every tile is processed as
 * the description says; of several output channels, root is the one named so, or the second of two.
 */
final class PackageSegmenter implements BandSegmenter, TilePredictor {

	/** The side of tiles where the description leaves it open. */
	private static final int SIDE = 512;
	/** Pixels that are not used on each side where the description does not say how many: a tile's border is worse. */
	private static final int OVERLAP = 16;
	/** Red, green and blue as one sees them, where the network takes grey. */
	private static final float[] LUMINANCE = { 0.2125f, 0.7154f, 0.0721f };

	private final SavedNetwork network;
	private final ImageTensor input;
	private final ImageTensor output;
	private final Processing before;
	private final Processing after;
	private final int channels;
	private final int rootChannel;
	private final int width;
	private final int height;
	private final int crop;
	private final int margin;

	/** @throws IOException where the description's axes or sizes do not fit, in one sentence */
	PackageSegmenter(SavedNetwork network, Rdf rdf) throws IOException {
		this.network = network;
		if (rdf.parts("inputs").size() != 1 || rdf.parts("outputs").size() != 1) {
			throw new IOException("It has " + rdf.parts("inputs").size() + " inputs and " + rdf.parts("outputs").size() +
				" outputs: Taproot can use networks with one of each.");
		}
		Rdf in = rdf.parts("inputs").get(0);
		Rdf out = rdf.parts("outputs").get(0);
		input = ImageTensor.of(in, false);
		output = ImageTensor.of(out, true);
		before = Processing.of(in.parts("preprocessing"));
		after = Processing.of(out.parts("postprocessing"));
		channels = input.sizes()[input.axis('c')];
		if (channels != 1 && channels != 3) {
			throw new IOException("Its input has " + channels + " channels: Taproot can use networks for grey (1) or colour (3).");
		}
		rootChannel = rootChannel(output.channels());
		width = side(input.axis('x'));
		height = side(input.axis('y'));
		int y = output.axis('y');
		boolean isFixed = output.offsets()[y] == 0 && output.sizes()[y] > 0 && output.steps()[y] == 0;
		int missing = isFixed ? height - output.sizes()[y] : -output.offsets()[y];
		int halo = output.halo()[y];
		if (missing < 0 || missing % 2 != 0) {
			throw new IOException("Its output is not the middle of its input: Taproot can't put its tiles together.");
		}
		crop = halo > 0 || missing > 0 ? halo : OVERLAP;
		margin = missing / 2 + crop;
		if (2 * margin >= Math.min(width, height)) {
			throw new IOException("Its halo leaves nothing of a tile: ask for a valid package.");
		}
	}

	private int rootChannel(List<String> names) {
		for (int i = 0; i < names.size(); i++) if (names.get(i).toLowerCase(java.util.Locale.ROOT).contains("root")) return i;
		return -1;
	}

	private int side(int axis) {
		int least = input.sizes()[axis];
		int step = input.steps()[axis];
		if (step == 0) return least > 0 ? least : SIDE;
		return Math.max(least, least + Math.floorDiv(SIDE - least, step) * step);
	}

	@Override
	public int side() {
		return Math.max(width, height);
	}

	@Override
	public int margin() {
		return margin;
	}

	@Override
	public void requireSide(int side) {
		// Only its own are used.
	}

	@Override
	public void scale(float[] samples, int from, int to) {
		if (channels == 1) {
			for (int i = from; i < to; i += TileReader.CHANNELS) {
				float grey = 0;
				for (int c = 0; c < TileReader.CHANNELS; c++) grey += LUMINANCE[c] * samples[i + c];
				for (int c = 0; c < TileReader.CHANNELS; c++) samples[i + c] = grey;
			}
		}
		before.apply(samples, from, to, TileReader.CHANNELS);
	}

	@Override
	public float[] predict(float[] tiles, int n, int w, int h) {
		int columns = w - 2 * margin;
		int rows = h - 2 * margin;
		float[] all = new float[n * columns * rows];
		for (int i = 0; i < n; i++) {
			int size = w * h * TileReader.CHANNELS;
			float[] tile = n == 1 ? tiles : java.util.Arrays.copyOfRange(tiles, i * size, (i + 1) * size);
			Values result = network.run(input.arranged(tile, w, h, TileReader.CHANNELS, channels));
			float[] root = root(result);
			int outWidth = (int) result.shape()[output.axis('x')];
			int outHeight = (int) result.shape()[output.axis('y')];
			if (outWidth != columns + 2 * crop || outHeight != rows + 2 * crop) {
				throw new IllegalArgumentException("The network gives " + outWidth + "x" + outHeight + " px for a tile of " + w + "x" +
					h + " px, other than its description says: ask for a valid package.");
			}
			for (int y = 0; y < rows; y++) {
				System.arraycopy(root, (y + crop) * outWidth + crop, all, (i * rows + y) * columns, columns);
			}
		}
		return all;
	}

	/** The root channel of an output, processed, each value in [0, 1]. */
	private float[] root(Values result) {
		if (result.shape().length != 4 || result.shape()[output.axis('b')] != 1) {
			throw new IllegalArgumentException("The network's output has other axes than its description says: ask for a valid package.");
		}
		int count = (int) result.shape()[output.axis('c')];
		if (rootChannel < 0 && count > 2 || rootChannel >= count) {
			throw new IllegalArgumentException("The network's output has " + count +
				" channels, of which none is named root: Taproot can't know which shows roots.");
		}
		float[] values = output.channel(result, rootChannel >= 0 ? rootChannel : count - 1);
		after.apply(values, 0, values.length, 1);
		for (int i = 0; i < values.length; i++) values[i] = Math.max(0, Math.min(1, values[i]));
		return values;
	}

	/**
	 * How far the output for the package's own test input is from its test output.
	 *
	 * @return the largest difference of the root channel; infinity where the sizes differ
	 */
	double difference(Values testInput, Values testOutput) {
		if (testInput.shape().length != 4 || testOutput.shape().length != 4) return Double.POSITIVE_INFINITY;
		int w = (int) testInput.shape()[input.axis('x')];
		int h = (int) testInput.shape()[input.axis('y')];
		float[] image = new float[w * h * TileReader.CHANNELS];
		for (int c = 0; c < TileReader.CHANNELS; c++) {
			float[] plane = input.channel(testInput, Math.min(c, channels - 1));
			for (int i = 0; i < plane.length; i++) image[i * TileReader.CHANNELS + c] = plane[i];
		}
		before.apply(image, 0, image.length, TileReader.CHANNELS);
		float[] actual = root(network.run(input.arranged(image, w, h, TileReader.CHANNELS, channels)));
		int count = (int) testOutput.shape()[output.axis('c')];
		float[] expected = output.channel(testOutput, rootChannel >= 0 ? rootChannel : count - 1);
		if (actual.length != expected.length) return Double.POSITIVE_INFINITY;
		double largest = 0;
		for (int i = 0; i < actual.length; i++) largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
		return largest;
	}

	private TileGrid grid(int imageWidth, int imageHeight) {
		return new TileGrid(imageWidth, imageHeight, width - 2 * margin, height - 2 * margin);
	}

	@Override
	public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
		return TiledPrediction.predict(photograph, grid(photograph.width(), photograph.height()), 1, this, progress);
	}

	@Override
	public int probability(PixelSource image, int top, Output to, Progress progress) {
		return TiledPrediction.band(image, grid(image.width(), image.height()), top, 1, this, to, progress);
	}
}
