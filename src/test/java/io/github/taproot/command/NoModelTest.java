// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImagePlus;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.model.BundledModel;

/** Commands that take a model, called without: they use the one that comes with Taproot, and say so. */
class NoModelTest {

	private static final String TITLE = BundledModel.MODEL.title();

	@TempDir
	private Path temp;

	private Path output;
	private Path photograph;

	@BeforeEach
	void simulate() {
		Calls.done(SimulateRhizotronImages.class, "output", temp.toFile(), "count", 1, "width", 200, "height", 160);
		photograph = temp.resolve("images/simulated-00001.png");
		output = temp.resolve("out");
	}

	/** The model as a file. */
	private Path file() throws IOException {
		Path file = temp.resolve("own.zip");
		try (InputStream in = BundledModel.class.getResourceAsStream("taproot.zip")) {
			if (!Files.exists(file)) Files.copy(in, file);
		}
		return file;
	}

	private Object[] folder(Object... further) {
		Object[] call = { "input", temp.resolve("images").toFile(), "output", output.toFile(), "device", "cpu" };
		Object[] all = java.util.Arrays.copyOf(call, call.length + further.length);
		System.arraycopy(further, 0, all, call.length, further.length);
		return all;
	}

	private JsonObject json(String name) throws IOException {
		return JsonParser.parseString(Files.readString(output.resolve(name))).getAsJsonObject();
	}

	@Test
	void anImageIsSegmentedByItAndTheLogNamesIt() throws IOException {
		ImagePlus image = IJ.openImage(photograph.toString());
		byte[] expected = mask(Calls.done(SegmentRoots.class, "image", image, "model", file().toFile()));
		for (Object[] call : new Object[][] { { "image", image }, { "image", image, "model", new File("") },
			{ "image", image, "model", " " } })
		{
			String said = Calls.logged(() -> assertArrayEquals(expected, mask(Calls.done(SegmentRoots.class, call))));
			assertTrue(said.contains("No model is named: " + TITLE + " is used.\n"), said);
		}
		String said = Calls.logged(() -> Calls.done(SegmentRoots.class, "image", image, "model",
			temp.resolve("own.zip").toFile()));
		assertTrue(!said.contains("No model"), said);
	}

	private static byte[] mask(org.scijava.module.Module done) {
		return (byte[]) ((ImagePlus) done.getOutput("mask")).getProcessor().getPixels();
	}

	@Test
	void aFoldersSettingsAndSummaryNameItAndResumeKnowsIt() throws IOException {
		String said = Calls.logged(() -> Calls.done(SegmentRootsFolder.class, folder()));
		assertTrue(said.contains(TITLE), said);
		assertEquals(TITLE, json("settings.json").get("model").getAsString());
		assertEquals(BundledModel.MODEL.sha256(), json("settings.json").get("model_sha256").getAsString());
		assertEquals(TITLE, json("summary.json").get("model").getAsString());
		Calls.done(SegmentRootsFolder.class, folder("resume", true));
		assertTrue(Files.readString(output.resolve("summary.csv")).contains(",skipped,"));

		// As a later Taproot would, whose model is another one.
		Path settings = output.resolve("settings.json");
		Files.writeString(settings, Files.readString(settings).replace(BundledModel.MODEL.sha256().substring(0, 8),
			"00000000"));
		Calls.refused(List.of(output.toString(), "another model"), SegmentRootsFolder.class, folder("resume", true));
		Calls.refused(List.of(output.toString(), "another model"), SegmentRootsFolder.class, folder("resume", true,
			"model", Calls.model(temp).toFile()));
	}

	@Test
	void otherMethodsDoNotUseIt() throws IOException {
		String said = Calls.logged(() -> Calls.done(SegmentRootsFolder.class, folder("method", "frangi")));
		assertTrue(!said.contains(BundledModel.NAME), said);
		assertTrue(!json("summary.json").has("model"), json("summary.json").toString());
	}

	@Test
	void infoAndExportAreOfIt() throws IOException {
		String info = (String) Calls.done(ModelInfo.class).getOutput("info");
		assertTrue(info.contains(TITLE) && info.contains(BundledModel.MODEL.sha256()), info);
		Path exported = temp.resolve("exported.zip");
		Calls.done(ExportModel.class, "output", exported.toFile());
		assertEquals(BundledModel.MODEL.load().details(), UNetModel.load(exported).details());
		info = (String) Calls.done(ModelInfo.class, "model", exported.toFile()).getOutput("info");
		assertTrue(info.contains("authors: Taproot developers"), info);
	}

	@Test
	void aFileThatIsNotThereIsRefused() {
		Calls.refused(List.of("/no model.zip"), SegmentRootsFolder.class, folder("model", new File("/no model.zip")));
	}
}
