// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.files.BoundedZip;
import io.github.taproot.files.Sha256;
import io.github.taproot.image.Mask;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.simulation.RhizotronSimulator;
import io.github.taproot.simulation.SimulatedPhotograph;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.UNetModel;

/** The model that comes with Taproot: it is replaced by better ones, so nothing here knows how good it is. */
class BundledModelTest {

	private static final BundledModel MODEL = BundledModel.MODEL;

	@TempDir
	private Path temp;

	private Path copy() throws IOException {
		return Files.write(temp.resolve("copy.zip"), MODEL.bytes());
	}

	@Test
	void isTheFileInTheJarToTheByte() throws IOException {
		UNetModel file = UNetModel.load(copy());
		UNetModel read = MODEL.load();
		assertEquals(file.details(), read.details());
		assertEquals(file.architecture(), MODEL.architecture());
		assertEquals(file.weights().keySet(), read.weights().keySet());
		file.weights().forEach((name, values) -> assertArrayEquals(values, read.weights().get(name), name));
		assertEquals(Sha256.of(copy()), MODEL.sha256());
		assertEquals(OffsetDateTime.parse(read.details().date()).toInstant(), MODEL.time().toInstant());
	}

	@Test
	void holdsNothingThatOnlyATrainingNeeds() throws IOException {
		try (BoundedZip zip = new BoundedZip(copy())) {
			assertEquals(1 + MODEL.architecture().parameters().size(), zip.names().size());
			assertTrue(zip.names().stream().allMatch(name -> name.equals("taproot.json") ||
				name.startsWith("weights/")), zip.names().toString());
		}
		assertTrue(MODEL.bytes().length < 20_000_000, "the jar grows by " + MODEL.bytes().length + " bytes");
	}

	@Test
	void isNamedByItsChecksum() throws IOException {
		String title = "Taproot's own model (" + Sha256.of(copy()).substring(0, 8) + ")";
		assertEquals(title, MODEL.title());
		assertEquals(title, ModelFile.title(null));
		assertEquals(Map.of("model", title, "model_sha256", Sha256.of(copy())), ModelFile.identity(null));
		Map<String, Object> facts = ModelFacts.of(null);
		assertEquals(title, facts.get("name"));
		assertEquals(Sha256.of(copy()), facts.get("sha256"));
		Map<String, Object> ofFile = ModelFacts.of(copy());
		facts.keySet().removeAll(List.of("name", "sha256"));
		ofFile.remove("file");
		assertEquals(ofFile, facts);
	}

	@Test
	void findsRootsAndWritesNoFile() throws IOException {
		SimulatedPhotograph simulated = RhizotronSimulator.simulate(SimulationSettings.of(300, 300, 3), 0);
		Path folder = Path.of(System.getProperty("java.io.tmpdir"));
		List<String> before = names(folder);
		List<String> said = new ArrayList<>();
		double root = 0;
		double soil = 0;
		try (OpenModel open = ModelFile.open(null, EngineLoader.engine(), DeviceChoice.CPU, Precision.EXACT,
			said::add))
		{
			RandomAccessibleInterval<FloatType> found = open.segmenter(0, 0, Flips.NONE, false, said::add)
				.probability(simulated.photograph(), Progress.NONE);
			Mask truth = simulated.mask();
			for (int y = 0; y < 300; y++) {
				for (int x = 0; x < 300; x++) {
					float value = found.getAt(x, y).get();
					if (truth.isRoot(x, y)) root += value / truth.rootPixels();
					else soil += value / (300 * 300 - truth.rootPixels());
				}
			}
		}
		assertEquals(List.of(), said);
		assertTrue(root > soil + 0.1, "mean probability of roots " + root + ", of soil " + soil);
		assertEquals(before, names(folder));
	}

	private static List<String> names(Path folder) {
		return Arrays.stream(folder.toFile().list((of, name) -> name.startsWith("taproot-model"))).sorted().toList();
	}

	@Test
	void aDamagedOneIsRefused() {
		byte[] half = Arrays.copyOf(MODEL.bytes(), MODEL.bytes().length / 2);
		assertThrows(IOException.class, () -> UNetModel.read(new ByteArrayInputStream(half), "half"));
		assertThrows(IOException.class, () -> UNetModel.read(new ByteArrayInputStream(new byte[0]), "nothing"));
	}
}
