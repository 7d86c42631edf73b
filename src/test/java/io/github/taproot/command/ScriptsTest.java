// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.script.AdaptedScriptLanguage;
import org.scijava.script.ScriptLanguage;
import org.scijava.script.ScriptModule;
import org.scijava.script.ScriptService;

import ij.ImagePlus;
import ij.measure.ResultsTable;

import io.github.taproot.table.Table;

/** The Groovy scripts that users get, run by SciJava as Fiji does it. */
class ScriptsTest {

	/** Fiji has the same class in its jar for Groovy, which is on no default registry. */
	public static final class Groovy extends AdaptedScriptLanguage {

		public Groovy() {
			super("groovy");
		}
	}

	@TempDir
	private Path temp;

	private Context context;
	private final List<String> said = Collections.synchronizedList(new ArrayList<>());

	@BeforeEach
	void open() {
		Calls.context();
		context = new Context(CommandService.class, StatusService.class, ScriptService.class);
		context.service(PluginService.class).addPlugin(new PluginInfo<>(Groovy.class, ScriptLanguage.class));
		context.service(LogService.class).addLogListener(message -> said.add(message.text()));
		context.service(ScriptService.class).addAlias(ImagePlus.class);
		context.service(ScriptService.class).addAlias(ResultsTable.class);
		ResultsTable.getResultsTable().reset();
	}

	@AfterEach
	void close() {
		context.close();
	}

	private ScriptModule run(String script, Object... keysAndValues) throws IOException {
		try {
			// A network that trains in seconds.
			String text = Files.readString(Path.of("macros", script)).replace("TrainingSettings.fast(minutes, 1)",
				"TrainingSettings.corrective(8, 1).with({ it.epochs = 1; it.tilesPerEpoch = 4 } as " +
				"java.util.function.Consumer)");
			return context.service(ScriptService.class).run(script, text, true, keysAndValues).get();
		}
		catch (InterruptedException | ExecutionException e) {
			throw new AssertionError(e);
		}
	}

	@Test
	void segmentsAndMeasuresTheOpenImage() throws IOException {
		ScriptModule done = run("Taproot_Segment_And_Measure.groovy", "image",
			new ImagePlus("soil.png", Calls.noise(BufferedImage.TYPE_INT_RGB)),
			"model", Calls.model(temp).toFile(), "pixel_size", 0.5);
		ImagePlus mask = (ImagePlus) done.getOutput("mask");
		assertEquals("Roots of soil", mask.getTitle(), said.toString());
		ResultsTable table = (ResultsTable) done.getOutput("table");
		assertEquals(1, table.size());
		assertEquals(table.getValue("root_length_px", 0), done.getOutput("root_length_px"));
		assertEquals(table.getValue("root_length_px", 0) / 2, table.getValue("root_length_mm", 0), 1e-9);
	}

	@Test
	void aFailureEndsAScriptWithItsSentence() throws IOException {
		run("Taproot_Segment_And_Measure.groovy", "image", new ImagePlus("soil.png",
			Calls.noise(BufferedImage.TYPE_INT_RGB)), "model",
			temp.resolve("none.zip").toFile(), "pixel_size", 0.0);
		assertTrue(said.stream().anyMatch(text -> text.contains("none.zip")), said.toString());
		assertEquals(0, ResultsTable.getResultsTable().size());
	}

	@Test
	void measuresAFolderWithATraitOfItsOwn() throws IOException {
		BufferedImage cross = Calls.mask(101, 101, 50, 1);
		for (int y = 0; y < 101; y++) cross.setRGB(50, y, 0xffffff);
		Calls.write(cross, temp.resolve("masks/cross.png"));
		Calls.write(Calls.mask(101, 101, 50, 1), temp.resolve("masks/line.png"));
		Path csv = temp.resolve("t.csv");
		ScriptModule done = run("Taproot_Own_Trait.groovy", "masks", temp.resolve("masks").toFile(), "table",
			csv.toFile(), "pixel_size",
			0.5);
		assertEquals("2 done, 0 failed.", done.getOutput("summary"), said.toString());
		double[] density = Table.read(csv).numbers("junction_density_per_mm");
		// One junction on 200 steps of 0.5 mm.
		assertEquals(0.01, density[0], 2e-4);
		assertEquals(0, density[1]);
	}

	@Test
	void trainsWithASplitOfItsOwn() throws IOException {
		for (String name : List.of("plot1", "plot2", "plot3")) {
			Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), temp.resolve("images").resolve(name + ".png"));
			Calls.write(Calls.mask(64, 64, 20, 12), temp.resolve("annotations").resolve(name + ".png"));
		}
		Files.createDirectories(temp.resolve("model"));
		ScriptModule done = run("Taproot_Own_Split.groovy", "images", temp.resolve("images").toFile(), "annotations",
			temp.resolve("annotations").toFile(), "output", temp.resolve("model").toFile(), "validation", "plot[23]",
			"minutes", 0.02);
		assertEquals(temp.resolve("model/model.zip").toFile(), done.getOutput("model"), said.toString());
		String info = (String) Calls.done(ModelInfo.class, "model",
			temp.resolve("model/model.zip").toFile()).getOutputs().values()
			.iterator().next();
		assertTrue(info.contains("training photographs: 1\nvalidation photographs: 2"), info);
	}

	@Test
	void scriptsExplainEveryInput() throws Exception {
		try (Stream<Path> files = Files.list(Path.of("macros"))) {
			List<Path> scripts = files.filter(file -> file.toString().endsWith(".groovy")).toList();
			assertEquals(3, scripts.size());
			for (Path script : scripts) {
				String comments = String.join("\n", Files.readString(script).lines().filter(line ->
					line.startsWith("// ")).toList());
				int count = 0;
				for (ModuleItem<?> item : context.service(ScriptService.class).getScript(script.toFile()).inputs()) {
					if (item.getName().equals("command")) continue;
					assertTrue(comments.contains("\n// " + item.getName() + " "), script + " does not explain " +
						item.getName());
					count++;
				}
				assertTrue(count > 1, script.toString());
				assertFalse(comments.isEmpty());
			}
		}
	}
}
