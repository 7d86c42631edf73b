// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import javax.imageio.ImageIO;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.plugin.SciJavaPlugin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.ImagePlus;
import ij.measure.ResultsTable;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.plugin.BrightPixels;
import io.github.taproot.plugin.CentreLines;
import io.github.taproot.plugin.ExporterPlugin;
import io.github.taproot.plugin.SegmenterInputs;
import io.github.taproot.plugin.SegmenterPlugin;
import io.github.taproot.plugin.TipDensity;
import io.github.taproot.plugin.TraitPlugin;
import io.github.taproot.roots.ExportedRoots;
import io.github.taproot.roots.RootTraits;
import io.github.taproot.segmentation.RootSegmenter;
import io.github.taproot.table.Table;

/** What others install appears in commands and tables, and its faults are told by its name and end nothing. */
class PluginsTest {

	/** Fails as its model's name says, for photographs of 60 px width only. */
	public static final class FaultySegmenter implements SegmenterPlugin {

		@Override
		public String name() {
			return "faulty";
		}

		@Override
		public String description() {
			return "Fails.";
		}

		@Override
		public RootSegmenter open(SegmenterInputs inputs) {
			String how = inputs.model().getFileName().toString();
			if (how.equals("open")) throw new IllegalStateException("no open");
			return (photograph, progress) -> photograph.width() == 60 ? faulty(how, photograph) :
				new BrightPixels().open(inputs).probability(photograph, progress);
		}

		private static RandomAccessibleInterval<FloatType> faulty(String how, Photograph photograph) {
			float[] values = new float[photograph.width() * photograph.height()];
			values[61] = how.equals("nan") ? Float.NaN : how.equals("high") ? 1.5f : 0;
			return switch (how) {
				case "throws" -> throw new ArrayIndexOutOfBoundsException("5");
				case "link" -> throw new NoClassDefFoundError("x/Y");
				case "assert" -> throw new AssertionError("never");
				case "null" -> null;
				case "size" -> ArrayImgs.floats(3, 4);
				case "cube" -> ArrayImgs.floats(values, photograph.width(), photograph.height(), 1);
				default -> ArrayImgs.floats(values, photograph.width(), photograph.height());
			};
		}
	}

	/** Takes the name of one of ours. */
	public static final class FalseUNet implements SegmenterPlugin {

		@Override
		public String name() {
			return "unet";
		}

		@Override
		public String description() {
			return "Not ours.";
		}

		@Override
		public RootSegmenter open(SegmenterInputs inputs) {
			throw new AssertionError("never opened");
		}
	}

	/** Leaves half a file for images of 60 px width. */
	public static final class FaultyExporter implements ExporterPlugin {

		@Override
		public String name() {
			return "half";
		}

		@Override
		public String description() {
			return "Fails.";
		}

		@Override
		public String extension() {
			return ".half";
		}

		@Override
		public void write(ExportedRoots roots, Path file) throws IOException {
			Files.writeString(file, "half");
			if (roots.mask().width() == 60) throw new IllegalStateException("no more");
		}
	}

	/** Its column would replace one of Taproot's. */
	public static final class FalseLength implements TraitPlugin {

		@Override
		public String name() {
			return "root_length";
		}

		@Override
		public String unit(PixelCalibration calibration) {
			return calibration.unit();
		}

		@Override
		public String description() {
			return "Twice the length.";
		}

		@Override
		public double measure(RootTraits roots) {
			return 1e6;
		}
	}

	@TempDir
	private Path temp;

	private final PluginService plugins = Calls.context().service(PluginService.class);
	private final List<PluginInfo<?>> added = new ArrayList<>();

	private <P extends SciJavaPlugin> void add(Class<P> type, List<Class<? extends P>> classes) {
		for (Class<? extends P> each : classes) added.add(new PluginInfo<>(each, type));
	}

