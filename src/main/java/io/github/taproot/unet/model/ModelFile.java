// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import io.github.taproot.files.BoundedZip;
import io.github.taproot.files.FileException;
import io.github.taproot.files.SafeFile;
import io.github.taproot.files.Sha256;
import io.github.taproot.image.Normalisation;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EpochScore;
import io.github.taproot.unet.ModelDetails;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.NpyArray;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.SavedNetwork;
import io.github.taproot.unet.SavedNetwork.Values;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetEngine;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.UNetSegmenter;

/**
 * A model's file, opened to segment: Taproot's own, which is rebuilt from its weights alone, whatever else it holds, or
 * a package after the specification of BioImage.IO, 0.4 or 0.5, that others made, whose SavedModel is checked before it
 * is loaded. Where a package has a test input and output, they are compared. Not for several threads at once.
 */
public final class ModelFile implements AutoCloseable {

	private static final List<String> DESCRIPTIONS = List.of("rdf.yaml", "bioimageio.yaml", "model.yaml");
	private static final int LARGEST_TEXT = 1 << 22;
	private static final int LARGEST_TEST = 1 << 28;
	/** Largest difference of probabilities between a package's test output and what comes out here. */
	private static final double TOLERANCE = 1e-3;
	private static final double FAST_TOLERANCE = 0.05;
	/** That of others' packages, as their own specification has it. */
	private static final double THEIR_TOLERANCE = 1e-2;

	private final Path file;
	private final UNetNetwork own;
	private final SavedNetwork theirs;
	private final PackageSegmenter segmenter;
	/** Where a SavedModel is unpacked; null for none. */
	private final Path unpacked;

	private ModelFile(Path file, UNetNetwork own, SavedNetwork theirs, PackageSegmenter segmenter, Path unpacked) {
		this.file = file;
		this.own = own;
		this.theirs = theirs;
		this.segmenter = segmenter;
		this.unpacked = unpacked;
	}

	/**
	 * Opens a model.
	 *
	 * @param log takes a sentence where the test output does not come out
	 * @throws IOException where the file is missing, damaged, not what its checksums say, or of a kind that can't be
	 *           used, in one sentence
	 */
	public static ModelFile open(Path file, UNetEngine engine, DeviceChoice device, Precision precision,
		Consumer<String> log) throws IOException
	{
		String description = description(file);
		if (isOwn(file) || description == null) {
			UNetModel model = UNetModel.load(file);
			UNetNetwork network = engine.open(model.architecture(), model.weights(), device, precision, null);
			try {
				if (description != null) test(file, description, model.architecture(), network, precision, log);
			}
			catch (IOException | RuntimeException | Error e) {
				network.close();
				throw e;
			}
			return new ModelFile(file, network, null, null, null);
		}
		try {
			return openTheirs(file, description, engine, device, log);
		}
		catch (IOException e) {
			throw unusable(file, e);
		}
	}

	private static IOException unusable(Path file, IOException e) {
		return e instanceof FileException known && known.isOf(file) ? e
			: new FileException(file, "can't be used. " + e.getMessage(), e);
	}

	private static boolean isOwn(Path file) {
		try (ZipFile zip = new ZipFile(file.toFile())) {
			return zip.getEntry(UNetModel.ENTRY) != null;
		}
		catch (IOException e) {
			// Its reader says so.
			return true;
		}
	}

	/** The name of the package's description; null where it has none. */
	private static String description(Path file) {
		try (ZipFile zip = new ZipFile(file.toFile())) {
			return DESCRIPTIONS.stream().filter(name -> zip.getEntry(name) != null).findFirst().orElse(null);
		}
		catch (IOException e) {
			return null;
		}
	}

	private static void test(Path file, String description, NetworkArchitecture architecture, UNetNetwork network,
		Precision precision, Consumer<String> log) throws IOException
	{
		try (BoundedZip zip = new BoundedZip(file)) {
			Rdf rdf = Rdf.parse(zip.bytes(description, LARGEST_TEXT, null));
			Values input = testTensor(zip, rdf, "inputs", "test_inputs");
			Values output = testTensor(zip, rdf, "outputs", "test_outputs");
			if (input == null || output == null) return;
			int side = input.shape().length == 4 ? (int) input.shape()[1] : 0;
			float[] tile = input.values().clone();
			double largest = Double.POSITIVE_INFINITY;
			if (tile.length == side * side * 3 && architecture.outputSide(side) > 0) {
				Normalisation.scale(tile, 0, tile.length, architecture.low());
				float[] actual = network.predict(tile, 1, side);
				if (actual.length == output.values().length) {
					largest = 0;
					for (int i = 0; i < actual.length; i++) {
						largest = Math.max(largest, Math.abs(actual[i] - output.values()[i]));
					}
				}
			}
			warn(file, largest, precision == Precision.FAST ? FAST_TOLERANCE : TOLERANCE, log);
		}
	}

