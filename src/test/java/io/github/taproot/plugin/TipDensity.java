// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.plugin;

import io.github.taproot.image.PixelCalibration;
import io.github.taproot.roots.RootTraits;

/** A measurement; in a jar of your own it has the annotation {@code @Plugin(type = TraitPlugin.class)}. */
public final class TipDensity implements TraitPlugin {

	@Override
	public String name() {
		return "tip_density";
	}

	@Override
	public String unit(PixelCalibration calibration) {
		return "per_" + calibration.unit();
	}

	@Override
	public String description() {
		return "Free ends by root length.";
	}

	@Override
	public double measure(RootTraits roots) {
		return roots.graph().nodes().stream().filter(node -> node.isTip()).count() / roots.depthProfile().length();
	}
}
