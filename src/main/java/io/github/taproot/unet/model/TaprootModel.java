// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import io.github.taproot.image.Normalisation;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.segmentation.MeanSegmenter;
import io.github.taproot.segmentation.MirroredSegmenter;
import io.github.taproot.segmentation.Reliability;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.SavedNetwork.Values;
import io.github.taproot.unet.UNetEngine;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.UNetSegmenter;

/**
 * A model of Taproot's, rebuilt from its weights.
 *
 * @param reliability null where nobody has measured it
 */
record TaprootModel(UNetNetwork network, Reliability reliability) implements OpenModel {

	/** Largest difference of probabilities between a package's test output and what comes out here. */
	private static final double TOLERANCE = 1e-3;
	private static final double FAST_TOLERANCE = 0.05;

	static TaprootModel open(Path file, UNetEngine engine, DeviceChoice device, Precision precision,
		Consumer<String> log)
		throws IOException
	{
		UNetModel model = UNetModel.load(file);
		TaprootModel opened = open(model, engine, device, precision);
		if (!ModelPackage.isOne(file)) return opened;
		UNetNetwork network = opened.network;
		try (ModelPackage described = ModelPackage.open(file)) {
			described.test((input, output) -> difference(network, model.architecture(), input, output),
				network.precision() == Precision.FAST ? FAST_TOLERANCE : TOLERANCE, log);
			return opened;
		}
		catch (IOException | RuntimeException | Error e) {
			network.close();
			throw e;
		}
	}

	static TaprootModel open(UNetModel model, UNetEngine engine, DeviceChoice device, Precision precision) {
		return new TaprootModel(engine.open(model.architecture(), model.weights(), device, precision, null),
			model.details().reliability());
	}

	private static double difference(UNetNetwork network, NetworkArchitecture architecture, Values input,
		Values output)
	{
		int side = input.shape().length == 4 ? (int) input.shape()[1] : 0;
		float[] tile = input.values().clone();
		if (tile.length != side * side * 3) return Double.POSITIVE_INFINITY;
		// Earlier versions of Taproot exported networks that give the tile's middle only.
		boolean isPadded = output.values().length == side * side && side % PaddedForm.STEP == 0;
		if (!isPadded && architecture.outputSide(side) <= 0) return Double.POSITIVE_INFINITY;
		Normalisation.scale(tile, 0, tile.length, architecture.low());
		float[] actual = isPadded ? PaddedForm.predict(network, architecture, tile, side) :
			network.predict(tile, 1, side);
		if (actual.length != output.values().length) return Double.POSITIVE_INFINITY;
		double largest = 0;
		for (int i = 0; i < actual.length; i++) largest = Math.max(largest, Math.abs(actual[i] - output.values()[i]));
		return largest;
	}

	@Override
	public BandSegmenter segmenter(int side, int batch, Flips flips, boolean isOverlapping,
		Consumer<String> log)
	{
		UNetSegmenter segmenter = new UNetSegmenter(network, side, batch, flips == Flips.ALL, isOverlapping, log)
			.trusted(reliability);
		return flips == Flips.MIRROR ? new MeanSegmenter(List.of(segmenter, new MirroredSegmenter(segmenter))) :
			segmenter;
	}

	@Override
	public String device() {
		return network.device();
	}

	@Override
	public Precision precision() {
		return network.precision();
	}

	@Override
	public void close() {
		network.close();
	}
}
