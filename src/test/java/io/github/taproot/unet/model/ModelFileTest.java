// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.files.BoundedZip;
import io.github.taproot.files.Sha256;
import io.github.taproot.image.Normalisation;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.TileReader;
import io.github.taproot.progress.Progress;
import io.github.taproot.simulation.RhizotronSimulator;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.segmentation.tiling.TileGrid;
import io.github.taproot.segmentation.tiling.TilePredictor;
import io.github.taproot.segmentation.tiling.TiledPrediction;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.NpyArray;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.RootPainterArchitecture;
import io.github.taproot.unet.SavedNetwork.Values;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetArchitecture;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.UNetSegmenter;

@Tag("slow")
class ModelFileTest {

	@TempDir
	private static Path folder;
	@TempDir
	private Path temp;
	private static UNetModel model;
	private static Path exported;
	private static Photograph photograph;
	private final List<String> said = new ArrayList<>();

	@BeforeAll
	static void export() throws IOException {
		photograph = RhizotronSimulator.simulate(SimulationSettings.of(700, 400, 3), 0).photograph();
		model = model(new UNetArchitecture(8, UNetArchitecture.Head.PLAIN));
		exported = export(model, folder.resolve("exported ä.zip"));
	}

	private static UNetModel model(NetworkArchitecture network) {
		return UNetModel.untrained(TrainingSettings.fast(1, 1).of(network), network.initialWeights(5), "CPU");
	}

	private static Path export(UNetModel of, Path file) throws IOException {
		PackageWriter.write(of, EngineLoader.engine(), new PackageWriter.About("My roots (1)", "Finds \"roots\".",
			List.of("A. Müller", "B"), "CC-BY-4.0", "Two photographs."), photograph, new byte[] { 1, 2, 3 }, file);
		return file;
	}

	private OpenModel open(Path file) throws IOException {
		return ModelFile.open(file, EngineLoader.engine(), DeviceChoice.CPU, Precision.EXACT, said::add);
	}

