// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import javax.imageio.ImageIO;

import net.imagej.ops.OpService;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.service.AbstractService;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;

import io.github.taproot.batch.FrangiTuning;
import io.github.taproot.image.Polarity;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.segmentation.frangi.FrangiForm;
import io.github.taproot.segmentation.frangi.FrangiSettings;
import io.github.taproot.segmentation.frangi.FrangiSettingsFile;

/** The commands that find roots without training, as the user calls them, headless. */
class FrangiCommandsTest {

	@TempDir
	private Path temp;

	/** A root 5 px wide across grey soil. */
	private static ImagePlus root(int soil, int root) {
		ByteProcessor pixels = new ByteProcessor(80, 60);
		pixels.setValue(soil);
		pixels.fill();
		for (int y = 28; y < 33; y++) for (int x = 0; x < 80; x++) pixels.set(x, y, root);
		ImagePlus image = new ImagePlus("root.png", pixels);
		image.getCalibration().setUnit("mm");
		image.getCalibration().pixelWidth = 0.25;
		return image;
	}

	private static ImagePlus mask(CommandModule module) {
		return (ImagePlus) module.getOutput("mask");
	}

	@ParameterizedTest
	@CsvSource({ "default, bright", "exact, bright", "default, dark", "exact, dark" })
	void segmentsAnImageAndKeepsItsScale(String filter, String roots) {
		ImagePlus image = roots.equals("bright") ? root(40, 200) : root(200, 40);
		CommandModule module = Calls.done(SegmentRootsFrangi.class, "image", image, "filter", filter, "roots", roots,
			"threshold", 0.01, "scales", 3, "c", 0.5, "vesselness", true);
		ImagePlus mask = mask(module);
		assertTrue(mask.getTitle().startsWith("Roots of "), mask.getTitle());
		assertEquals(0.25, mask.getCalibration().pixelWidth);
		ImagePlus vesselness = (ImagePlus) module.getOutput("ridges");
		assertEquals("Root vesselness of root", vesselness.getTitle());
		assertEquals(32, vesselness.getBitDepth());
		for (int x = 20; x < 60; x++) {
			assertEquals(255, mask.getProcessor().get(x, 30));
			assertEquals(0, mask.getProcessor().get(x, 45));
			assertTrue(vesselness.getProcessor().getf(x, 30) > 0.01);
		}
		assertTrue(vesselness.getDisplayRangeMax() < 1, "seen, not black");
		assertNull(Calls.done(SegmentRootsFrangi.class, "image", image).getOutput("ridges"));
	}

	@Test
	void settingsFromAFileReplaceTheFields() throws IOException {
		Path file = temp.resolve("my settings ä.json");
		FrangiSettings settings = new FrangiSettings(FrangiForm.EXACT, Polarity.DARK, 3, 0.2, 0.5, new Threshold(0.01),
			new ComponentFilter(50, 8));
		FrangiSettingsFile.write(settings, Map.of(), file);
		ImagePlus fromFile = mask(Calls.done(SegmentRootsFrangi.class, "image", root(200, 40), "settings",
			file.toString()));
		ImagePlus fromFields = mask(Calls.done(SegmentRootsFrangi.class, "image", root(200, 40), "filter",
			"exact", "roots", "dark", "scales", 3, "beta", 0.2, "c", 0.5, "threshold", 0.01, "min_component", 50,
			"connectivity", "8"));
		assertTrue(Arrays.equals((byte[]) fromFields.getProcessor().getPixels(), (byte[]) fromFile.getProcessor()
			.getPixels()));
		assertEquals(255, fromFile.getProcessor().get(40, 30));
	}

