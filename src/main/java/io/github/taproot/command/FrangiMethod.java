// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;
import java.util.Map;

import org.scijava.Context;
import org.scijava.Priority;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.plugin.SegmenterInputs;
import io.github.taproot.plugin.SegmenterPlugin;
import io.github.taproot.segmentation.RootSegmenter;
import io.github.taproot.segmentation.frangi.FrangiSettings;
import io.github.taproot.segmentation.frangi.FrangiSettingsFile;
import io.github.taproot.segmentation.frangi.ScaledVesselness;

/** Segments by a Frangi filter, with the paper's settings or those of a file. */
@Plugin(type = SegmenterPlugin.class, priority = Priority.FIRST)
public final class FrangiMethod implements SegmenterPlugin {

	@Parameter
	private Context context;

	private FrangiSettings settings;

	@Override
	public String name() {
		return "frangi";
	}

	@Override
	public String description() {
		return "A line filter, which needs no training; as model, none or the frangi.json that Tune Frangi wrote.";
	}

	@Override
	public RootSegmenter open(SegmenterInputs inputs) throws IOException {
		settings = inputs.model() == null ? FrangiSettings.PAPER : FrangiSettingsFile.read(inputs.model());
		return new ScaledVesselness(settings, FrangiCommand.segmenter(settings, context));
	}

	@Override
	public Map<String, Object> settings() {
		return settings.parameters();
	}
}