	@BeforeEach
	void install() throws IOException {
		add(SegmenterPlugin.class, List.of(BrightPixels.class, FaultySegmenter.class, FalseUNet.class));
		add(ExporterPlugin.class, List.of(CentreLines.class, FaultyExporter.class));
		add(TraitPlugin.class, List.of(TipDensity.class, FalseLength.class));
		plugins.addPlugins(added);
		Calls.write(root(50), temp.resolve("photographs/a.png"));
		Calls.write(root(60), temp.resolve("photographs/b.png"));
		Calls.write(root(70), temp.resolve("photographs/c.png"));
		ResultsTable.getResultsTable().reset();
	}

	@AfterEach
	void remove() {
		plugins.removePlugins(added);
	}

	/** A straight root of 80 px, one of them wide; it is a mask, too. */
	private static BufferedImage root(int width) {
		BufferedImage image = new BufferedImage(width, 100, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 10; y < 90; y++) image.setRGB(30, y, 0xffffff);
		return image;
	}

	private Object[] folder(String method, Object... more) {
		List<Object> all = new ArrayList<>(List.of("input", temp.resolve("photographs").toFile(), "output",
			temp.resolve("out").toFile(), "method", method));
		all.addAll(List.of(more));
		return all.toArray();
	}

	@Test
	void aMethodSegmentsAnImageAndAFolder() throws IOException {
		ImagePlus mask = (ImagePlus) Calls.done(SegmentRoots.class, "image", new ImagePlus("a.png", root(50)), "method",
			"bright")
			.getOutput("mask");
		assertEquals(255, mask.getProcessor().get(30, 50));
		assertEquals(80 * 255, mask.getStatistics().mean * 50 * 100, 1e-6);
		Calls.done(SegmentRootsFolder.class, folder("bright", "overlay", true));
		assertEquals(0xffffffff, ImageIO.read(temp.resolve("out/masks/b.png").toFile()).getRGB(30, 50));
		Table summary = Table.read(temp.resolve("out/summary.csv"));
		assertArrayEquals(new double[] { 80, 80, 80 }, summary.numbers("root_pixels"));
		assertArrayEquals(new double[] { 1, 1, 1 }, summary.numbers("confidence"));
	}

