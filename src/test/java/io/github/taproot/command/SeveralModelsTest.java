// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.IJ;
import ij.process.ImageProcessor;

import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetArchitecture;
import io.github.taproot.unet.UNetModel;

class SeveralModelsTest {

	@TempDir
	private Path temp;

	private Path model(int width, long seed) throws IOException {
		UNetArchitecture network = new UNetArchitecture(width, UNetArchitecture.Head.PLAIN);
		Path file = temp.resolve("model" + width + ".zip");
		UNetModel.untrained(TrainingSettings.fast(1, 1).of(network), network.initialWeights(seed), "CPU").save(file);
		return file;
	}

	private ImageProcessor probabilities(File model, String name) {
		Path output = temp.resolve(name);
		Calls.done(SegmentRootsFolder.class, "input", temp.resolve("images").toFile(), "model", model, "output",
			output.toFile(), "device", "cpu", "precision", "exact", "probability", true);
		return IJ.openImage(output.resolve("probabilities").resolve(output.resolve("probabilities").toFile()
			.list()[0]).toString()).getProcessor();
	}

	@Test
	void theMeanOfModelsOfAnyWidthCounts() throws IOException {
		Calls.done(SimulateRhizotronImages.class, "output", temp.toFile(), "count", 1, "width", 60, "height", 50);
		Path a = model(8, 1);
		Path b = model(16, 2);
		ImageProcessor first = probabilities(a.toFile(), "a");
		ImageProcessor second = probabilities(b.toFile(), "b");
		ImageProcessor mean = probabilities(new File(a + ";" + b), "both");
		for (int i = 0; i < 3000; i++) assertEquals((first.getf(i) + second.getf(i)) / 2, mean.getf(i), 1e-6);
		String summary = Files.readString(temp.resolve("both/summary.json"));
		assertTrue(summary.contains("model8.zip") && summary.contains("model16.zip"), summary);
		String settings = Files.readString(temp.resolve("both/settings.json"));
		assertTrue(settings.matches("(?s).*\"model_sha256\": \"[0-9a-f]{64};[0-9a-f]{64}\".*"), settings);
	}

	/** Nobody who resumes loses results, or is refused, because the default has become faster since. */
	@Test
	void aRunThatResumesKeepsThePrecisionOfItsResults() throws IOException {
		Calls.done(SimulateRhizotronImages.class, "output", temp.toFile(), "count", 1, "width", 60, "height", 50);
		Path model = model(8, 1);
		for (String precision : new String[] { "exact", "fast", "auto" }) {
			Object[] call = { "input", temp.resolve("images").toFile(), "model", model.toFile(), "output",
				temp.resolve(precision).toFile(), "device", "cpu", "precision", precision };
			Calls.done(SegmentRootsFolder.class, call);
			Object[] again = Arrays.copyOf(call, call.length + 2);
			again[9] = "auto";
			again[10] = "resume";
			again[11] = true;
			Calls.done(SegmentRootsFolder.class, again);
			String made = precision.equals("exact") ? "exact" : "fast";
			assertTrue(Files.readString(temp.resolve(precision).resolve("summary.csv")).contains(",skipped"));
			JsonObject settings = json(precision, "settings.json");
			assertEquals(made, settings.has("precision") ? settings.get("precision").getAsString()
				.toLowerCase(Locale.ROOT) : "exact");
			assertEquals(made, json(precision, "summary.json").get("precision").getAsString());
		}
	}

	private JsonObject json(String folder, String name) throws IOException {
		return JsonParser.parseString(Files.readString(temp.resolve(folder).resolve(name))).getAsJsonObject();
	}
}