	/** A copy of a zip with other entries: null leaves one out. */
	private Path changed(Path file, String name, UnaryOperator<byte[]> change) throws IOException {
		Path copy = temp.resolve("changed.zip");
		Map<String, byte[]> entries = new LinkedHashMap<>();
		try (ZipFile zip = new ZipFile(file.toFile())) {
			for (ZipEntry entry : zip.stream().toList()) {
				entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
			}
		}
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
			for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
				byte[] bytes = entry.getKey().matches(name) ? change.apply(entry.getValue()) : entry.getValue();
				if (bytes == null) continue;
				out.putNextEntry(new ZipEntry(entry.getKey()));
				out.write(bytes);
			}
		}
		return copy;
	}

	private static UnaryOperator<byte[]> text(UnaryOperator<String> change) {
		return bytes -> change.apply(new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
	}

	/** As others would have made it. */
	private Path theirs() throws IOException {
		Path copy = changed(exported, "taproot\\.json|weights/.*npy", bytes -> null);
		return Files.move(copy, temp.resolve("theirs.zip"));
	}

	private static double difference(RandomAccessibleInterval<FloatType> a, RandomAccessibleInterval<FloatType> b) {
		Cursor<FloatType> other = Views.flatIterable(b).cursor();
		double largest = 0;
		for (FloatType value : Views.flatIterable(a)) {
			largest = Math.max(largest, Math.abs(value.get() - other.next().get()));
		}
		return largest;
	}

	/** Tiles of 512 px that are mirrored at their own edges, of which 96 px on each side are left out. */
	private static RandomAccessibleInterval<FloatType> expectedOfTiles() throws IOException {
		NetworkArchitecture network = model.architecture();
		try (UNetNetwork open = EngineLoader.engine().open(network, model.weights(), DeviceChoice.CPU)) {
			TilePredictor tiles = new TilePredictor() {

				@Override
				public float[] predict(float[] tile, int n, int width, int height) {
					assertEquals(512, width);
					float[] all = PaddedForm.predict(open, network, tile, 512);
					float[] middle = new float[320 * 320];
					for (int y = 0; y < 320; y++) {
						System.arraycopy(all, (y + 96) * 512 + 96, middle, y * 320, 320);
					}
					return middle;
				}

				@Override
				public int margin() {
					return 96;
				}

				@Override
				public void requireSide(int side) {
					// Multiples of 16 here.
				}
			};
			return TiledPrediction.predict(photograph, new TileGrid(photograph.width(), photograph.height(), 320, 320),
				1, tiles, Progress.NONE);
		}
	}

	private RandomAccessibleInterval<FloatType> expected(int side) throws IOException {
		try (UNetNetwork network =
			EngineLoader.engine().open(model.architecture(), model.weights(), DeviceChoice.CPU))
		{
			return new UNetSegmenter(network, side, 1, said::add).probability(photograph, Progress.NONE);
		}
	}

	@Test
	void whatIsExportedOpensAndGivesTheSame() throws IOException {
		try (OpenModel file = open(exported)) {
			assertEquals(0, difference(expected(572),
				file.segmenter(572, 1, Flips.NONE, false, said::add).probability(photograph, Progress.NONE)));
			assertTrue(file.device().startsWith("CPU"));
		}
		assertEquals(List.of(), said);
		assertEquals(model.details().trainingImages(), UNetModel.load(exported).details().trainingImages());
	}

	/**
	 * What RootPainter does with a model (trainer/src/model_utils.py, ensemble_segment): tiles of 572 px by column and
	 * row, the last ones at the edges, of the photograph and of its mirror; later ones are written over earlier ones.
	 */
	@Test
	void aRootPainterModelGivesRootPaintersMask() throws IOException {
		UNetModel rootPainter = model(new RootPainterArchitecture(8));
		int width = 700;
		int height = 620;
		Photograph large = RhizotronSimulator.simulate(SimulationSettings.of(width, height, 3), 0).photograph();
		Path file = temp.resolve("rootpainter.zip");
		rootPainter.save(file, Map.of());
		double[] sum = new double[width * height];
		try (UNetNetwork network =
			EngineLoader.engine().open(rootPainter.architecture(), rootPainter.weights(), DeviceChoice.CPU))
		{
			float[] all = new float[(width + 72) * (height + 72) * 3];
			new TileReader(large).read(-36, -36, width + 72, height + 72, all, 0);
			for (boolean isMirrored : new boolean[] { false, true }) {
				double[] one = new double[sum.length];
				for (int x : new int[] { 0, width - 500 }) {
					for (int y : new int[] { 0, height - 500 }) {
						float[] tile = new float[572 * 572 * 3];
						for (int i = 0; i < tile.length / 3; i++) {
							int column = x + i % 572;
							int from = (y + i / 572) * (width + 72) + (isMirrored ? width + 71 - column : column);
							System.arraycopy(all, from * 3, tile, i * 3, 3);
						}
						Normalisation.scale(tile, 0, tile.length, 0);
						float[] found = network.predict(tile, 1, 572);
						for (int i = 0; i < found.length; i++) {
							int column = x + i % 500;
							one[(y + i / 500) * width + (isMirrored ? width - 1 - column : column)] = found[i];
						}
					}
				}
				for (int i = 0; i < sum.length; i++) sum[i] += one[i];
			}
		}
		try (OpenModel open = open(file)) {
			int i = 0;
			for (FloatType value : Views.flatIterable(open.segmenter(572, 1, Flips.MIRROR, false, said::add)
				.probability(large, Progress.NONE))) {
				assertEquals(sum[i++] / 2, value.get(), 1e-7);
			}
		}
	}

	@Test
	void rootPaintersNetworkCanBeExportedToo() throws IOException {
		Path file = export(model(new RootPainterArchitecture(8)), temp.resolve("rootpainter.zip"));
		open(file).close();
		try (OpenModel theirs = open(changed(file, "taproot\\.json|weights/.*npy", bytes -> null))) {
			assertEquals(700, theirs.segmenter(0, 0, Flips.NONE, false, said::add)
				.probability(photograph, Progress.NONE)
				.dimension(0));
		}
		assertEquals(List.of(), said);
	}

	@Test
	void theSameAsAPackageOfOthersRunsItsSavedModel() throws IOException {
		try (OpenModel file = open(theirs())) {
			assertEquals(512, file.segmenter(0, 0, Flips.NONE, false, said::add).side());
			String message = assertThrows(IllegalArgumentException.class,
				() -> file.segmenter(0, 0, Flips.NONE, true, said::add)).getMessage();
			assertTrue(message.contains("theirs.zip was made by others") && message.contains("overlap=false"), message);
			double difference =
				difference(expectedOfTiles(), file.segmenter(0, 0, Flips.NONE, false, said::add)
				.probability(photograph, Progress.NONE));
			assertTrue(difference < 1e-4, "differs by " + difference);
		}
		assertEquals(List.of(), said, "its test agrees");
	}

	/**
	 * What mirrored edges change within the halo is the means of the norms: a tile of 512 px of a photograph gives
	 * there what it gives with its true surroundings.
	 */
	@Test
	void withinTheHaloATileGivesWhatItGivesInThePhotograph() throws IOException {
		UNetModel trained = BundledModel.MODEL.load();
		NetworkArchitecture network = trained.architecture();
		Photograph large = RhizotronSimulator.simulate(SimulationSettings.of(900, 900, 3), 0).photograph();
		float[] around = new float[700 * 700 * 3];
		new TileReader(large).read(100, 100, 700, 700, around, 0);
		Normalisation.scale(around, 0, around.length, network.low());
		float[] tile = new float[512 * 512 * 3];
		for (int y = 0; y < 512; y++) {
			System.arraycopy(around, ((y + 94) * 700 + 94) * 3, tile, y * 512 * 3, 512 * 3);
		}
		try (UNetNetwork open = EngineLoader.engine().open(network, trained.weights(), DeviceChoice.CPU)) {
			float[] whole = open.predict(around, 1, 700);
			float[] mirrored = PaddedForm.predict(open, network, tile, 512);
			double sum = 0;
			int differing = 0;
			int roots = 0;
			for (int y = 96; y < 416; y++) {
				for (int x = 96; x < 416; x++) {
					float expected = whole[(y + 2) * 516 + x + 2];
					float actual = mirrored[y * 512 + x];
					sum += Math.abs(expected - actual);
					if (expected > 0.5f) roots++;
					if (expected > 0.5f != actual > 0.5f) differing++;
				}
			}
			String measured = sum / (320 * 320) + " on average, " + differing + " of " + roots + " root pixels differ";
			assertTrue(roots > 500 && sum / (320 * 320) < 0.005 && differing < 0.05 * roots, measured);
		}
	}

	@Test
	void theOlderFormatOpensToo() throws IOException {
		String older = """
			format_version: 0.4.9
			name: older
			inputs:
			- {name: raw, axes: byxc, data_type: float32, shape: {min: [1, 208, 208, 3], step: [0, 16, 16, 0]},
			   preprocessing: [{name: scale_range, kwargs: {axes: yxc, mode: per_sample, min_percentile: 0.0, \
			   max_percentile: 100}},
			                   {name: scale_linear, kwargs: {gain: 1.0, offset: -0.5}}]}
			outputs:
			- {name: p, axes: byxc, data_type: float32, shape: {reference_tensor: raw, scale: [1, 1, 1, 1], offset: \
			[0, 0, 0, 0]}, halo: [0, 96, 96, 0]}
			test_inputs: [test_input.npy]
			test_outputs: [test_output.npy]
			weights: {tensorflow_saved_model_bundle: {source: weights/tensorflow_saved_model.zip}}
			""";
		Path file = changed(theirs(), "rdf\\.yaml", text(text -> older));
		try (OpenModel opened = open(file)) {
			double difference =
				difference(expectedOfTiles(), opened.segmenter(0, 0, Flips.NONE, false, said::add)
				.probability(photograph, Progress.NONE));
			assertTrue(difference < 1e-4, "differs by " + difference);
		}
		assertEquals(List.of(), said);
		assertTrue(ModelFacts.of(file).get("input").toString().contains("208x208 px or more by 16"));
	}

	@Test
	void anotherTestOutputIsToldAndAnotherChecksumRefused() throws IOException {
		UnaryOperator<byte[]> other = bytes -> {
			try {
				Values values = NpyArray.read(bytes);
				values.values()[7] += 0.3f;
				return NpyArray.write(values);
			}
			catch (IOException e) {
				throw new AssertionError(e);
			}
		};
		Path changed = changed(exported, "test_output\\.npy", other);
		String message = assertThrows(IOException.class, () -> open(changed)).getMessage();
		assertTrue(message.contains("test_output.npy is not what its description says"), message);

		String sha = Sha256.of(Files.readAllBytes(entry(changed, "test_output.npy")));
		String old = Sha256.of(Files.readAllBytes(entry(exported, "test_output.npy")));
		Path both = Files.move(changed, temp.resolve("both.zip"));
		open(changed(both, "rdf\\.yaml", text(text -> text.replace(old, sha)))).close();
		assertTrue(said.toString().contains("its own test differs by 0.3000"), said.toString());
	}

	private Path entry(Path zip, String name) throws IOException {
		try (BoundedZip open = new BoundedZip(zip)) {
			return Files.write(temp.resolve("entry"), open.bytes(name, 1 << 24, null));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "scale_range|sobel|processing sobel is not known", "type: batch|type: time|axes",
		"- blue|- blue\n    - infrared|4 channels", "min: 208|min: 1000000|size of 1000000.0",
		"offset: 0|offset: -1|middle", "tensorflow_saved_model_bundle|torchscript|no weights for TensorFlow",
		"sha256: |sha256: 0|not what its description says", "type: model|type: !!java.net.URL [x]|damaged" })
	void whatCannotBeUsedIsSaid(String change) throws IOException {
		String[] parts = change.split("\\|");
		Path file = changed(theirs(), "rdf\\.yaml", text(text -> text.replace(parts[0], parts[1])));
		try (OpenModel opened = open(file)) {
			throw new AssertionError("opened: " + opened.device());
		}
		catch (IOException e) {
			assertTrue(e.getMessage().startsWith(file.toString()) && e.getMessage().contains(parts[2]), e.getMessage());
			assertFalse(e.getMessage().contains("Exception"), e.getMessage());
		}
	}

	@Test
	void factsAreReadWithoutRunningAnything() throws IOException {
		Map<String, Object> own = ModelFacts.of(exported);
		assertEquals("U-Net with a plain head", own.get("network"));
		assertEquals("A. Müller, B", own.get("authors"));
		assertEquals("My roots (1)", own.get("name"));
		assertEquals("CC-BY-4.0", own.get("licence"));
		assertEquals("axes byxc, 208x208 px or more by 16, channels red, green, blue", own.get("input"));
		assertEquals("package of BioImage.IO, made by others", ModelFacts.of(theirs()).get("kind"));
	}
}
