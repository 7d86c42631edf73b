// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.scijava.Context;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;

import io.github.taproot.image.PixelCalibration;
import io.github.taproot.plugin.TraitPlugin;
import io.github.taproot.roots.RootTraits;
import io.github.taproot.roots.Trait;

/** Traits that others have installed, so that their faults end nothing. */
final class TraitPlugins {

	private TraitPlugins() {}

	/**
	 * All that are installed and have a name of their own.
	 *
	 * @param say takes a sentence for each that can't be used, and once for each that fails
	 */
	static List<Trait> of(Context context, Consumer<String> say) {
		PluginService plugins = context.getService(PluginService.class);
		List<Trait> traits = new ArrayList<>();
		if (plugins == null) return traits;
		Set<String> names = new HashSet<>();
		for (PluginInfo<TraitPlugin> info : plugins.getPluginsOfType(TraitPlugin.class)) {
			try {
				Trait trait = info.createInstance();
				String name = trait.name();
				if (!name.matches("[a-z][a-z0-9_]*+")) {
					say.accept(leftOut(info) + "its name must have lower-case letters, digits and underscores, " +
						"but is \"" + name + "\".");
				}
				else if (!names.add(name)) say.accept(leftOut(info) + "another one is called " + name + ", too.");
				else traits.add(new Guarded(trait, info.getClassName(), say, ConcurrentHashMap.newKeySet()));
			}
			catch (Exception | LinkageError e) {
				say.accept(leftOut(info) + e);
			}
		}
		return traits;
	}

	private static String leftOut(PluginInfo<?> info) {
		return "The trait " + info.getClassName() + " is left out: ";
	}

	/** Tells failures of a trait once, and is empty there. */
	private record Guarded(Trait trait, String plugin, Consumer<String> say, Set<String> told) implements Trait {

		@Override
		public String name() {
			return trait.name();
		}

		@Override
		public String unit(PixelCalibration calibration) {
			try {
				return trait.unit(calibration);
			}
			catch (RuntimeException | LinkageError e) {
				tell(e);
				return "";
			}
		}

		@Override
		public String description() {
			return trait.description();
		}

		@Override
		public double measure(RootTraits roots) {
			try {
				return trait.measure(roots);
			}
			catch (RuntimeException | LinkageError e) {
				tell(e);
				return Double.NaN;
			}
		}

		private void tell(Throwable e) {
			if (told.add(String.valueOf(e))) {
				say.accept("The trait " + name() + " (" + plugin + ") failed, its cell is empty: " + e);
			}
		}
	}
}
