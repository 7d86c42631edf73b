// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.files.Sha256;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.UNetEngine;

/**
 * Models to segment with: Taproot's own, which are rebuilt from their weights alone, whatever else they hold, and
 * packages after the specification of BioImage.IO, 0.4 or 0.5, that others made, whose SavedModel is checked before it
 * is loaded, in a process of its own. Where a package has a test input and output, they are compared.
 */
public final class ModelFile {

	private ModelFile() {}

	/**
	 * Opens a model, or several, whose mean counts.
	 *
	 * @param file also several, separated by semicolons; null for the {@link BundledModel}
	 * @param log takes a sentence where the test output does not come out
	 * @throws IOException where the file is missing, damaged, not what its checksums say, or of a kind that can't be
	 *           used, in one sentence
	 */
	public static OpenModel open(Path file, UNetEngine engine, DeviceChoice device, Precision precision,
		Consumer<String> log) throws IOException
	{
		if (file == null) return TaprootModel.open(BundledModel.MODEL.load(), engine, device, precision);
		List<Path> files = SeveralModels.files(file);
		if (files.size() > 1) {
			return SeveralModels.open(files, each -> open(each, engine, device, precision, log));
		}
		return ModelPackage.isOfOthers(file) ? PackageModel.open(file, device, log) :
			TaprootModel.open(file, engine, device, precision, log);
	}

	/**
	 * Refuses files that are missing, without loading an engine for them.
	 *
	 * @param file as for {@link #open}
	 */
	public static void requireFiles(Path file) throws IOException {
		Path missing = file == null ? null : missing(file);
		if (missing != null) {
			throw new IOException("There is no file " + missing + ": choose a model of Taproot.");
		}
	}

	/** The first of the files given as for {@link #open} that does not exist; null for none. */
	public static Path missing(Path file) {
		return SeveralModels.files(file).stream().filter(each -> !Files.exists(each)).findFirst().orElse(null);
	}

	/**
	 * What tells this model from others, for the settings of a batch: the file's checksum, and the name of one that is
	 * no file.
	 *
	 * @param file null for the {@link BundledModel}
	 * @throws IOException where the file can't be read
	 */
	public static Map<String, Object> identity(Path file) throws IOException {
		if (file == null) return Map.of("model", title(null), "model_sha256", BundledModel.MODEL.sha256());
		List<String> sums = new ArrayList<>();
		for (Path each : SeveralModels.files(file)) sums.add(Sha256.of(each));
		return Map.of("model_sha256", String.join(";", sums));
	}

	/** What summaries and windows call it: the file's path, or the name of the {@link BundledModel} for null. */
	public static String title(Path file) {
		return file == null ? BundledModel.MODEL.title() : file.toString();
	}
}