	@Test
	void resultsCarryTheMethodAndNoneOfAnotherSurvives() throws IOException {
		Calls.done(SegmentRootsFolder.class, folder("bright"));
		JsonObject settings =
			JsonParser.parseString(Files.readString(temp.resolve("out/settings.json"))).getAsJsonObject();
		assertEquals("bright", settings.get("method").getAsString());
		assertEquals(BrightPixels.class.getName(), settings.get("method_class").getAsString());
		assertTrue(settings.has("method_version") && settings.has("method_jar_sha256"), settings.toString());
		JsonObject summary =
			JsonParser.parseString(Files.readString(temp.resolve("out/summary.json"))).getAsJsonObject();
		assertEquals("bright", summary.get("method").getAsString());
		Calls.done(SegmentRootsFolder.class, folder("bright", "resume", true));
		assertTrue(Files.readString(temp.resolve("out/summary.csv")).contains("a.png,skipped"));
		Calls.refused(List.of("another model or other settings"), SegmentRootsFolder.class,
			folder("frangi", "resume", true));
		Calls.refused(List.of("another model or other settings"), SegmentRootsFolder.class,
			folder("bright", "resume", true, "model", temp.resolve("photographs/a.png").toFile()));
		// Half of the photographs only: results of the others are of another method.
		Files.delete(temp.resolve("photographs/a.png"));
		Calls.done(SegmentRootsFolder.class, folder("frangi"));
		assertEquals(List.of("masks/b.png", "masks/c.png"),
			Calls.files(temp.resolve("out")).stream().filter(file -> file.startsWith("masks")).toList());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "throws | failed: java.lang.ArrayIndexOutOfBounds",
		"link | failed: java.lang.NoClassDefFound",
		"assert | failed: java.lang.AssertionError: never", "null | gave nothing.",
		"size | gave 3x4 px for a photograph of 60x100.",
		"cube | gave 3 dimensions instead of 2.", "nan | gave the value NaN at x=1, y=1, which must be 0 to 1.",
		"high | gave the value 1.5 at x=1, y=1, which must be 0 to 1." })
	void aFaultOfAMethodIsToldByItsNameAndEndsNoFolder(String how, String fault) throws IOException {
		String title = "The method faulty (" + FaultySegmenter.class.getName() + ") ";
		Object[] call = folder("faulty", "model", Path.of(how).toFile());
		Files.writeString(temp.resolve(how), "");
		call[call.length - 1] = temp.resolve(how).toFile();
		String reason = Calls.run(SegmentRootsFolder.class, call).getCancelReason();
		assertTrue(reason.contains("2 done, 1 failed") && reason.contains("b.png: " + title + fault), reason);
		assertTrue(Files.exists(temp.resolve("out/masks/a.png")) && Files.exists(temp.resolve("out/masks/c.png")));
		assertFalse(Files.exists(temp.resolve("out/masks/b.png")));
		reason = Calls.run(SegmentRoots.class, "image", new ImagePlus("b.png", root(60)), "method", "faulty", "model",
			temp.resolve(how).toFile()).getCancelReason();
		assertTrue(reason.startsWith(title + fault), reason);
	}

	@Test
	void aMethodThatCannotBeOpenedIsNamed() {
		String reason = Calls.run(SegmentRootsFolder.class, folder("faulty", "model",
			temp.resolve("open").toFile())).getCancelReason();
		assertEquals("The method faulty (" + FaultySegmenter.class.getName() +
			") failed: java.lang.IllegalStateException: no open",
			reason);
		Calls.refused(List.of("method must be one of unet, frangi, faulty, bright, but is \"moon\""),
			SegmentRootsFolder.class,
			folder("moon"));
		String said = Calls.logged(() -> Calls.done(SegmentRootsFolder.class, folder("unet")));
		assertTrue(said.contains("FalseUNet is left out: another one is called unet, too."), said);
	}

	@Test
	void frangiIsAMethodWithTheMasksOfItsOwnCommand() throws IOException {
		Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), temp.resolve("photographs/noise.png"));
		Path json = temp.resolve("frangi.json");
		Files.writeString(json,
			"{\"filter\": \"default\", \"roots\": \"bright\", \"scales\": 3, \"beta\": 0.3, \"c\": 0.5, " +
			"\"threshold\": 0.01, \"min_component\": 20, \"connectivity\": 8}");
		for (Path settings : new Path[] { json, null }) {
			Object[] own = { "input", temp.resolve("photographs").toFile(), "output", temp.resolve("own").toFile(),
				"filter",
				settings == null ? "exact" : "default", "settings", settings == null ? "" : settings.toFile() };
			Calls.done(SegmentRootsFrangiFolder.class, own);
			Calls.done(SegmentRootsFolder.class, folder("frangi", "model", settings == null ? "" : settings.toFile()));
			long roots = 0;
			for (String name : List.of("a.png", "b.png", "c.png", "noise.png")) {
				byte[] expected = Files.readAllBytes(temp.resolve("own/masks").resolve(name));
				assertArrayEquals(expected, Files.readAllBytes(temp.resolve("out/masks").resolve(name)), name);
				roots += expected.length;
			}
			assertTrue(roots > 0);
			assertTrue(Table.read(temp.resolve("out/summary.csv")).numbers("root_pixels")[0] > 0);
		}
	}

	@Test
	void anExporterWritesItsFormatAndHalfAFileStaysNowhere() throws IOException {
		Object[] call = { "input", temp.resolve("photographs").toFile(), "output", temp.resolve("out").toFile(),
			"format", "lines" };
		Calls.done(ExportRootsFolder.class, call);
		List<String> lines = Files.readAllLines(temp.resolve("out/lines/b.csv"));
		assertEquals("root,x,y,diameter", lines.get(0));
		assertTrue(lines.size() > 2 && lines.get(1).startsWith("root 1,30.0,"), lines.toString());
		call[5] = "half";
		String reason = Calls.run(ExportRootsFolder.class, call).getCancelReason();
		assertTrue(reason.contains("2 done, 1 failed.\nThe format half (" + FaultyExporter.class.getName() +
			") failed for b.png: java.lang.IllegalStateException: no more"), reason);
		assertEquals(List.of("half/a.half", "half/c.half", "lines/a.csv", "lines/b.csv", "lines/c.csv"),
			Calls.files(temp.resolve("out")));
	}

	@Test
	void aTraitHasItsColumnInTheShortTables() throws IOException {
		Calls.done(MeasureRootsFolder.class, "input", temp.resolve("photographs").toFile(), "output",
			temp.resolve("t.csv").toFile(), "pixel_size", 0.5);
		Table table = Table.read(temp.resolve("t.csv"));
		assertArrayEquals(new double[] { 2 / 39.5, 2 / 39.5, 2 / 39.5 }, table.numbers("tip_density_per_mm"), 1e-6);
		assertArrayEquals(new double[] { 79, 79, 79 }, table.numbers("root_length_px"), 1e-6);
		StringBuilder said = new StringBuilder();
		said.append(Calls.logged(() -> Calls.done(MeasureRoots.class, "mask", new ImagePlus("a.png", root(50)))));
		ResultsTable results = ResultsTable.getResultsTable();
		assertEquals(2 / 79.0, results.getValue("tip_density_per_px", 0), 1e-9);
		assertEquals(79, results.getValue("root_length_px", 0));
		assertTrue(said.toString().contains("FalseLength is left out: its column root_length_px is one of " +
			"Taproot's own."), said.toString());
	}

	@Test
	void aMaskThatIsNoiseHasItsRowWithoutTraits() throws IOException {
		BufferedImage noise = new BufferedImage(800, 800, BufferedImage.TYPE_BYTE_GRAY);
		Random random = new Random(1);
		for (int i = 0; i < 800 * 800; i++) if (random.nextInt(5) < 2) noise.setRGB(i % 800, i / 800, 0xffffff);
		Calls.write(noise, temp.resolve("photographs/noise.png"));
		String said = Calls.logged(() -> Calls.done(MeasureRootsFolder.class, "input",
			temp.resolve("photographs").toFile(),
			"output", temp.resolve("t.csv").toFile()));
		Table table = Table.read(temp.resolve("t.csv"));
		assertEquals("noise.png", table.rows().get(3).get("file"));
		assertTrue(table.numbers("root_length_px")[3] > 10_000);
		assertTrue(Double.isNaN(table.numbers("tip_density_per_px")[3]));
		assertTrue(said.contains("noise.png has no tip_density: The mask has"), said);
	}

	@Test
	void formsOfferWhatIsInstalled() throws Exception {
		for (Map.Entry<Class<? extends TaprootCommand>, String> form :
			Map.of(SegmentRoots.class, "method", SegmentRootsFolder.class,
			"method", ExportRootsFolder.class, "format").entrySet())
		{
			CommandInfo info = Calls.commands().stream().filter(each ->
				each.getClassName().equals(form.getKey().getName())).findFirst()
				.orElseThrow();
			Module module = Calls.context().service(ModuleService.class).createModule(info);
			ShortDialog.arrange(module, Calls.context());
			List<String> expected = form.getValue().equals("method") ? List.of("unet", "frangi", "faulty", "bright")
				: List.of("rsml", "swc", "rhizovision", "rootpainter", "rootpainter_annotations", "smartroot",
					"half", "lines");
			assertEquals(expected, info.getInput(form.getValue()).getChoices());
			assertTrue(ParameterDialog.inputs(info).contains(info.getInput(form.getValue())));
			String description = info.getInput(form.getValue()).getDescription();
			assertTrue(description.contains(form.getValue().equals("method") ? "bright: The first channel" :
				"lines: A table"), description);
			module.setInput(form.getValue(), "bright");
			assertEquals("bright", module.getInput(form.getValue()));
		}
	}
}