	@Test
	void segmentsAFolderNamesABadFileAndResumes() throws IOException {
		Path input = temp.resolve("my photographs");
		Path output = temp.resolve("out");
		Calls.write(root(40, 200).getBufferedImage(), input.resolve("a [1] ü.png"));
		Calls.write(Calls.noise(BufferedImage.TYPE_USHORT_GRAY), input.resolve("b.tif"));
		Files.writeString(input.resolve("bad.png"), "no image");
		Object[] call = { "input", input.toFile(), "output", output.toFile(), "overlay", true, "resume", true };
		Calls.refused(List.of("bad.png", "2 done, 1 failed"), SegmentRootsFrangiFolder.class, call);
		assertEquals(List.of("masks/a [1] ü.png", "masks/b.png", "overlays/a [1] ü.jpg", "overlays/b.jpg",
			"results.jsonl", "settings.json", "summary.csv", "summary.json"), Calls.files(output));
		Files.delete(input.resolve("bad.png"));
		Calls.done(SegmentRootsFrangiFolder.class, call);
		assertTrue(Files.readString(output.resolve("summary.csv")).contains("b.tif,skipped"));
		call[call.length - 1] = false;
		assertTrue(Files.readString(output.resolve("settings.json")).contains("\"connectivity\": 4"));
		Object[] others = Arrays.copyOf(call, call.length + 2);
		others[call.length] = "beta";
		others[call.length + 1] = 0.3;
		others[call.length - 1] = true;
		Calls.refused(List.of("other settings", "resume=false"), SegmentRootsFrangiFolder.class, others);
	}

	@Test
	void tunesAndSegmentsByWhatItFound() throws IOException {
		Calls.done(SimulateRhizotronImages.class, "output", temp.toFile(), "count", 3, "width", 120, "height", 100);
		Path output = temp.resolve("tuned");
		Calls.done(TuneFrangi.class, "images", temp.resolve("images").toFile(), "annotations",
			temp.resolve("masks").toFile(), "output", output.toFile(), "evaluations", 40);
		assertEquals(List.of("evaluations.csv", "evaluations.png", "frangi.json"), Calls.files(output));
		List<String> log = Files.readAllLines(output.resolve(FrangiTuning.EVALUATIONS));
		assertEquals("evaluation,scales,beta,c,threshold,min_component,mean_f1,seconds", log.get(0));
		assertEquals(41, log.size());
		assertTrue(ImageIO.read(output.resolve(FrangiTuning.PLOT).toFile()).getWidth() > 1000);
		String json = Files.readString(output.resolve(FrangiTuning.SETTINGS));
		assertTrue(json.contains("\"simulated-00001\"") && json.contains("\"seed\": 1") &&
			json.contains("\"evaluations\": 40"), json);
		Calls.done(SegmentRootsFrangiFolder.class, "input", temp.resolve("images").toFile(), "output",
			temp.resolve("segmented").toFile(), "settings", output.resolve(FrangiTuning.SETTINGS).toString());
		assertEquals(3, Calls.files(temp.resolve("segmented").resolve("masks")).size());
	}

	@ParameterizedTest
	@CsvSource({ "filter, sobel, default", "filter, imagej-ops, Fiji", "roots, red, bright", "scales, 0, scales",
		"scales, 7, scales", "beta, 0, beta", "c, -1, c must", "threshold, 0, threshold", "threshold, 1, threshold",
		"min_component, -1, component", "connectivity, 6, connectivity", "settings, nowhere.json, nowhere.json" })
	void whatIsOutOfRangeIsNamed(String key, String value, String part) {
		Calls.refused(List.of(part), SegmentRootsFrangi.class, "image", root(40, 200), key, value);
		Calls.refused(List.of(part), SegmentRootsFrangiFolder.class, "input", temp.toFile(), "output",
			temp.toFile(), key, value);
	}

	@Test
	void pixelsThatAreNoNumbersAreRefused() throws IOException {
		FloatProcessor pixels = new FloatProcessor(20, 20);
		pixels.setf(3, 4, Float.NaN);
		ImagePlus image = new ImagePlus("registered", pixels);
		Calls.refused(List.of("not a number"), SegmentRootsFrangi.class, "image", image);
		Path input = Files.createDirectories(temp.resolve("registered"));
		assertTrue(IJ.saveAsTiff(image, input.resolve("a.tif").toString()));
		Calls.refused(List.of("a.tif", "not a number"), SegmentRootsFrangiFolder.class, "input",
			input.toFile(), "output", temp.resolve("out").toFile());
	}

