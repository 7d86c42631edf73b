// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.ImagePlus;

import io.github.taproot.unet.UNetModel;

class ExportModelTest {

	@TempDir
	private Path temp;
	private Path model;

	@BeforeEach
	void make() throws IOException {
		model = Calls.model(temp);
	}

	private JsonObject info(Path file) {
		return JsonParser.parseString(
			(String) Calls.done(ModelInfo.class, "model", file.toFile(), "json", true).getOutput("info"))
			.getAsJsonObject();
	}

	@Test
	void aPackageSegmentsAndTellsWhatItIs() throws IOException {
		Path photograph = Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), temp.resolve("soil.png"));
		Path zip = temp.resolve("my package [1].zip");
		String said = (String) Calls.done(ExportModel.class, "model", model.toFile(), "output", zip.toFile(),
			"name", "Chicory", "authors", "A. Smith; B. Jones", "licence", "MIT", "photograph", photograph.toString())
			.getOutput("exported");
		assertTrue(said.contains("U-Net with a plain head") && said.contains(zip.toString()), said);
		JsonObject info = info(zip);
		assertEquals("Chicory", info.get("name").getAsString());
		assertEquals("A. Smith, B. Jones", info.get("authors").getAsString());
		assertEquals("MIT", info.get("licence").getAsString());
		assertEquals(8, info.get("width").getAsInt());
		try (ZipFile files = new ZipFile(zip.toFile()); InputStream cover =
			files.getInputStream(files.getEntry("cover.jpg"))) {
			assertEquals(64, ImageIO.read(cover).getWidth());
		}
		ImagePlus image = new ImagePlus("soil.png", Calls.noise(BufferedImage.TYPE_INT_RGB));
		Calls.done(SegmentRoots.class, "image", image, "model", zip.toFile(), "overlay", false);
		assertFalse(Files.exists(temp.resolve("taproot.json")));
	}

	@Test
	void aSavedModelAndWeightsForPyTorchAreWritten() throws IOException {
		Path folder = temp.resolve("saved");
		Object[] call = { "model", model.toFile(), "format", "savedmodel", "output", folder.toFile() };
		Calls.done(ExportModel.class, call);
		assertEquals(List.of("saved_model.pb"), Calls.files(folder));
		Calls.refused(List.of(folder.toString(), "new folder"), ExportModel.class, call);

		Path weights = temp.resolve("weights.pth");
		Calls.done(ExportModel.class, "model", model.toFile(), "format", "pytorch", "output", weights.toFile());
		Path back = temp.resolve("back.zip");
		Calls.done(ImportPyTorchModel.class, "weights", weights.toFile(), "output", back.toFile());
		UNetModel before = UNetModel.load(model);
		UNetModel after = UNetModel.load(back);
		assertEquals(before.architecture(), after.architecture());
		before.weights().forEach((name, values) -> org.junit.jupiter.api.Assertions.assertArrayEquals(values,
			after.weights().get(name), name));
		JsonObject info = info(back);
		assertEquals("weights.pth", info.get("imported_from").getAsString());
		assertEquals("not known", info.get("training").getAsString());
		assertFalse(info.has("optimiser"), "what is not known is not told");
	}

	@Test
	void badInputIsSaid() throws IOException {
		Path text = Files.writeString(temp.resolve("text.zip"), "no zip");
		Calls.refused(List.of(text.toString()), ModelInfo.class, "model", text.toFile());
		Calls.refused(List.of(text.toString()), ExportModel.class, "model", text.toFile(), "output",
			temp.resolve("a.zip").toFile());
		Calls.refused(List.of("ends in .zip"), ExportModel.class, "model", model.toFile(), "output",
			temp.resolve("a.txt").toFile());
		Calls.refused(List.of("another name"), ExportModel.class, "model", model.toFile(), "output", model.toFile());
		Calls.refused(List.of("SPDX"), ExportModel.class, "model", model.toFile(), "output", temp.resolve("a.zip")
			.toFile(), "licence", "all rights reserved");
		Calls.refused(List.of("name", "Möhre"), ExportModel.class, "model", model.toFile(), "output",
			temp.resolve("a.zip").toFile(), "name", "Möhre");
		Calls.refused(List.of("format", "onnx"), ExportModel.class, "model", model.toFile(), "output",
			temp.resolve("a").toFile(), "format", "onnx");
		Calls.refused(List.of("missing.png"), ExportModel.class, "model", model.toFile(), "output",
			temp.resolve("a.zip").toFile(), "photograph", temp.resolve("missing.png").toString());
		assertFalse(Files.exists(temp.resolve("a.zip")));
	}
}
