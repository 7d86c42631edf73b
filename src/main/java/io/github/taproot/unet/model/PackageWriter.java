// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.github.taproot.files.Sha256;
import io.github.taproot.files.TemporaryFolder;
import io.github.taproot.image.Normalisation;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.TileReader;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.ModelDetails;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.NpyArray;
import io.github.taproot.unet.SavedNetwork.Values;
import io.github.taproot.unet.UNetEngine;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;

/**
 * Writes a model as a package after the BioImage Model Zoo's specification, 0.5: the description, the network as a
 * SavedModel, a test input and output, a cover, and Taproot's own model, by which Taproot opens it again.
 */
public final class PackageWriter {

	private static final String FORMAT = "0.5.7";
	private static final String WEIGHTS = "weights/tensorflow_saved_model.zip";
	/** Side of the test input's square, so that little is needed to run it. */
	private static final int TEST_SIDE = 256;
	/** Digits of the weights' checksum that tell models of one name apart. */
	private static final int ID_DIGITS = 8;

	/**
	 * What people should know.
	 *
	 * @param name of the model: 5 to 128 letters without accents, digits, blanks and _+-(), as the specification has it
	 * @param description in a sentence
	 * @param authors their names, at least one
	 * @param licence an SPDX identifier, such as CC-BY-4.0
	 * @param data which photographs it learnt from, in a sentence
	 */
	public record About(String name, String description, List<String> authors, String licence, String data) {

		public About {
			if (!name.matches("[A-Za-z0-9_+() -]{5,128}")) {
				throw new IllegalArgumentException("The model's name must be 5 to 128 letters without accents, " +
					"digits, blanks, or any of _+-() (name=...), but is \"" + name + "\".");
			}
			if (authors.isEmpty() || authors.stream().anyMatch(String::isBlank)) {
				throw new IllegalArgumentException("The package needs at least one author (authors=...). Separate " +
					"several by semicolons.");
			}
			if (!licence.matches("[A-Za-z0-9.+-]+")) {
				throw new IllegalArgumentException("The licence must be an SPDX identifier such as CC-BY-4.0, " +
					"but is \"" + licence + "\".");
			}
		}
	}

	private PackageWriter() {}

	/**
	 * Writes a package.
	 *
	 * @param photograph the test input's, at its middle; smaller ones are mirrored
	 * @param cover an image file, JPEG
	 * @throws IOException where a file can't be written
	 */
	public static void write(UNetModel model, UNetEngine engine, About about, Photograph photograph, byte[] cover,
		Path file) throws IOException
	{
		NetworkArchitecture network = model.architecture();
		int side = TEST_SIDE;
		float[] tile = new float[side * side * TileReader.CHANNELS];
		new TileReader(photograph)
			.read((photograph.width() - side) / 2, (photograph.height() - side) / 2, side, side, tile, 0);
		byte[] input = NpyArray.write(new Values(tile.clone(), 1, side, side, TileReader.CHANNELS));
		Normalisation.scale(tile, 0, tile.length, network.low());
		byte[] output;
		try (UNetNetwork open = engine.open(network, model.weights(), DeviceChoice.CPU)) {
			output = NpyArray.write(new Values(PaddedForm.predict(open, network, tile, side), 1, side, side, 1));
		}
		byte[] weights = savedModel(model, engine);
		byte[] readme = readme(model, about).getBytes(StandardCharsets.UTF_8);
		Map<String, byte[]> files = new LinkedHashMap<>();
		files.put("rdf.yaml", Rdf.write(description(model, about, input, output, weights, engine.info().tensorflow()))
			.getBytes(StandardCharsets.UTF_8));
		files.put("README.md", readme);
		files.put("test_input.npy", input);
		files.put("test_output.npy", output);
		files.put("cover.jpg", cover);
		files.put(WEIGHTS, weights);
		model.save(file, files);
	}

