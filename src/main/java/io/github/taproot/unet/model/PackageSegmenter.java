// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelSource;
import io.github.taproot.image.TileReader;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.tiling.TileGrid;
import io.github.taproot.segmentation.tiling.TilePredictor;
import io.github.taproot.segmentation.tiling.TiledPrediction;
import io.github.taproot.segmentation.tiling.TiledPrediction.Output;
import io.github.taproot.unet.SavedNetwork;
import io.github.taproot.unet.SavedNetwork.Values;

/**
 * Segments with a network that others described by BioImage.IO's specification, tile by tile. Every tile is processed
 * as the description says; of several output channels, root is the one named so, the one that is not the background, or
 * the second of two without names. What the output can't be, probabilities from 0 to 1, is refused.
 */
final class PackageSegmenter implements BandSegmenter, TilePredictor {

	/** The side of tiles where the description leaves it open. */
	private static final int SIDE = 512;
	/** Pixels that are not used on each side where the description does not say how many: a tile's border is worse. */
	private static final int OVERLAP = 16;
	/** Red, green and blue as one sees them, where the network takes grey. */
	private static final float[] LUMINANCE = { 0.2125f, 0.7154f, 0.0721f };

	/** By how much probabilities may lie outside of 0 to 1. */
	private static final float ROUNDING = 1e-3f;
	/** Names of channels that show what is not root. */
	private static final Pattern BACKGROUND =
		Pattern.compile("back ?ground|^bg$|\\bsoil\\b|\\b(no|non|not)\\b|nonroot|unknown");
	/** Names that writers of packages give to channels that have none. */
	private static final Pattern NUMBERED = Pattern.compile("(channel|c|output|class)?[ _-]?\\d+");

	private final Path file;
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

