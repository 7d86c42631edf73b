// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.segmentation.MeanSegmenter;
import io.github.taproot.unet.Precision;

/**
 * Several models at once, all in memory, whose mean counts.
 *
 * @param models at least one; closed with this
 */
record SeveralModels(List<OpenModel> models) implements OpenModel {

	@FunctionalInterface
	interface Opening {

		OpenModel open(Path file) throws IOException;
	}

	/** The files in a text such as {@code a.zip;b.zip}; a file whose name has a semicolon is one. */
	static List<Path> files(Path given) {
		if (!given.toString().contains(";") || Files.exists(given)) return List.of(given);
		return Arrays.stream(given.toString().split(";")).map(String::strip).filter(name -> !name.isEmpty())
			.map(Path::of).toList();
	}

	/** Opens all of them, or none. */
	static SeveralModels open(List<Path> files, Opening opening) throws IOException {
		List<OpenModel> models = new ArrayList<>();
		try {
			for (Path file : files) models.add(opening.open(file));
			return new SeveralModels(models);
		}
		catch (IOException | RuntimeException | Error e) {
			models.forEach(OpenModel::close);
			throw e;
		}
	}

	@Override
	public BandSegmenter segmenter(int side, int batch, Flips flips, boolean isOverlapping,
		Consumer<String> log)
	{
		return new MeanSegmenter(models.stream()
			.map(model -> model.segmenter(side, batch, flips, isOverlapping, log)).toList());
	}

	@Override
	public String device() {
		return models.get(0).device();
	}

	@Override
	public Precision precision() {
		boolean isFast = models.stream().anyMatch(model -> model.precision() == Precision.FAST);
		return isFast ? Precision.FAST : Precision.EXACT;
	}

	@Override
	public void close() {
		models.forEach(OpenModel::close);
	}
}
