// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.unet.ModelDetails;
import io.github.taproot.unet.UNetModel;

class ContinueTrainingTest {

	@TempDir
	private Path temp;

	@Test
	void aModelGoesOnAndTellsFromWhat() throws IOException {
		Path model = Calls.model(temp);
		byte[] before = Files.readAllBytes(model);
		Calls.done(SimulateRhizotronImages.class, "output", temp.toFile(), "count", 3, "width", 96, "height", 96);
		Path output = temp.resolve("further");
		Object[] call = { "model", model.toFile(), "images", temp.resolve("images").toFile(), "annotations",
			temp.resolve("masks").toFile(), "output", output.toFile(), "minutes", 0.05, "tile_side", 188, "batch", 1,
			"tiles_per_epoch", 4, "freeze", "encoder", "device", "cpu" };
		Calls.done(ContinueTraining.class, call);
		UNetModel old = UNetModel.load(model);
		UNetModel further = UNetModel.load(output.resolve("model.zip"));
		assertEquals(old.architecture(), further.architecture());
		assertTrue(java.util.Arrays.equals(old.weights().get("down2.conv1.0.weight"), further.weights()
			.get("down2.conv1.0.weight")));
		String start = "model.zip, " + old.details().date();
		assertEquals(start, further.details().continued());
		String info = (String) Calls.done(ModelInfo.class, "model", output.resolve("model.zip").toFile())
			.getOutput("info");
		assertTrue(info.contains("continued from: " + start), info);
		assertEquals(before.length, Files.readAllBytes(model).length);
		Calls.refused(List.of(output.toString(), "resume=true"), ContinueTraining.class, call);
		call[call.length - 3] = "decoder";
		Calls.refused(List.of("freeze", "decoder"), ContinueTraining.class, call);
	}

	@Test
	void modelsOfOlderVersionsHaveNoStart() throws IOException {
		ModelDetails details = UNetModel.load(Calls.model(temp)).details();
		assertEquals(null, details.continued());
		assertEquals(false, details.settings().optimiser().isEncoderFrozen());
	}
}
