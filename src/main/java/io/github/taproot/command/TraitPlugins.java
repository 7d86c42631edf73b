// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.scijava.Context;

import io.github.taproot.command.InstalledPlugins.Found;
import io.github.taproot.roots.AddedTraits;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.plugin.TraitPlugin;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.RootMeasurement;
import io.github.taproot.roots.RootTraits;
import io.github.taproot.roots.Trait;
import io.github.taproot.roots.TraitSettings;
import io.github.taproot.table.Quantity;

/** Traits that others have installed, so that their faults end nothing. */
final class TraitPlugins {

	/** Scales by which columns have all the names that they may have. */
	private static final List<PixelCalibration> SCALES =
		List.of(PixelCalibration.PIXELS, PixelCalibration.millimetres(1));

	private TraitPlugins() {}

	/**
	 * All that are installed and have a name and columns of their own.
	 *
	 * @param say takes a sentence for each that can't be used, and once for each that fails
	 */
	static AddedTraits of(Context context, Consumer<String> say) {
		List<Trait> traits = new ArrayList<>();
		Set<String> taken = null;
		for (Found<TraitPlugin> found : InstalledPlugins.of(context, TraitPlugin.class, "trait", say).values()) {
			if (taken == null) taken = ownColumns();
			Guarded trait = new Guarded(found, say, ConcurrentHashMap.newKeySet());
			String column = SCALES.stream().map(trait::heading).filter(taken::contains).findFirst().orElse("");
			if (column.isEmpty()) traits.add(trait);
			else {
				say.accept("The trait " + found.plugin().getClass().getName() + " is left out: its column " + column +
					" is one of Taproot's own. Give it another name.");
			}
		}
		return new AddedTraits(traits);
	}

	private static Set<String> ownColumns() {
		Set<String> columns = new HashSet<>(List.of("file", "page", "label", "read_as", "pixel_width_mm",
			"pixel_height_mm", "rhizotron", "root_length_density_cm_per_cm3"));
		Mask soil = new Mask(1, 1);
		for (PixelCalibration scale : SCALES) {
			List<Quantity> own = new ArrayList<>(RootMeasurement.of(soil, scale, Progress.NONE).quantities());
			own.addAll(RootTraits.of(soil, scale, TraitSettings.DEFAULT, Progress.NONE).quantities());
			for (Quantity quantity : own) columns.add(quantity.heading());
		}
		return columns;
	}

	/** Tells failures of a trait once, and is empty there. */
	private record Guarded(Found<TraitPlugin> found, Consumer<String> say, Set<String> told) implements Trait {

		@Override
		public String name() {
			return found.name();
		}

		@Override
		public String unit(PixelCalibration calibration) {
			return guarded(() -> found.plugin().unit(calibration).strip(), "");
		}

		@Override
		public String description() {
			return found.description();
		}

		@Override
		public double measure(RootTraits roots) {
			return guarded(() -> {
				double value = found.plugin().measure(roots);
				if (Double.isInfinite(value)) throw new ArithmeticException("its value is infinite");
				return value;
			}, Double.NaN);
		}

		String heading(PixelCalibration scale) {
			return new Quantity(name(), unit(scale), 0).heading();
		}

		private <T> T guarded(Supplier<T> asked, T otherwise) {
			try {
				return asked.get();
			}
			catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
				if (told.add(String.valueOf(e))) say.accept(found.title() + " failed, its cell is empty: " + e);
				return otherwise;
			}
		}
	}
}
