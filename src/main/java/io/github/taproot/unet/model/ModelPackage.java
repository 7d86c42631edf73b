// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;

import io.github.taproot.files.BoundedZip;
import io.github.taproot.files.FileException;
import io.github.taproot.unet.NpyArray;
import io.github.taproot.unet.SavedNetwork.Values;
import io.github.taproot.unet.UNetModel;

/** A zip with a description after BioImage.IO's specification; Taproot's own models may be one, too. */
record ModelPackage(Path file, BoundedZip zip, Rdf rdf) implements Closeable {

	private static final List<String> DESCRIPTIONS = List.of("rdf.yaml", "bioimageio.yaml", "model.yaml");
	private static final int LARGEST_TEXT = 1 << 22;
	private static final int LARGEST_TEST = 1 << 26;

	/** Whether a file is a package, and not a model of Taproot's; not where it can't be read. */
	static boolean isOfOthers(Path file) {
		return isOne(file, zip -> !zip.has(UNetModel.ENTRY));
	}

	/** Whether a file is a package; not where it can't be read. */
	static boolean isOne(Path file) {
		return isOne(file, zip -> true);
	}

	private static boolean isOne(Path file, Predicate<BoundedZip> also) {
		try (BoundedZip zip = new BoundedZip(file)) {
			return DESCRIPTIONS.stream().anyMatch(zip::has) && also.test(zip);
		}
		catch (IOException e) {
			return false;
		}
	}

	/** Opens a file that {@link #isOne}. */
	static ModelPackage open(Path file) throws IOException {
		BoundedZip zip = new BoundedZip(file);
		try {
			String name = DESCRIPTIONS.stream().filter(zip::has).findFirst().orElseThrow();
			return new ModelPackage(file, zip, Rdf.parse(zip.bytes(name, LARGEST_TEXT, null)));
		}
		catch (IOException | RuntimeException e) {
			zip.close();
			throw e;
		}
	}

	/** A reason that names the file. */
	static IOException unusable(Path file, Exception e) {
		return e instanceof FileException known && known.isOf(file) ? known :
			new FileException(file, "cannot be used. " + e.getMessage(), e);
	}

	/** The description of weights for TensorFlow. */
	Rdf weights() throws IOException {
		Rdf weights = rdf.part("weights");
		if (weights.has("tensorflow_saved_model_bundle")) return weights.part("tensorflow_saved_model_bundle");
		throw new IOException("It has no weights for TensorFlow (tensorflow_saved_model_bundle), which Taproot runs: " +
			"look for another package, or import PyTorch weights of the U-Net of Smith et al. 2020.");
	}

	/**
	 * Tells the user where a network does not give the package's test output; nothing where it has none.
	 *
	 * @param difference the largest between what an input gives here, and an output
	 */
	void test(ToDoubleBiFunction<Values, Values> difference, double tolerance, Consumer<String> log)
		throws IOException
	{
		Values input = testTensor("inputs", "test_inputs");
		Values output = testTensor("outputs", "test_outputs");
		if (input == null || output == null) return;
		double largest = difference.applyAsDouble(input, output);
		if (largest <= tolerance) return;
		log.accept(String.format(Locale.ROOT, "Warning: %s gives different results on this computer: its own test " +
			"differs by %.4f. Check its results before you use them.", file.getFileName(), largest));
	}

	/** A test input or output; null where there is none. */
	private Values testTensor(String tensors, String older) throws IOException {
		String source;
		String sha256 = null;
		if (rdf.has(older)) {
			List<String> names = rdf.letters(older);
			source = names.isEmpty() ? null : names.get(0);
		}
		else {
			List<Rdf> all = rdf.parts(tensors);
			Rdf test = all.isEmpty() ? rdf.part("none") : all.get(0).part("test_tensor");
			source = test.text("source", null);
			sha256 = test.text("sha256", null);
		}
		return source == null || !zip.has(source) ? null : NpyArray.read(zip.bytes(source, LARGEST_TEST, sha256));
	}

	@Override
	public void close() throws IOException {
		zip.close();
	}
}