	private static void warn(Path file, double difference, double tolerance, Consumer<String> log) {
		if (difference <= tolerance) return;
		log.accept(String.format(Locale.ROOT, "Careful: %s does not give here what it gave where it was made: its " +
			"own test differs by %.4f. Compare its results before you trust them.", file.getFileName(), difference));
	}

	/** A test input or output; null where there is none. */
	private static Values testTensor(BoundedZip zip, Rdf rdf, String tensors, String older) throws IOException {
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

	private static ModelFile openTheirs(Path file, String description, UNetEngine engine, DeviceChoice device,
		Consumer<String> log) throws IOException
	{
		Path folder = Files.createTempDirectory("taproot-model");
		SavedNetwork network = null;
		try (BoundedZip zip = new BoundedZip(file)) {
			Rdf rdf = Rdf.parse(zip.bytes(description, LARGEST_TEXT, null));
			Rdf weights = weights(rdf);
			String source = weights.text("source");
			if (!zip.has(source)) {
				throw new IOException("Its weights are not in it (" + source + "): download the complete package.");
			}
			Path packed = folder.resolve("weights.zip");
			zip.copy(source, packed, weights.text("sha256", null));
			Path model = Files.createDirectory(folder.resolve("model"));
			try (BoundedZip inner = new BoundedZip(packed)) {
				inner.unpack(model);
			}
			network = engine.openSavedModel(savedModel(model), device);
			PackageSegmenter segmenter = new PackageSegmenter(network, rdf);
			Values input = testTensor(zip, rdf, "inputs", "test_inputs");
			Values output = testTensor(zip, rdf, "outputs", "test_outputs");
			if (input != null && output != null) {
				warn(file, segmenter.difference(input, output), THEIR_TOLERANCE, log);
			}
			return new ModelFile(file, null, network, segmenter, folder);
		}
		catch (IOException | RuntimeException | Error e) {
			if (network != null) network.close();
			delete(folder);
			if (e instanceof IllegalArgumentException) throw new IOException(e.getMessage(), e);
			throw e;
		}
	}

	private static Rdf weights(Rdf rdf) throws IOException {
		Rdf weights = rdf.part("weights");
		if (weights.has("tensorflow_saved_model_bundle")) return weights.part("tensorflow_saved_model_bundle");
		throw new IOException("It has no weights for TensorFlow (tensorflow_saved_model_bundle), which Taproot runs: " +
			"look for another package, or import PyTorch weights of the U-Net of Smith et al. 2020.");
	}

	/** The folder of saved_model.pb, which may lie deeper. */
	private static Path savedModel(Path folder) throws IOException {
		try (Stream<Path> all = Files.walk(folder, 3)) {
			return all.filter(path -> path.getFileName().toString().equals("saved_model.pb")).findFirst()
				.orElseThrow(() -> new IOException("Its weights are no SavedModel: download the package again."))
					.getParent();
		}
	}

	/**
	 * What segments with it.
	 *
	 * @param side as for {@link UNetSegmenter}; others' packages have their own
	 * @param batch as for {@link UNetSegmenter}
	 * @param isFlipped as for {@link UNetSegmenter}; not for others' packages
	 * @param isOverlapping as for {@link UNetSegmenter}; not for others' packages
	 * @throws IllegalArgumentException where they are not allowed
	 */
	public BandSegmenter segmenter(int side, int batch, boolean isFlipped, boolean isOverlapping,
		Consumer<String> log)
	{
		if (own != null) return new UNetSegmenter(own, side, batch, isFlipped, isOverlapping, log);
		if (isFlipped || isOverlapping) {
			throw new IllegalArgumentException(
				file + " was made by others, and can't be used with flips or overlap: choose flips=false and " +
				"overlap=false.");
		}
		return segmenter;
	}

	/** As {@link UNetNetwork#device}. */
	public String device() {
		return own != null ? own.device() : theirs.device();
	}

	/**
	 * What tells this model from others, for the settings of a batch: the file's checksum.
	 *
	 * @throws IOException where the file can't be read any more
	 */
	public Map<String, Object> identity() throws IOException {
		return Map.of("model_sha256", Sha256.of(file));
	}

	@Override
	public void close() {
		if (own != null) own.close();
		else theirs.close();
		if (unpacked != null) delete(unpacked);
	}

	private static void delete(Path folder) {
		try {
			SafeFile.deleteFolder(folder);
		}
		catch (IOException e) {
			// In the system's folder for temporary files, it is deleted some day.
		}
	}

	/**
	 * What a model's file tells of it, without running anything.
	 *
	 * @return by name, in an order for people
	 * @throws IOException as {@link #open}
	 */
	public static Map<String, Object> facts(Path file) throws IOException {
		String description = description(file);
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("file", file.toString());
		facts.put("megabytes", Files.exists(file) ? Math.round(Files.size(file) / 1e5) / 10.0 : 0);
		if (isOwn(file) || description == null) addOwn(facts, UNetModel.load(file));
		else facts.put("kind", "package of BioImage.IO, made by others");
		if (description == null) return facts;
		try (BoundedZip zip = new BoundedZip(file)) {
			Rdf rdf = Rdf.parse(zip.bytes(description, LARGEST_TEXT, null));
			addDescription(facts, rdf);
			if (!isOwn(file)) {
				Rdf weights = weights(rdf);
				facts.put("weights", weights.text("source"));
				if (weights.has("sha256")) facts.put("weights_sha256", weights.text("sha256"));
			}
		}
		catch (IOException e) {
			throw unusable(file, e);
		}
		return facts;
	}

	private static void addOwn(Map<String, Object> facts, UNetModel model) {
		NetworkArchitecture network = model.architecture();
		ModelDetails details = model.details();
		facts.put("kind", "model of Taproot");
		facts.put("network", network.title());
		facts.put("width", network.width());
		facts.put("parameters", network.parameterCount());
		if (details.imported() != null) {
			facts.put("imported_from", details.imported());
			facts.put("training", "not known");
			facts.put("date", details.date());
			return;
		}
		TrainingSettings settings = details.settings();
		if (details.continued() != null) facts.put("continued_from", details.continued());
		facts.put("date", details.date());
		facts.put("trained_on", details.device());
		facts.put("training_photographs", details.trainingImages() == null ? 0 : details.trainingImages().size());
		facts.put("validation_photographs", details.validationImages() == null ? 0 : details.validationImages().size());
		facts.put("epoch", details.epoch());
		if (details.history() != null) {
			for (EpochScore score : details.history()) {
				if (score.epoch() != details.epoch()) continue;
				facts.put("steps", score.steps());
				facts.put("minutes", Math.round(score.minutes() * 10) / 10.0);
				if (score.f1() == null) continue;
				facts.put("validation_f1", rounded(score.f1()));
				facts.put("validation_precision", rounded(score.precision()));
				facts.put("validation_recall", rounded(score.recall()));
			}
		}
		facts.put("tiles", settings.batch() + " of " + settings.side() + " px a step");
		facts.put("optimiser", settings.optimiser().method().name().toLowerCase(Locale.ROOT) + ", learning rate " +
			settings.rate());
		facts.put("sampling", settings.sampling().name().toLowerCase(Locale.ROOT));
		facts.put("augmentation", settings.variation().name().toLowerCase(Locale.ROOT));
		facts.put("seed", settings.seed());
		facts.put("taproot", details.taproot());
		facts.put("tensorflow", details.tensorflow());
	}

	private static double rounded(double value) {
		return Math.round(value * 10_000) / 10_000.0;
	}

	private static void addDescription(Map<String, Object> facts, Rdf rdf) throws IOException {
		facts.put("bioimageio_format", rdf.text("format_version", "unknown"));
		facts.put("name", rdf.text("name", ""));
		facts.put("description", rdf.text("description", ""));
		List<String> authors = new ArrayList<>();
		for (Rdf author : rdf.parts("authors")) authors.add(author.text("name", ""));
		facts.put("authors", String.join(", ", authors));
		facts.put("licence", rdf.text("license", "none given"));
		List<String> cited = new ArrayList<>();
		for (Rdf work : rdf.parts("cite")) {
			cited.add((work.text("text", "") + " " + work.text("doi", work.text("url", ""))).strip());
		}
		facts.put("cite", String.join("; ", cited));
		for (Rdf input : rdf.parts("inputs")) facts.put("input", tensor(input, false));
		for (Rdf output : rdf.parts("outputs")) facts.put("output", tensor(output, true));
	}

	private static String tensor(Rdf tensor, boolean isOutput) {
		try {
			ImageTensor image = ImageTensor.of(tensor, isOutput);
			StringBuilder text = new StringBuilder("axes ").append(image.axes());
			if (image.sizes()[image.axis('y')] > 0) {
				text.append(", ").append(image.sizes()[image.axis('x')]).append('x')
					.append(image.sizes()[image.axis('y')]).append(" px");
				if (image.steps()[image.axis('y')] > 0) {
					text.append(" or more by ").append(image.steps()[image.axis('y')]);
				}
			}
			if (!image.channels().isEmpty()) text.append(", channels ").append(String.join(", ", image.channels()));
			return text.toString();
		}
		catch (IOException e) {
			return e.getMessage();
		}
	}
}
