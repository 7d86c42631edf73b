// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A trained network as a file: a zip with {@code taproot.json} and the weights as NumPy arrays,
 * {@code weights/NAME.npy} (see {@link NetworkArchitecture} for names and axes). Reading one runs nothing that is in
 * it.
 *
 * @param weights by name; held, not copied
 * @param details what the file tells of it
 */
public record UNetModel(Map<String, float[]> weights, ModelDetails details) {

	/** The entry by which a zip is known to be one. */
	public static final String ENTRY = ArrayFile.JSON;

	private static final String KIND = "model";

	public UNetModel {
		details.settings().architecture().check(weights);
	}

	/**
	 * A network that was not trained, or nobody tells how.
	 *
	 * @param settings of its shape, by which it may be trained further
	 * @param device see {@link ModelDetails#importedFrom}
	 */
	public static UNetModel untrained(TrainingSettings settings, Map<String, float[]> weights, String device) {
		return new UNetModel(weights,
			TrainingState.beginning(settings, List.of(), List.of(), List.of(), null).details(device, "none"));
	}

	public NetworkArchitecture architecture() {
		return details.settings().architecture();
	}

	/** @throws IOException where the file can't be written */
	public void save(Path file) throws IOException {
		ArrayFile.write(file, details, Map.of("weights", weights));
	}

	/**
	 * Writes a file that holds others beside the model, which do not matter to {@link #load}.
	 *
	 * @param others by name
	 */
	public void save(Path file, Map<String, byte[]> others) throws IOException {
		ArrayFile.write(file, details, Map.of("weights", weights), others);
	}

	/** @throws IOException where the file is missing, damaged or no model, in one sentence */
	public static UNetModel load(Path file) throws IOException {
		return of(ArrayFile.open(file, KIND));
	}

	/**
	 * Reads a model that is no file of its own.
	 *
	 * @param from ours, or one that is trusted: is read to its end, and stays open
	 * @param name stands for the file's in messages
	 * @throws IOException where it can't be read, or is no model
	 */
	public static UNetModel read(InputStream from, String name) throws IOException {
		return of(ArrayFile.read(from, name, KIND));
	}

	private static UNetModel of(ArrayFile opened) throws IOException {
		try (ArrayFile zip = opened) {
			ModelDetails details = zip.details(ModelDetails.class);
			return new UNetModel(zip.weights(details.settings().architecture()), details);
		}
	}
}
