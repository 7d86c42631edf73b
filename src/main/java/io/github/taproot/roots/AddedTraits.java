// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.table.Quantity;

/** Traits beside Taproot's own, whose columns follow those. */
public record AddedTraits(List<Trait> traits) {

	public static final AddedTraits NONE = new AddedTraits(List.of());

	public AddedTraits {
		traits = List.copyOf(traits);
	}

	/** Measures all, in their order. */
	public List<Quantity> of(RootTraits roots) {
		return traits.stream()
			.map(trait -> new Quantity(trait.name(), trait.unit(roots.calibration()), trait.measure(roots))).toList();
	}

	/**
	 * Measures all in a mask whose skeletons are at hand; where there are none, nothing is computed.
	 *
	 * @param papers its {@link Skeleton#of}
	 * @param complete its {@link Skeleton#complete}
	 * @param say takes a sentence where the mask is noise, which has no graph: then all are NaN
	 */
	public List<Quantity> of(Mask mask, Skeleton papers, Skeleton complete, PixelCalibration calibration,
		Progress progress, Consumer<String> say)
	{
		if (traits.isEmpty()) return List.of();
		try {
			return of(RootTraits.of(mask, papers, complete, calibration, progress));
		}
		catch (IllegalArgumentException e) {
			say.accept(e.getMessage());
			return traits.stream().map(trait -> new Quantity(trait.name(), trait.unit(calibration), Double.NaN))
				.toList();
		}
	}

	/** The names of all, for a sentence. */
	public String names() {
		return traits.stream().map(Trait::name).collect(Collectors.joining(", "));
	}
}