	@Test
	void badFoldersAreNamed() throws IOException {
		File missing = temp.resolve("missing").toFile();
		Calls.refused(List.of("Open an image"), SegmentRootsFrangi.class, "image", new ImagePlus());
		Calls.refused(List.of(missing.getPath()), SegmentRootsFrangiFolder.class, "input", missing, "output",
			temp.toFile());
		Calls.refused(List.of(missing.getPath()), TuneFrangi.class, "images", missing, "annotations",
			temp.toFile(), "output", temp.toFile());
		Calls.write(Calls.mask(30, 30, 0, 0), temp.resolve("bare").resolve("a.png"));
		Calls.write(Calls.mask(30, 30, 0, 0), temp.resolve("bare truth").resolve("a.png"));
		Calls.refused(List.of("root"), TuneFrangi.class, "images", temp.resolve("bare").toFile(), "annotations",
			temp.resolve("bare truth").toFile(), "output", temp.toFile());
		Calls.refused(List.of("evaluations"), TuneFrangi.class, tuning("evaluations", 0));
		Calls.refused(List.of("exact", "default"), TuneFrangi.class, tuning("filter", "imagej-ops"));
		assertFalse(Calls.files(temp).contains(FrangiTuning.SETTINGS));
	}

	private Object[] tuning(Object key, Object value) throws IOException {
		Calls.write(root(40, 200).getBufferedImage(), temp.resolve("in").resolve("a.png"));
		Calls.write(Calls.mask(80, 60, 28, 5), temp.resolve("truth").resolve("a.png"));
		return new Object[] { "images", temp.resolve("in").toFile(), "annotations", temp.resolve("truth")
			.toFile(), "output", temp.toFile(), key, value };
	}

	/** Answers as imagej-ops does. */
	public static final class Ops extends AbstractService implements OpService {

		private int calls;

		@Override
		@SuppressWarnings("unchecked")
		public Object run(String name, Object... arguments) {
			assertEquals("filter.frangiVesselness", name);
			calls++;
			RandomAccessibleInterval<FloatType> out = (RandomAccessibleInterval<FloatType>) arguments[0];
			RandomAccessibleInterval<FloatType> in = (RandomAccessibleInterval<FloatType>) arguments[1];
			assertTrue(Arrays.equals(new double[] { 1, 1 }, (double[]) arguments[2]));
			if (in.dimension(0) < 80) throw new IllegalStateException("too small");
			assertEquals(calls, arguments[3]);
			out.getAt(40, 30).set(0.9f);
			out.getAt(50, 30).set(1e-4f);
			return out;
		}
	}

	@Test
	void callsFijisFilterWhereItIs() throws InterruptedException, ExecutionException {
		try (Context context = new Context(CommandService.class, StatusService.class, Ops.class)) {
			CommandService commands = context.service(CommandService.class);
			CommandModule module = commands.run(SegmentRootsFrangi.class, true, "image", root(40, 200), "filter",
				"imagej-ops", "scales", 2, "min_component", 0).get();
			assertFalse(module.isCanceled(), module.getCancelReason());
			assertEquals(2, context.service(Ops.class).calls);
			assertEquals(255, mask(module).getProcessor().get(40, 30));
			assertEquals(0, mask(module).getProcessor().get(41, 30));
			// Above the paper's threshold, and below this filter's.
			assertEquals(0, mask(module).getProcessor().get(50, 30));
			context.service(Ops.class).calls = 0;
			module = commands.run(SegmentRootsFrangi.class, true, "image", root(40, 200), "filter",
				"imagej-ops", "scales", 2, "min_component", 0, "threshold", 5e-5).get();
			assertEquals(255, mask(module).getProcessor().get(50, 30));
			context.service(Ops.class).calls = 0;
			module = commands.run(SegmentRootsFrangi.class, true, "image", new ImagePlus("", new ByteProcessor(9, 9)),
				"filter", "imagej-ops", "scales", 1).get();
			assertTrue(module.getCancelReason().contains("too small"), module.getCancelReason());
		}
	}
}
