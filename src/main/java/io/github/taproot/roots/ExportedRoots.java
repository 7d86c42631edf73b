// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.nio.file.Path;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.tracing.Tracing;

/** The roots of one image, as an exporter takes them. For one thread. */
public final class ExportedRoots {

	private final String image;
	private final Path probability;
	private final Mask mask;
	private final PixelCalibration scale;
	private final TraitSettings settings;
	private final Progress progress;
	private RootTraits traits;

	/**
	 * @param image name of the mask's file
	 * @param probability file of the probabilities that the mask was made of; null for none
	 * @param scale of the mask, {@link PixelCalibration#PIXELS} where unknown
	 * @param settings which spurs are removed before roots are traced
	 */
	public ExportedRoots(String image, Path probability, Mask mask, PixelCalibration scale, TraitSettings settings,
		Progress progress)
	{
		this.image = image;
		this.probability = probability;
		this.mask = mask;
		this.scale = scale;
		this.settings = settings;
		this.progress = progress;
	}

	/** Name of the mask's file, with its extension. */
	public String image() {
		return image;
	}

	/** The file of the probabilities that the mask was made of, which may have another size; null for none. */
	public Path probability() {
		return probability;
	}

	/** Not to be changed. */
	public Mask mask() {
		return mask;
	}

	/** The scale of the image; {@link PixelCalibration#PIXELS} where unknown. */
	public PixelCalibration scale() {
		return scale;
	}

	/** Graph, roots and numbers, all in px; measured when they are first asked for. */
	public RootTraits traits() {
		if (traits == null) traits = RootTraits.of(mask, PixelCalibration.PIXELS, settings, progress);
		return traits;
	}

	/** Centre lines with diameters and laterals, in px. */
	public Tracing tracing() {
		return traits().tracing();
	}
}
