// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

import org.scijava.Context;

import io.github.taproot.command.InstalledPlugins.Found;
import io.github.taproot.files.Sha256;
import io.github.taproot.plugin.SegmenterInputs;
import io.github.taproot.plugin.SegmenterPlugin;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.CheckedSegmenter;
import io.github.taproot.segmentation.RootSegmenter;
import io.github.taproot.unet.model.ModelFile;

/** A way to segment that is open, and checked where it is somebody else's. */
record SegmentationMethod(Found<SegmenterPlugin> found, SegmenterInputs inputs, RootSegmenter segmenter)
	implements AutoCloseable
{

	/** The input that names it. */
	static final String KEY = "method";
	static final String LABEL = "Method";
	/** Of the input of its model. */
	static final String MODEL_HELP = "Empty: the model that comes with Taproot. Otherwise the model.zip that Train " +
		"Root U-Net or Import PyTorch Model wrote, or a package of BioImage.IO with a TensorFlow network that " +
		"segments; several, separated by semicolons: the mean of their probabilities.";
	static final String HELP = "What finds the roots. unet: the network of the model. frangi: a line filter " +
		"without training; its model may be the frangi.json that Tune Frangi wrote. Default unet.";

	/**
	 * Opens the one that was asked for.
	 *
	 * @throws IllegalArgumentException where there is none of this name
	 * @throws IOException where it can't be opened, with its name where it is somebody else's
	 */
	static SegmentationMethod open(Context context, String name, SegmenterInputs inputs) throws IOException {
		Found<SegmenterPlugin> found = InstalledPlugins.choose(context, SegmenterPlugin.class, KEY, name, inputs.log());
		SegmenterPlugin plugin = found.plugin();
		boolean isOpen = false;
		try {
			RootSegmenter segmenter = plugin.open(inputs);
			isOpen = true;
			return new SegmentationMethod(found, inputs,
				found.isOurs() ? segmenter : new CheckedSegmenter(found.title(), segmenter));
		}
		catch (IOException | RuntimeException | LinkageError | AssertionError e) {
			if (found.isOurs() || e instanceof CancellationException) throw e;
			throw found.failed(e);
		}
		finally {
			if (!isOpen) close(found, inputs);
		}
	}

	String name() {
		return found.name();
	}

	/** Everything that decides the results beside the threshold, for {@code settings.json}. */
	Map<String, Object> identity() throws IOException {
		// As they were before there were other methods: results stay.
		if (found.plugin() instanceof UNetMethod network) return network.settings();
		Map<String, Object> identity = new LinkedHashMap<>();
		identity.put(KEY, name());
		identity.put("method_class", found.plugin().getClass().getName());
		identity.put("method_version", found.version());
		// A version is not always counted up while a plugin is being written.
		if (!found.isOurs()) identity.put("method_jar_sha256", found.checksum());
		identity.put("model_sha256", inputs.model() == null ? "" : Sha256.of(inputs.model()));
		identity.put("tile_side", inputs.tileSide());
		identity.put("flips", inputs.flips().setting());
		identity.put("overlap", inputs.overlap());
		identity.put("precision", inputs.precision());
		try {
			Map<String, String> settings = new TreeMap<>();
			found.plugin().settings().forEach((key, value) -> settings.put(key, String.valueOf(value)));
			identity.put("method_settings", settings);
		}
		catch (IOException | RuntimeException | LinkageError | AssertionError e) {
			throw found.failed(e);
		}
		return identity;
	}

	/** What a summary tells of it. */
	Map<String, Object> about() {
		Map<String, Object> about = new LinkedHashMap<>();
		about.put(KEY, name());
		boolean hasModel = inputs.model() != null || found.plugin() instanceof UNetMethod;
		if (hasModel) about.put("model", ModelFile.title(inputs.model()));
		if (segmenter instanceof BandSegmenter bands) about.put("tile_side", bands.side());
		about.put("flips", inputs.flips().setting());
		about.put("overlap", inputs.overlap());
		if (found.plugin() instanceof UNetMethod network) about.put("precision", network.precision().toString());
		if (!device().isEmpty()) about.put("device", device());
		return about;
	}

	/** How it was done, for the end of a sentence. */
	String how() {
		return device().isEmpty() ? " with " + name() : " on " + device();
	}

	/** Where a network computes; "" for other methods. */
	String device() {
		return found.plugin() instanceof UNetMethod network ? network.device() : "";
	}

	@Override
	public void close() {
		close(found, inputs);
	}

	private static void close(Found<SegmenterPlugin> found, SegmenterInputs inputs) {
		try {
			found.plugin().close();
		}
		catch (RuntimeException | LinkageError | AssertionError e) {
			inputs.log().accept(found.failed(e).getMessage());
		}
	}
}
