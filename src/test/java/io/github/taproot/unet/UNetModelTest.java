// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

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
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.taproot.unet.model.ModelFacts;

class UNetModelTest {

	@TempDir
	private Path temp;

	/** All ways to take something away from a text in JSON, or to make it null. */
	private static void collect(JsonElement part, List<Runnable> changes, List<Runnable> undos) {
		if (part.isJsonObject()) {
			JsonObject object = part.getAsJsonObject();
			for (Map.Entry<String, JsonElement> entry : new LinkedHashMap<>(object.asMap()).entrySet()) {
				for (Consumer<String> change : List.<Consumer<String>> of(key -> object.add(key, JsonNull.INSTANCE),
					object::remove))
				{
					changes.add(() -> change.accept(entry.getKey()));
					undos.add(() -> object.add(entry.getKey(), entry.getValue()));
				}
				collect(entry.getValue(), changes, undos);
			}
		}
		else if (part.isJsonArray()) {
			JsonArray array = part.getAsJsonArray();
			for (int i = 0; i < array.size(); i++) {
				int at = i;
				JsonElement before = array.get(i);
				changes.add(() -> array.set(at, JsonNull.INSTANCE));
				undos.add(() -> array.set(at, before));
				collect(before, changes, undos);
			}
		}
	}

	@Test
	void nullsAreRefusedOrDoNotMatter() throws IOException {
		UNetArchitecture network = new UNetArchitecture(8, UNetArchitecture.Head.PLAIN);
		TrainingSettings settings = TrainingSettings.fast(1, 1).of(network);
		ModelDetails details = TrainingState.beginning(settings, List.of(), List.of("a", "b"), List.of("c"), null)
			.details("CPU", "none");
		ModelDetails whole = new ModelDetails(details.format(), settings,
			List.of(new EpochScore(1, 2, 3, 4, 5, 6, 0.5, 0.5, 0.5, 0.5, 0.5)), 1, 0.5, details.trainingImages(),
			details.validationImages(), "CPU", "none", "0", details.date(), null, null);
		Path model = temp.resolve("model.zip");
		new UNetModel(network.initialWeights(1), whole).save(model);
		Map<String, byte[]> entries = new LinkedHashMap<>();
		try (ZipFile zip = new ZipFile(model.toFile())) {
			for (ZipEntry entry : zip.stream().toList()) {
				entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
			}
		}
		JsonElement json = JsonParser.parseString(new String(entries.get("taproot.json"), StandardCharsets.UTF_8));
		List<Runnable> changes = new ArrayList<>();
		List<Runnable> undos = new ArrayList<>();
		collect(json, changes, undos);
		int refused = 0;
		for (int i = 0; i < changes.size(); i++) {
			changes.get(i).run();
			entries.put("taproot.json", json.toString().getBytes(StandardCharsets.UTF_8));
			try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(model))) {
				out.setLevel(0);
				for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
					out.putNextEntry(new ZipEntry(entry.getKey()));
					out.write(entry.getValue());
				}
			}
			try {
				ModelFacts.of(model);
			}
			catch (IOException e) {
				refused++;
				assertTrue(e.getMessage().startsWith(model.toString()), e.getMessage());
			}
			catch (RuntimeException e) {
				throw new AssertionError(json.toString(), e);
			}
			undos.get(i).run();
		}
		assertTrue(refused > 20 && refused < changes.size(), refused + " of " + changes.size());
	}

	@Test
	void aZipThatWouldLeaveItsFolderIsToldAsSuch() throws IOException {
		Path model = temp.resolve("evil.zip");
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(model))) {
			for (String name : List.of("rdf.yaml", "../evil")) {
				out.putNextEntry(new ZipEntry(name));
				out.write(1);
			}
		}
		String message = assertThrows(IOException.class, () -> ModelFacts.of(model)).getMessage();
		assertTrue(message.startsWith(model + " has an entry that would leave its folder"), message);
	}
}
