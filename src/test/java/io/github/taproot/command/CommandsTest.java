// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.app.event.StatusEvent;
import org.scijava.command.CommandModule;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;

import io.github.taproot.unet.UNetModel;

/** Every command as the user calls it, headless. */
class CommandsTest {

	private static final List<String> PHOTOGRAPHS =
		List.of("Erde [2] ä ö ü.png", "camera.jpg", "deep.tif", "grey photo (1).png", "with alpha.png");

	@TempDir
	private static Path data;
	private static Path model;
	private static Path photographs;

	@TempDir
	private Path temp;

	@BeforeAll
	static void make() throws IOException {
		model = Calls.model(data);
		photographs = data.resolve("my photographs");
		Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), photographs.resolve(PHOTOGRAPHS.get(0)));
		Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), photographs.resolve(PHOTOGRAPHS.get(1)));
		Calls.write(Calls.noise(BufferedImage.TYPE_USHORT_GRAY), photographs.resolve(PHOTOGRAPHS.get(2)));
		Calls.write(Calls.noise(BufferedImage.TYPE_BYTE_GRAY), photographs.resolve(PHOTOGRAPHS.get(3)));
		Calls.write(Calls.noise(BufferedImage.TYPE_INT_ARGB), photographs.resolve(PHOTOGRAPHS.get(4)));
	}

	private static ImagePlus photograph() {
		return new ImagePlus("soil.png", Calls.noise(BufferedImage.TYPE_INT_RGB));
	}

	/** A root of 40 pixels in a row, one pixel thick. */
	private static ImagePlus line() {
		ByteProcessor pixels = new ByteProcessor(64, 64);
		for (int x = 10; x < 50; x++) pixels.set(x, 32, 255);
		return new ImagePlus("line.png", pixels);
	}

	private static Map<String, Double> lastResult() {
		ResultsTable table = ResultsTable.getResultsTable();
		Map<String, Double> row = new TreeMap<>();
		for (String column : table.getHeadings()) {
			if (!column.equals("Label") && !column.equals("read_as")) {
				row.put(column, table.getValue(column, table.size() - 1));
			}
		}
		return row;
	}

	@Test
	void simulatesWhatItSays() throws IOException {
		Calls.done(SimulateRhizotronImages.class, "output", temp.toFile(), "count", 2, "width", 70, "height", 50,
			"jpeg", true);
		assertEquals(List.of("images/simulated-00001.jpg", "images/simulated-00002.jpg", "lengths.csv",
			"masks/simulated-00001.png", "masks/simulated-00002.png"), Calls.files(temp));
		BufferedImage mask = ImageIO.read(temp.resolve("masks/simulated-00002.png").toFile());
		assertEquals("70x50", mask.getWidth() + "x" + mask.getHeight());
		List<String> table = Files.readAllLines(temp.resolve("lengths.csv"));
		assertEquals("file,root_length_px,roots,root_pixels", table.get(0));
		assertEquals(3, table.size());
	}

	@Test
	void simulatesManyWorldsWhereAsked() throws IOException {
		for (String worlds : List.of("soybean", "many")) {
			Calls.done(SimulateRhizotronImages.class, "output", temp.resolve(worlds).toFile(), "count", 2, "width", 70,
				"height", 50, "worlds", worlds);
		}
		assertEquals(Calls.files(temp.resolve("soybean")), Calls.files(temp.resolve("many")));
		assertFalse(Files.readString(temp.resolve("soybean/lengths.csv"))
			.equals(Files.readString(temp.resolve("many/lengths.csv"))));
		Calls.refused(List.of("worlds", "moon"), SimulateRhizotronImages.class, "output", temp.resolve("x").toFile(),
			"worlds", "moon");
	}

	/** Each photograph of soil serves in turn; the bad ones are named, and all others are used. */
	@Test
	void drawsRootsOnSoilPhotographs() throws IOException {
		Path soil = temp.resolve("soil");
		for (String name : List.of("a", "b")) {
			Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), soil.resolve(name + ".png"));
			Calls.write(Calls.mask(64, 64, 30, 4), temp.resolve("roots").resolve(name + "_mask.png"));
		}
		File output = temp.resolve("out").toFile();
		Calls.done(SimulateRhizotronImages.class, "output", output, "count", 3, "width", 40, "height", 50, "soil",
			soil.toFile());
		assertEquals(List.of("images/simulated-00001.png", "images/simulated-00002.png", "images/simulated-00003.png",
			"lengths.csv", "masks/simulated-00001.png", "masks/simulated-00002.png", "masks/simulated-00003.png"),
			Calls.files(output.toPath()));
		List<String> table = Files.readAllLines(output.toPath().resolve("lengths.csv"));
		assertEquals("file,root_length_px,roots,root_pixels,soil", table.get(0));
		assertTrue(table.get(1).endsWith(",a.png") && table.get(2).endsWith(",b.png") &&
			table.get(3).endsWith(",a.png"), table.toString());
		byte[] bare = Files.readAllBytes(output.toPath().resolve("images/simulated-00001.png"));

		Calls.done(SimulateRhizotronImages.class, "output", output, "count", 2, "width", 40, "height", 50, "soil",
			soil.toFile(), "annotations", temp.resolve("roots").toFile(), "suffix", "_mask");
		assertEquals(5, Calls.files(output.toPath()).size());
		byte[] paintedOut = Files.readAllBytes(output.toPath().resolve("images/simulated-00001.png"));
		assertFalse(Arrays.equals(bare, paintedOut));

		Files.writeString(soil.resolve("broken.png"), "not an image");
		Calls.refused(List.of("2 done, 1 failed", "broken.png"), SimulateRhizotronImages.class, "output", output,
			"count", 2, "width", 40, "height", 50, "soil", soil.toFile());
		assertEquals(5, Calls.files(output.toPath()).size());
		Calls.refused(List.of("broken.png", "annotation"), SimulateRhizotronImages.class, "output", output, "count", 2,
			"width", 40, "height", 50, "soil", soil.toFile(), "annotations", temp.resolve("roots").toFile(), "suffix",
			"_mask");
		assertEquals(5, Calls.files(output.toPath()).size());
	}

	@Test
	void soilThatIsTooSmallIsRefused() throws IOException {
		Path soil = temp.resolve("soil");
		Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), soil.resolve("a.png"));
		File output = temp.resolve("out").toFile();
		Calls.refused(List.of("a.png", "64 x 64", "65 x 30", "width"), SimulateRhizotronImages.class, "output", output,
			"count", 1, "width", 65, "height", 30, "soil", soil.toFile());
		Calls.refused(List.of("soil="), SimulateRhizotronImages.class, "output", output, "annotations", soil.toFile());
		assertEquals(List.of(), Calls.files(output.toPath()));
		Path images = temp.resolve("images");
		Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), images.resolve("simulated-00001.png"));
		Calls.refused(List.of(images.toString()), SimulateRhizotronImages.class, "output", temp.toFile(), "count", 1,
			"width", 64, "height", 64, "soil", images.toFile());
		assertEquals(List.of("simulated-00001.png"), Calls.files(images));
	}

	@Test
	void measuresALineAsOnPaper() {
		ResultsTable.getResultsTable().reset();
		ImagePlus mask = line();
		Calls.done(MeasureRoots.class, "mask", mask);
		assertEquals(Map.of("skeleton_length_px", 40.0, "root_length_px", 39.0, "smoothed_length_px", 39.0,
			"root_area_px2", 40.0, "root_area_fraction", 40 / 4096.0, "components", 1.0), lastResult());

		mask.getCalibration().setUnit("mm");
		mask.getCalibration().pixelWidth = mask.getCalibration().pixelHeight = 0.5;
		Calls.done(MeasureRoots.class, "mask", mask);
		assertEquals(19.5, lastResult().get("root_length_mm"));
		Calls.done(MeasureRoots.class, "mask", mask, "pixel_size", 0.1);
		assertEquals(3.9, lastResult().get("root_length_mm"), 1e-12);
		assertEquals(0.4, lastResult().get("root_area_mm2"), 1e-12);
		assertEquals(3, ResultsTable.getResultsTable().size());
		assertEquals("line.png", ResultsTable.getResultsTable().getLabel(0));
	}

	@Test
	void measuresBesideOtherCommandsWhoseCellsStayEmpty() {
		ResultsTable table = ResultsTable.getResultsTable();
		table.reset();
		table.setNaNEmptyCells(false);
		table.incrementCounter();
		table.addValue("Area", 7);
		Calls.done(MeasureRoots.class, "mask", line());
		assertEquals(Double.NaN, table.getValue("root_length_px", 0));
		assertEquals(Double.NaN, table.getValue("Area", 1));
		assertEquals(39, table.getValue("root_length_px", 1));
	}

	@Test
	void measuresAnImageWithoutRootsAsZero() {
		ResultsTable.getResultsTable().reset();
		Calls.done(MeasureRoots.class, "mask", new ImagePlus("soil", new ByteProcessor(5, 5)));
		lastResult().forEach((name, value) -> assertEquals(0, value, name));
	}

	@Test
	void showsTheSkeletonWhereAsked() {
		ImagePlus mask = new ImagePlus("thick", new ByteProcessor(64, 64));
		for (int y = 30; y < 35; y++) for (int x = 0; x < 64; x++) mask.getProcessor().set(x, y, 255);
		mask.getCalibration().pixelWidth = 0.25;
		assertNull(Calls.done(MeasureRoots.class, "mask", mask).getOutput("centre_lines"));
		ImagePlus skeleton =
			(ImagePlus) Calls.done(MeasureRoots.class, "mask", mask, "skeleton", true).getOutput("centre_lines");
		assertEquals("Root skeleton of thick", skeleton.getTitle());
		for (Class<? extends TaprootCommand> command : List.of(MeasureRoots.class, MeasureRootTraits.class,
			CountLineIntersections.class, SuggestScratches.class))
		{
			Calls.refused(List.of("Root skeleton of thick shows the centre lines"), command, "mask", skeleton);
		}
		assertEquals(0.25, skeleton.getCalibration().pixelWidth);
		assertEquals(255, skeleton.getProcessor().get(32, 32));
		assertEquals(0, skeleton.getProcessor().get(32, 31));
	}

	@Test
	void measuresAFolderIntoATable() throws IOException {
		Path masks = temp.resolve("masks");
		Calls.write(Calls.mask(30, 10, 4, 1), masks.resolve("a, 1.png"));
		Calls.write(Calls.mask(30, 10, 0, 0), masks.resolve("b.png"));
		Path csv = temp.resolve("new").resolve("table.csv");
		CommandModule module =
			Calls.done(MeasureRootsFolder.class, "input", masks.toFile(), "output", csv.toFile(), "skeletons", "");
		String px =
			"file,root_length_px,skeleton_length_px,smoothed_length_px,root_area_px2,root_area_fraction,components";
		String about = ",read_as";
		assertEquals(px + about + "\n\"a, 1.png\",29,30,29,30,0.100000,1,255 on 0\n" +
			"b.png,0,0,0,0,0,0,no root (0 everywhere)\n", Files.readString(csv));
		ResultsTable table = (ResultsTable) module.getOutput("table");
		Calls.assertSame(csv, table);

		Path pictures = temp.resolve("pictures");
		Calls.done(MeasureRootsFolder.class, "input", masks.toFile(), "output", csv.toFile(), "pixel_size", 0.1,
			"skeletons", pictures.toString());
		List<String> rows = Files.readAllLines(csv);
		assertEquals(px + ",root_length_mm,skeleton_length_mm,smoothed_length_mm,root_area_mm2" + about +
			",pixel_width_mm,pixel_height_mm", rows.get(0));
		assertTrue(rows.get(1).endsWith(",2.90000,3,2.90000,0.300000,255 on 0,0.100000,0.100000"), rows.get(1));
		assertEquals(List.of("a, 1.jpg", "b.jpg"), Calls.files(pictures));
	}

	@Test
	void segmentsAnImageAndKeepsItsScale() {
		ImagePlus image = photograph();
		image.getCalibration().setUnit("mm");
		image.getCalibration().pixelWidth = image.getCalibration().pixelHeight = 0.05;
		CommandModule module = Calls.done(SegmentRoots.class, "image", image, "model", model.toFile(), "tile_side", 252,
			"probability", true, "device", "cpu");
		ImagePlus mask = (ImagePlus) module.getOutput("mask");
		ImagePlus probability = (ImagePlus) module.getOutput("likelihood");
		assertEquals("Roots of soil", mask.getTitle());
		assertEquals("Root probability of soil", probability.getTitle());
		assertEquals(8, mask.getBitDepth());
		assertEquals(32, probability.getBitDepth());
		assertEquals(0.05, mask.getCalibration().pixelWidth);
		assertEquals("mm", probability.getCalibration().getUnit());
		for (int i = 0; i < 64 * 64; i++) {
			float value = probability.getProcessor().getf(i);
			assertTrue(value >= 0 && value <= 1, "probability " + value);
			assertEquals(value > 0.5 ? 255 : 0, mask.getProcessor().get(i));
		}
	}

	@Test
	void showsTheRootsOnThePhotographUnlessToldNotTo() {
		ImagePlus image = photograph();
		Object[] call = { "image", image, "model", model.toFile(), "tile_side", 252, "device", "cpu",
			"overlay", false };
		Calls.done(SegmentRoots.class, call);
		assertNull(image.getOverlay());
		Calls.done(SegmentRoots.class, Arrays.copyOf(call, call.length - 2));
		assertEquals(1, image.getOverlay().size());
		assertEquals(64, image.getOverlay().get(0).getBounds().width);
		assertArrayEquals((int[]) photograph().getProcessor().getPixels(), (int[]) image.getProcessor().getPixels());
	}

	@Test
	void windowsSayWhatToUseWithoutAScreen() {
		Calls.refused(List.of("needs a screen", "use Segment Roots."), PreviewSegmentation.class, "image", photograph(),
			"model", model.toFile());
		Calls.refused(List.of("needs a screen", "summary.csv"), ReviewSegmentation.class, "segmented", temp.toFile());
	}

	@Test
	void segmentsAFolderOfAllKindsOfFiles() throws IOException {
		Calls.done(SegmentRootsFolder.class, "input", photographs.toFile(), "model", model.toFile(), "output",
			temp.toFile(), "tile_side", 252, "probability", true, "overlay", true);
		List<String> expected = new ArrayList<>();
		for (String name : PHOTOGRAPHS) {
			String base = name.substring(0, name.lastIndexOf('.'));
			expected.addAll(List.of("masks/" + base + ".png", "overlays/" + base + ".jpg", "probabilities/" +
				base + ".tif"));
		}
		expected.addAll(List.of("results.jsonl", "settings.json", "summary.csv", "summary.json"));
		assertEquals(expected.stream().sorted().toList(), Calls.files(temp));
		for (String file : expected) {
			if (!file.startsWith("masks/")) continue;
			BufferedImage mask = ImageIO.read(temp.resolve(file).toFile());
			assertEquals("64x64", mask.getWidth() + "x" + mask.getHeight());
			for (int i = 0; i < 64 * 64; i++) {
				assertTrue(List.of(0, 255).contains(mask.getRaster().getSample(i % 64, i / 64, 0)));
			}
		}
		List<String> rows = Files.readAllLines(temp.resolve("summary.csv"));
		assertEquals("file,status,seconds,width,height,root_pixels,root_fraction,root_length_px,confidence,sharpness," +
			"tile_side,message",
			rows.get(0));
		assertEquals(PHOTOGRAPHS.size() + 1, rows.size());
		for (String row : rows.subList(1, rows.size())) {
			double confidence = Double.parseDouble(row.split(",")[8]);
			assertTrue(confidence > 0 && confidence < 1, row);
		}
		JsonObject json = JsonParser.parseString(Files.readString(temp.resolve("summary.json"))).getAsJsonObject();
		assertEquals(5, json.get("done").getAsInt());
		assertEquals(model.toString(), json.get("model").getAsString());
		assertEquals(252, json.get("tile_side").getAsInt());
		assertEquals(photographs.toAbsolutePath().toString(), json.get("input").getAsString());
	}

	@Test
	void oneBadFileIsNamedAndTheOthersAreDoneThenResumed() throws IOException {
		Path input = temp.resolve("in");
		Path output = temp.resolve("out");
		Calls.write(Calls.noise(BufferedImage.TYPE_BYTE_GRAY), input.resolve("a.png"));
		Calls.write(Calls.noise(BufferedImage.TYPE_BYTE_GRAY), input.resolve("c.png"));
		Files.writeString(input.resolve("b.png"), "no image");
		Object[] call = { "input", input.toFile(), "model", model.toFile(), "output", output.toFile(), "tile_side", 252,
			"resume", true };
		String reason = Calls.refused(List.of("b.png", "2 done, 1 failed"), SegmentRootsFolder.class, call);
		assertFalse(reason.contains("c.png"), reason);
		assertEquals(List.of("masks/a.png", "masks/c.png", "results.jsonl", "settings.json", "summary.csv",
			"summary.json"), Calls.files(output));
		assertTrue(Files.readString(output.resolve("summary.csv")).contains("b.png,failed,"));

		FileTime untouched = FileTime.fromMillis(1_000_000_000_000L);
		Files.setLastModifiedTime(output.resolve("masks/a.png"), untouched);
		Calls.write(Calls.noise(BufferedImage.TYPE_BYTE_GRAY), input.resolve("b.png"));
		Calls.done(SegmentRootsFolder.class, call);
		assertEquals(untouched, Files.getLastModifiedTime(output.resolve("masks/a.png")));
		String summary = Files.readString(output.resolve("summary.csv"));
		assertTrue(summary.lines().skip(1).allMatch(row -> row.contains(",64,64,")),
			"numbers of skipped ones, too: " + summary);
		assertTrue(summary.contains("a.png,skipped,") && summary.contains("b.png,done,"), summary);
		call[call.length - 1] = false;
		Calls.done(SegmentRootsFolder.class, call);
		assertNotEquals(untouched, Files.getLastModifiedTime(output.resolve("masks/a.png")));
	}

	/** What the status bar shows. */
	private static final class StatusBar {

		private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

		@EventHandler
		void onEvent(StatusEvent event) {
			lines.add(String.valueOf(event.getStatusMessage()));
		}

		void assertShown(String pattern) {
			assertTrue(lines.stream().anyMatch(line -> line.matches(pattern)), lines.toString());
		}
	}

	@Test
	void trainsAModelThatSegmentsAndTellsTheDevice() throws IOException {
		StatusBar statusBar = new StatusBar();
		Calls.context().service(EventService.class).subscribe(statusBar);
		Calls.done(SimulateRhizotronImages.class, "output", temp.toFile(), "count", 3, "width", 96, "height", 96);
		Path output = temp.resolve("model");
		Object[] call = { "images", temp.resolve("images").toFile(), "annotations", temp.resolve("masks")
			.toFile(), "output", output.toFile(), "minutes", 0.1, "width", "8", "tile_side", 188, "batch", 1,
			"tiles_per_epoch", 4, "device", "cpu" };
		Calls.done(TrainRootUNet.class, call);
		assertEquals(List.of("autosave.zip", "data-report.txt", "history.csv", "model.zip"), Calls.files(output));
		assertTrue(Files.readAllLines(output.resolve("history.csv")).size() > 1);
		UNetModel trained = UNetModel.load(output.resolve("model.zip"));
		assertEquals(8, trained.architecture().width());
		assertEquals(188, trained.details().settings().side());
		assertTrue(trained.details().f1() >= 0);
		assertEquals(2, trained.details().trainingImages().size());
		assertEquals(1, trained.details().validationImages().size());
		Calls.done(SegmentRoots.class, "image", photograph(), "model", output.resolve("model.zip").toFile());
		statusBar.assertShown("Training on CPU: epoch 1, .*");
		statusBar.assertShown("Finding roots on CPU.*");
		Calls.refused(List.of(output.toString(), "resume=true"), TrainRootUNet.class, call);
	}

	@Test
	void tellsOfDevicesInWordsAndAsJson() {
		String words = (String) Calls.done(TaprootDeviceInfo.class).getOutput("info");
		assertTrue(words.contains("tensorflow: 2.") && words.contains("CPU"), words);
		String text = (String) Calls.done(TaprootDeviceInfo.class, "json", true).getOutput("info");
		JsonObject json = JsonParser.parseString(text).getAsJsonObject();
		assertEquals("CPU", json.getAsJsonArray("devices").get(0).getAsString());
		assertTrue(json.get("processors").getAsInt() >= 1);
	}
}
