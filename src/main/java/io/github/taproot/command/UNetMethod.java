// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.scijava.Priority;
import org.scijava.plugin.Plugin;

import io.github.taproot.plugin.SegmenterInputs;
import io.github.taproot.plugin.SegmenterPlugin;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.model.ModelFile;
import io.github.taproot.unet.model.OpenModel;

/** Segments by the network in a model's file, or by the one that comes with Taproot. */
@Plugin(type = SegmenterPlugin.class, priority = 2 * Priority.FIRST)
public final class UNetMethod implements SegmenterPlugin {

	private SegmenterInputs inputs;
	private OpenModel network;

	@Override
	public String name() {
		return "unet";
	}

	@Override
	public String description() {
		return "The network in the model's file, or the one that comes with Taproot.";
	}

	@Override
	public BandSegmenter open(SegmenterInputs given) throws IOException {
		ModelFile.requireFiles(given.model());
		DeviceChoice where = DeviceChoice.of(given.device());
		Precision how = Precision.of(given.precision());
		if (given.model() == null) given.log().accept("No model is named: " + ModelFile.title(null) + " is used.");
		inputs = given;
		network = ModelFile.open(given.model(), EngineLoader.engine(), where, how, given.log());
		return network.segmenter(given.tileSide(), given.batch(), given.flips(), given.overlap(), given.log());
	}

	/** With the model's checksum, and its name where it is no file. */
	@Override
	public Map<String, Object> settings() throws IOException {
		Map<String, Object> settings = new LinkedHashMap<>(ModelFile.identity(inputs.model()));
		settings.put("tile_side", inputs.tileSide());
		settings.put("flips", inputs.flips().setting());
		if (inputs.overlap()) settings.put("overlap", true);
		Precision how = precision();
		if (how != Precision.EXACT) settings.put("precision", how);
		return settings;
	}

	/** How the network computes, {@link Precision#EXACT} or {@link Precision#FAST}; what was asked for, if it was. */
	Precision precision() {
		Precision wanted = Precision.of(inputs.precision());
		return wanted == Precision.AUTO ? network.precision() : wanted;
	}

	/** Where the network computes. */
	String device() {
		return network.device();
	}

	@Override
	public void close() {
		if (network != null) network.close();
	}
}