	/**
	 * @param file the package's, for messages
	 * @throws IOException where the description's axes or sizes do not fit, in one sentence
	 */
	PackageSegmenter(Path file, SavedNetwork network, Rdf rdf) throws IOException {
		this.file = file;
		this.network = network;
		if (rdf.parts("inputs").size() != 1 || rdf.parts("outputs").size() != 1) {
			throw new IOException("It has " + rdf.parts("inputs").size() + " inputs and " +
				rdf.parts("outputs").size() +
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
			throw new IOException("Its input has " + channels + " channels: Taproot can use networks for grey (1) or " +
				"colour (3).");
		}
		requireProbabilities(out);
		rootChannel = rootChannel(output.channels());
		width = side(input.axis('x'));
		height = side(input.axis('y'));
		int y = output.axis('y');
		boolean isFixed = output.offsets()[y] == 0 && output.sizes()[y] > 0 && output.steps()[y] == 0;
		int missing = isFixed ? height - output.sizes()[y] : -output.offsets()[y];
		int halo = output.halo()[y];
		if (missing < 0 || missing % 2 != 0) {
			throw new IOException("Its output is not the middle of its input: Taproot cannot put its tiles together.");
		}
		crop = halo > 0 || missing > 0 ? halo : OVERLAP;
		margin = missing / 2 + crop;
		if (2 * margin >= Math.min(width, height)) {
			throw new IOException("Its halo is larger than a tile: ask for a valid package.");
		}
	}

	/** Refuses an output that is described as something else than probabilities. */
	private static void requireProbabilities(Rdf out) throws IOException {
		List<Rdf> data = out.has("data") && out.parts("data").isEmpty() ? List.of(out.part("data")) : out.parts("data");
		String type = out.text("data_type", data.isEmpty() ? "float32" : data.get(0).text("type", "float32"));
		if (!type.equals("float32")) {
			throw new IOException("Its output is " + type + ": Taproot can use networks that give probabilities from " +
				"0 to 1 as float32.");
		}
		double[] range = data.isEmpty() ? out.limits("data_range") : data.get(0).limits("range");
		// Processing may bring any range to 0 to 1.
		if (range == null || range.length != 2 || !out.parts("postprocessing").isEmpty()) return;
		boolean isOpen = Double.isInfinite(range[0]) && Double.isInfinite(range[1]);
		if (!isOpen && (range[0] < 0 || range[1] > 1)) {
			throw new IOException("Its output has values from " + range[0] + " to " + range[1] + ", which cannot be " +
				"probabilities (expected 0 to 1): ask its authors for a package that gives probabilities.");
		}
	}

	/**
	 * The channel of roots: the only one named so, or the only one that is not named as background.
	 *
	 * @return -1 where names do not tell: then it is a single one, or the second of two
	 */
	private static int rootChannel(List<String> names) throws IOException {
		List<Integer> roots = new ArrayList<>();
		List<Integer> others = new ArrayList<>();
		boolean areNamed = false;
		for (int i = 0; i < names.size(); i++) {
			String name = names.get(i).toLowerCase(Locale.ROOT);
			areNamed |= !NUMBERED.matcher(name).matches();
			if (BACKGROUND.matcher(name).find()) continue;
			others.add(i);
			if (name.contains("root")) roots.add(i);
		}
		if (roots.size() == 1) return roots.get(0);
		if (roots.isEmpty() && others.size() == 1) return others.get(0);
		if (!areNamed && names.size() <= 2) return -1;
		throw new IOException("Its output has the channels " + String.join(", ", names) + ": it is not clear which " +
			"of them shows roots. Use a network with one channel named root.");
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
		try {
			return roots(tiles, n, w, h);
		}
		catch (IllegalArgumentException e) {
			throw new IllegalArgumentException(file + " cannot be used. " + e.getMessage(), e);
		}
	}

	private float[] roots(float[] tiles, int n, int w, int h) {
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
				throw new IllegalArgumentException("The network gives " + outWidth + "x" + outHeight +
					" px for a tile of " + w + "x" +
					h + " px, unlike its description: ask for a valid package.");
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
			throw new IllegalArgumentException("The network's output has other axes than its description says: ask " +
				"for a valid package.");
		}
		int count = (int) result.shape()[output.axis('c')];
		if (!output.channels().isEmpty() && output.channels().size() != count) {
			throw new IllegalArgumentException("The network's output has " + count + " channels, but its " +
				"description names " +
				output.channels().size() + ": ask for a valid package.");
		}
		if (rootChannel < 0 && count > 2) {
			throw new IllegalArgumentException("The network's output has " + count +
				" channels, of which none is named root: it is not clear which shows roots.");
		}
		float[] values = output.channel(result, rootChannel >= 0 ? rootChannel : count - 1);
		after.apply(values, 0, values.length, 1);
		float least = 0;
		float most = 0;
		for (float value : values) {
			if (Float.isNaN(value)) throw new TiledPrediction.NotNumbers();
			least = Math.min(least, value);
			most = Math.max(most, value);
		}
		if (least < -ROUNDING || most > 1 + ROUNDING) {
			throw new IllegalArgumentException("The network gives values from " + least + " to " + most +
				", which cannot be probabilities (expected 0 to 1): its description, rdf.yaml, has no step such as " +
				"sigmoid that makes them probabilities. Ask its authors for a package that gives probabilities.");
		}
		for (int i = 0; i < values.length; i++) values[i] = Math.max(0, Math.min(1, values[i]));
		return values;
	}

	/**
	 * How far the output for the package's own test input is from its test output.
	 *
	 * @return the largest difference of the root channel; infinity where the sizes differ
	 */
	double difference(Values testInput, Values testOutput) {
		if (testInput.shape().length != 4 || testOutput.shape().length != 4 ||
			testInput.shape()[input.axis('b')] != 1 ||
			testOutput.shape()[output.axis('b')] != 1 || testInput.shape()[input.axis('c')] != channels ||
			testOutput.shape()[output.axis('c')] <= rootChannel)
		{
			return Double.POSITIVE_INFINITY;
		}
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