	private static byte[] savedModel(UNetModel model, UNetEngine engine) throws IOException {
		try (TemporaryFolder temporary = new TemporaryFolder()) {
			Path graph = temporary.path().resolve("saved_model.pb");
			engine.writeSavedModel(model.architecture(), model.weights(), graph);
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
				zip.setLevel(1);
				zip.putNextEntry(new ZipEntry("saved_model.pb"));
				Files.copy(graph, zip);
			}
			return bytes.toByteArray();
		}
	}

	private static Map<String, Object> description(UNetModel model, About about, byte[] input, byte[] output,
		byte[] weights, String tensorflow)
	{
		NetworkArchitecture network = model.architecture();
		Map<String, Object> rdf = new LinkedHashMap<>();
		rdf.put("format_version", FORMAT);
		rdf.put("type", "model");
		String id = id(about, weights);
		rdf.put("id", id);
		rdf.put("name", about.name);
		rdf.put("description", about.description);
		List<Object> authors = new ArrayList<>();
		for (String author : about.authors) authors.add(Map.of("name", author));
		rdf.put("authors", authors);
		rdf.put("cite", List.of(Map.of("text",
			"Smith, Petersen, Selvan, Rasmussen: Segmentation of roots in soil with U-Net. Plant Methods " +
			"16:13 (2020)", "doi", "10.1186/s13007-020-0563-0")));
		rdf.put("license", about.licence);
		rdf.put("documentation", "README.md");
		rdf.put("covers", List.of("cover.jpg"));
		rdf.put("tags", List.of("roots", "soil", "plants", "semantic-segmentation", "unet", "tensorflow", "2d"));
		rdf.put("timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
		rdf.put("inputs", List.of(
			ordered("id", "photograph", "description", "A tile of a photograph, red, green and blue",
			"axes", axes(List.of("red", "green", "blue"), ordered("min", PaddedForm.smallestSide(network),
				"step", PaddedForm.STEP), 0),
			"data", Map.of("type", "float32"), "test_tensor", file("test_input.npy", input), "preprocessing",
			List.of(ordered("id", "ensure_dtype", "kwargs", Map.of("dtype", "float32")),
				ordered("id", "scale_range", "kwargs",
					ordered("axes", List.of("channel", "y", "x"), "min_percentile", 0, "max_percentile", 100)),
				ordered("id", "scale_linear", "kwargs", ordered("gain", 1.0, "offset", (double) network.low()))))));
		Map<String, Object> size = ordered("tensor_id", "photograph", "axis_id", "y", "offset", 0);
		rdf.put("outputs", List.of(
			ordered("id", "probability", "description", "Probability of root",
			"axes", axes(List.of("root"), size, PaddedForm.halo(network)), "data",
			ordered("type", "float32", "range", List.of(0.0, 1.0)), "test_tensor", file("test_output.npy", output))));
		Map<String, Object> bundle = file(WEIGHTS, weights);
		bundle.put("tensorflow_version", tensorflow);
		rdf.put("weights", Map.of("tensorflow_saved_model_bundle", bundle));
		// deepImageJ and Icy want a nickname.
		rdf.put("config", ordered("bioimageio", ordered("nickname", id), "taproot",
			ordered("training_data", about.data)));
		return rdf;
	}

	/** The name, as far as it can be in an address, and what tells models of that name apart. */
	private static String id(About about, byte[] weights) {
		String name = about.name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
		return (name.isEmpty() ? "model" : name) + "-" + Sha256.of(weights).substring(0, ID_DIGITS);
	}

	private static List<Object> axes(List<String> channels, Map<String, Object> size, int halo) {
		List<Object> axes = new ArrayList<>();
		axes.add(ordered("type", "batch"));
		for (String axis : List.of("y", "x")) {
			// A map of its own, or YAML would refer to the other axis's.
			Map<String, Object> own = new LinkedHashMap<>(size);
			own.computeIfPresent("axis_id", (key, any) -> axis);
			Map<String, Object> described = ordered("type", "space", "id", axis, "size", own);
			if (halo > 0) described.put("halo", halo);
			axes.add(described);
		}
		axes.add(ordered("type", "channel", "channel_names", channels));
		return axes;
	}

	private static Map<String, Object> file(String name, byte[] bytes) {
		return ordered("source", name, "sha256", Sha256.of(bytes));
	}

	private static Map<String, Object> ordered(Object... keysAndValues) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
		return map;
	}

	private static String readme(UNetModel model, About about) {
		ModelDetails details = model.details();
		NetworkArchitecture network = model.architecture();
		StringBuilder text = new StringBuilder("# " + about.name + "\n\n" + about.description + "\n\n");
		text.append("The ").append(network.title()).append(", ").append(network.width())
			.append(" channels wide at the first level, ")
			.append(network.parameterCount())
				.append(" parameters. It gives the probability of root of each pixel of a tile, whose sides are ")
			.append("multiples of 16 px, at least ").append(PaddedForm.smallestSide(network))
			.append(". It mirrors the tile at its edges: leave out ").append(PaddedForm.halo(network))
			.append(" px on each side that is not the photograph's own edge. Every tile is scaled from its own " +
			"darkest and brightest sample to [").append(network.low()).append(", ")
			.append(network.low() + 1).append("].\n\n## Training data\n\n")
			.append(about.data).append("\n\n");
		text.append("## Validation\n\n")
			.append(details.imported() != null || details.f1() == null ? "Not known." : String.format(
			Locale.ROOT, "F1 %.4f on %d photographs that chose the epoch.", details.f1(),
			details.validationImages().size()));
		return text.append("\n\nMade with Taproot, which opens this file as it is.\n").toString();
	}
}
